import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEGACY_LEADS, LEGACY_UNREADABLE, makeLegacyDatabase } from '../testing/legacy-database.ts';
import { runCommand } from '../testing/processes.ts';
import { createTestServer, leadHook, type TestServer } from '../testing/running-server.ts';
import { createEmptyDatabase } from '../testing/test-database.ts';

const refused = LEGACY_UNREADABLE.time + LEGACY_UNREADABLE.future + LEGACY_UNREADABLE.nobody;
const taken = LEGACY_LEADS - refused;

describe.each(['columns', 'document'] as const)('a legacy database of 5,000 leads, shape "%s"', (shape) => {
  let server: TestServer;
  let old: Awaited<ReturnType<typeof createEmptyDatabase>>;
  let folder: string;
  let first: string;
  beforeAll(async () => {
    server = await createTestServer();
    old = await createEmptyDatabase();
    folder = await mkdtemp(join(tmpdir(), 'traffic-legacy-'));
    await makeLegacyDatabase(old.url, shape);
    const deal = { status_id: 142, pipeline_id: 10350882, updated_at: 1_770_000_000 };
    await server.hook(leadHook('status', { id: 700_001, price: 5000, ...deal }));
    await server.hook(leadHook('status', { id: 700_003, price: 4500, ...deal }));
    await server.processInbox();
    first = await importIt();
  }, 120_000);
  afterAll(async () => {
    await server.close();
    await old.drop();
    await rm(folder, { recursive: true });
  });

  async function importIt(): Promise<string> {
    const { code, stdout, stderr } = await runCommand(
      'import-legacy',
      ['--sales-list', join(folder, 'sales.csv')],
      {
        ...{ NODE_ENV: 'test', ENCRYPTION_KEY: 'k'.repeat(32), RATES_ENABLED: 'false' },
        ...{ DATABASE_URL: server.databaseUrl, LEGACY_DATABASE_URL: old.url },
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  const count = async (table: string) =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(server.context.db))
      .rows[0]?.n;
  const contents = async () => {
    const tables = [
      'landing_leads',
      'traffic_leads',
      'people',
      'touches',
      'traffic_stats',
      'traffic_teams',
      'users',
      'attributions',
    ];
    const sums = tables.map(async (table) => {
      const { rows } = await sql<{ sum: string }>`
        select md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql.table(table)} t`.execute(
        server.context.db,
      );
      return [table, rows[0]?.sum] as const;
    });
    return Object.fromEntries(await Promise.all(sums));
  };

  it('takes every readable lead over with its person, and says why it refused the others', async () => {
    expect(first).toContain(
      `landing_leads (${shape}): ${LEGACY_LEADS} read, ${taken} written, 0 known already, ${refused} refused`,
    );
    for (const [reason, rows] of [
      ['no id or no readable time', LEGACY_UNREADABLE.time],
      ['dated in the future', LEGACY_UNREADABLE.future],
      ['neither phone nor e-mail', LEGACY_UNREADABLE.nobody],
    ])
      expect(first).toContain(`${rows}: ${reason}`);
    expect(await count('landing_leads')).toBe(taken);
    expect(await count('traffic_leads')).toBe(taken);
    const { rows } = await sql<{ utm: string | null; deal: string; day: string }>`
      select l.utm_source as utm, l.amocrm_lead_id::text as deal, t.business_day as day
      from landing_leads l join traffic_leads t on t.source_id = l.id where name = 'Клиент 100'`.execute(
      server.context.db,
    );
    expect(rows).toEqual([
      {
        utm: 'fb_kenesary',
        deal: String((shape === 'columns' ? 900_000 : 800_000) + 100),
        day: '2026-03-01',
      },
    ]);
  });

  it('adds teams and people that are missing, without passwords and administrators', async () => {
    const { rows: teams } = await sql<{ slug: string; emoji: string }>`
      select slug, emoji from traffic_teams where name = 'Новая Команда'`.execute(server.context.db);
    expect(teams).toEqual([{ slug: 'novaya-komanda', emoji: '📊' }]);
    const { rows: users } = await sql<{
      email: string;
      role: string;
    }>`select email, role from users order by 1`.execute(server.context.db);
    expect(users).toContainEqual({ email: 'buyer@school.test', role: 'targetologist' });
    expect(users.map(({ role }) => role)).not.toContain('admin');
    const { rows: passwords } = await sql<{ password: string }>`select password from accounts`.execute(
      server.context.db,
    );
    for (const { password } of passwords) expect(password).toMatch(/^\$argon2id/);
  });

  it('takes days of ads over where Meta was not read, to the cent', async () => {
    const { rows } = await sql<{ spend: string; rows: number; days: number }>`
      select sum(spend)::text as spend, count(*)::int as rows, count(distinct day)::int as days from traffic_stats`.execute(
      server.context.db,
    );
    expect(rows).toEqual([{ spend: '3750.00', rows: 3_000, days: 100 }]);
    expect(first).toMatch(/traffic_stats \(\w+\): 300[12] read, 3000 written, 0 known already, [12] refused/);
  });

  it('only compares old sales: the CRM is the truth', async () => {
    expect(await count('all_sales_tracking')).toBe(2);
    expect(first).toContain('sales, compared only: 5 read, 2 as in our ledger, 2 different, 1 unreadable');
    expect(await readFile(join(folder, 'sales.csv'), 'utf8')).toBe(
      'table,deal_id,what,old_amount,our_amount\nall_sales_tracking,700002,not in our ledger,490000,\nall_sales_tracking,700003,another amount,5000,4500\n',
    );
  });

  it('changes nothing when run a second time', async () => {
    const before = await contents();
    const second = await importIt();
    expect(second).toContain(
      `landing_leads (${shape}): ${LEGACY_LEADS} read, 0 written, ${taken} known already, ${refused} refused`,
    );
    expect(second).toMatch(
      /traffic_stats \(\w+\): 300[12] read, 0 written, 3000 known already, [12] refused/,
    );
    expect(await contents()).toEqual(before);
  });
});

it('refuses to import a database of this product into itself', async () => {
  const server = await createTestServer();
  const { code, stderr } = await runCommand('import-legacy', [], {
    ...{ NODE_ENV: 'test', ENCRYPTION_KEY: 'k'.repeat(32), RATES_ENABLED: 'false' },
    ...{ DATABASE_URL: server.databaseUrl, LEGACY_DATABASE_URL: server.databaseUrl },
  });
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not of the earlier system'),
  });
  await server.close();
});
