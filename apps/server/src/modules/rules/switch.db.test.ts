import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeHistory } from '../../testing/make-history.ts';
import {
  applyRules,
  attributions,
  draftRules,
  figures,
  perform,
  undoRules,
} from '../../testing/rules-harness.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { versionInForce } from '../attribution/index.ts';
import { performRuns } from './perform-runs.ts';
import { requestApply } from './request-run.ts';

const RUNNER = fileURLToPath(new URL('../../testing/rules-runner.ts', import.meta.url));
const CHANGE = {
  drop: ['fb_muha', 'pb_agency', 'proftest'],
  add: [{ team: 'muha', value: 'google', strength: 'name' as const }],
};

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

const deps = () => ({ db: server.context.db, clock: server.context.clock });

async function ask(change: Parameters<typeof draftRules>[1]): Promise<string> {
  return requestApply(deps(), 'user:test', { revision: await draftRules(deps(), change), note: 'test' });
}

/** A process that goes as far as `step` and is killed there; `during` looks while it stands there. */
async function killAt(step: string, during: () => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [RUNNER, server.databaseUrl, step], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer | number];
  expect(String(said).trim()).toBe(step);
  await during();
  child.kill('SIGKILL');
  await ended;
}

describe('kill -9 in the middle of an apply', () => {
  it.each(['facts', 'switch', 'moved'])(
    'at "%s" leaves the old version for every reader; the next process finishes the new one',
    async (step) => {
      const { db } = server.context;
      await makeHistory(db, { sales: 1_000, leads: 2_000, adDays: 900 });
      await applyRules(deps(), { add: [{ team: 'kenesary', value: 'nothing-has-this', strength: 'name' }] });
      const old = await attributions(deps());
      await ask(CHANGE);
      await killAt(step, async () => expect(await attributions(deps())).toBe(old));
      expect(await attributions(deps())).toBe(old);
      expect(await versionInForce(db)).toBe(2);

      await perform(deps());
      expect(await versionInForce(db)).toBe(3);
      const resumed = await attributions(deps());
      expect(resumed).not.toBe(old);
      const byTeam = await figures(deps());
      await undoRules(deps());
      expect(await attributions(deps())).toBe(old);
      // The same change applied without an accident gives the same figures.
      await applyRules(deps(), CHANGE);
      expect(await figures(deps())).toEqual(byTeam);
    },
  );
});

async function postLead(id: string, utm_source: string, phone: string): Promise<void> {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/landing/leads',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: { leads: [{ id, created_at: '2026-11-10T10:00:00Z', utm_source, phone, source: 'proftest' }] },
  });
  expect(answer.statusCode).toBe(200);
}

async function postSale(id: number, utm_source: string): Promise<void> {
  const updated_at = Date.parse('2026-11-15T10:00:00Z') / 1000;
  const deal = { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at, utm: { utm_source } };
  await server.hook(leadHook('status', deal));
  await server.processInbox();
}

async function teamsOf(): Promise<Record<string, string | null>> {
  const { db } = server.context;
  const sales = await db.selectFrom('all_sales_tracking').select(['lead_id', 'targetologist']).execute();
  const leads = await db
    .selectFrom('traffic_leads as l')
    .leftJoin('traffic_teams as t', 't.id', 'l.team_id')
    .select(['l.source_id', 't.name'])
    .execute();
  return Object.fromEntries([
    ...sales.map((sale) => [`sale ${sale.lead_id}`, sale.targetologist]),
    ...leads.map((lead) => [`lead ${lead.source_id}`, lead.name]),
  ]);
}

describe('facts that arrive while new rules are being applied', () => {
  it('are decided by the rules in force, and nothing of them stays on the old ones', async () => {
    await postSale(1, 'newbie');
    await postLead('before', 'newbie', '8 701 555 12 12');
    await ask({ add: [{ team: 'muha', value: 'newbie', strength: 'exact' }] });
    const seen: Record<string, string | null>[] = [];
    let arrived = false;
    await performRuns({
      ...deps(),
      report: async ({ note }) => {
        if (note !== 'facts' || arrived) return;
        arrived = true;
        await postSale(2, 'newbie');
        await postLead('during', 'newbie', '8 701 555 12 13');
        seen.push(await teamsOf());
      },
    });
    expect(seen).toEqual([{ 'sale 1': null, 'sale 2': null, 'lead before': null, 'lead during': null }]);
    expect(await teamsOf()).toEqual({
      'sale 1': 'Muha',
      'sale 2': 'Muha',
      'lead before': 'Muha',
      'lead during': 'Muha',
    });
  });

  it('a person’s word given meanwhile stands, whatever was staged before it', async () => {
    await postSale(1, 'newbie');
    await postSale(2, 'newbie');
    await ask({ add: [{ team: 'muha', value: 'newbie', strength: 'exact' }] });
    let said = 0;
    await performRuns({
      ...deps(),
      report: async ({ note }) => {
        if (note !== 'facts' || said > 0) return;
        const answer = await server.app.inject({
          ...{ method: 'POST', url: '/api/v1/assign', headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
          payload: { lead_id: '1', team: 'traf4', reason: 'спор решён на планёрке' },
        });
        said = answer.statusCode;
      },
    });
    expect(said).toBe(200);
    expect(await teamsOf()).toEqual({ 'sale 1': 'Traf4', 'sale 2': 'Muha' });
  });

  it('wait for a switch in progress and are decided by what it put in force, whatever a process remembers', async () => {
    await server.context.rules();
    await ask({ add: [{ team: 'muha', value: 'newbie', strength: 'exact' }] });
    let late: Promise<void> | undefined;
    await performRuns({
      ...deps(),
      report: async ({ note }) => {
        if (note === 'moved') late = postLead('late', 'newbie', '8 701 555 12 14');
      },
    });
    await late;
    expect(await teamsOf()).toEqual({ 'lead late': 'Muha' });
  });
});

describe('a rule on the landing page', () => {
  it('speaks for leads without UTM, those there are and those to come', async () => {
    await postLead('before', '', '8 701 555 12 12');
    await applyRules(deps(), {
      add: [{ team: 'muha', value: 'proftest', strength: 'exact', field: 'landing_source' }],
    });
    await postLead('after', '', '8 701 555 12 13');
    expect(await teamsOf()).toEqual({ 'lead before': 'Muha', 'lead after': 'Muha' });
  });
});

describe('undo', () => {
  it('decides what came after the apply by the rules of before', async () => {
    await postSale(1, 'newbie');
    await applyRules(deps(), { add: [{ team: 'muha', value: 'newbie', strength: 'exact' }] });
    await postSale(2, 'newbie');
    expect(await teamsOf()).toEqual({ 'sale 1': 'Muha', 'sale 2': 'Muha' });
    await undoRules(deps());
    expect(await teamsOf()).toEqual({ 'sale 1': null, 'sale 2': null });
  });
});

describe('after any sequence of changes', () => {
  it('teams and nobody add up to the same totals', async () => {
    await makeHistory(server.context.db, { sales: 400, leads: 800, adDays: 900 });
    const total = async () => {
      const rows = await figures(deps());
      const sum = (key: 'revenue' | 'spend') =>
        rows.reduce((all, row) => all + BigInt(row[key].replace('.', '')), 0n);
      const count = (key: 'sales' | 'leads') => rows.reduce((all, row) => all + row[key], 0);
      return [count('sales'), count('leads'), sum('revenue'), sum('spend')];
    };
    const expected = await total();
    const value = fc.constantFrom('kenji', 'muha', 'google', 'pb_agency', 'proftest', 'kz', 'facebook');
    const team = fc.constantFrom('kenesary', 'arystan', 'muha', 'traf4');
    const strength = fc.constantFrom('exact' as const, 'name' as const, 'weak' as const);
    const step = fc.oneof(
      fc.constant('undo' as const),
      fc.record({
        drop: fc.uniqueArray(value, { maxLength: 2 }),
        add: fc.uniqueArray(fc.record({ team, value, strength }), {
          maxLength: 3,
          selector: (rule) => JSON.stringify(rule),
        }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        for (const one of steps) {
          if (one !== 'undo') await applyRules(deps(), one);
          else if ((await versionInForce(server.context.db)) > 1) await undoRules(deps());
          expect(await total()).toEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });
});
