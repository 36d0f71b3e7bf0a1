import type { Candidate } from '@traffic/contract';

/** The UTM fields in the order they are believed: source before medium before campaign... */
export const UTM_FIELDS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] as const;
export type UtmField = (typeof UTM_FIELDS)[number];

/** What a rule may look at: `utm` is any UTM field, in their order. */
export const RULE_FIELDS = ['utm', ...UTM_FIELDS, 'landing_source', 'ad_account', 'campaign_id'] as const;
export type RuleField = (typeof RULE_FIELDS)[number];
export type SubjectField = Exclude<RuleField, 'utm'>;

export const OPERATORS = ['equals', 'word', 'prefix'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Strongest first: a stronger rule wins whatever field it matched in. */
export const STRENGTHS = ['exact', 'name', 'word', 'weak'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** One sentence of the rule set: "this value in this field means this team", between two dates. */
export type Rule = {
  id: number;
  teamId: number;
  teamName: string;
  field: RuleField;
  operator: Operator;
  value: string;
  strength: Strength;
  /** Valid in [validFrom, validTo); null is open. Compared with the time of the touch. */
  validFrom: Date | null;
  validTo: Date | null;
};

/** A dated marketing contact of a person: one record, never merged field by field. */
export type Touch = {
  at: Date;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
  fbclid: string | null;
  /** Where the touch came from, e.g. `deal:123` or `lead:abc`. */
  origin: string;
  /** The landing page's own source key; rules on `landing_source` look at it. */
  landing_source?: string | null;
};

/** Texts to be judged by the rules, one per field; null and missing say nothing. */
export type Subject = Partial<Record<SubjectField, string | null>>;

export function isValidAt(rule: Rule, at: Date): boolean {
  return (rule.validFrom === null || rule.validFrom <= at) && (rule.validTo === null || at < rule.validTo);
}

/** The rule as a receipt shows it: the field it matched in and the text it matched. */
export function toCandidate(rule: Rule, field: SubjectField, matched: string): Candidate {
  return {
    team_id: rule.teamId,
    team_name: rule.teamName,
    rule_id: rule.id,
    field,
    operator: rule.operator,
    value: rule.value,
    strength: rule.strength,
    matched,
  };
}
