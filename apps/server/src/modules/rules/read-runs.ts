import type { MovedResponse, RuleRun } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { notFound, validationError } from '../../platform/errors.ts';

type Run = z.infer<typeof RuleRun>;

/** The newest runs first. */
export async function listRuns(db: Db, limit: number): Promise<Run[]> {
  const rows = await selectRuns(db).orderBy('r.id', 'desc').limit(limit).execute();
  return rows.map(toRun);
}

/** @throws AppError `not_found` */
export async function readRun(db: Db, id: string): Promise<Run> {
  const row = /^\d{1,18}$/.test(id)
    ? await selectRuns(db).where('r.id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined) throw notFound('Такого пересчёта нет');
  return toRun(row);
}

function selectRuns(db: Db) {
  return db
    .selectFrom('rule_runs as r')
    .leftJoin('rule_versions as v', 'v.version', 'r.version')
    .selectAll('r')
    .select(
      sql<boolean>`(r.kind = 'preview' and (v.revision <> r.revision or v.state <> 'draft'
        or r.base_version <> (select version from rules_in_force)))`.as('stale'),
    );
}

function toRun(row: Awaited<ReturnType<ReturnType<typeof selectRuns>['execute']>>[number]): Run {
  return {
    id: row.id,
    kind: row.kind as Run['kind'],
    version: row.version,
    base_version: row.base_version,
    stale: row.stale,
    state: row.state as Run['state'],
    requested_by: row.requested_by,
    requested_at: row.requested_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    error: row.error,
    summary: row.summary as Run['summary'],
  };
}

type Moved = Omit<z.infer<typeof MovedResponse>, 'success'>;
type MovedRow = Moved['moved'][number] & { key: string };

const TEAM = (alias: string) => sql`case when ${sql.ref(`${alias}.id`)} is not null then jsonb_build_object(
  'id', ${sql.ref(`${alias}.id`)}, 'slug', ${sql.ref(`${alias}.slug`)}, 'name', ${sql.ref(`${alias}.name`)},
  'emoji', ${sql.ref(`${alias}.emoji`)}, 'color', ${sql.ref(`${alias}.color`)}) end`;
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** The rows a run moves from one team to another, in the order of their ids. */
export async function listMoved(
  db: Db,
  runId: string,
  query: { kind: 'sale' | 'lead' | 'spend'; cursor?: string | undefined; limit: number },
): Promise<Moved> {
  await readRun(db, runId);
  const { kind, cursor, limit } = query;
  if (kind !== 'spend' && cursor !== undefined && !/^\d{1,18}$/.test(cursor))
    throw validationError('cursor: не число');
  const { rows } = await (kind === 'spend'
    ? movedSpend(runId, cursor ?? '', limit + 1)
    : movedFacts(runId, kind, cursor ?? '0', limit + 1)
  ).execute(db);
  const page = rows.slice(0, limit);
  return {
    moved: page.map(({ key: _key, ...row }) => row),
    next_cursor: rows.length > limit ? (page.at(-1)?.key ?? null) : null,
  };
}

function movedFacts(runId: string, kind: 'sale' | 'lead', after: string, limit: number) {
  const fact =
    kind === 'sale'
      ? sql`(select id, sale_amount as amount, sale_date as at, utm_source, utm_campaign from all_sales_tracking)`
      : sql`(select l.id, null::numeric as amount, l.created_at as at, t.utm_source, t.utm_campaign
          from traffic_leads l left join touches t on t.origin = 'lead:' || l.source_id)`;
  return sql<MovedRow>`
    select m.fact_id::text as key, m.fact_id::text as id, ${TEAM('f')} as "from", ${TEAM('t')} as "to", m.basis, m.reason,
      s.amount::text, to_char(s.at at time zone 'UTC', ${ISO}) as at, s.utm_source, s.utm_campaign
    from rule_moves m
    join ${fact} s on s.id = m.fact_id
    left join traffic_teams f on f.id = m.from_team_id
    left join traffic_teams t on t.id = m.to_team_id
    where m.run_id = ${runId} and m.kind = ${kind} and m.fact_id > ${after}::bigint
      and m.from_team_id is distinct from m.to_team_id
    order by m.fact_id limit ${limit}`;
}

function movedSpend(runId: string, after: string, limit: number) {
  return sql<MovedRow>`
    select concat_ws('/', m.account_id, m.ad_id, m.day) as key, concat_ws('/', m.account_id, m.ad_id, m.day) as id,
      ${TEAM('f')} as "from", ${TEAM('t')} as "to", m.to_basis as basis, null as reason, s.spend_kzt::text as amount,
      m.day::text as at, null as utm_source, s.campaign_name as utm_campaign
    from rule_spend_moves m
    join traffic_stats s on s.account_id = m.account_id and s.ad_id = m.ad_id and s.day = m.day
    left join traffic_teams f on f.id = m.from_team_id
    left join traffic_teams t on t.id = m.to_team_id
    where m.run_id = ${runId} and m.from_team_id is distinct from m.to_team_id
      and (m.account_id, m.ad_id, m.day) > (
        split_part(${after}, '/', 1), split_part(${after}, '/', 2),
        coalesce(nullif(split_part(${after}, '/', 3), '')::date, '-infinity'))
    order by m.account_id, m.ad_id, m.day limit ${limit}`;
}
