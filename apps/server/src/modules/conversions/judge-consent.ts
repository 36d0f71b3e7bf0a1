/** What a person agreed to, and what we do not know. */
export type Consent = 'granted' | 'denied' | 'unknown';

/**
 * Whether a person agreed that Meta is told. Said in two places: the application on the landing page
 * (`marketing_consent`, the newest that says anything), and a field of the deal. A refusal in either wins.
 *
 * @param answers values of the deal's field; null when no field is configured
 * @param granting values of that field that mean yes, in any case; every other value is a refusal
 */
export function judgeConsent(
  ticked: boolean | null,
  answers: readonly string[] | null,
  granting: readonly string[],
): Consent {
  const given = (answers ?? []).map(plain).filter((answer) => answer !== '');
  const yes = new Set(granting.map(plain));
  const refused = given.some((answer) => !yes.has(answer));
  if (ticked === false || refused) return 'denied';
  return ticked === true || given.length > 0 ? 'granted' : 'unknown';
}

const plain = (text: string) => text.trim().toLowerCase();
