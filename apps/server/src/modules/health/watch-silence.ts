import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { WEBHOOK_PATHS } from '../inbox/index.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { judgeSilence, MAX_STRETCH_MS, silentStretch, WEEKS } from './judge-silence.ts';

type Deps = { db: Db; clock: Clock; log: Logger };
type Between = (from: Date, to: Date) => RawBuilder<unknown>;

type Stream = {
  key: string;
  source: string;
  message: string;
  /** The instants `at` at which something came in [from, to), by an index. */
  came: Between;
  /** When the first one ever came. */
  first: RawBuilder<unknown>;
};

const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;

const STREAMS: readonly Stream[] = [
  {
    ...{ key: 'silence.hooks', source: 'amocrm' },
    message: 'Вебхуки AmoCRM молчат дольше обычного: проверьте подписку и адрес сервера',
    came: (from, to) => sql`
      select received_at as at from webhook_deliveries
      where endpoint = any(${[...WEBHOOK_PATHS]}::text[]) and received_at >= ${from} and received_at < ${to}`,
    first: sql`select received_at from webhook_deliveries order by id limit 1`,
  },
  {
    ...{ key: 'silence.leads', source: 'landing' },
    message: 'Лидов нет дольше обычного: проверьте формы лендинга и рекламу',
    // The business day is what the index knows; it is within a day of the instant in every zone.
    came: (from, to) => sql`
      select created_at as at from traffic_leads
      where is_first and created_at >= ${from} and created_at < ${to} and business_day between
        (${new Date(from.getTime() - DAY_MS)}::timestamptz)::date and (${new Date(to.getTime() + DAY_MS)}::timestamptz)::date`,
    first: sql`select created_at from traffic_leads where is_first order by business_day limit 1`,
  },
  {
    ...{ key: 'silence.sales', source: 'amocrm' },
    message: 'Продаж нет дольше обычного: проверьте вебхуки и воронки AmoCRM',
    came: (from, to) => sql`
      select sale_date as at from all_sales_tracking where sale_date >= ${from} and sale_date < ${to}`,
    first: sql`select sale_date from all_sales_tracking order by sale_date limit 1`,
  },
];
const HOOKS = 'silence.hooks';
const SALES = 'silence.sales';

/** Looks every five minutes whether hooks, leads and sales still come as they do at this hour of the week. */
export function silenceJob(deps: Deps): JobDefinition {
  return { name: 'health.silence', cron: '*/5 * * * *', timeoutSeconds: 280, run: () => watchSilence(deps) };
}

/** Raises or clears the alarm of each stream. Without hooks there are no sales either: that is one trouble, not two. */
export async function watchSilence(deps: Deps): Promise<void> {
  const quiet = new Set<string>();
  for (const stream of STREAMS) {
    const isSilent = !(stream.key === SALES && quiet.has(HOOKS)) && (await look(deps, stream));
    if (isSilent) quiet.add(stream.key);
  }
}

async function look(deps: Deps, stream: Stream): Promise<boolean> {
  const now = deps.clock.now();
  const { last, first, alarmed } = await readStream(deps.db, stream, now);
  const lastAt = last ?? (first === null ? null : new Date(now.getTime() - MAX_STRETCH_MS));
  if (alarmed !== null) {
    // What was unusual then is still so until something comes: weeks of history need not be counted again.
    if (last === null || last <= alarmed) return true;
    await clearAlarm(deps, stream.key);
    return false;
  }
  const before = lastAt === null ? [] : await countBefore(deps.db, stream, silentStretch(now, lastAt));
  const usual = judgeSilence({ now, lastAt, firstAt: first, before });
  if (usual === null) return false;
  await raiseAlarm(deps, {
    ...{ key: stream.key, source: stream.source, message: stream.message },
    details: { last_at: last?.toISOString() ?? null, usual },
  });
  return true;
}

async function readStream(db: Db, { key, came, first }: Stream, now: Date) {
  const { rows } = await sql<{ last: Date | null; first: Date | null; alarmed: Date | null }>`
    select (select max(at) from (${came(new Date(now.getTime() - WEEK_MS), now)}) lately) as last,
      (${first}) as first,
      (select opened_at from alarms where key = ${key} and closed_at is null) as alarmed`.execute(db);
  return rows[0] ?? { last: null, first: null, alarmed: null };
}

async function countBefore(
  db: Db,
  { came }: Stream,
  { from, to }: { from: Date; to: Date },
): Promise<number[]> {
  const counts = [];
  for (let week = 1; week <= WEEKS; week += 1) {
    const back = (instant: Date) => new Date(instant.getTime() - week * WEEK_MS);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from (${came(back(from), back(to))}) then_as_now`.execute(db);
    counts.push(rows[0]?.n ?? 0);
  }
  return counts;
}
