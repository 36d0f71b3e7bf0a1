import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { ANCHOR, startForTest } from '../test/start.ts';

const [NEW_YORK, ALMATY, UTC, LAST] = [
  'act_964264512447589',
  'act_666059476005255',
  'act_839340528712304',
  'act_30779210298344970',
];
const DAY_MS = 86_400_000;

let simulator: RunningSimulator;
let at = Date.parse(ANCHOR);
beforeAll(async () => {
  simulator = await startForTest({ historyDays: 0, variedAccounts: true, clock: () => at });
});
afterAll(() => simulator.close());

type Row = Record<string, string>;
async function graph(path: string, params: Record<string, string> = {}): Promise<Row[]> {
  const query = new URLSearchParams({ limit: '500', ...params });
  const response = await fetch(`${simulator.url}/graph/v25.0/${path}?${query.toString()}`, {
    headers: { authorization: 'Bearer sim-meta-token' },
  });
  return ((await response.json()) as { data: Row[] }).data;
}
const insights = (node: string, day: string, more: Record<string, string> = {}) =>
  graph(`${node}/insights`, {
    ...{ level: 'ad', time_increment: '1', fields: 'ad_id,campaign_id,spend' },
    ...{ time_range: JSON.stringify({ since: day, until: day }), ...more },
  });
const cents = (rows: Row[]) => rows.reduce((sum, { spend }) => sum + Math.round(Number(spend) * 100), 0);

describe('varied accounts', () => {
  it('count in three zones and currencies', async () => {
    const accounts = await graph('me/adaccounts', { fields: 'id,currency,timezone_name' });
    expect(accounts.slice(0, 3)).toEqual([
      { id: NEW_YORK, currency: 'USD', timezone_name: 'America/New_York' },
      { id: ALMATY, currency: 'KZT', timezone_name: 'Asia/Almaty' },
      { id: UTC, currency: 'EUR', timezone_name: 'UTC' },
    ]);
  });

  it('begin their days at their own midnight: at 21:30 UTC it is tomorrow only in Almaty', async () => {
    const before = at;
    at += 11.5 * 3_600_000;
    const tomorrow = await Promise.all([NEW_YORK, ALMATY, UTC].map((id) => insights(id, '2026-11-21')));
    expect(tomorrow.map((rows) => rows.length > 0)).toEqual([false, true, false]);
    at = before;
  });

  it('change the figures of a day for 28 days and then no more', async () => {
    const before = at;
    const seen: number[] = [];
    for (const age of [1, 14, 28, 40]) {
      at = Date.parse(ANCHOR) + age * DAY_MS;
      seen.push(cents(await insights(UTC, '2026-11-20')));
    }
    at = before;
    const [day1 = 0, day14 = 0, day28 = 0, day40 = 0] = seen;
    expect(day1).toBeGreaterThan(day14);
    expect(day14).toBeGreaterThan(day28);
    expect(day28).toBe(day40);
  });

  it('have archived ads in the report, unless anything is filtered', async () => {
    const all = await insights(NEW_YORK, '2026-11-18');
    const filtered = await insights(NEW_YORK, '2026-11-18', { filtering: '[]' });
    expect(filtered.length).toBeLessThan(all.length);
    const listed = await graph(`${NEW_YORK}/campaigns`, { fields: 'id,status' });
    const every = await graph(`${NEW_YORK}/campaigns`, {
      ...{ fields: 'id,status', effective_status: '["ACTIVE","ARCHIVED"]' },
    });
    expect([listed.length, every.length]).toEqual([1, 2]);
  });

  it('have a last one whose ads do not sum to what it spent', async () => {
    const ads = cents(await insights(LAST, '2026-11-18'));
    const account = cents(await insights(LAST, '2026-11-18', { level: 'account', fields: 'spend' }));
    expect(account).toBe(ads + Math.floor(ads * 0.03));
    const whole = await insights(UTC, '2026-11-18', { level: 'account', fields: 'spend' });
    expect(cents(whole)).toBe(cents(await insights(UTC, '2026-11-18')));
  });

  it('answer campaign by campaign what they answer in one', async () => {
    const rows = await insights(UTC, '2026-11-18');
    const campaigns = [...new Set(rows.map((row) => row['campaign_id'] ?? ''))];
    const parts = await Promise.all(campaigns.map((id) => insights(id, '2026-11-18')));
    expect(cents(parts.flat())).toBe(cents(rows));
  });
});
