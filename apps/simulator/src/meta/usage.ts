import type { FastifyReply } from 'fastify';

const TIER = 'standard_access';

/**
 * Meta's usage headers (shapes: fixtures/meta_docs_headers.json). `percent` is the share of the limit used, of the app and of
 * the account alike.
 */
export function setUsageHeaders(reply: FastifyReply, accountId: string | undefined, percent: number): void {
  const app = {
    call_count: percent,
    total_time: Math.round(percent / 2),
    total_cputime: Math.round(percent / 3),
  };
  reply.header('x-app-usage', JSON.stringify(app));
  if (accountId === undefined) return;
  const account = { acc_id_util_pct: percent, reset_time_duration: 100, ads_api_access_tier: TIER };
  const business = {
    type: 'ads_insights',
    ...app,
    estimated_time_to_regain_access: percent >= 100 ? 1 : 0,
    ads_api_access_tier: TIER,
  };
  const throttle = { app_id_util_pct: percent, acc_id_util_pct: percent, ads_api_access_tier: TIER };
  reply.header('x-ad-account-usage', JSON.stringify(account));
  reply.header('x-business-use-case-usage', JSON.stringify({ [accountId]: [business] }));
  reply.header('x-fb-ads-insights-throttle', JSON.stringify(throttle));
}
