import type { AttributionBasis, Confidence } from '@traffic/contract';
import type { CompiledRules } from './compile-rules.ts';
import { type Decision, unattributed } from './decision.ts';
import type { Match } from './match.ts';
import { matchUtm } from './match-utm.ts';
import type { Strength, Touch, UtmField } from './rule.ts';
import { fold, isBlank, isMacro } from './tokens.ts';

/** An ad, ad set or campaign of ours that a UTM value names, and the team it belongs to. */
export type AdMatch = { teamId: number; teamName: string; kind: 'ad' | 'adset' | 'campaign'; id: string };
/** Looks a UTM value up among the ids and names known from Meta. */
export type AdLookup = (value: string) => AdMatch | null;

type FoundAd = AdMatch & { field: UtmField; byId: boolean };

/** What a touch's utm_source makes of it: only an `ad` touch may be credited by itself. */
export type TouchKind = 'ad' | 'owned' | 'macro' | 'no_source' | 'empty';

const CONFIDENCE = { exact: 'high', name: 'medium', word: 'low', weak: 'low' } as const satisfies Record<
  Strength,
  Confidence
>;

/** The most specific object first: an ad belongs to exactly one team. */
const AD_FIELDS = ['utm_content', 'utm_term', 'utm_campaign'] as const satisfies readonly UtmField[];

/** Tells an ad touch from the school's own links, an unfilled macro, and a touch without a source. */
export function touchKind(touch: Touch, compiled: CompiledRules): TouchKind {
  if (isBlank(touch.utm_source)) return hasOtherUtm(touch) ? 'no_source' : 'empty';
  if (isMacro(touch.utm_source)) return 'macro';
  return compiled.ownedSources.has(fold(touch.utm_source)) ? 'owned' : 'ad';
}

/**
 * The team one touch speaks for: an ad of ours by its id, an exact rule, an ad by its name, other rules.
 * Ids are unique in the world; a campaign's name is not, so it never outranks an exact utm_source.
 */
export function judgeTouch(
  compiled: CompiledRules,
  touch: Touch,
  basis: 'deal_touch' | 'person_touch',
  adLookup?: AdLookup,
): Decision {
  const ad = findAd(touch, adLookup);
  const match = matchUtm(
    compiled,
    { ...utmOf(touch), landing_source: touch.landing_source ?? null },
    touch.at,
  );
  if (ad === null || (!ad.byId && match.strength === 'exact'))
    return byRules(match, basis, touchEvidence(touch));
  const { teamId, teamName, kind, id, field, byId } = ad;
  return {
    teamId,
    teamName,
    confidence: inherited(byId ? 'high' : 'medium', basis),
    basis: 'ad_id',
    reason: null,
    ruleId: null,
    evidence: {
      ...touchEvidence(touch),
      step: basis,
      ad: { field, kind, id, matched_by: byId ? 'id' : 'name' },
    },
    rejected: match.candidates.filter((candidate) => candidate.team_id !== teamId),
  };
}

/** Turns what the rules said into a decision; an inherited touch is never more than `medium`. */
export function byRules(match: Match, basis: AttributionBasis, evidence: Record<string, unknown>): Decision {
  if (match.winner === null || match.strength === null) {
    return unattributed(match.conflict ? 'conflict' : 'no_rule', evidence, match.candidates);
  }
  const { winner } = match;
  return {
    teamId: winner.team_id,
    teamName: winner.team_name,
    confidence: inherited(CONFIDENCE[match.strength], basis),
    basis,
    reason: null,
    ruleId: winner.rule_id,
    evidence: { ...evidence, rule: winner },
    rejected: match.candidates.filter((candidate) => candidate.team_id !== winner.team_id),
  };
}

function inherited(confidence: Confidence, basis: AttributionBasis): Confidence {
  return basis === 'person_touch' && confidence === 'high' ? 'medium' : confidence;
}

function findAd(touch: Touch, adLookup?: AdLookup): FoundAd | null {
  const found = AD_FIELDS.flatMap((field): FoundAd[] => {
    const value = touch[field]?.trim() ?? '';
    const ad = value === '' || isMacro(value) ? null : (adLookup?.(value) ?? null);
    return ad === null ? [] : [{ ...ad, field, byId: ad.id === value }];
  });
  return found.find((ad) => ad.byId) ?? found[0] ?? null;
}

function hasOtherUtm(touch: Touch): boolean {
  const { utm_medium, utm_campaign, utm_content, utm_term } = touch;
  return [utm_medium, utm_campaign, utm_content, utm_term].some((value) => !isBlank(value));
}

function utmOf(touch: Touch): Pick<Touch, UtmField> {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = touch;
  return { utm_source, utm_medium, utm_campaign, utm_content, utm_term };
}

function touchEvidence(touch: Touch): Record<string, unknown> {
  return { origin: touch.origin, touched_at: touch.at.toISOString(), utm: utmOf(touch) };
}
