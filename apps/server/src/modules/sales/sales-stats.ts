import type { SalesStatsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { ratio } from '../../platform/money.ts';
import type { ReportQuestion } from '../analytics/index.ts';
import { listTeams } from '../settings/index.ts';
import { amountIn, RATE_OF_SALE } from './amount-in.ts';

type Stats = z.infer<typeof SalesStatsResponse>['stats'];

/** Unreversed sales made in the period, a row per team and one for «Не распределено»; zero rows included. */
export async function salesStats(db: Db, question: ReportQuestion): Promise<Stats> {
  const amount = amountIn(question.currency);
  const rows = await db
    .selectFrom('all_sales_tracking as s')
    .leftJoin('exchange_rates as r', (join) => join.on(RATE_OF_SALE))
    .select([
      's.team_id',
      sql<string>`count(*)`.as('sales'),
      sql<string>`count(${amount})`.as('known'),
      sql<string>`coalesce(sum(${amount}), 0)::numeric(20, 2)`.as('revenue'),
    ])
    .where('s.sale_day', '>=', question.period.start)
    .where('s.sale_day', '<=', question.period.end)
    .where('s.reversed_at', 'is', null)
    .groupBy('s.team_id')
    .execute();
  const byTeam = new Map(rows.map((row) => [row.team_id, row]));
  const asked = await askedTeams(db, question);
  return asked.map((team) => {
    const row = byTeam.get(team?.id ?? null);
    const revenue = row?.revenue ?? '0.00';
    return {
      team,
      targetologist: team?.name ?? 'Не распределено',
      emoji: team?.emoji ?? '❔',
      sales_count: Number(row?.sales ?? 0),
      total_revenue: revenue,
      avg_sale: ratio(revenue, row?.known ?? '0'),
    };
  });
}

async function askedTeams(db: Db, question: ReportQuestion): Promise<Stats[number]['team'][]> {
  if (question.team.kind === 'team') return [question.team.team];
  if (question.team.kind === 'unattributed') return [null];
  return [...(await listTeams(db)), null];
}
