import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import { createLogger } from '../../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { requestEnrichment } from './deals-repo.ts';
import { enrichDeals } from './enrich-deals.ts';
import type { Ledger } from './ledger.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

it('a deal that a process with a clock an hour ahead wants read is due at once when the clock is right again', async () => {
  const { db } = test;
  const now = new Date(Date.now() + 3_600_000);
  await sql`insert into deals (lead_id, last_fact_at, updated_at) values (1, now(), now())`.execute(db);
  await requestEnrichment(db, ['1'], now);
  const { rows } = await sql<{
    due: boolean;
  }>`select enrich_after <= clock_timestamp() as due from deals`.execute(db);
  expect(rows).toEqual([{ due: true }]);
});

it('a process whose clock is an hour ahead does not ask the CRM for the same deal again at once', async () => {
  const { db } = test;
  const now = () => new Date(Date.now() + 3_600_000);
  await sql`insert into deals (lead_id, last_fact_at, updated_at) values (1, now(), now())`.execute(db);
  await requestEnrichment(db, ['1'], now());
  let asked = 0;
  const leadsByIds = () => {
    asked += 1;
    return Promise.reject(new Error('the CRM is away'));
  };
  const deps = {
    ...{ db, log: createLogger({ level: 'silent', name: 'test' }), onEnriched: () => Promise.resolve() },
    ledger: () => Promise.resolve({ now: now() } as Ledger),
    amocrm: { leadsByIds } as unknown as AmocrmClient,
  };
  await expect(enrichDeals(deps)).rejects.toThrow('away');
  expect(await enrichDeals(deps)).toBe(false);
  expect(asked).toBe(1);
});
