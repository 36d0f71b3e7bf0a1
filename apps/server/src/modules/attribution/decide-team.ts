import type { UnattributedReason } from '@traffic/contract';
import type { CompiledRules } from './compile-rules.ts';
import { chosen, type Decision, type TeamChoice, unattributed } from './decision.ts';
import { type AdLookup, judgeTouch, type TouchKind, touchKind } from './judge-touch.ts';
import type { Touch } from './rule.ts';

const DEFAULT_WINDOW_DAYS = 90;
const DAY_MS = 86_400_000;

/** Everything known about one sale or lead when its team is decided. */
export type TeamQuestion = {
  /** A person's own decision about this deal; nothing outranks it. */
  manual?: (TeamChoice & Record<string, unknown>) | null;
  /** The UTM set of the deal or lead itself. */
  touch: Touch | null;
  /** Every touch of the person, in any order; those after the money are never looked at. */
  personTouches: readonly Touch[];
  /** The moment of the money (of a sale) or of the application (of a lead). */
  at: Date;
  /** How long before `at` an ad touch still counts, in days of 24 hours, both ends to the millisecond. */
  windowDays?: number;
  adLookup?: AdLookup;
};

/**
 * Whose traffic brought this sale or lead, in the order of attribution.md: a person's decision, the own
 * touch, the person's last ad touch before the money, nobody. A touch that has a source of its own
 * decides even when no rule knows that source: an earlier team is not credited for a stranger's ad. A
 * touch without any source is weaker evidence and speaks only when there is no ad touch at all.
 */
export function decideTeam(compiled: CompiledRules, question: TeamQuestion): Decision {
  const { manual, touch, adLookup } = question;
  if (manual) return chosen(manual, 'manual', { manual });
  const ownKind = touch === null ? 'empty' : touchKind(touch, compiled);
  if (touch !== null && ownKind === 'ad') return judgeTouch(compiled, touch, 'deal_touch', adLookup);

  const earlier = touchesInWindow(question).map((past) => ({ past, kind: touchKind(past, compiled) }));
  const lastAd = earlier.find(({ kind }) => kind === 'ad');
  if (lastAd) {
    const decision = judgeTouch(compiled, lastAd.past, 'person_touch', adLookup);
    const steps = earlier.slice(0, earlier.indexOf(lastAd) + 1);
    return { ...decision, evidence: { ...decision.evidence, path: pathOf(touch, ownKind, steps) } };
  }
  if (touch !== null && (ownKind === 'no_source' || ownKind === 'empty')) {
    const said = judgeTouch(compiled, touch, 'deal_touch', adLookup);
    // Without any UTM only a rule on the landing page can know the team; "no rule" would be a false reason.
    if (ownKind === 'no_source' || said.reason !== 'no_rule') return said;
  }
  return unattributed(whyNobody([ownKind, ...earlier.map(({ kind }) => kind)]), {
    path: pathOf(touch, ownKind, earlier),
  });
}

/** What was looked at on the way to the decision, newest first: the own touch, then earlier ones. */
function pathOf(own: Touch | null, ownKind: TouchKind, earlier: readonly { past: Touch; kind: TouchKind }[]) {
  const step = ({ origin, at, utm_source }: Touch, kind: TouchKind) => ({
    origin,
    touched_at: at.toISOString(),
    utm_source,
    kind,
  });
  return [
    ...(own === null ? [] : [step(own, ownKind)]),
    ...earlier.map(({ past, kind }) => step(past, kind)),
  ];
}

/** Newest first; two touches of one instant are told apart by origin, so that the answer never wavers. */
function touchesInWindow({ personTouches, at, windowDays = DEFAULT_WINDOW_DAYS }: TeamQuestion): Touch[] {
  const opens = at.getTime() - windowDays * DAY_MS;
  return personTouches
    .filter((past) => past.at < at && past.at.getTime() >= opens)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.origin < b.origin ? -1 : 1));
}

/** The reason a person can act on: a macro to fill in, then the school's own links, then silence. */
function whyNobody(kinds: readonly TouchKind[]): UnattributedReason {
  if (kinds.includes('macro')) return 'unresolved_macro';
  return kinds.includes('owned') ? 'only_owned_channels' : 'no_touch';
}
