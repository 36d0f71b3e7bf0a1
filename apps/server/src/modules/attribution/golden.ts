import type { UnattributedReason } from '@traffic/contract';
import type { UtmField } from './rule.ts';

/** The UTM set of a case; a bare string is utm_source. */
type Utm = string | Partial<Record<UtmField, string>>;
type Expected = 'Kenesary' | 'Arystan' | 'Muha' | 'Traf4' | UnattributedReason;
type Case = readonly [utm: Utm, expected: Expected, why: string];

const campaign = (utm_campaign: string): Utm => ({ utm_source: 'facebook', utm_campaign });

/**
 * What one touch means under the academy's preset: the table two people should be able to agree on before
 * a rule, an affix or the tokeniser is changed.
 */
export const GOLDEN: Record<string, readonly Case[]> = {
  'exact utm_source': [
    ['fb_kenesary', 'Kenesary', 'the source this team was given'],
    ['fb_arystan', 'Arystan', 'the source this team was given'],
    ['fb_muha', 'Muha', 'the source this team was given'],
    ['fb_traf4', 'Traf4', 'the source this team was given'],
    ['  FB_Kenesary ', 'Kenesary', 'case and spaces do not matter'],
    ['ＦＢ_muha', 'Muha', 'full-width letters are the same letters (NFKC)'],
    [{ utm_source: 'fb_muha', utm_campaign: 'kenesary | proftest' }, 'Muha', 'exact beats a name further on'],
    [{ utm_source: 'fb_traf4', utm_medium: 'arystan' }, 'Traf4', 'exact beats a name in the medium'],
  ],
  'team names': [
    ['kenji', 'Kenesary', 'a whole token'],
    ['kenji_fb', 'Kenesary', 'the channel is a token of its own'],
    ['kenjifb', 'Kenesary', 'the channel is glued to the end'],
    ['fbkenji', 'Kenesary', 'the channel is glued to the start'],
    ['instakenjifb', 'Kenesary', 'channels are glued to both ends'],
    ['KENES', 'Kenesary', 'the short name, in capitals'],
    [campaign('fbarystan | test'), 'Arystan', 'the glued name in a campaign'],
    [campaign('Arystan/запуск 12'), 'Arystan', 'a name beats the weak word beside it'],
    [campaign('tima-video'), 'Muha', 'the second name of the team'],
    [campaign('alex'), 'Traf4', 'the second name of the team'],
    [campaign('[alex] 01'), 'Traf4', 'brackets end a token'],
    [campaign('арыстан'), 'no_rule', 'another script is another word until a rule says so'],
    [{ utm_source: 'muha', utm_campaign: 'arystan' }, 'Muha', 'source before campaign'],
    [{ utm_source: 'facebook', utm_medium: 'alex', utm_campaign: 'muha' }, 'Traf4', 'medium before campaign'],
    [
      { utm_source: 'facebook', utm_campaign: 'muha', utm_content: 'alex' },
      'Muha',
      'campaign before content',
    ],
    [{ utm_source: 'facebook', utm_content: 'kenji', utm_term: 'alex' }, 'Kenesary', 'content before term'],
    [{ utm_source: 'facebook', utm_term: 'traf4' }, 'Traf4', 'the term when nothing else speaks'],
    [{ utm_source: 'nutcab', utm_term: 'arystan' }, 'Arystan', 'a name beats a word in whatever field'],
  ],
  'team words': [
    [campaign('nutrients kz'), 'Kenesary', 'a word of the team'],
    [campaign('kab3'), 'Kenesary', 'letters and digits are one token'],
    [campaign('ar_almaty'), 'Arystan', 'ar_ starts a token'],
    [campaign('test-ar_1'), 'Arystan', 'ar_ starts the second token'],
    [campaign('fbar_1'), 'Arystan', 'ar_ with a channel glued on'],
    [campaign('ast_2'), 'Arystan', 'ast_ starts a token'],
    [campaign('RM Almaty video'), 'Arystan', 'two words, one after another'],
    [campaign('rm_almaty'), 'Arystan', 'any separator between them'],
    [campaign('rm-almaty'), 'Arystan', 'any separator between them'],
    [campaign('almaty rm'), 'no_rule', 'the order of the words matters'],
    [campaign('rm test almaty'), 'no_rule', 'nothing may stand between them'],
    [campaign('yourmarketolog'), 'Muha', 'a word of the team'],
    [campaign('maqtakyz residence'), 'Muha', 'two words of one team are no conflict'],
    [campaign('smmmcwin'), 'Traf4', 'a word of the team'],
    [campaign('proftest 3-1'), 'Traf4', 'two numbers in a row'],
    [campaign('arystan_3_1'), 'Arystan', 'the name beats the word 3-1'],
  ],
  'weak words': [
    [campaign('proftest'), 'Traf4', 'the product word speaks when nothing else does'],
    [campaign('tripwire 1day'), 'Kenesary', 'two weak words of one team'],
    [campaign('on ai'), 'Muha', 'the brand in two words'],
    [campaign('ЗАПУСК'), 'Muha', 'Cyrillic capitals'],
    [campaign('запуск proftest'), 'conflict', 'two teams at the same strength and field'],
    [campaign('proftest ar_1'), 'Arystan', 'a team word beats the product word'],
    [{ utm_source: 'proftest', utm_campaign: 'muha' }, 'Muha', 'a name in the campaign beats a weak source'],
  ],
  'false friends': [
    [campaign('webinar_x'), 'no_rule', 'ar_ is not in webinar_'],
    [campaign('star_1'), 'no_rule', 'ar_ is not in star_'],
    [campaign('podcast_1'), 'no_rule', 'ast_ is not in podcast_'],
    [campaign('broadcast_ast'), 'no_rule', 'ast without its underscore'],
    [campaign('argentina'), 'no_rule', 'ar_ is not any word on ar'],
    [campaign('13-12'), 'no_rule', '3-1 is not in 13-12'],
    [campaign('2026-03-01'), 'no_rule', '03 is not 3'],
    [campaign('23-11 video'), 'no_rule', 'dates are full of 3-1'],
    [campaign('alexandria'), 'no_rule', 'alex is not in alexandria'],
    [campaign('optima'), 'no_rule', 'tima is not in optima'],
    [campaign('muhammad'), 'no_rule', 'muha is not in muhammad'],
    [campaign('алекс'), 'no_rule', 'Cyrillic look-alikes are other letters'],
    [campaign('перезапуск'), 'no_rule', 'the weak word is not in a longer one'],
    [campaign('onair'), 'no_rule', 'onai is not in onair'],
    ['facebook', 'no_rule', 'a channel is not a team'],
    ['instagram', 'no_rule', 'a channel is not a team'],
    ['fb', 'no_rule', 'an affix alone stays a word'],
  ],
  conflicts: [
    ['pb_agency', 'conflict', 'the preset gives it to two teams'],
    [campaign('pb_agency kz'), 'conflict', 'two teams in the campaign'],
    [campaign('pb_agency nutcab'), 'conflict', 'a second word of one team does not outvote the other'],
    [{ utm_source: 'pb_agency', utm_campaign: 'kenji' }, 'Kenesary', 'a stronger rule settles it'],
    [campaign('kenji x alex'), 'conflict', 'names of two teams in one field'],
  ],
  'nothing to credit': [
    ['email', 'only_owned_channels', 'our own letters are not an ad'],
    [' SMS ', 'only_owned_channels', 'in any case'],
    [
      { utm_source: 'email', utm_campaign: 'kenesary' },
      'only_owned_channels',
      'our letter about a team is still ours',
    ],
    ['{{site_source_name}}', 'unresolved_macro', 'an unfilled macro says nothing'],
    [{ utm_source: '{{x}}', utm_campaign: 'kenesary' }, 'unresolved_macro', 'a broken link is not evidence'],
    [campaign('{{campaign.name}} kenji'), 'no_rule', 'a field with a macro is not read'],
    ['', 'no_touch', 'empty'],
    ['   ', 'no_touch', 'only spaces'],
    [{}, 'no_touch', 'no UTM at all'],
    [{ utm_campaign: 'unknown' }, 'no_rule', 'a campaign without a source, known to nobody'],
    [{ utm_campaign: 'kenji' }, 'Kenesary', 'a campaign without a source speaks when nothing better does'],
  ],
};
