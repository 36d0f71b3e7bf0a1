import { z } from 'zod';

/** Share of a limit that is used, in percent; `regainMs` is how long until it may be asked again, when said. */
export type ScopeUsage = { percent: number; regainMs: number | null };
export type Usage = { app: ScopeUsage; account: ScopeUsage };

const percent = z.number().catch(0);
const Counters = z.object({ call_count: percent, total_time: percent, total_cputime: percent });
const AdAccount = z.object({ acc_id_util_pct: percent, reset_time_duration: z.number().optional() });
const Business = z.record(
  z.string(),
  z.array(Counters.extend({ estimated_time_to_regain_access: z.number().optional() })),
);
const Insights = z.object({ app_id_util_pct: percent, acc_id_util_pct: percent });

/**
 * Reads the four headers in which Meta says how much of its limits is used. Shapes:
 * `fixtures/meta_docs_headers.json`. A header that is absent or unreadable says nothing.
 */
export function parseUsage(headers: Headers): Usage {
  const app = read(headers, 'x-app-usage', Counters);
  const adAccount = read(headers, 'x-ad-account-usage', AdAccount);
  const business = Object.values(read(headers, 'x-business-use-case-usage', Business) ?? {}).flat();
  const insights = read(headers, 'x-fb-ads-insights-throttle', Insights);
  return {
    app: usage([app && highest(app), insights?.app_id_util_pct], []),
    account: usage(
      [adAccount?.acc_id_util_pct, insights?.acc_id_util_pct, ...business.map(highest)],
      [
        // This header counts in seconds, the next one in minutes.
        (adAccount?.reset_time_duration ?? 0) * 1000,
        ...business.map((use) => (use.estimated_time_to_regain_access ?? 0) * 60_000),
      ],
    ),
  };
}

function read<T>(headers: Headers, name: string, schema: z.ZodType<T>): T | undefined {
  const text = headers.get(name);
  if (text === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function highest(counters: z.infer<typeof Counters>): number {
  return Math.max(counters.call_count, counters.total_time, counters.total_cputime);
}

function usage(percents: (number | undefined)[], regainsMs: number[]): ScopeUsage {
  const regainMs = Math.max(0, ...regainsMs);
  return {
    percent: Math.max(0, ...percents.filter((value) => value !== undefined)),
    regainMs: regainMs > 0 ? regainMs : null,
  };
}
