import type { LeadRow } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';
import { ofTeam, type ReportQuestion } from '../analytics/index.ts';
import { lookAtNewest, readSearch } from '../people/index.ts';
import { type LeadsNarrow, narrowLeads } from './narrow-leads.ts';
import { leadRows, toLeadRow } from './lead-row.ts';

type Page = LeadsNarrow & {
  cursor?: string | undefined;
  limit: number;
  search?: string | undefined;
  masked: boolean;
};

/**
 * A page of the people whose first lead came in the period, newest first.
 * @throws AppError `validation` for a cursor that is not ours
 */
export async function listLeads(
  db: Db,
  question: ReportQuestion,
  page: Page,
): Promise<{ leads: LeadRow[]; next_cursor: string | null }> {
  const { period, team } = question;
  const after = page.cursor === undefined ? sql`true` : afterCursor(page.cursor);
  // By the instant as well as by the day: the index of the list is in the order of the instant.
  const listed = sql`is_first and created_at >= ${period.from} and created_at < ${period.to}
      and business_day between ${period.start} and ${period.end} and ${ofTeam(team)} and ${after} and ${narrowLeads(page)}`;
  const found = page.search === undefined ? sql`true` : await matching(db, page, page.search, listed);
  const picked = sql`
    select * from traffic_leads where ${listed} and ${found} order by created_at desc, id desc limit ${page.limit + 1}`;
  const { rows } = await leadRows(picked, team.kind === 'team' ? team.team.id : null).execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    leads: shown.map((row) => toLeadRow(row, page.masked)),
    next_cursor: rows.length > page.limit && last !== undefined ? `${last.at_us}_${last.id}` : null,
  };
}

/** The condition of a search: the newest rows that match it when they fill the page, else everybody found by the indexes. */
async function matching(
  db: Db,
  page: Page,
  text: string,
  listed: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  const { inName, personIds } = readSearch(text, page.masked);
  if (inName === null) return sql`person_id in (${personIds})`;
  const newest = await lookAtNewest(db, {
    rows: sql`select id, created_at, person_id from traffic_leads where ${listed} order by created_at desc, id desc`,
    matches: inName(sql`person.name`),
    order: sql`one.created_at desc, one.id desc`,
    wanted: page.limit + 1,
  });
  return newest === null ? sql`person_id in (${personIds})` : sql`id = any (${newest}::bigint[])`;
}

function afterCursor(cursor: string) {
  const match = /^(\d{1,18})_(\d{1,18})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined)
    throw validationError('cursor: возьмите next_cursor предыдущего ответа');
  const at = sql`('epoch'::timestamptz + ${match[1]}::bigint * interval '1 microsecond')`;
  return sql`(created_at, id) < (${at}, ${match[2]}::bigint)`;
}
