import type { Language } from '../../../platform/translate.ts';
import type { Finding } from '../finding.ts';
import { fillText, plainName } from './fill-text.ts';
import { formatValue } from './format-value.ts';
import { WORDS } from './words.ts';

/** What stands in the places of a finding's texts: its figures as people read them, and names. */
export function valuesOf(
  { facts, names, currency }: Pick<Finding, 'facts' | 'names' | 'currency'>,
  language: Language,
) {
  return {
    ...Object.fromEntries(Object.entries(names).map(([key, name]) => [key, plainName(name)])),
    ...Object.fromEntries(facts.map((fact) => [fact.key, formatValue(fact, currency, language)])),
  };
}

/** The claim in words. */
export function renderAdvice(
  finding: Pick<Finding, 'rule' | 'facts' | 'names' | 'currency'>,
  language: Language,
) {
  const values = valuesOf(finding, language);
  const { title, text, action } = WORDS[language][finding.rule];
  return { title: fillText(title, values), text: fillText(text, values), action };
}
