import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';

const HOUR_MS = 3_600_000;
const KEPT_DAYS = 30;

type Deps = { db: Db; clock: Clock; log: Logger };

export type RefusalCounter = {
  /** Counts a call with a wrong secret; costs the caller nothing. */
  count(endpoint: string): void;
  /** Resolves when everything counted so far is in the database, or the database did not take it. */
  flush(): Promise<void>;
};

/**
 * Counts refused webhook calls by hour. Anybody may call a webhook address as often as they like, so the calls
 * are added up in memory, and one statement at a time brings the sum to the database.
 */
export function createRefusalCounter({ db, clock, log }: Deps): RefusalCounter {
  let counted = new Map<string, number>();
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (counted.size > 0) {
      const batch = counted;
      counted = new Map();
      try {
        await addRefusals(db, batch, clock.now());
      } catch (error) {
        log.warn({ err: error }, 'refused webhooks were not counted');
        for (const [endpoint, refused] of batch) add(endpoint, refused);
        return;
      }
    }
  }

  function add(endpoint: string, refused: number): void {
    counted.set(endpoint, (counted.get(endpoint) ?? 0) + refused);
  }

  async function flush(): Promise<void> {
    writing ??= write().finally(() => {
      writing = null;
    });
    await writing;
  }

  return {
    count(endpoint) {
      add(endpoint, 1);
      void flush();
    },
    flush,
  };
}

async function addRefusals(db: Db, refusals: Map<string, number>, now: Date): Promise<void> {
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  await sql`
    insert into webhook_refusals as known (endpoint, hour, refused, last_at)
    select endpoint, ${hour}, refused, ${now}
    from unnest(${[...refusals.keys()]}::text[], ${[...refusals.values()]}::bigint[]) as new (endpoint, refused)
    on conflict (endpoint, hour) do update set
      refused = known.refused + excluded.refused, last_at = greatest(known.last_at, excluded.last_at)`.execute(
    db,
  );
}

/** Per address: refused calls of the last 24 whole hours and when the last one came. Addresses without any are absent. */
export async function refusedWebhooks(
  db: Db,
  now: Date,
): Promise<{ endpoint: string; last_24h: number; last_at: string }[]> {
  const rows = await db
    .selectFrom('webhook_refusals')
    .select(['endpoint', sql<string>`sum(refused)`.as('refused'), sql<Date>`max(last_at)`.as('last_at')])
    .where('hour', '>', new Date(now.getTime() - 24 * HOUR_MS))
    .groupBy('endpoint')
    .orderBy('endpoint')
    .execute();
  return rows.map(({ endpoint, refused, last_at }) => ({
    endpoint,
    last_24h: Number(refused),
    last_at: last_at.toISOString(),
  }));
}

/** Forgets what is older than 30 days. */
export async function forgetOldRefusals(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('webhook_refusals')
    .where('hour', '<', new Date(now.getTime() - KEPT_DAYS * 24 * HOUR_MS))
    .execute();
}
