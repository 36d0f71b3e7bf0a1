import { describe, expect, it } from 'vitest';
import { classifyError, type ErrorAction } from './classify-error.ts';

const table: [code: number | null, subcode: number | null, httpStatus: number, action: ErrorAction][] = [
  [102, null, 401, 'auth'],
  [190, null, 400, 'auth'],
  [190, 463, 400, 'auth'],
  [10, null, 403, 'permission'],
  [200, null, 403, 'permission'],
  [299, null, 403, 'permission'],
  [100, 33, 400, 'permission'],
  [3, null, 400, 'permission'],
  [294, null, 400, 'permission'],
  [2635, null, 400, 'version'],
  [3018, null, 400, 'retention'],
  [100, 1487534, 400, 'split'],
  [-3, 1504045, 500, 'split'],
  [100, 1504018, 400, 'split'],
  [2, 1504038, 500, 'split'],
  [4, null, 400, 'throttle'],
  [17, 2446079, 400, 'throttle'],
  [32, null, 400, 'throttle'],
  [613, null, 400, 'throttle'],
  [80_000, null, 400, 'throttle'],
  [80_014, null, 400, 'throttle'],
  [1, null, 500, 'transient'],
  [2, null, 500, 'transient'],
  [2, 1504041, 500, 'permanent'],
  [2, 1504042, 500, 'permanent'],
  [null, null, 502, 'transient'],
  [100, null, 400, 'permanent'],
  [100, 99, 400, 'permanent'],
];

describe('classifyError', () => {
  it.each(table)('(%s, %s) with HTTP %s is %s', (code, subcode, httpStatus, action) => {
    expect(classifyError(code, subcode, { httpStatus, message: '' })).toBe(action);
  });

  it('splits on code 1 only when Meta asks for less data', () => {
    const message = 'Please reduce the amount of data you are asking for, then retry your request';
    expect(classifyError(1, null, { httpStatus: 500, message })).toBe('split');
  });
});
