import { describe, expect, it } from 'vitest';
import { parseUsage } from './usage.ts';
import { createUsageGate } from './usage-gate.ts';

/** Values as in Meta's rate limiting documentation (shared fixtures/meta/meta_docs_headers.json). */
const DOCUMENTED = {
  'x-app-usage': '{"call_count": 28, "total_time": 25, "total_cputime": 25}',
  'x-ad-account-usage':
    '{"acc_id_util_pct": 9.67, "reset_time_duration": 100, "ads_api_access_tier": "standard_access"}',
  'x-fb-ads-insights-throttle':
    '{ "app_id_util_pct": 100, "acc_id_util_pct": 10, "ads_api_access_tier": "standard_access" }',
  'x-business-use-case-usage':
    '{"1": [{"type": "ads_insights", "call_count": 100, "total_cputime": 25, "total_time": 25, "estimated_time_to_regain_access": 19, "ads_api_access_tier": "standard_access"}]}',
};
const calm = { percent: 3, regainMs: null };
const clockAt = (ms: () => number) => ({ now: () => new Date(ms()) });

describe('usage headers', () => {
  it('the highest counter of a scope counts', () => {
    expect(parseUsage(new Headers({ 'x-app-usage': DOCUMENTED['x-app-usage'] })).app.percent).toBe(28);
    expect(parseUsage(new Headers(DOCUMENTED)).app.percent).toBe(100);
  });

  it('one header counts the reset in seconds, the other in minutes', () => {
    const account = parseUsage(
      new Headers({ 'x-ad-account-usage': DOCUMENTED['x-ad-account-usage'] }),
    ).account;
    expect(account).toEqual({ percent: 9.67, regainMs: 100_000 });
    expect(parseUsage(new Headers(DOCUMENTED)).account).toEqual({ percent: 100, regainMs: 19 * 60_000 });
  });

  it('nothing said and nonsense are no usage', () => {
    const none = { percent: 0, regainMs: null };
    expect(parseUsage(new Headers())).toEqual({ app: none, account: none });
    expect(parseUsage(new Headers({ 'x-app-usage': '<html>' }))).toEqual({ app: none, account: none });
  });
});

describe('the usage gate', () => {
  it('lets through below 75 %, slows down from there', async () => {
    const pauses: number[] = [];
    const gate = createUsageGate(
      clockAt(() => 0),
      async (ms) => pauses.push(ms),
    );
    gate.note('act_1', { app: calm, account: { percent: 74, regainMs: null } });
    await gate.enter('act_1');
    gate.note('act_1', { app: calm, account: { percent: 85, regainMs: null } });
    await gate.enter('act_1');
    expect(pauses).toEqual([2500]);
  });

  it('from 95 % pauses that account only, until the time Meta names', async () => {
    let now = 0;
    const gate = createUsageGate(clockAt(() => now));
    gate.note('act_1', { app: calm, account: { percent: 95, regainMs: 60_000 } });
    await expect(gate.enter('act_1')).rejects.toMatchObject({ kind: 'throttle', scope: 'account' });
    await gate.enter('act_2');
    now = 60_000;
    await gate.enter('act_1');
  });

  it('from 95 % of the app pauses every account', async () => {
    const gate = createUsageGate(clockAt(() => 0));
    gate.note('act_1', { app: { percent: 96, regainMs: null }, account: calm });
    await expect(gate.enter('act_2')).rejects.toMatchObject({ kind: 'throttle', scope: 'app' });
    await expect(gate.enter(null)).rejects.toMatchObject({ kind: 'throttle', scope: 'app' });
  });
});
