import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANCHOR, startForTest } from '../test/start.ts';
import type { Truth } from '../world/truth.ts';

let folder: string;
let state: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  state = join(folder, 'state.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const PERIOD = '/truth?start=2026-11-10&end=2026-11-19';

describe('a second start', () => {
  it('continues with the same data, what happened live included', async () => {
    const first = await startForTest({ state });
    const { dealId } = (await first.control('POST', '/sales', { team: 'arystan', amount: 4321 })) as {
      dealId: number;
    };
    await first.control('POST', '/leads', {});
    const before = await first.control('GET', '/truth');
    await first.close();
    const second = await startForTest({ state, seed: 999, anchor: '2025-01-01T00:00:00Z' });
    const after = (await second.control('GET', '/truth')) as Truth;
    await second.close();
    expect(after).toEqual(before);
    expect(after.deals.find(({ id }) => id === dealId)).toMatchObject({ amount: 4321 });
  });

  it('survives a line torn by a killed process', async () => {
    const first = await startForTest({ state });
    await first.control('POST', '/sales', {});
    const before = await first.control('GET', PERIOD);
    await first.close();
    appendFileSync(state, '{"type":"deal","val');
    const second = await startForTest({ state });
    await second.control('POST', '/sales', {});
    await second.close();
    const third = await startForTest({ state });
    expect(await third.control('GET', PERIOD)).toEqual(before);
    await third.close();
  });

  it('has lived the time it was off, once and for all', async () => {
    let realMs = Date.parse(ANCHOR);
    const options = { state, anchor: undefined, clock: () => realMs } as const;
    await (await startForTest(options)).close();
    realMs += 2 * 86_400_000;
    const second = await startForTest(options);
    const days = await second.control('GET', '/truth?start=2026-11-21&end=2026-11-21');
    expect((days as Truth).totals.reduce((sum, row) => sum + row.leads, 0)).toBeGreaterThan(30);
    await second.close();
    const third = await startForTest(options);
    expect(await third.control('GET', '/truth?start=2026-11-21&end=2026-11-21')).toEqual(days);
    await third.close();
  });
});
