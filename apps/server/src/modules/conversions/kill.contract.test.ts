import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningSimulator } from '../../../../simulator/src/index.ts';
import { putSales } from '../../testing/conversion-sales.ts';
import { startMetaSimulator } from '../../testing/meta-simulator.ts';
import { seeded } from '../../testing/random-history.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from '../../testing/running-server.ts';
import { CLAIM_LEASE_MS, giveUpClaims } from './give-up-claims.ts';

const RUNNER = fileURLToPath(new URL('../../testing/conversions-runner.ts', import.meta.url));
const EVENTS = 600;
const ROUNDS = 5;
/** Eleven processes and one start and stop: seconds each on a busy machine. */
const PATIENCE_MS = 180_000;

let simulator: RunningSimulator;
let server: TestServer;
beforeAll(async () => {
  simulator = await startMetaSimulator(Date.now, new Date());
  server = await createTestServer();
  const answer = await server.app.inject({
    ...{ method: 'PUT', url: '/api/v1/conversions/settings' },
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: {
      ...{ mode: 'live', dataset_id: '1122334455667788', token: 'sim-meta-token', test_event_code: null },
      ...{ since: new Date(Date.now() - 86_400_000), consent_unknown: 'withhold', consent_field_id: null },
      ...{ consent_yes: [], lead_id_field_id: null, purchases: true, stages: [] },
    },
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});

async function startRunner(): Promise<ChildProcess> {
  const { encryptionKey } = server.context.config;
  const args = [RUNNER, server.databaseUrl, `${simulator.url}/graph`, encryptionKey, '10'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

it(
  'kill -9 at any instant sends no event twice; what nobody knows of is listed in doubt',
  async () => {
    const random = seeded(Number(process.hrtime.bigint() % 1_000_000n));
    const { db } = server.context;
    await putSales(db, { from: 1, to: EVENTS }, new Date(Date.now() - 3_600_000));
    // Between the claim and the answer lie some milliseconds: enough to be killed in.
    await simulator.control('POST', '/faults', { meta: { latencyMs: 8 } });
    for (let round = 0; round < ROUNDS; round += 1) {
      const children = await Promise.all([startRunner(), startRunner()]);
      await sleep(random() * 150);
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(children.map(ended));
    }
    await ended(await startRunner());
    await sql`update conversion_events set claimed_at = claimed_at - make_interval(secs => ${CLAIM_LEASE_MS / 1_000 + 1})
      where state = 'claimed'`.execute(db);
    await giveUpClaims(db, new Date());

    const { events } = (await simulator.control('GET', '/meta/events')) as {
      events: { event: { event_id: string } }[];
    };
    const ids = events.map(({ event }) => event.event_id);
    expect(new Set(ids).size).toBe(ids.length);

    const { rows } = await sql<{ event_key: string; state: string }>`
    select event_key, state from conversion_events`.execute(db);
    expect(rows).toHaveLength(EVENTS);
    const keysOf = (state: string) => rows.flatMap((row) => (row.state === state ? [row.event_key] : []));
    const [sent, doubted] = [keysOf('sent'), keysOf('in_doubt')];
    expect(sent.length + doubted.length).toBe(EVENTS);
    const taken = new Set(ids);
    expect(sent.filter((key) => !taken.has(key))).toEqual([]);
    // Whatever Meta has is either known to be sent or listed as doubtful.
    const listed = new Set([...sent, ...doubted]);
    expect(ids.filter((id) => !listed.has(id))).toEqual([]);
  },
  PATIENCE_MS,
);
