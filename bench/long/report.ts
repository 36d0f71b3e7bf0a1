import type { AlarmRow, Balance } from './balance.ts';
import type { Fault } from './faults.ts';
import type { LongLedger, Sample } from './load.ts';
import { type Memory, slopePerHour } from './memory.ts';

/** When a fault lasted, in seconds since the load began. */
export type Window = { fault: Fault; from: number; to: number };
export type Run = {
  minutes: number;
  rate: number;
  viewers: number;
  steady: { from: number; to: number };
  windows: Window[];
  skipped: string[];
  memory: Record<string, Memory[]>;
  syncs: { started: number; failed: number };
  ledger: LongLedger;
  balance: Balance;
};

/** What was answered then: a request under way when something breaks belongs to what broke. */
const within = (samples: readonly Sample[], from: number, to: number) =>
  samples.filter(({ at, ms }) => at + ms / 1000 >= from && at + ms / 1000 < to);

function quantile(samples: readonly Sample[], share: number): string {
  const sorted = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN).toFixed(1);
}
const refused = (samples: readonly Sample[]) => samples.filter(({ status }) => status !== 200).length;

/** Everything that must hold; each line is a reason why the run is no proof. */
export function findBreaches({ balance, windows, ledger, steady }: Run): string[] {
  const { sent, acknowledged, others, alarms } = balance;
  const answered = acknowledged + Object.values(others).reduce((sum, count) => sum + count, 0);
  const breaches: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) breaches.push(what);
  };
  must(sent === answered, `VOID: sent ${sent}, accounted for ${answered}`);
  must(
    Object.values(balance.left).every((count) => count === 0),
    `still waiting: ${JSON.stringify(balance.left)}`,
  );
  must(balance.lost === 0, `${balance.lost} acknowledged hooks are lost`);
  must(balance.twice === 0, `${balance.twice} hooks are kept twice`);
  must(balance.salesMissing === 0, `${balance.salesMissing} sales are missing`);
  must(balance.salesTwice === 0, `${balance.salesTwice} sales are counted twice`);
  must(balance.messagesTwice === 0, `${balance.messagesTwice} messages came twice`);
  must(balance.messagesMissing === 0, `${balance.messagesMissing} messages never came`);
  must(
    refused(within(ledger.hooks, steady.from, steady.to)) === 0,
    'hooks were refused while nothing was broken',
  );
  must(
    refused(within(ledger.views, steady.from, steady.to)) === 0,
    'viewers met errors while nothing was broken',
  );
  for (const { fault, from, to } of windows) {
    if (!fault.mayRefuse)
      must(refused(within(ledger.hooks, from, to)) === 0, `${fault.name}: hooks were refused`);
    if (fault.alarm !== null)
      must(
        opened(alarms, fault.alarm).length === 1,
        `${fault.name}: alarm ${fault.alarm} was not raised exactly once`,
      );
  }
  return breaches;
}

const opened = (alarms: readonly AlarmRow[], key: string) => alarms.filter((alarm) => alarm.key === key);

/** The run as tables for docs/reliability.md. */
export function writeReport(run: Run, breaches: readonly string[]): string {
  const { ledger, balance, steady, windows, memory } = run;
  const calm = within(ledger.hooks, steady.from, steady.to);
  const views = within(ledger.views, steady.from, steady.to);
  return [
    `${run.minutes} minutes, ${run.rate} hooks/s, ${run.viewers} viewers, ${run.syncs.started} syncs started. Latency from the scheduled time.`,
    '',
    '| while nothing is broken | p50 | p99 | p99.9 | max ms | answered | refused |',
    '|---|---|---|---|---|---|---|',
    row('acknowledging a hook', calm),
    row('overview for a viewer', views),
    '',
    '| process | first MB | last MB | slope MB/h while nothing is broken |',
    '|---|---|---|---|',
    ...Object.entries(memory).map(([name, samples]) => memoryRow(name, samples, steady)),
    '',
    '| fault | lasted s | hooks | refused | p99 ms | alarms opened |',
    '|---|---|---|---|---|---|',
    ...windows.map((window) => faultRow(window, run)),
    ...run.skipped.map((name) => `| ${name} | not run: libfaketime is not installed | | | | |`),
    '',
    `Ledger: ${balance.sent} sent = ${balance.acknowledged} acknowledged + ${JSON.stringify(balance.others)} otherwise. Of the acknowledged ` +
      `${balance.lost} lost, ${balance.twice} twice; ${balance.keptUnanswered} were kept though their answer was cut. ${balance.salesMade} sales made in the CRM: ` +
      `${balance.salesMissing} missing, ${balance.salesTwice} twice; messages: ${balance.messagesMissing} missing, ${balance.messagesTwice} twice.`,
    '',
    `Alarms: ${balance.alarms.map(({ key, raised, closed_at }) => `${key} (raised ${raised}, ${closed_at === null ? 'open' : 'over'})`).join(', ') || 'none'}.`,
    '',
    breaches.length === 0 ? 'Everything held.' : `BROKEN: ${breaches.join('; ')}.`,
  ].join('\n');
}

const row = (name: string, samples: Sample[]) =>
  `| ${name} | ${quantile(samples, 0.5)} | ${quantile(samples, 0.99)} | ${quantile(samples, 0.999)} | ${quantile(samples, 1)} | ${samples.length - refused(samples)} | ${refused(samples)} |`;

function memoryRow(name: string, samples: Memory[], { from, to }: { from: number; to: number }): string {
  const first = samples[0]?.megabytes.toFixed(0) ?? '—';
  const last = samples.at(-1)?.megabytes.toFixed(0) ?? '—';
  // The first third warms up: compiled code and caches are no leak.
  const calm = samples.filter(({ at }) => at >= from + (to - from) / 3 && at < to);
  return `| ${name} | ${first} | ${last} | ${slopePerHour(calm)?.toFixed(1) ?? 'too short'} |`;
}

function faultRow({ fault, from, to }: Window, { ledger, balance }: Run): string {
  const hooks = within(ledger.hooks, from, to);
  const start = ledger.startedAt + from * 1000;
  const end = ledger.startedAt + to * 1000;
  const alarms = balance.alarms.filter(
    ({ opened_at }) => opened_at.getTime() >= start && opened_at.getTime() < end,
  );
  const keys = alarms.map(({ key }) => key).join(', ') || '—';
  return `| ${fault.name} | ${(to - from).toFixed(0)} | ${hooks.length} | ${refused(hooks)} | ${quantile(hooks, 0.99)} | ${keys} |`;
}
