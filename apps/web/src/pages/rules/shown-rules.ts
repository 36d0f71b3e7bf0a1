import type { RuleFindings, StoredRule } from '@traffic/contract';

export const RULE_SHOWS = ['conflicts', 'shadowed', 'unused', 'added'] as const;
export type RuleShow = (typeof RULE_SHOWS)[number];

export type Finding =
  | { kind: 'conflict'; teams: string[] }
  | { kind: 'shadowed'; by: number }
  | { kind: 'unused' };

/** What is wrong with a rule; the worst first, null when nothing is. */
export function findingOf(id: number, findings: RuleFindings): Finding | null {
  const conflict = findings.conflicts.find((one) => one.rule_ids.includes(id));
  if (conflict) return { kind: 'conflict', teams: conflict.teams };
  const shadow = findings.shadowed.find((one) => one.rule_id === id);
  if (shadow) return { kind: 'shadowed', by: shadow.by };
  return findings.unused.includes(id) ? { kind: 'unused' } : null;
}

type Filter = { team?: string | undefined; show?: RuleShow | undefined; q?: string | undefined };

/** The rules a filter leaves, in their order. */
export function shownRules(
  rules: readonly StoredRule[],
  findings: RuleFindings,
  added: readonly number[],
  { team, show, q }: Filter,
): StoredRule[] {
  const wanted: Record<RuleShow, (id: number) => boolean> = {
    conflicts: (id) => findings.conflicts.some((one) => one.rule_ids.includes(id)),
    shadowed: (id) => findings.shadowed.some((one) => one.rule_id === id),
    unused: (id) => findings.unused.includes(id),
    added: (id) => added.includes(id),
  };
  const text = q?.trim().toLowerCase() ?? '';
  return rules.filter(
    (rule) =>
      (team === undefined || rule.team === team) &&
      (show === undefined || wanted[show](rule.id)) &&
      rule.value.toLowerCase().includes(text),
  );
}
