import type { TripwireColumns } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { resolvePeople, type Veil, veilPeople } from '../people/index.ts';
import { readColumns } from './columns.ts';
import { eraseLearners } from './erase-learners.ts';
import type { Tripwire } from './tripwire-database.ts';

const PAGE = 500;

type Deps = { db: Db; clock: Clock; tripwire: Tripwire; veil: () => Promise<Veil> };

/** `skipped` users have no id or no time of registration; `whole` = every user was read, not only those with news. */
export type TripwireSync = { status: 'ok' | 'partial'; read: number; skipped: number; whole: boolean };

type User = {
  id: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  created_at: Date | null;
  lessons_done: number;
  last_lesson_at: Date | null;
};

/**
 * Reads the users of the Tripwire lessons and how far they came, page by page behind the last id; joins them to
 * persons by phone and e-mail. Each page is kept at once.
 *
 * @param since only users who came or finished a lesson since then; null = all of them, which also finds changed names and
 *   phones: their table keeps no time of a change
 * @throws the driver's error while the database is away, slow, or lacks a mapped column
 */
export async function syncTripwire(
  deps: Deps,
  since: Date | null,
  report: ReportProgress,
): Promise<TripwireSync> {
  const columns = await readColumns(deps.db);
  const result: TripwireSync = { status: 'ok', read: 0, skipped: 0, whole: since === null };
  for (let after = ''; ; ) {
    const users = await deps.tripwire.read((db) => readPage(db, columns, after, since));
    const whole = users.filter((user) => user.id !== null && user.id !== '' && user.created_at !== null);
    result.read += users.length;
    result.skipped += users.length - whole.length;
    if (result.skipped > 0) result.status = 'partial';
    if (whole.length > 0) await storePage(deps, whole);
    await report({ done: result.read, total: null });
    const last = users.at(-1);
    if (users.length < PAGE || last === undefined || last.id === null) return result;
    after = last.id;
  }
}

async function readPage(
  db: Db,
  columns: TripwireColumns,
  after: string,
  since: Date | null,
): Promise<User[]> {
  const { users, progress } = columns;
  const column = (table: string, name: string | null) =>
    name === null ? sql`null` : sql.ref(`${table}.${name}`);
  const news =
    since === null
      ? sql`true`
      : sql`(${column('u', users.created_at)}::timestamptz >= ${since} or p.last_lesson_at >= ${since})`;
  const { rows } = await sql<User>`
    select ${column('u', users.id)}::text as id, ${column('u', users.name)}::text as name,
      ${column('u', users.email)}::text as email, ${column('u', users.phone)}::text as phone,
      ${column('u', users.created_at)}::timestamptz as created_at,
      coalesce(p.lessons_done, 0) as lessons_done, p.last_lesson_at
    from ${sql.table(users.table)} u
    left join lateral (
      select count(distinct ${column('l', progress.lesson_id)})::int as lessons_done,
        max(${column('l', progress.completed_at)})::timestamptz as last_lesson_at
      from ${sql.table(progress.table)} l
      where ${column('l', progress.user_id)}::text = ${column('u', users.id)}::text
        and ${column('l', progress.completed_at)} is not null) p on true
    where ${column('u', users.id)}::text > ${after} and ${news}
    order by ${column('u', users.id)}::text nulls last limit ${PAGE}`.execute(db);
  return rows;
}

async function storePage({ db, clock, ...deps }: Deps, users: User[]): Promise<void> {
  const veil = await deps.veil();
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into tripwire_users (id, name, email, phone, created_at, lessons_done, last_lesson_at, read_at)
      select id, name, email, phone, created_at, lessons_done, last_lesson_at, ${clock.now()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as u (id text, name text, email text, phone text,
        created_at timestamptz, lessons_done int, last_lesson_at timestamptz)
      on conflict (id) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
        created_at = excluded.created_at, lessons_done = excluded.lessons_done,
        last_lesson_at = excluded.last_lesson_at, read_at = excluded.read_at`.execute(trx);
    const people = await veilPeople(
      trx,
      veil,
      users.map((user) => ({
        origin: `tripwire:${user.id ?? ''}`,
        name: user.name,
        phones: user.phone === null ? [] : [user.phone],
        emails: user.email === null ? [] : [user.email],
      })),
    );
    await eraseLearners(
      trx,
      users.filter((_, index) => people[index]?.erased).map((user) => user.id ?? ''),
    );
    await resolvePeople(trx, people);
  });
}
