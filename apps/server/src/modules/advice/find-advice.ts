import type { AdviceRule, Withheld } from '@traffic/contract';
import type { Claim, Finding } from './finding.ts';
import type { Block, Input } from './input.ts';
import type { Rule } from './rule.ts';
import { ALL_RULES, EXPLAINS } from './rules/all-rules.ts';

export type Advice = { findings: Finding[]; withheld: Omit<Withheld, 'team'>[] };

/** Everything the rules say about a team, dearest first, and which had to keep silent. */
export function findAdvice(input: Input): Advice {
  const withheld: Advice['withheld'] = [];
  const found: Claim[] = [];
  for (const rule of ALL_RULES) {
    if ((rule.of === 'nobody') !== (input.of === 'unattributed')) continue;
    const verdict = isIncomplete(rule, input) ? 'incomplete' : rule.judge(input);
    if (typeof verdict === 'string') withheld.push({ rule: rule.key, reason: verdict });
    else found.push(...verdict);
  }
  const explained = new Set<AdviceRule>(found.flatMap(({ rule }) => EXPLAINS[rule] ?? []));
  const findings = found.filter(({ rule }) => !explained.has(rule)).toSorted((a, b) => b.stake - a.stake);
  const { currency } = input;
  return { findings: findings.map((claim) => ({ ...claim, currency })), withheld };
}

/** A late source in one of the compared blocks: the difference might be what is missing. */
function isIncomplete(rule: Rule, input: Input): boolean {
  const blocks: readonly Block[] =
    rule.compares === 'weeks'
      ? input.weeks
      : rule.compares === 'fortnights'
        ? [...input.fortnights, ...input.weeks]
        : [input.lastDays, ...input.weeks];
  return blocks.some(({ late }) => rule.needs.some((source) => late.includes(source)));
}
