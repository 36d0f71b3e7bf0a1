import { describe, expect, it } from 'vitest';
import { rememberFor } from './cache.ts';

function counter(fail = false) {
  let reads = 0;
  return async () => {
    reads += 1;
    if (fail) throw new Error(`read ${reads}`);
    return reads;
  };
}

describe('rememberFor', () => {
  it('reads once for callers at the same time and within its time', async () => {
    const value = rememberFor(60_000, counter());
    expect(await Promise.all([value(), value(), value()])).toEqual([1, 1, 1]);
    expect(await value()).toBe(1);
  });

  it('reads again after its time, and after being told to forget', async () => {
    const brief = rememberFor(0, counter());
    expect([await brief(), await brief()]).toEqual([1, 2]);
    const long = rememberFor(60_000, counter());
    await long();
    long.forget();
    expect(await long()).toBe(2);
  });

  it('does not remember a failure', async () => {
    const value = rememberFor(60_000, counter(true));
    await expect(value()).rejects.toThrow('read 1');
    await expect(value()).rejects.toThrow('read 2');
  });
});
