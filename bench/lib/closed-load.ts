/**
 * A closed load in a process of its own: so many callers, each asks again as soon as it was answered. Started with
 * `fork(..., [hook|view, ports, secret or token, callers, seconds])`; posts one `Throughput` to its parent and exits.
 */
import { Agent, request } from 'node:http';

export type Throughput = { perSecond: number; p95Ms: number; p99Ms: number; failed: number };

const [kind = 'hook', portList = '', key = '', callers = '64', seconds = '10'] = process.argv.slice(2);
const ports = portList.split(',').map(Number);
const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
let number = 0;

function ask(port: number): Promise<number> {
  number += 1;
  const body =
    kind === 'hook'
      ? `account[id]=31415926&leads[update][0][id]=${9_000_000 + number}&leads[update][0][status_id]=10&leads[update][0][pipeline_id]=10350882&leads[update][0][updated_at]=${1_790_000_000 + number}`
      : undefined;
  const path = kind === 'hook' ? `/api/amocrm/sales-webhook/${key}` : '/api/v1/overview?preset=30d';
  const headers =
    kind === 'hook'
      ? { 'content-type': 'application/x-www-form-urlencoded' }
      : { authorization: `Bearer ${key}` };
  return new Promise((resolve) => {
    const outgoing = request(
      { port, path, agent, host: '127.0.0.1', method: body === undefined ? 'GET' : 'POST', headers },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.on('error', () => resolve(0));
    outgoing.end(body);
  });
}

async function run(): Promise<Throughput> {
  const deadline = performance.now() + Number(seconds) * 1000;
  const latencies: number[] = [];
  let failed = 0;
  const caller = async (index: number) => {
    while (performance.now() < deadline) {
      const startedAt = performance.now();
      if ((await ask(ports[index % ports.length] ?? 0)) !== 200) failed += 1;
      latencies.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: Number(callers) }, (_, index) => caller(index)));
  agent.destroy();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: latencies.length / Number(seconds), p95Ms: at(0.95), p99Ms: at(0.99), failed };
}

process.send?.(await run(), () => process.disconnect());
