import { setTimeout as sleep } from 'node:timers/promises';
import { until, type World } from './world.ts';

export type Fault = {
  name: string;
  /** Hooks that may be refused or stay unanswered while it lasts: the CRM repeats them. */
  mayRefuse: boolean;
  /** The one alarm that it should raise; null = none is due. */
  alarm: string | null;
  /** Breaks it, waits, and mends it. */
  run(world: World, seconds: number): Promise<void>;
};

const named = (world: World, name: string) => world.processes.filter((one) => one.name.startsWith(name))[0];

/** Faults in the simulated outside. */
const outside =
  (target: string, fault: object, poke?: (world: World) => Promise<unknown>) =>
  async (world: World, seconds: number) => {
    await world.control('POST', '/faults', { [target]: fault });
    await poke?.(world).catch(() => undefined);
    await sleep(seconds * 1000);
    await world.control('POST', '/faults', { [target]: null });
  };

/** A comparison asks the CRM at once: otherwise the fault may pass unseen. */
const askCrm = (world: World) => {
  const day = (offset: number) => Temporal.Now.plainDateISO('UTC').add({ days: offset }).toString();
  return world.ask('POST', '/api/admin/amocrm/reconcile', { start: day(-1), end: day(1) });
};
const askMeta = (world: World) => world.ask('POST', '/api/traffic-facebook/refresh', {});

export const FAULTS: readonly Fault[] = [
  {
    ...{ name: 'database restarted', mayRefuse: false, alarm: null },
    async run(world, seconds) {
      await world.stopDatabase();
      await sleep((seconds * 1000) / 2);
      await world.startDatabase();
    },
  },
  {
    ...{ name: 'kill -9 of the worker', mayRefuse: false, alarm: null },
    run: async (world) => named(world, 'worker')?.kill(),
  },
  {
    ...{ name: 'kill -9 of an api', mayRefuse: true, alarm: null },
    run: async (world) => named(world, 'api')?.kill(),
  },
  {
    ...{ name: 'Redis gone', mayRefuse: false, alarm: null },
    async run(world, seconds) {
      await world.redis.kill();
      await sleep(seconds * 1000);
      await world.redis.start();
    },
  },
  {
    name: 'CRM answers 402',
    mayRefuse: false,
    alarm: 'amocrm.unpaid',
    async run(world, seconds) {
      await world.control('POST', '/faults', { amocrm: { status: 402 } });
      await askCrm(world).catch(() => undefined);
      await sleep(seconds * 1000);
      // A busy machine asks the CRM late; a fault that nobody met proves nothing.
      await until('the alarm', () => world.isOpen('amocrm.unpaid'), 90).catch(() => undefined);
      await world.control('POST', '/faults', { amocrm: null });
    },
  },
  {
    ...{ name: 'Graph throttled', mayRefuse: false, alarm: null },
    run: outside('meta', { status: 400, code: 17, message: 'User request limit reached' }, askMeta),
  },
  {
    ...{ name: 'Telegram 429', mayRefuse: false, alarm: null },
    run: outside('telegram', { status: 429, retryAfter: 5 }),
  },
  {
    ...{ name: 'disk full with the database away', mayRefuse: true, alarm: null },
    async run(world, seconds) {
      world.limitFiles(64 * 1024);
      await world.stopDatabase();
      await sleep((seconds * 1000) / 2);
      await world.startDatabase();
      world.limitFiles(null);
    },
  },
  {
    ...{ name: 'clock jumps an hour ahead', mayRefuse: false, alarm: null },
    async run(world, seconds) {
      // It stays ahead: the last fault. What was put off while ahead would otherwise wait an hour once the clock is right.
      await world.setClock(3_600);
      await sleep(seconds * 1000);
    },
  },
];
