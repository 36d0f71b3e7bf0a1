import type { Match } from './match.ts';
import type { Rule } from './rule.ts';
import { fold, speaks, tokenize } from './tokens.ts';

/** A `word` rule: its tokens must appear one after another. */
export type WordRule = { rule: Rule; tokens: readonly string[]; beforeUnderscore: boolean };

/** A rule set ready for millions of decisions: every look-up is by a whole value or a first token. */
export type CompiledRules = {
  byValue: ReadonlyMap<string, readonly Rule[]>;
  byPrefix: ReadonlyMap<string, readonly Rule[]>;
  prefixLengths: readonly number[];
  byFirstToken: ReadonlyMap<string, readonly WordRule[]>;
  affixes: readonly string[];
  ownedSources: ReadonlySet<string>;
  /** Instants at which a rule begins or ends, in order: between two of them a text always means the same. */
  boundaries: readonly number[];
  /** What was matched before, by text and span of time; see `matchUtm`. */
  remembered: Map<string, Match>;
};

/** The rule set of one version, with the affixes and owned sources of the preset. */
export type RuleSet = {
  rules: readonly Rule[];
  channelAffixes: readonly string[];
  ownedUtmSources: readonly string[];
};

/** Compiles a rule set once per version. A value without a letter or digit matches nothing and is left out. */
export function compileRules({ rules, channelAffixes, ownedUtmSources }: RuleSet): CompiledRules {
  const byPrefix = groupByValue(rules.filter((rule) => rule.operator === 'prefix'));
  return {
    byValue: groupByValue(rules.filter((rule) => rule.operator === 'equals')),
    byPrefix,
    prefixLengths: [...new Set([...byPrefix.keys()].map((value) => value.length))],
    byFirstToken: groupByFirstToken(rules.filter((rule) => rule.operator === 'word')),
    affixes: channelAffixes.map(fold).filter((affix) => affix !== ''),
    ownedSources: new Set(ownedUtmSources.map(fold)),
    boundaries: [...new Set(rules.flatMap(boundariesOf))].sort((a, b) => a - b),
    remembered: new Map(),
  };
}

function boundariesOf({ validFrom, validTo }: Rule): number[] {
  return [validFrom, validTo].flatMap((at) => (at === null ? [] : [at.getTime()]));
}

function groupByValue(rules: readonly Rule[]): Map<string, Rule[]> {
  const speaking = rules.filter((rule) => speaks(rule.value));
  return Map.groupBy(speaking, (rule) => fold(rule.value));
}

function groupByFirstToken(rules: readonly Rule[]): Map<string, WordRule[]> {
  const groups = new Map<string, WordRule[]>();
  for (const rule of rules) {
    const tokens = tokenize(fold(rule.value));
    const first = tokens[0]?.text;
    if (first === undefined) continue;
    const word = {
      rule,
      tokens: tokens.map((token) => token.text),
      beforeUnderscore: tokens.at(-1)?.beforeUnderscore ?? false,
    };
    groups.set(first, [...(groups.get(first) ?? []), word]);
  }
  return groups;
}
