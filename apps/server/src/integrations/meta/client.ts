import { AccountRow, AdRow, TokenAnswer } from './answers.ts';
import { AD_FIELDS, type AdDay, mapInsight } from './map-insight.ts';
import { type AccountList, readAccounts } from './read-accounts.ts';
import { type Campaign, readCampaigns } from './read-campaigns.ts';
import { type InsightsRange, readInsights } from './read-insights.ts';
import { parseAnswer } from './read-pages.ts';
import { createRequest, type MetaClientOptions } from './request.ts';

/** What an account spent on a day, by its own total: ads that Meta no longer lists are in it, too. */
export type AccountDay = { day: string; spend: string };

export type TokenState = {
  valid: boolean;
  type: string | null;
  /** Null = does not expire. */
  expiresAt: Date | null;
  dataAccessExpiresAt: Date | null;
  scopes: string[];
};

/** Every method throws MetaError. */
export type MetaClient = {
  /** Every ad account the token sees. */
  adAccounts(): Promise<AccountList>;
  /** Every campaign of an account but deleted ones. */
  campaigns(accountId: string): Promise<Campaign[]>;
  /** Ads by day, only where there was delivery; each array holds all rows of its part of the range. */
  adDays(range: InsightsRange): AsyncGenerator<AdDay[]>;
  /** Control totals of the account by day. */
  accountDays(range: InsightsRange): AsyncGenerator<AccountDay[]>;
  /** Whether the token lives and until when. */
  debugToken(): Promise<TokenState>;
};

/** Reads the Marketing API of one token, at a pinned version. */
export function createMetaClient(options: MetaClientOptions): MetaClient {
  const get = createRequest(options);
  return {
    adAccounts: () => readAccounts(get),
    campaigns: (accountId) => readCampaigns(get, accountId),
    async *adDays(range) {
      const question = { ...range, level: 'ad' as const, fields: AD_FIELDS, schema: AdRow };
      for await (const rows of readInsights(get, question)) yield rows.map(mapInsight);
    },
    async *accountDays(range) {
      const question = { ...range, level: 'account' as const, fields: ['spend'], schema: AccountRow };
      for await (const rows of readInsights(get, question))
        yield rows.map((row) => ({ day: row.date_start, spend: row.spend }));
    },
    async debugToken() {
      // The only request that has to name a token in its URL: the API takes the inspected one nowhere else.
      const answer = await get('debug_token', { input_token: options.accessToken }, null);
      const { data } = parseAnswer(TokenAnswer, answer);
      return {
        valid: data.is_valid,
        type: data.type ?? null,
        expiresAt: instant(data.expires_at),
        dataAccessExpiresAt: instant(data.data_access_expires_at),
        scopes: data.scopes,
      };
    },
  };
}

/** Unix seconds; 0 is Meta's "never". */
function instant(seconds: number | undefined): Date | null {
  return seconds === undefined || seconds === 0 ? null : new Date(seconds * 1000);
}
