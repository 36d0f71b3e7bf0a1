import type { Rng } from './random.ts';

const MOBILE_CODES = ['700', '701', '702', '705', '707', '747', '771', '775', '776', '777', '778'] as const;

/**
 * An invented Kazakh mobile number, unique per person: eleven digits whose subscriber part starts with 0, which no operator
 * gives out, while phone libraries accept it as valid. 7919 is coprime to a million, so the first million people differ.
 */
export function inventPhone(personId: number, rng: Rng): string {
  const subscriber = String((personId * 7919) % 1_000_000).padStart(6, '0');
  return `7${rng.pick(MOBILE_CODES)}0${subscriber}`;
}

/** The same number as different people type it. */
export function writePhone(digits: string, rng: Rng): string {
  const [code, a, b, c] = [digits.slice(1, 4), digits.slice(4, 7), digits.slice(7, 9), digits.slice(9)];
  return rng.pick([
    `+${digits}`,
    `+7 ${code} ${a} ${b} ${c}`,
    `+7 (${code}) ${a}-${b}-${c}`,
    `8${code}${a}${b}${c}`,
    `8 ${code} ${a} ${b}${c}`,
    `7${code}${a}${b}${c}`,
    `${code}${a}${b}${c}`,
  ]);
}

/** An address in the reserved `.example` zone (RFC 2606): mail to it cannot reach anybody. */
export function inventEmail(personId: number, rng: Rng): string {
  const word = rng.pick(['aru', 'bota', 'qyz', 'student', 'proba', 'kurs', 'nur', 'alma']);
  return `${word}.${personId}@${rng.pick(['mail.example', 'pochta.example', 'kz.example'])}`;
}

/** The same address as people type it: sometimes with capitals or a space behind. */
export function writeEmail(email: string, rng: Rng): string {
  if (rng.chance(0.08)) return email.charAt(0).toUpperCase() + email.slice(1);
  return rng.chance(0.02) ? `${email} ` : email;
}
