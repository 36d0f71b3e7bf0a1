import { z } from 'zod';
import { createGraphGet, type GraphGet, type GraphOptions, MetaError } from './graph-request.ts';
import { type AdDay, INSIGHT_FIELDS, InsightRow, mapInsight } from './map-insight.ts';

/** An ad account as discovery finds it. Ids have up to 18 digits: always text. */
export type AdAccount = {
  accountId: string;
  name: string;
  currency: string;
  timezone: string;
  status: number;
  businessId: string | null;
};

export type DayRange = { since: string; until: string };

export type MetaClient = {
  /** Every ad account the token reaches: own, owned and client accounts of its businesses, each once. */
  adAccounts(): Promise<AdAccount[]>;
  /**
   * Ad-level rows of an account's days (its own time zone, both ends included), page by page. When Meta
   * asks for less data the range is halved, down to single days; never the same request again.
   * @throws MetaError
   */
  adDays(accountId: string, range: DayRange): AsyncGenerator<AdDay[]>;
  /** Spend of the whole account by day: the control total of its ads. */
  accountDays(accountId: string, range: DayRange): Promise<Map<string, string>>;
};

const PAGE = '500';
const ACCOUNT_FIELDS = 'account_id,name,currency,timezone_name,account_status,business{id,name}';

const AccountRow = z.object({
  account_id: z.string(),
  name: z.string().default(''),
  currency: z.string(),
  timezone_name: z.string(),
  account_status: z.number().int(),
  business: z.object({ id: z.string() }).optional(),
});
const Page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string() }).optional() })
    .optional(),
});

export function createMetaClient(options: GraphOptions): MetaClient {
  const get = createGraphGet(options);
  return {
    adAccounts: () => adAccounts(get),
    adDays: (accountId, range) => adDays(get, accountId, range),
    accountDays: (accountId, range) => accountDays(get, accountId, range),
  };
}

/** Pages end where `next` is absent. The next page is asked by cursor: `next` itself carries the token. */
async function* pages(get: GraphGet, path: string, query: Record<string, string>): AsyncGenerator<unknown[]> {
  let after: string | undefined;
  do {
    const page = Page.parse(await get(path, after === undefined ? query : { ...query, after }));
    yield page.data;
    after = page.paging?.next === undefined ? undefined : page.paging.cursors?.after;
  } while (after !== undefined);
}

async function all<T>(get: GraphGet, path: string, fields: string, row: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of pages(get, path, { fields, limit: PAGE })) rows.push(...z.array(row).parse(page));
  return rows;
}

async function adAccounts(get: GraphGet): Promise<AdAccount[]> {
  const found = new Map<string, AdAccount>();
  const add = (rows: z.infer<typeof AccountRow>[]) => {
    for (const row of rows)
      found.set(row.account_id, {
        accountId: `act_${row.account_id}`,
        name: row.name,
        currency: row.currency,
        timezone: row.timezone_name,
        status: row.account_status,
        businessId: row.business?.id ?? found.get(row.account_id)?.businessId ?? null,
      });
  };
  const businesses = await all(get, 'me/businesses', 'id,name', z.object({ id: z.string() }));
  for (const { id } of businesses) {
    add(await all(get, `${id}/owned_ad_accounts`, ACCOUNT_FIELDS, AccountRow));
    add(await all(get, `${id}/client_ad_accounts`, ACCOUNT_FIELDS, AccountRow));
  }
  add(await all(get, 'me/adaccounts', ACCOUNT_FIELDS, AccountRow));
  return [...found.values()];
}

function insightsQuery(
  level: 'ad' | 'account',
  range: DayRange,
  fields: readonly string[],
): Record<string, string> {
  return {
    level,
    time_increment: '1',
    time_range: JSON.stringify(range),
    limit: PAGE,
    use_unified_attribution_setting: 'true',
    fields: fields.join(','),
  };
}

async function* adDays(get: GraphGet, accountId: string, range: DayRange): AsyncGenerator<AdDay[]> {
  const query = insightsQuery('ad', range, INSIGHT_FIELDS);
  const rows: AdDay[] = [];
  try {
    // A range is yielded only when all of it was read: a split in the middle must not repeat its first pages.
    for await (const page of pages(get, `${accountId}/insights`, query))
      rows.push(...z.array(InsightRow).parse(page).map(mapInsight));
  } catch (error) {
    const halves = error instanceof MetaError && error.action === 'split' ? halve(range) : null;
    if (halves === null) throw error;
    for (const half of halves) yield* adDays(get, accountId, half);
    return;
  }
  yield rows;
}

/** Two ranges that together are the range; null when it is a single day already. */
export function halve({ since, until }: DayRange): [DayRange, DayRange] | null {
  const first = Temporal.PlainDate.from(since);
  const days = first.until(until, { largestUnit: 'day' }).days;
  if (days <= 0) return null;
  const middle = first.add({ days: Math.floor(days / 2) });
  return [
    { since, until: middle.toString() },
    { since: middle.add({ days: 1 }).toString(), until },
  ];
}

const ControlRow = z.object({ date_start: z.iso.date(), spend: z.string() });

async function accountDays(get: GraphGet, accountId: string, range: DayRange): Promise<Map<string, string>> {
  const days = new Map<string, string>();
  for await (const page of pages(get, `${accountId}/insights`, insightsQuery('account', range, ['spend'])))
    for (const row of z.array(ControlRow).parse(page)) days.set(row.date_start, row.spend);
  return days;
}
