/** What an error of the Graph API asks of us. */
export type MetaErrorKind =
  /** The token is dead: no account of it can be read until a person makes a new one. */
  | 'auth'
  /** This account or field is closed to us: tell a person, go on with the others. */
  | 'permission'
  /** The API version died, or the asked days are beyond the 37 months Meta keeps. */
  | 'version'
  /** Too much was asked at once: ask for less; the same request never succeeds. */
  | 'split'
  /** A limit is used up: leave the scope alone for a while. */
  | 'throttle'
  /** Their trouble or the network's: ask again after a pause. */
  | 'transient'
  /** The request itself is wrong. */
  | 'permanent';

/** How far the trouble reaches: everything this token reads, everything this app reads, one account. */
export type MetaErrorScope = 'token' | 'app' | 'account';

/** An error as it arrived; `code` is null when the answer was not an error of the Graph API (an HTML page). */
export type GraphFailure = { status: number; code: number | null; subcode: number | null; message: string };

/** Pairs that mean something else than their code alone. Sources: Meta's reference, and connectors that met them. */
const BY_SUBCODE: Readonly<Record<string, MetaErrorKind>> = {
  '100/33': 'permission',
  '100/1487534': 'split',
  '-3/1504045': 'split',
  '100/1504018': 'split',
  '2/1504038': 'split',
  '2/1504041': 'permanent',
  '2/1504042': 'permanent',
};

/** Inclusive ranges of codes. */
const BY_CODE: readonly (readonly [first: number, last: number, kind: MetaErrorKind])[] = [
  [102, 102, 'auth'],
  [190, 190, 'auth'],
  [3, 3, 'permission'],
  [10, 10, 'permission'],
  [200, 299, 'permission'],
  [2635, 2635, 'version'],
  [3018, 3018, 'version'],
  [4, 4, 'throttle'],
  [17, 17, 'throttle'],
  [32, 32, 'throttle'],
  [613, 613, 'throttle'],
  [80000, 80014, 'throttle'],
  [1, 2, 'transient'],
  [100, 100, 'permanent'],
];

/** Code 1 is "unknown error" and has no subcode for this case: only here does the text decide, with status and code. */
const REDUCE_DATA = /reduce the amount of data/i;

/**
 * Which kind an error is, by (code, subcode): types, texts and HTTP statuses change between versions and edges.
 * An answer that is no error of the Graph API comes from something in between, and passes.
 */
export function classifyError({ status, code, subcode, message }: GraphFailure): MetaErrorKind {
  if (code === null) return 'transient';
  if (code === 1 && status === 500 && REDUCE_DATA.test(message)) return 'split';
  const exact = BY_SUBCODE[`${code}/${subcode}`];
  if (exact !== undefined) return exact;
  const range = BY_CODE.find(([first, last]) => first <= code && code <= last);
  if (range !== undefined) return range[2];
  return status >= 500 ? 'transient' : 'permanent';
}

/** Code 4 is the app's own limit and 2635 the app's version: every account meets them. */
export function scopeOf(kind: MetaErrorKind, code: number | null): MetaErrorScope {
  if (kind === 'auth') return 'token';
  return code === 4 || code === 2635 ? 'app' : 'account';
}
