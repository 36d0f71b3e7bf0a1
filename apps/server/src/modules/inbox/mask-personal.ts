import { normalisePhone } from '../../platform/phone.ts';

const EMAIL = /[^\s@<>"'()[\]{},;:=&]+@[^\s@<>"'()[\]{},;:=&]+\.[^\s@<>"'()[\]{},;:=&]+/gu;
const DIGIT_RUN = /\+?\d[\d\s().-]{7,18}\d/g;
/** As Kazakhstan and Russia write a number without the plus; placeholders of this shape are masked as well. */
const LOCAL_PHONE = /^[78]\d{10}$/;
const WORD = /\p{L}[\p{L}\p{M}'’-]*/gu;

/** A text without phones and e-mails: enough is left to compare two of them, not enough to call or write. */
export function maskText(text: string): string {
  return text
    .replaceAll(EMAIL, (email) => `${Array.from(email)[0] ?? ''}•••@•••`)
    .replaceAll(DIGIT_RUN, (run) => (isPhone(run) ? `••• ${run.replaceAll(/\D/g, '').slice(-2)}` : run));
}

/** A text that may be somebody's name, or hold one: the first letter of every word is left. */
export function maskWords(text: string): string {
  return maskText(text).replaceAll(WORD, (word) => `${Array.from(word)[0] ?? ''}•••`);
}

function isPhone(run: string): boolean {
  const digits = run.replaceAll(/\D/g, '');
  if (run.startsWith('+') || LOCAL_PHONE.test(digits)) return true;
  return normalisePhone(run) !== null || normalisePhone(`+${digits}`) !== null;
}
