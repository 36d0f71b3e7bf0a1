import { describe, expect, it } from 'vitest';
import { rememberFor, shareInFlight } from './cache.ts';

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

describe('shareInFlight', () => {
  it('asks once for those who wait together, again for who comes later, and apart for another key', async () => {
    const share = shareInFlight<number>();
    let asked = 0;
    const read = async () => {
      asked += 1;
      return asked;
    };
    expect(await Promise.all([share('a', read), share('a', read), share('b', read)])).toEqual([1, 1, 2]);
    expect(await share('a', read)).toBe(3);
  });

  it('a failure is told to all who wait, and not kept', async () => {
    const share = shareInFlight<number>();
    const fail = () => Promise.reject(new Error('away'));
    await expect(Promise.all([share('a', fail), share('a', fail)])).rejects.toThrow('away');
    expect(await share('a', () => Promise.resolve(1))).toBe(1);
  });
});
