import { type Rule, STRENGTHS } from './rule.ts';
import { fold, tokenize } from './tokens.ts';

/** Rules of different teams that match the same text at one strength: nobody gets it. */
export type RuleConflict = { value: string; rules: Rule[] };

/**
 * Rules that tie by themselves: same operator, strength and text, fields and dates that overlap, two teams.
 * (Rules of different texts may still tie in a text that has both; that shows in the sales without a team.)
 */
export function findConflicts(rules: readonly Rule[]): RuleConflict[] {
  const alike = Map.groupBy(rules, (rule) => [rule.operator, rule.strength, textOf(rule)].join('\u0000'));
  return [...alike.values()].flatMap((group) => {
    const tied = group.filter((rule) =>
      group.some(
        (other) =>
          other.teamId !== rule.teamId &&
          (fieldCovers(other, rule) || fieldCovers(rule, other)) &&
          datesOverlap(rule, other),
      ),
    );
    const [first] = tied;
    return first === undefined ? [] : [{ value: first.value, rules: tied }];
  });
}

/**
 * Rules that never decide: wherever they match, another rule matches too and is believed first, or says the
 * same for the same team.
 */
export function findShadowed(rules: readonly Rule[]): { rule: Rule; by: Rule }[] {
  return rules.flatMap((rule) => {
    const by = rules.find(
      (other) => other.id !== rule.id && believedBefore(other, rule) && covers(other, rule),
    );
    return by === undefined ? [] : [{ rule, by }];
  });
}

function believedBefore(other: Rule, rule: Rule): boolean {
  const difference = STRENGTHS.indexOf(other.strength) - STRENGTHS.indexOf(rule.strength);
  return (
    difference < 0 ||
    (difference === 0 && other.teamId === rule.teamId && !(covers(rule, other) && rule.id < other.id))
  );
}

/** Whether `wide` matches, in the same field at the same time, every text that `narrow` matches. */
function covers(wide: Rule, narrow: Rule): boolean {
  return fieldCovers(wide, narrow) && datesCover(wide, narrow) && textCovers(wide, narrow);
}

function textCovers(wide: Rule, narrow: Rule): boolean {
  const [wideText, narrowText] = [fold(wide.value), fold(narrow.value)];
  if (wide.operator === narrow.operator && textOf(wide) === textOf(narrow)) return true;
  if (wide.operator === 'prefix') return narrow.operator !== 'word' && narrowText.startsWith(wideText);
  if (wide.operator !== 'word' || narrow.operator === 'prefix') return false;
  const [inner, outer] = [tokenize(wideText), tokenize(narrowText)];
  if (inner.length === 0 || inner.at(-1)?.beforeUnderscore === true) return false;
  return outer.some((_, start) => inner.every((token, offset) => outer[start + offset]?.text === token.text));
}

/** Word rules are alike when their tokens are; other operators compare the folded value. */
function textOf(rule: Rule): string {
  const folded = fold(rule.value);
  if (rule.operator !== 'word') return folded;
  const tokens = tokenize(folded);
  return `${tokens.map((token) => token.text).join(' ')}${tokens.at(-1)?.beforeUnderscore === true ? '_' : ''}`;
}

function fieldCovers(wide: Rule, narrow: Rule): boolean {
  return wide.field === narrow.field || (wide.field === 'utm' && narrow.field.startsWith('utm_'));
}

const from = ({ validFrom }: Rule) => validFrom?.getTime() ?? -Infinity;
const to = ({ validTo }: Rule) => validTo?.getTime() ?? Infinity;

function datesCover(wide: Rule, narrow: Rule): boolean {
  return from(wide) <= from(narrow) && to(wide) >= to(narrow);
}

function datesOverlap(a: Rule, b: Rule): boolean {
  return from(a) < to(b) && from(b) < to(a);
}
