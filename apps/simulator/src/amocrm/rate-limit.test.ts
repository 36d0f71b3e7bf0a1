import { describe, expect, it } from 'vitest';
import { startForTest } from '../test/start.ts';
import { RateLimiter, type Verdict } from './rate-limit.ts';

describe('the limit of AmoCRM', () => {
  it('lets seven requests through in any second', () => {
    const limiter = new RateLimiter();
    const verdicts = Array.from({ length: 9 }, (_, index) => limiter.check(index * 10));
    expect(verdicts).toEqual([...Array<Verdict>(7).fill('ok'), 'too_many', 'too_many']);
    expect(limiter.check(1001)).toBe('ok');
  });

  it('blocks for ten seconds who goes on in spite of it', () => {
    const limiter = new RateLimiter();
    const verdicts = Array.from({ length: 60 }, () => limiter.check(0));
    expect(verdicts.at(-1)).toBe('blocked');
    expect(limiter.check(9_000)).toBe('blocked');
    expect(limiter.check(10_001)).toBe('ok');
  });

  it('is on unless it is switched off', async () => {
    const simulator = await startForTest({ historyDays: 0, rateLimit: true });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        fetch(`${simulator.url}/amocrm/api/v4/account`, {
          headers: { authorization: 'Bearer sim-amocrm-token' },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
    expect(await simulator.control('GET', '/state')).toMatchObject({ amocrm: { busiest_second: 10 } });
    await simulator.close();
  });
});
