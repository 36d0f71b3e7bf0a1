import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SimulatorInput } from '../options.ts';
import { type RunningSimulator, startSimulator } from '../start-simulator.ts';
import { parsePreset, type Preset } from '../world/preset.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
export const ANCHOR = '2026-11-20T10:00:00Z';

/** The preset the product is delivered with: data, read where it lies. */
function presetFile(): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../../../presets/onai-academy.json'), 'utf8'));
}

export function readFixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8').trim();
}

export function readPreset(): Preset {
  return parsePreset(presetFile());
}

/** A simulator on a free port with a month of history before a fixed anchor. */
export function startForTest(options: Partial<SimulatorInput> = {}): Promise<RunningSimulator> {
  return startSimulator({
    port: 0,
    anchor: ANCHOR,
    historyDays: 30,
    rateLimit: false,
    preset: presetFile(),
    ...options,
  });
}

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What it answers from now on; `delayMs` before the answer. */
  answer: { status: number; delayMs: number /** Status for the next request only. */; once?: number };
  close(): Promise<void>;
}

/** An HTTP receiver that keeps every POST. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answer: Receiver['answer'] = { status: 200, delayMs: 0 };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ headers: request.headers, body });
    const status = answer.once ?? answer.status;
    delete answer.once;
    setTimeout(() => response.writeHead(status).end('{}'), answer.delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
