import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type JobDefinition, type Jobs, startJobs } from './jobs.ts';
import { createLogger } from './log.ts';

const log = createLogger({ level: 'silent', name: 'test' });

let database: TestDatabase;
const started: Jobs[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const jobs of started) await jobs.stop();
  await database.drop();
});

async function twoProcesses(definition: Omit<JobDefinition, 'timeoutSeconds'>): Promise<Jobs[]> {
  const options = {
    databaseUrl: database.url,
    timezone: 'Asia/Almaty',
    definitions: [{ ...definition, timeoutSeconds: 60 }],
    work: true,
    log,
  };
  const pair = [await startJobs(options), await startJobs(options)];
  started.push(...pair);
  return pair;
}

it('of two processes that are asked for a job at once one runs it, once', async () => {
  let running = 0;
  let runs = 0;
  const pair = await twoProcesses({
    name: 'test.asked',
    run: async () => {
      running += 1;
      expect(running).toBe(1);
      runs += 1;
      await sleep(500);
      running -= 1;
    },
  });
  const answers = await Promise.all([...pair, ...pair, ...pair].map((jobs) => jobs.enqueue('test.asked')));
  expect(answers.filter(Boolean)).toHaveLength(1);
  await sleep(6_000);
  expect(runs).toBe(1);
}, 30_000);

it('of two processes with the same clock one runs each tick', async () => {
  const ticks: number[] = [];
  await twoProcesses({
    name: 'test.tick',
    cron: '* * * * *',
    run: async () => {
      ticks.push(Math.floor(Date.now() / 1000));
    },
  });
  // The next minute's tick, and long enough after it for a second one to show.
  await sleep(60_000 - (Date.now() % 60_000) + 40_000);
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.every((tick, index) => index === 0 || tick - (ticks[index - 1] ?? 0) > 20)).toBe(true);
  expect(ticks.length).toBeLessThanOrEqual(2);
}, 150_000);
