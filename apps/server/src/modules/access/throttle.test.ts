import { describe, expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

function throttleOfTwo() {
  const clock = { now: () => new Date(at) };
  let at = Date.parse('2026-03-01T09:00:00Z');
  const throttle = createThrottle({ limit: 2, windowMs: 60_000, clock });
  return { throttle, wait: (ms: number) => (at += ms) };
}

describe('throttle', () => {
  it('tells how many seconds to wait once the limit is used up', () => {
    const { throttle, wait } = throttleOfTwo();
    expect([throttle.take('a'), throttle.take('a')]).toEqual([0, 0]);
    wait(10_500);
    expect(throttle.take('a')).toBe(50);
  });

  it('counts each key alone', () => {
    const { throttle } = throttleOfTwo();
    throttle.take('a');
    throttle.take('a');
    expect(throttle.take('b')).toBe(0);
  });

  it('starts anew when the window ends, however often the key knocked meanwhile', () => {
    const { throttle, wait } = throttleOfTwo();
    for (let tries = 0; tries < 50; tries += 1) throttle.take('a');
    wait(60_000);
    expect(throttle.take('a')).toBe(0);
  });

  it('forgets a key on request', () => {
    const { throttle } = throttleOfTwo();
    throttle.take('a');
    throttle.take('a');
    throttle.forget('a');
    expect(throttle.take('a')).toBe(0);
  });
});
