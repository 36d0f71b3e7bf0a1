// The SDK ships no types, and an ambient module cannot be imported: whoever compiles this file needs them from here.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./facebook-sdk.d.ts" />
import { AdAccount, type Cursor, FacebookAdsApi } from 'facebook-nodejs-business-sdk';

/** All pages of a list of Meta's SDK. */
export async function allPages(first: Cursor): Promise<Record<string, unknown>[]> {
  const rows = first.map((node) => node._data);
  return first.hasNext() ? [...rows, ...(await allPages(await first.next()))] : rows;
}

/** Sends Meta's own SDK to a simulator. */
export function useSdk(simulatorUrl: string): void {
  Object.defineProperty(FacebookAdsApi, 'GRAPH', { value: `${simulatorUrl}/graph`, configurable: true });
  FacebookAdsApi.init('sim-meta-token', 'en_US', false);
}

/** What the ads of an account spent, by day and ad, as Meta's own SDK reads it, 25 rows a page. */
export async function readAdDaysWithSdk(
  accountId: string,
  range: { since: string; until: string },
): Promise<{ day: string; adId: string; spend: string }[]> {
  const params = { level: 'ad', time_increment: 1, time_range: range, limit: 25 };
  const rows = await allPages(await new AdAccount(accountId).getInsights(['ad_id', 'spend'], params));
  return rows.map((row) => ({
    day: String(row['date_start']),
    adId: String(row['ad_id']),
    spend: String(row['spend']),
  }));
}
