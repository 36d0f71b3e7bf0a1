import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { dirtyDays, exactRows } from './exact-cells.ts';
import { ofTeam } from './of-team.ts';
import type { ReportQuestion } from './report-query.ts';

/** How many sales were made in the period, reversed ones included: what a list of them shows in all. */
export async function madeSales(db: Db, question: ReportQuestion): Promise<number> {
  const ranges = [question.period];
  const { rows } = await sql<{ total: number }>`
    with ${dirtyDays(ranges)}
    select coalesce(sum(made), 0)::int as total
    from ${exactRows('cash', sql`made`, { ranges }, ofTeam(question.team))} as source`.execute(db);
  return rows[0]?.total ?? 0;
}

/** How many people left their first lead in the period: the metric «leads». */
export async function firstLeads(db: Db, question: ReportQuestion): Promise<number> {
  const ranges = [question.period];
  const where = sql`stage = 'lead' and ${ofTeam(question.team)}`;
  const { rows } = await sql<{ total: number }>`
    with ${dirtyDays(ranges)}
    select coalesce(sum(persons), 0)::int as total
    from ${exactRows('cohort', sql`persons`, { ranges }, where)} as source`.execute(db);
  return rows[0]?.total ?? 0;
}
