import type { z } from 'zod';
import { addDays, daysBetween } from '../../platform/business-day.ts';
import { MetaError } from './meta-error.ts';
import { readPages, unexpected } from './read-pages.ts';
import type { MetaGet } from './request.ts';

/** Rows of one page; Meta's largest that is not refused on busy accounts. */
const PAGE_SIZE = 500;
const SMALLEST_PAGE = 25;
/** Asking for more days at once is what Meta most often refuses as too much. */
const MAX_DAYS = 90;

/** Inclusive days in the ad account's time zone. */
export type InsightsRange = { accountId: string; since: string; until: string };

export type InsightsQuestion<Row> = InsightsRange & {
  level: 'ad' | 'account';
  fields: readonly string[];
  schema: z.ZodType<Row>;
};

type Daily = { date_start: string };

type Part = { since: string; until: string; limit: number };

/**
 * Daily rows of an account, part by part: an array holds all rows of its days. No filtering and no breakdowns:
 * filtering drops archived ads, breakdowns lose purchases. What Meta refuses as too much is asked again by half the
 * days, down to one day, then by smaller pages. Throws MetaError.
 */
export async function* readInsights<Row extends Daily>(
  get: MetaGet,
  question: InsightsQuestion<Row>,
): AsyncGenerator<Row[]> {
  const parts = inParts(question);
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    try {
      yield await readPart(get, question, part);
    } catch (error) {
      const smaller = error instanceof MetaError && error.kind === 'split' ? split(part) : [];
      if (smaller.length === 0) throw error;
      parts.unshift(...smaller);
    }
  }
}

async function readPart<Row extends Daily>(
  get: MetaGet,
  { accountId, level, fields, schema }: InsightsQuestion<Row>,
  { since, until, limit }: Part,
): Promise<Row[]> {
  const params = {
    level,
    time_increment: '1',
    time_range: JSON.stringify({ since, until }),
    use_unified_attribution_setting: 'true',
    fields: fields.join(','),
  };
  const rows = await readPages(get, { path: `${accountId}/insights`, params, limit, accountId }, schema);
  const stray = rows.find((row) => row.date_start < since || row.date_start > until);
  if (stray !== undefined) throw unexpected(`a row of ${stray.date_start} in ${since}..${until}`);
  return rows;
}

function inParts({ since, until }: InsightsRange): Part[] {
  const parts: Part[] = [];
  for (let start = since; start <= until; start = addDays(start, MAX_DAYS)) {
    const end = addDays(start, MAX_DAYS - 1);
    parts.push({ since: start, until: end < until ? end : until, limit: PAGE_SIZE });
  }
  return parts;
}

function split({ since, until, limit }: Part): Part[] {
  const days = daysBetween(since, until);
  if (days > 0) {
    const middle = addDays(since, Math.floor(days / 2));
    return [
      { since, until: middle, limit },
      { since: addDays(middle, 1), until, limit },
    ];
  }
  return limit > SMALLEST_PAGE
    ? [{ since, until, limit: Math.max(SMALLEST_PAGE, Math.floor(limit / 4)) }]
    : [];
}
