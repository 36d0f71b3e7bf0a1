import type { Db } from '../../platform/database/index.ts';
import { type Decision, decideTeam, type RuleBook, sameDecision, touchKind } from '../attribution/index.ts';
import { touchesOf } from '../people/index.ts';
import type { FactRow, StoredReceipt } from './facts-repo.ts';

/** A fact that another decision than its receipt's belongs to; `earlier` when an old receipt says it. */
export type Move = { fact: FactRow; decision: Decision; earlier: StoredReceipt | null };

/** Decides facts by these rules; returns those that move. Reads the touches of the people that matter only. */
export async function decideFacts(db: Db, rules: RuleBook, facts: readonly FactRow[]): Promise<Move[]> {
  const inheriting = facts.flatMap((fact) =>
    fact.personId !== null && !speaksForItself(fact, rules) ? [fact.personId] : [],
  );
  const touches = await touchesOf(db, inheriting);
  return facts.flatMap((fact) => {
    const known = fact.personId === null ? [] : (touches.get(fact.personId) ?? []);
    const decision = decideTeam(rules.compiled, {
      manual: fact.manual,
      touch: fact.touch,
      personTouches: known.filter((touch) => touch.origin !== fact.touch?.origin),
      at: fact.at,
      adLookup: rules.adLookup,
    });
    if (stands(fact.stored, decision)) return [];
    const earlier = fact.earlier !== null && stands(fact.earlier, decision) ? fact.earlier : null;
    return [{ fact, decision, earlier }];
  });
}

function speaksForItself({ manual, touch }: FactRow, { compiled }: RuleBook): boolean {
  return manual !== null || (touch !== null && touchKind(touch, compiled) === 'ad');
}

/** A conflict is the same only between the same rules: its receipt lists them. */
function stands(stored: StoredReceipt, decision: Decision): boolean {
  if (!sameDecision(stored, decision)) return false;
  if (decision.reason !== 'conflict') return true;
  const ids = (candidates: readonly { rule_id: number }[]) =>
    [...new Set(candidates.map((candidate) => candidate.rule_id))].sort((a, b) => a - b).join();
  return ids(stored.tied ?? []) === ids(decision.rejected);
}
