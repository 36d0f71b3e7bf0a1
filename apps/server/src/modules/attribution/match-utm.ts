import type { CompiledRules, WordRule } from './compile-rules.ts';
import type { Match } from './match.ts';
import {
  isValidAt,
  RULE_FIELDS,
  type Rule,
  STRENGTHS,
  type Subject,
  type SubjectField,
  toCandidate,
} from './rule.ts';
import { fold, isBlank, isMacro, tokenize, withoutAffixes } from './tokens.ts';

type Hit = { rule: Rule; field: SubjectField; text: string };

const FIELDS = RULE_FIELDS.filter((field) => field !== 'utm');
const UTM_LIKE: ReadonlySet<SubjectField> = new Set(FIELDS.filter((field) => field.startsWith('utm_')));

/** Texts repeat: a campaign of a thousand leads is read once. Above this many the memory starts anew. */
const REMEMBERED = 20_000;
const MAX_KEY = 2_000;

/** Judges the texts of one touch (or one campaign) by the rules valid at `at`. Pure; microseconds. */
export function matchUtm(compiled: CompiledRules, subject: Subject, at: Date): Match {
  const span = compiled.boundaries.filter((boundary) => boundary <= at.getTime()).length;
  const key = FIELDS.reduce((text, field) => `${text}\u0000${subject[field] ?? ''}`, String(span));
  const known = compiled.remembered.get(key);
  if (known !== undefined) return known;
  const match = readTexts(compiled, subject, at);
  if (compiled.remembered.size >= REMEMBERED) compiled.remembered.clear();
  if (key.length <= MAX_KEY) compiled.remembered.set(key, match);
  return match;
}

function readTexts(compiled: CompiledRules, subject: Subject, at: Date): Match {
  const hits = FIELDS.flatMap((field) => hitsInField(compiled, field, subject[field], at));
  hits.sort(byAuthority);
  const best = hits[0];
  const candidates = hits.map(({ rule, field, text }) => toCandidate(rule, field, text));
  if (best === undefined) return { winner: null, strength: null, conflict: false, candidates };
  const conflict = hits.some(
    (hit) =>
      hit.rule.strength === best.rule.strength &&
      hit.field === best.field &&
      hit.rule.teamId !== best.rule.teamId,
  );
  return {
    winner: conflict ? null : (candidates[0] ?? null),
    strength: best.rule.strength,
    conflict,
    candidates,
  };
}

/** Strength, then field, then the older rule: the same answer in whatever order rules were given. */
function byAuthority(a: Hit, b: Hit): number {
  return (
    STRENGTHS.indexOf(a.rule.strength) - STRENGTHS.indexOf(b.rule.strength) ||
    FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field) ||
    a.rule.id - b.rule.id
  );
}

function hitsInField(
  compiled: CompiledRules,
  field: SubjectField,
  text: string | null | undefined,
  at: Date,
): Hit[] {
  if (isBlank(text) || isMacro(text)) return [];
  const folded = fold(text);
  const rules = new Set([
    ...(compiled.byValue.get(folded) ?? []),
    ...prefixRules(compiled, folded),
    ...wordRules(compiled, folded),
  ]);
  return [...rules]
    .filter((rule) => looksAt(rule, field) && isValidAt(rule, at))
    .map((rule) => ({ rule, field, text: text.trim() }));
}

function looksAt(rule: Rule, field: SubjectField): boolean {
  return rule.field === field || (rule.field === 'utm' && UTM_LIKE.has(field));
}

function prefixRules(compiled: CompiledRules, folded: string): Rule[] {
  return compiled.prefixLengths.flatMap((length) => compiled.byPrefix.get(folded.slice(0, length)) ?? []);
}

/** Rules whose tokens follow each other somewhere in the text, glued channel affixes removed. */
function wordRules(compiled: CompiledRules, folded: string): Rule[] {
  const tokens = tokenize(folded);
  const forms = tokens.map((token) => withoutAffixes(token.text, compiled.affixes));
  const follows = (word: WordRule, start: number) =>
    word.tokens.every((token, offset) => forms[start + offset]?.has(token)) &&
    (!word.beforeUnderscore || tokens[start + word.tokens.length - 1]?.beforeUnderscore === true);
  return forms.flatMap((variants, start) =>
    [...variants]
      .flatMap((form) => compiled.byFirstToken.get(form) ?? [])
      .filter((word) => follows(word, start))
      .map((word) => word.rule),
  );
}
