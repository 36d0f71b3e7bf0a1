import type { z } from 'zod';
import { AccountAnswer, Business } from './answers.ts';
import { MetaError } from './meta-error.ts';
import { readPages } from './read-pages.ts';
import type { MetaGet } from './request.ts';

const PAGE_SIZE = 100;
/** Never `owner` or `funding_source_details`: asking for them fails the whole request with a permission error. */
const FIELDS = 'id,account_id,name,currency,timezone_name,account_status,business{id,name}';

/** An ad account as Meta describes it; null is "not said". */
export type AdAccount = {
  /** With its prefix, `act_839340528712304`. */
  accountId: string;
  name: string | null;
  currency: string | null;
  /** IANA name: the days of its figures. */
  timezoneName: string | null;
  /** 1 active, 2 disabled, 3 unsettled, 7/8/9 in review or grace, 100/101 closing or closed. */
  status: number | null;
  businessId: string | null;
  businessName: string | null;
  /** Of a business of ours, shared by a client, or only the token's own person was let in. */
  relation: 'owned' | 'client' | 'personal';
};

/** `refused` names the edges the token may not read: what is only there stays unknown. */
export type AccountList = { accounts: AdAccount[]; refused: string[] };

/**
 * Every ad account the token sees: of its businesses (owned and shared by clients) and its own, each once.
 * Throws MetaError for anything but a missing permission on an edge.
 */
export async function readAccounts(get: MetaGet): Promise<AccountList> {
  const found = new Map<string, AdAccount>();
  const refused: string[] = [];

  async function readOrRefuse<T>(path: string, fields: string, schema: z.ZodType<T>): Promise<T[]> {
    try {
      return await readPages(get, { path, params: { fields }, limit: PAGE_SIZE, accountId: null }, schema);
    } catch (error) {
      if (!(error instanceof MetaError) || error.kind !== 'permission') throw error;
      refused.push(path);
      return [];
    }
  }

  const businesses = await readOrRefuse('me/businesses', 'id,name', Business);
  const edges = businesses.flatMap(({ id }) => [
    { path: `${id}/owned_ad_accounts`, relation: 'owned' as const },
    { path: `${id}/client_ad_accounts`, relation: 'client' as const },
  ]);
  for (const { path, relation } of [...edges, { path: 'me/adaccounts', relation: 'personal' as const }])
    for (const answer of await readOrRefuse(path, FIELDS, AccountAnswer)) {
      const account = toAccount(answer, relation);
      if (!found.has(account.accountId)) found.set(account.accountId, account);
    }
  return { accounts: [...found.values()], refused };
}

function toAccount(answer: z.infer<typeof AccountAnswer>, relation: AdAccount['relation']): AdAccount {
  return {
    accountId: `act_${answer.account_id}`,
    name: answer.name ?? null,
    currency: answer.currency ?? null,
    timezoneName: answer.timezone_name ?? null,
    status: answer.account_status ?? null,
    businessId: answer.business?.id ?? null,
    businessName: answer.business?.name ?? null,
    relation,
  };
}
