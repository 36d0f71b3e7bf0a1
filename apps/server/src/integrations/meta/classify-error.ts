/**
 * What to do about an error of the Graph API:
 * `auth` stop every account of the token · `permission` stop this account · `version` / `retention` fix the
 * request · `split` ask for less · `throttle` pause this scope · `transient` try again · `permanent` fail
 * this call and keep the account's cursor.
 */
export type ErrorAction =
  | 'auth'
  | 'permission'
  | 'version'
  | 'retention'
  | 'split'
  | 'throttle'
  | 'transient'
  | 'permanent';

const SPLIT = new Set(['100/1487534', '-3/1504045', '100/1504018', '2/1504038']);
/** Code 2 is trouble on their side, except these two. */
const NOT_TRANSIENT = new Set(['2/1504041', '2/1504042']);
const TOO_MUCH_DATA = /reduce the amount of data/i;

/**
 * Classifies by (code, subcode), never by type, text or HTTP status alone; the one exception is code 1
 * with HTTP 500, which Meta uses for "reduce the amount of data" and for plain trouble alike.
 *
 * @param code `error.code`; null when the answer was no Graph error (HTML, network)
 */
export function classifyError(
  code: number | null,
  subcode: number | null,
  context: { httpStatus: number | null; message: string },
): ErrorAction {
  if (code === null) return 'transient';
  const pair = `${code}/${subcode ?? ''}`;
  if (SPLIT.has(pair)) return 'split';
  if (code === 1 && context.httpStatus === 500 && TOO_MUCH_DATA.test(context.message)) return 'split';
  if (code === 102 || code === 190) return 'auth';
  if (code === 10 || code === 3 || code === 294 || (code >= 200 && code <= 299) || pair === '100/33')
    return 'permission';
  if (code === 2635) return 'version';
  if (code === 3018) return 'retention';
  if ([4, 17, 32, 613].includes(code) || (code >= 80_000 && code <= 80_014)) return 'throttle';
  if (NOT_TRANSIENT.has(pair)) return 'permanent';
  if (code === 1 || code === 2) return 'transient';
  if (code === 100) return 'permanent';
  return (context.httpStatus ?? 500) >= 500 ? 'transient' : 'permanent';
}
