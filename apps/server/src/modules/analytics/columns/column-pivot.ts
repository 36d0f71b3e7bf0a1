import { UTM_FIELDS, type UtmField, type UtmQuery } from '@traffic/contract';
import type { z } from 'zod';
import type { Db } from '../../../platform/database/index.ts';
import type { ReportQuestion } from '../report-query.ts';
import type { ColumnStore } from './column-store.ts';
import { NONE } from './dictionary.ts';
import { loadChunks } from './load-chunks.ts';
import { type Pivot, pivot, SUM } from './pivot.ts';

/**
 * Leads and sales by any UTM fields, from columns in memory: hundreds of thousands of groups a year, which PostgreSQL needs a
 * second for.
 */
export async function columnPivot(
  db: Db,
  store: ColumnStore,
  question: ReportQuestion,
  query: z.infer<typeof UtmQuery>,
  fields: readonly UtmField[],
): Promise<Pivot> {
  const { chunks, shelf } = await loadChunks(db, store, question);
  const { team } = question;
  const asked = UTM_FIELDS.flatMap((name, field) => {
    const value = query[name];
    if (value === undefined) return [];
    const known = [shelf.words.find(value)].filter((code) => code !== NONE);
    return [{ field, codes: value === '' ? [NONE, ...known] : known }];
  });
  return pivot(store.scratch, chunks, shelf.words, {
    by: fields.map((field) => UTM_FIELDS.indexOf(field)),
    narrowed: asked,
    team: team.kind === 'all' ? null : team.kind === 'unattributed' ? NONE : team.team.id,
    money: question.currency === 'KZT' ? 'kzt' : 'usd',
    sort: query.sort,
    limit: query.limit,
  });
}

/** Sums of a group as a report has them. */
export function toSums(sums: Float64Array) {
  const of = (name: keyof typeof SUM) => sums[SUM[name]] ?? 0;
  return {
    leads: of('leads'),
    sales: of('sales'),
    express_purchases: of('express'),
    flagman_purchases: of('flagman'),
    revenue: fromHundredths(of('revenue')),
    sales_amount_unknown: of('unknown'),
  };
}

function fromHundredths(value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
