import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { ReportQuestion } from '../analytics/index.ts';

/** Deals of one stage; `teamId` is not part of it: the question says whose they are. */
export type StageCount = {
  pipeline_id: string | null;
  status_id: string | null;
  leads: number;
  amount: string;
  amount_unknown: number;
};

/**
 * Whose a deal is: the team of its sale; without one, the team of its person's first lead. A deal of neither is
 * «Не распределено», so that the teams add up to the total.
 */
const TEAM = sql`case when s.id is null then l.team_id else s.team_id end`;

const FROM = sql`
  from deals d
  left join all_sales_tracking s on s.lead_id = d.lead_id and s.kind = 'sale'
  left join traffic_leads l on l.person_id = d.person_id and l.is_first`;

/** The CRM's deals that were opened in the period and are not deleted, by pipeline and stage as they are now. */
export async function countByStage(db: Db, question: ReportQuestion): Promise<StageCount[]> {
  const { from, to } = question.period;
  const result = await sql<StageCount>`
    select d.pipeline_id, d.status_id, count(*)::int as leads,
      coalesce(sum(d.price), 0)::numeric(20, 2)::text as amount,
      (count(*) filter (where d.price is null or d.price = 0))::int as amount_unknown
    ${FROM}
    where d.created_at >= ${from} and d.created_at < ${to} and not d.deleted and ${ofTeam(question)}
    group by 1, 2`.execute(db);
  return result.rows;
}

/** Deals of which only a hook without a date has told: they belong to no period. */
export async function countUndated(db: Db, question: ReportQuestion): Promise<number> {
  const result = await sql<{ leads: number }>`
    select count(*)::int as leads ${FROM}
    where d.created_at is null and not d.deleted and ${ofTeam(question)}`.execute(db);
  return result.rows[0]?.leads ?? 0;
}

function ofTeam({ team }: ReportQuestion): RawBuilder<unknown> {
  if (team.kind === 'all') return sql`true`;
  if (team.kind === 'unattributed') return sql`${TEAM} is null`;
  return sql`${TEAM} = ${team.team.id}`;
}
