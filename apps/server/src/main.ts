import { resolve } from 'node:path';
import { createApp, createWorkerApp } from './app.ts';
import { type Context, createContext } from './context.ts';
import { ensureAdminToken, ensureFirstAdmin, prepareDemoLogins } from './modules/access/index.ts';
import { ensureEnvironmentChats } from './modules/notifications/index.ts';
import { importPresetOnce } from './modules/settings/index.ts';
import { systemClock } from './platform/clock.ts';
import { type Config, ConfigError, loadConfig } from './platform/config/index.ts';
import { connectDatabase, migrate, startEmbeddedPostgres } from './platform/database/index.ts';
import { leaveBalancer } from './platform/drain.ts';
import { createLogger, type Logger } from './platform/log.ts';
import { startJobs } from './platform/jobs.ts';
import { jobDefinitions, startWorker } from './worker.ts';

/** Undoes what was started, last first, whatever fails in between. */
class Stack {
  readonly #undo: { what: string; stop: () => Promise<unknown> }[] = [];
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(what: string, stop: () => Promise<unknown>): void {
    this.#undo.push({ what, stop });
  }

  async unwind(): Promise<void> {
    for (const { what, stop } of this.#undo.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        this.#log.error({ err: error, what }, 'did not stop cleanly');
      }
    }
  }
}

async function start(config: Config, log: Logger, stack: Stack): Promise<void> {
  const databaseUrl = config.databaseUrl ?? (await startOwnDatabase(config, log, stack));
  const { applied } = await migrate(databaseUrl, { log });
  if (applied.length > 0) log.info({ applied }, 'schema migrated');
  const database = connectDatabase({
    url: databaseUrl,
    maxConnections: 12,
    applicationName: `traffic-dashboard ${config.role}`,
    statementTimeoutMs: 60_000,
    log,
  });
  stack.add('database connections', () => database.close());
  const context = createContext({ config, db: database.db, clock: systemClock, log });
  stack.add('traces', async () => context.tracer?.close());
  stack.add('answer cache', () => context.cache.close());
  stack.add('landing database', () => context.landing.close());
  stack.add('tripwire database', () => context.tripwire.close());
  if (await importPresetOnce(context.db, config.presetPath, context.clock.now()))
    log.info({ preset: config.presetPath }, 'school imported');
  await prepareAccess(context);
  // Says now, and not at the first lead, that the key of erased people does not open.
  await context.veil();
  const worker = await startBackground(context, databaseUrl, stack);
  if (config.role !== 'worker') await listen(context, stack, () => worker?.nudge());
  else await listenAside(context, stack);
}

async function startOwnDatabase(config: Config, log: Logger, stack: Stack): Promise<string> {
  const embedded = await startEmbeddedPostgres({ dataDir: resolve(config.dataDir, 'postgres'), log });
  stack.add('embedded PostgreSQL', () => embedded.stop());
  return embedded.url;
}

async function prepareAccess({ db, clock, config, log }: Context): Promise<void> {
  if (config.telegram !== null) await ensureEnvironmentChats(db, config.telegram.chatIds, clock.now());
  await ensureAdminToken({ db, clock }, config.adminApiToken);
  if (config.admin !== null && (await ensureFirstAdmin({ db, clock }, config.admin)))
    log.info('first administrator created');
  const users = await db.selectFrom('users').select('id').limit(1).execute();
  if (users.length === 0 && !config.demo)
    log.warn('nobody can sign in: set ADMIN_EMAIL and ADMIN_PASSWORD and start again');
}

async function startBackground(context: Context, databaseUrl: string, stack: Stack) {
  const works = context.config.role !== 'api';
  const { timezone } = await context.academy();
  const definitions = jobDefinitions(context);
  const onDone = (job: string, outcome: 'ok' | 'failed', seconds: number) => {
    context.metrics.jobRuns.inc({ job, outcome });
    context.metrics.jobSeconds.observe({ job }, seconds);
    context.tracer?.record({
      ...{ name: job, kind: 1, startedAt: new Date(Date.now() - seconds * 1000), ms: seconds * 1000 },
      ...{ failed: outcome === 'failed', attributes: { 'traffic.job': job } },
    });
  };
  const jobs = await startJobs({ databaseUrl, timezone, definitions, work: works, log: context.log, onDone });
  stack.add('jobs', () => jobs.stop());
  context.jobs.connect(jobs);
  if (!works) return null;
  for (const { name, atStart } of definitions) if (atStart) await jobs.enqueue(name);
  const worker = startWorker(context);
  stack.add('worker', () => worker.stop());
  return worker;
}

async function listen(context: Context, stack: Stack, onDelivery: () => void): Promise<void> {
  const { config, log } = context;
  const app = await createApp(context, onDelivery);
  stack.add('http server', () => app.close());
  await app.listen({ port: config.http.port, host: config.http.host });
  // Undone first: the balancer must have looked elsewhere before the listener closes.
  stack.add('traffic', () => leaveBalancer(context.drain, config.drainMs));
  log.info({ port: config.http.port }, 'listening');
  if (config.demo) await printDemoLogins(context);
  else process.stdout.write(`\n  Traffic Dashboard: ${config.http.publicUrl}\n\n`);
}

/** A worker's health and metrics, when it is told a port for them. */
async function listenAside(context: Context, stack: Stack): Promise<void> {
  const { config, log } = context;
  if (config.workerPort === null) return;
  const app = await createWorkerApp(context);
  stack.add('health of the worker', () => app.close());
  await app.listen({ port: config.workerPort, host: config.http.host });
  log.info({ port: config.workerPort }, 'health and metrics of the worker');
}

async function printDemoLogins(context: Context): Promise<void> {
  const logins = await prepareDemoLogins(context);
  const lines = logins.map(({ role, email, password }) => `  ${role.padEnd(14)} ${email}   ${password}`);
  process.stdout.write(
    `\n  Traffic Dashboard (demo): ${context.config.http.publicUrl}\n${lines.join('\n')}\n  Passwords are new at every start of the demo. Its API token and webhook secret: ${context.config.dataDir}/demo.json\n\n`,
  );
}

async function main(): Promise<void> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 78;
    return;
  }
  const log = createLogger({ level: config.logLevel, name: 'traffic-dashboard' });
  const stack = new Stack(log);
  let stopping: Promise<void> | null = null;
  const stop = (why: string, code: number) => {
    stopping ??= (async () => {
      log.info({ why }, 'stopping');
      await stack.unwind();
      log.info('stopped');
      process.exit(code);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal, 0));
  // Started by scripts/start.mjs: when that one is gone, nobody else would stop us.
  process.on('disconnect', () => stop('parent process is gone', 0));
  try {
    await start(config, log, stack);
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    stop('could not start', 1);
  }
}

await main();
