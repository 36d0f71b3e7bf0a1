import type { ForecastResponse, OverviewResponse } from '@traffic/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoSchool } from '../../testing/planted-school.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';

describe('the forecast of the demonstration', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openDemoSchool(180);
  }, 120_000);
  afterAll(() => server.close());
  const read = async (query = '') => (await server.get(`/api/v1/forecast${query}`)).body as ForecastResponse;

  it('starts from what the month has by the overview, and prints the error of its back-test', async () => {
    const forecast = await read();
    const { body } = await server.get('/api/v1/overview?start=2026-11-01&end=2026-11-19');
    const { spend, revenue } = (body as OverviewResponse).total;
    expect(forecast).toMatchObject({
      month: { start: '2026-11-01', end: '2026-11-30' },
      until: '2026-11-19',
      spend: { figure: { so_far: spend }, refusal: null },
      revenue: { figure: { so_far: revenue }, refusal: null },
    });
    for (const [name, { figure }] of [
      ['spend', forecast.spend],
      ['revenue', forecast.revenue],
    ] as const) {
      process.stdout.write(
        `forecast of ${name}: ${figure?.expected} (${figure?.low} to ${figure?.high}), median error ${figure?.error_percent} % of ${figure?.tested} back-tests\n`,
      );
      expect(figure?.tested).toBeGreaterThan(10);
    }
    // Eleven days before the end, of a school whose budget hardly moves and whose dear sales are few.
    expect(Number(forecast.spend.figure?.error_percent)).toBeLessThan(5);
    expect(Number(forecast.revenue.figure?.error_percent)).toBeLessThan(25);
  });

  it('of a team is of that team', async () => {
    const { body } = await server.get('/api/v1/overview?start=2026-11-01&end=2026-11-19&team=muha');
    expect((await read('?team=muha')).spend.figure?.so_far).toBe((body as OverviewResponse).total.spend);
  });
});

it('an empty school has none, and says why', async () => {
  const server = await createTestServer();
  const { body } = await server.get('/api/v1/forecast');
  await server.close();
  const { spend, revenue, history_days } = body as ForecastResponse;
  expect([spend.figure, revenue.figure, history_days]).toEqual([null, null, 0]);
  expect(revenue.refusal).toBe('no_activity');
});
