/**
 * An open load in a process of its own: hooks leave when their time has come, whether or not earlier ones were
 * answered, and latency counts from the scheduled time: a server that pauses cannot hide it.
 *
 * Started with `fork(..., [url, perSecond, seconds])`; posts one `Ledger` to its parent and exits.
 */
import { Agent, request } from 'node:http';

export type Ledger = {
  sent: number;
  /** Answers by status; `0` is no answer at all. */
  answers: Record<string, number>;
  /** Numbers of the hooks that were answered 200, in the order of sending. */
  acknowledged: number[];
  /** From the scheduled time to the end of the answer, of all answered hooks. */
  latenciesMs: number[];
};

const [url = '', perSecond = '500', seconds = '60'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const filler = Array.from({ length: 24 }, (_, f) => `&leads[update][0][custom_fields][${f}][id]=${f}`).join(
  '',
);

function post(number: number): Promise<number> {
  const updatedAt = 1_794_000_000 + number;
  const body = `account[id]=31415926&leads[update][0][id]=${5_000_000 + number}&leads[update][0][status_id]=10&leads[update][0][pipeline_id]=10350882&leads[update][0][updated_at]=${updatedAt}${filler}`;
  return new Promise((resolve) => {
    const outgoing = request(url, {
      agent,
      method: 'POST',
      timeout: 10_000,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      },
    });
    outgoing.on('response', (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(0));
    outgoing.end(body);
  });
}

async function run(): Promise<Ledger> {
  const total = Number(perSecond) * Number(seconds);
  const ledger: Ledger = { sent: 0, answers: {}, acknowledged: [], latenciesMs: [] };
  const startedAt = performance.now();
  const open: Promise<void>[] = [];
  while (ledger.sent < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / 1000) * Number(perSecond)));
    for (; ledger.sent < due; ledger.sent += 1) {
      const number = ledger.sent;
      const scheduledAt = startedAt + (number / Number(perSecond)) * 1000;
      open.push(
        post(number).then((status) => {
          ledger.answers[status] = (ledger.answers[status] ?? 0) + 1;
          ledger.latenciesMs.push(performance.now() - scheduledAt);
          if (status === 200) ledger.acknowledged.push(number);
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(open);
  agent.destroy();
  return ledger;
}

process.send?.(await run(), () => process.disconnect());
