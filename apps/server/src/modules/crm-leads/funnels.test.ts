import { describe, expect, it } from 'vitest';
import { type Names, sumStages, toFunnels } from './funnels.ts';

const EXPRESS = '10350882';
const STRANGE = '777';
const school: Parameters<typeof toFunnels>[2] = {
  pipelineIds: [Number(EXPRESS)],
  productByPipeline: new Map([[Number(EXPRESS), { key: 'express' }]]),
  otherProduct: { key: 'other' },
  wonStatusId: 142,
  lostStatusId: 143,
};
const names: Names = {
  pipelines: [{ pipeline_id: EXPRESS, name: 'Экспресс' }],
  stages: [
    { pipeline_id: EXPRESS, status_id: '5', name: 'Новая' },
    { pipeline_id: EXPRESS, status_id: '142', name: 'Успешно' },
    { pipeline_id: EXPRESS, status_id: '143', name: 'Закрыто' },
  ],
};
const row = (pipeline_id: string | null, status_id: string | null, leads: number, amount = '0.00') => ({
  ...{ pipeline_id, status_id, leads, amount },
  amount_unknown: 0,
});

describe('funnels', () => {
  it('show every stage of a configured pipeline in the order of the CRM, empty ones too, and sum to the total', () => {
    const [funnel, ...others] = toFunnels(
      [row(EXPRESS, '142', 2, '10000.00'), row(EXPRESS, '5', 3, '5000.50')],
      names,
      school,
      {},
    );
    expect(others).toEqual([]);
    expect(funnel).toMatchObject({
      ...{ pipeline_id: EXPRESS, name: 'Экспресс', product_key: 'express' },
      ...{ total: 5, open: 3, won: 2, lost: 0, amount: '15000.50' },
    });
    expect(funnel?.stages.map(({ name, state, leads }) => [name, state, leads])).toEqual([
      ['Новая', 'open', 3],
      ['Успешно', 'won', 2],
      ['Закрыто', 'lost', 0],
    ]);
  });

  it('show what has no name by its id, and hide no deal: not of a strange pipeline, not of none', () => {
    const funnels = toFunnels(
      [row(STRANGE, '142', 1), row(null, null, 2), row(EXPRESS, '99', 4)],
      { pipelines: [], stages: [] },
      school,
      {},
    );
    expect(funnels.map(({ pipeline_id, name, total }) => [pipeline_id, name, total])).toEqual([
      [EXPRESS, null, 4],
      [STRANGE, null, 1],
      [null, null, 2],
    ]);
    expect(funnels[0]?.stages).toMatchObject([{ status_id: '99', name: null, state: 'open', leads: 4 }]);
    expect(sumStages(funnels.flatMap(({ stages }) => stages)).total).toBe(7);
  });

  it.each([
    ['open', 3],
    ['won', 2],
    ['lost', 1],
    ['5', 3],
    ['404', 0],
  ])('of the status %s hold %i deals', (status, total) => {
    const counts = [row(EXPRESS, '5', 3), row(EXPRESS, '142', 2), row(EXPRESS, '143', 1)];
    expect(toFunnels(counts, names, school, { status })[0]?.total).toBe(total);
  });
});
