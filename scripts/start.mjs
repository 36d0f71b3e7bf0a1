/**
 * `npm start`: everything a fresh clone needs, then the server; in the demo also the simulator that feeds it.
 *
 *   npm start                                   the demo academy on http://localhost:3000
 *   npm start -- --no-demo --role=api           the server alone, configured by the environment and .env
 *   PORT=3001 npm start, npm start -- --port 3001
 */
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { demoEnvironment, loadDemo, saveDemo, simulatorEnvironment, simulatorLog } from './lib/demo.mjs';
import { Problem, runMain } from './lib/errors.mjs';
import { freePort, waitForPort } from './lib/ports.mjs';
import { Service } from './lib/service.mjs';
import { readSettings } from './lib/settings.mjs';

/** @typedef {{ node: string, env: NodeJS.ProcessEnv }} Toolchain */

const simulatorStartTimeoutMs = 60_000;
const orphanCheckMs = 500;

// A terminal that is closed takes its output stream with it; stopping cleanly matters more than writing.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

await runMain(async () => {
  const settings = readSettings(process.argv.slice(2));
  const stopRequested = listenForStop();
  if (settings.role !== 'worker') await requireFreePort(settings.port, settings.host);
  const toolchain = await bootstrap({ web: settings.role !== 'worker', signal: stopRequested });
  return settings.demo
    ? startDemo(settings, toolchain, stopRequested)
    : startServer(settings, toolchain, stopRequested);
});

/**
 * @returns {AbortSignal} aborted by the first request to stop. Later ones change nothing: npm forwards the
 *   Ctrl-C that the terminal has sent us already, so that two signals are one wish.
 */
function listenForStop() {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => stop.abort());
  return stop.signal;
}

/**
 * An npm that is killed without warning cannot pass the signal on. Asked only under npm: whoever starts this
 * file from a shell and leaves the shell may want it to go on.
 *
 * (package.json says `exec node …`, so that npm is our parent. The shell that npm puts in between would die of
 * a SIGTERM alone, and would turn our clean end after Ctrl-C into a death by signal.)
 *
 * @param {() => void} act
 */
function whenOrphaned(act) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && act(), orphanCheckMs).unref();
}

/**
 * @param {number} port
 * @param {string} host
 */
async function requireFreePort(port, host) {
  if ((await freePort(port, host)) !== null) return;
  throw new Problem(
    `Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`,
  );
}

/**
 * @param {import('./lib/settings.mjs').Settings} settings
 * @param {Toolchain} toolchain
 * @param {AbortSignal} stopRequested
 */
async function startServer(settings, toolchain, stopRequested) {
  console.log(`Starting without the demo (${settings.demoOffBecause}).`);
  const server = serverService(settings, toolchain, { PORT: String(settings.port) });
  return supervise(server, null, stopRequested);
}

/**
 * @param {import('./lib/settings.mjs').Settings} settings
 * @param {Toolchain} toolchain
 * @param {AbortSignal} stopRequested
 */
async function startDemo(settings, toolchain, stopRequested) {
  const demo = loadDemo(settings.dataDir);
  // A lone worker joins the demo of the process that serves HTTP; a second simulator would tell another story.
  const simulator =
    settings.role === 'worker' ? null : await startSimulator(demo, settings, toolchain, stopRequested);
  if (stopRequested.aborted) return (await simulator?.service.stop()) ?? 0;
  const server = serverService(settings, toolchain, demoEnvironment(demo, settings));
  return supervise(server, simulator, stopRequested);
}

/**
 * @param {import('./lib/settings.mjs').Settings} settings
 * @param {Toolchain} toolchain
 * @param {Record<string, string>} extra settings that override the caller's
 */
function serverService(settings, { node, env }, extra) {
  const args = ['apps/server/src/main.ts', `--role=${settings.role}`];
  return new Service('server', { node, args, env: { ...env, ...extra }, output: 'inherit' });
}

/**
 * Starts the simulator on its port of last time, or on any free one when that is taken, and waits until it
 * answers: the server's first look at its sources should not find them all broken.
 *
 * @param {import('./lib/demo.mjs').Demo} demo
 * @param {import('./lib/settings.mjs').Settings} settings
 * @param {Toolchain} toolchain
 * @param {AbortSignal} stopRequested
 */
async function startSimulator(demo, settings, { node, env }, stopRequested) {
  demo.simulatorPort = (await freePort(demo.simulatorPort)) ?? (await freePort(0)) ?? demo.simulatorPort;
  saveDemo(settings.dataDir, demo);
  const log = simulatorLog(settings.dataDir);
  mkdirSync(dirname(log), { recursive: true });
  const service = new Service('simulator', {
    node,
    args: ['apps/simulator/src/main.ts', '--live'],
    env: { ...env, ...simulatorEnvironment(demo, settings) },
    output: openSync(log, 'w', 0o600),
  });
  const listening = await waitForPort(
    demo.simulatorPort,
    simulatorStartTimeoutMs,
    () => !service.running || stopRequested.aborted,
  );
  if (!listening && !stopRequested.aborted) {
    await service.stop();
    throw new Problem(`The simulator does not start. The end of ${log}:\n${lastLines(log)}`);
  }
  return { service, log };
}

/**
 * Waits for a request to stop or for the end of either service, stops what still runs (the server first: it
 * finishes its work against living sources), and decides the exit code.
 *
 * @param {Service} server
 * @param {{ service: Service, log: string } | null} simulator
 * @param {AbortSignal} stopRequested
 * @returns {Promise<number>}
 */
async function supervise(server, simulator, stopRequested) {
  const first = await Promise.race([
    aborted(stopRequested),
    server.ended.then((end) => ({ name: server.name, ...end })),
    ...(simulator ? [simulator.service.ended.then((end) => ({ name: simulator.service.name, ...end }))] : []),
  ]);
  const code = await server.stop();
  await simulator?.service.stop();
  if (first === null || stopRequested.aborted) return code;
  console.error(`\nThe ${first.name} ended unexpectedly (${first.reason}); everything is stopped.`);
  if (simulator && first.name === simulator.service.name) {
    console.error(`The end of ${simulator.log}:\n${lastLines(simulator.log)}`);
  }
  return first.code === 0 ? 1 : first.code;
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<null>}
 */
function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** @param {string} file */
function lastLines(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
