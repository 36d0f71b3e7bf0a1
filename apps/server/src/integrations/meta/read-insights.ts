import type { z } from 'zod';
import { addDays, daysBetween } from '../../platform/business-day.ts';
import { CampaignRow } from './answers.ts';
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
  level: 'ad' | 'campaign' | 'account';
  fields: readonly string[];
  schema: z.ZodType<Row>;
};

type Daily = { date_start: string };

/** `node` is whose insights are asked: the account's, or one campaign's of it. */
type Part = { node: string; since: string; until: string; limit: number };

/**
 * Daily rows of an account, part by part: an array holds all rows of its days. No filtering and no breakdowns:
 * filtering drops archived ads, breakdowns lose purchases. What Meta refuses as too much is asked again by half the
 * days, down to one day, then by smaller pages, then campaign by campaign. Throws MetaError.
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
      if (!(error instanceof MetaError) || error.kind !== 'split') throw error;
      const smaller = split(part) ?? (await byCampaign(get, question, part));
      if (smaller === null) throw error;
      parts.unshift(...smaller);
    }
  }
}

async function readPart<Row extends Daily>(
  get: MetaGet,
  { accountId, level, fields, schema }: InsightsQuestion<Row>,
  { node, since, until, limit }: Part,
): Promise<Row[]> {
  const params = {
    level,
    time_increment: '1',
    time_range: JSON.stringify({ since, until }),
    use_unified_attribution_setting: 'true',
    fields: fields.join(','),
  };
  const rows = await readPages(get, { path: `${node}/insights`, params, limit, accountId }, schema);
  const stray = rows.find((row) => row.date_start < since || row.date_start > until);
  if (stray !== undefined) throw unexpected(`a row of ${stray.date_start} in ${since}..${until}`);
  return rows;
}

function inParts({ accountId, since, until }: InsightsRange): Part[] {
  const parts: Part[] = [];
  for (let start = since; start <= until; start = addDays(start, MAX_DAYS)) {
    const end = addDays(start, MAX_DAYS - 1);
    parts.push({ node: accountId, since: start, until: end < until ? end : until, limit: PAGE_SIZE });
  }
  return parts;
}

/** The part by half the days, or one day by smaller pages; null when it cannot be made smaller so. */
function split(part: Part): Part[] | null {
  const { since, until, limit } = part;
  const days = daysBetween(since, until);
  if (days > 0) {
    const middle = addDays(since, Math.floor(days / 2));
    return [
      { ...part, until: middle },
      { ...part, since: addDays(middle, 1) },
    ];
  }
  if (limit <= SMALLEST_PAGE) return null;
  return [{ ...part, limit: Math.max(SMALLEST_PAGE, Math.floor(limit / 4)) }];
}

/**
 * One day of an account as a part for each campaign that delivered on it. They are taken from insights, not from the
 * account's campaigns: that list leaves out the archived ones, and their spend with them. Null when it is one campaign already.
 */
async function byCampaign(
  get: MetaGet,
  { accountId, level }: InsightsQuestion<Daily>,
  part: Part,
): Promise<Part[] | null> {
  if (level !== 'ad' || part.node !== accountId) return null;
  const question = {
    ...{ accountId, since: part.since, until: part.until, schema: CampaignRow },
    ...{ level: 'campaign' as const, fields: ['campaign_id'] },
  };
  const campaigns = await readPart(get, question, part);
  return campaigns.map(({ campaign_id }) => ({ ...part, node: campaign_id }));
}
