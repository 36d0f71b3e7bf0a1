import { describe, expect, it } from 'vitest';
import { classifyError, type MetaErrorKind, scopeOf } from './classify-error.ts';

const CASES: [code: number | null, subcode: number | null, status: number, kind: MetaErrorKind][] = [
  [102, null, 400, 'auth'],
  [190, null, 400, 'auth'],
  [190, 463, 401, 'auth'],
  [190, 460, 400, 'auth'],
  [10, null, 403, 'permission'],
  [200, null, 403, 'permission'],
  [294, null, 400, 'permission'],
  [299, null, 400, 'permission'],
  [3, null, 400, 'permission'],
  [100, 33, 400, 'permission'],
  [2635, null, 400, 'version'],
  [3018, null, 400, 'version'],
  [100, 1487534, 400, 'split'],
  [-3, 1504045, 400, 'split'],
  [100, 1504018, 400, 'split'],
  [2, 1504038, 500, 'split'],
  [4, null, 400, 'throttle'],
  [17, 2446079, 400, 'throttle'],
  [32, null, 400, 'throttle'],
  [613, 1487742, 400, 'throttle'],
  [80000, null, 400, 'throttle'],
  [80004, 2446079, 400, 'throttle'],
  [80014, null, 400, 'throttle'],
  [80015, null, 400, 'permanent'],
  [1, null, 500, 'transient'],
  [1, 99, 500, 'transient'],
  [2, null, 503, 'transient'],
  [2, 1504041, 500, 'permanent'],
  [2, 1504042, 500, 'permanent'],
  [100, null, 400, 'permanent'],
  [100, 1815001, 500, 'permanent'],
  [-3, null, 500, 'transient'],
  [9999, null, 502, 'transient'],
  [9999, null, 400, 'permanent'],
  [null, null, 200, 'transient'],
  [null, null, 502, 'transient'],
];

describe('an error of Meta is classified by (code, subcode)', () => {
  it.each(CASES)('%s/%s with status %s is %s', (code, subcode, status, kind) => {
    expect(classifyError({ code, subcode, status, message: '(#190) reduce your expectations' })).toBe(kind);
  });

  it('"reduce the amount of data" asks for less only as code 1 with status 500', () => {
    const message = "Please reduce the amount of data you're asking for, then retry your request";
    expect(classifyError({ code: 1, subcode: null, status: 500, message })).toBe('split');
    expect(classifyError({ code: 1, subcode: null, status: 400, message })).toBe('transient');
    expect(classifyError({ code: 100, subcode: null, status: 500, message })).toBe('permanent');
  });

  it('reaches as far as the token, the app or the account', () => {
    expect(scopeOf('auth', 190)).toBe('token');
    expect(scopeOf('throttle', 4)).toBe('app');
    expect(scopeOf('version', 2635)).toBe('app');
    expect(scopeOf('version', 3018)).toBe('account');
    expect(scopeOf('throttle', 17)).toBe('account');
    expect(scopeOf('throttle', 80004)).toBe('account');
    expect(scopeOf('permission', 200)).toBe('account');
  });
});
