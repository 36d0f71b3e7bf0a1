import type { RulesResponse } from '@traffic/contract';
import type { useRulesTexts } from './texts.ts';

type Lists = Pick<RulesResponse, 'owned_utm_sources' | 'channel_affixes'>;

/** What is no team's: the school's own channels, and the parts of a tag that only name a channel. */
export function ownedAndAffixes(lists: Lists, t: ReturnType<typeof useRulesTexts>) {
  return (
    <dl className="grid gap-x-6 gap-y-1 border-t border-line p-4 text-sm sm:grid-cols-[auto_1fr]">
      <dt className="text-ink-2">{t('lists.owned')}</dt>
      <dd className="break-words">{lists.owned_utm_sources.join(', ') || '—'}</dd>
      <dt className="text-ink-2">{t('lists.affixes')}</dt>
      <dd className="break-words">{lists.channel_affixes.join(', ') || '—'}</dd>
    </dl>
  );
}
