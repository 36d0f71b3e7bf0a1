/**
 * The open load of the long run, in a process of its own: hooks and viewers leave when their time has come, whether or not earlier
 * ones were answered, so that a server that pauses cannot hide it. Started with `fork(..., [base, secret, token, perSecond, viewers,
 * seconds])`; posts one `LongLedger` to its parent when all is answered.
 */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request: when it was due (seconds since the start), what it was answered (0 = nothing), how late from its due time. */
export type Sample = { at: number; status: number; ms: number };
/** `hooks[i]` is the hook of deal `FIRST_DEAL + i`. */
export type LongLedger = { startedAt: number; hooks: Sample[]; views: Sample[] };

export const FIRST_DEAL = 5_000_000;
/** A screen re-reads at most so often. */
const VIEW_EVERY_MS = 5_000;

const filler = Array.from({ length: 24 }, (_, f) => `&leads[update][0][custom_fields][${f}][id]=${f}`).join(
  '',
);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** A deal on its way, no sale: 200 sales a second would be 200 messages a second to one chat. */
const hookBody = (number: number) =>
  `account[id]=31415926&leads[update][0][id]=${FIRST_DEAL + number}&leads[update][0][status_id]=10&leads[update][0][pipeline_id]=10350882&leads[update][0][updated_at]=${Math.floor(Date.now() / 1000)}${filler}`;

function send(url: string, headers: Record<string, string>, body?: string): Promise<number> {
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const outgoing = request(url, { agent, method, timeout: 20_000, headers });
    outgoing.on('response', (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', () => resolve(0));
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(0));
    outgoing.end(body);
  });
}

async function run(args: string[]): Promise<LongLedger> {
  const [base = '', secret = '', token = ''] = args;
  const [perSecond = 200, viewers = 20, seconds = 60] = args.slice(3).map(Number);
  const ledger: LongLedger = { startedAt: Date.now(), hooks: [], views: [] };
  const startedAt = performance.now();
  const open: Promise<void>[] = [];
  const due = async (samples: Sample[], index: number, atMs: number, act: () => Promise<number>) => {
    const status = await act();
    samples[index] = { at: atMs / 1000, status, ms: performance.now() - startedAt - atMs };
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const signed = { authorization: `Bearer ${token}` };
  const hookUrl = `${base}/api/amocrm/sales-webhook/${secret}`;
  for (let hook = 0, view = 0; hook < perSecond * seconds; ) {
    const elapsedMs = performance.now() - startedAt;
    for (; hook < perSecond * seconds && (hook * 1000) / perSecond <= elapsedMs; hook += 1) {
      const body = hookBody(hook);
      open.push(due(ledger.hooks, hook, (hook * 1000) / perSecond, () => send(hookUrl, form, body)));
    }
    for (; (view * VIEW_EVERY_MS) / viewers <= elapsedMs; view += 1)
      open.push(
        due(ledger.views, view, (view * VIEW_EVERY_MS) / viewers, () =>
          send(`${base}/api/v1/overview?preset=30d`, signed),
        ),
      );
    await sleep(1);
  }
  await Promise.all(open);
  agent.destroy();
  return ledger;
}

if (process.send !== undefined) process.send(await run(process.argv.slice(2)), () => process.disconnect());
