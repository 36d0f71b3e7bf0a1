import { type Basis, type ChangeMetric, sourcesOf } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { type ChangeFigures, type ChangeRow, pickChanges } from './pick-changes.ts';

const team = (id: number) => ({ id, slug: `t${id}`, name: `T${id}`, emoji: '', color: '#000000' });
const figures = (known: Partial<ChangeFigures>): ChangeFigures => ({
  spend: '0.00',
  sales: 0,
  revenue: '0.00',
  roas: null,
  sales_amount_unknown: 0,
  spend_unconverted: 0,
  ...known,
});
const row = (
  id: number,
  before: Partial<ChangeFigures>,
  now: Partial<ChangeFigures>,
  known: Partial<ChangeRow> = {},
): ChangeRow => ({
  team: team(id),
  campaign: null,
  late: [],
  ...known,
  before: figures(before),
  now: figures(now),
});

const pick = (rows: ChangeRow[], basis: Basis = 'cash', reaches = { spend: true, sales: true }) =>
  pickChanges(rows, { basis, reaches, sourcesOf });
const said = (rows: ChangeRow[], metric: ChangeMetric) =>
  pick(rows)
    .changes.filter((change) => change.metric === metric)
    .map(({ team: of, difference }) => [of?.id, difference]);
const why = (
  rows: ChangeRow[],
  metric: ChangeMetric,
  basis: Basis = 'cash',
  reaches = { spend: true, sales: true },
) => pick(rows, basis, reaches).withheld.filter((one) => one.metric === metric);

describe('biggest changes', () => {
  it('are ordered by how much moved, not by percent: +100 000 before +900 %', () => {
    const rows = [
      row(1, { spend: '1000.00' }, { spend: '10000.00' }),
      row(2, { spend: '200000.00' }, { spend: '300000.00' }),
      row(3, { spend: '100000.00' }, { spend: '80000.00' }),
    ];
    expect(said(rows, 'spend')).toEqual([
      [2, '100000.00'],
      [3, '-20000.00'],
      [1, '9000.00'],
    ]);
  });

  it('keep the percent: 80 000 after 100 000 is -20 %; after nothing there is none', () => {
    const { changes } = pick([
      row(1, { spend: '100000.00' }, { spend: '80000.00' }),
      row(2, {}, { spend: '50000.00' }),
    ]);
    expect(changes.map(({ percent }) => percent)).toEqual([null, '-20.00']);
  });

  it('tell at most three teams and three campaigns of a metric', () => {
    const campaign = { id: 'c', account_id: 'a', name: null };
    const many = [1, 2, 3, 4, 5].flatMap((id) => [
      row(id, { spend: '1000.00' }, { spend: `${id}000000.00` }),
      row(id, { spend: '1000.00' }, { spend: `${id}00000.00` }, { campaign: { ...campaign, id: `${id}` } }),
    ]);
    const { changes } = pick(many);
    expect(changes.filter((change) => change.campaign === null).map((change) => change.team?.id)).toEqual([
      5, 4, 3,
    ]);
    expect(changes.filter((change) => change.campaign !== null).map((change) => change.campaign?.id)).toEqual(
      ['5', '4', '3'],
    );
  });

  it('a tenth of the spend, or a hundredth of everybody’s, is no news', () => {
    expect(said([row(1, { spend: '1000.00' }, { spend: '1090.00' })], 'spend')).toEqual([]);
    const small = row(1, { spend: '10.00' }, { spend: '30.00' });
    expect(said([small, row(2, { spend: '9000.00' }, { spend: '9000.00' })], 'spend')).toEqual([]);
    expect(said([small], 'spend')).toEqual([[1, '20.00']]);
  });

  it('of few sales nothing is said: 2 -> 6 may be chance, and is counted as withheld', () => {
    const rows = [row(1, { sales: 2, revenue: '10000.00' }, { sales: 6, revenue: '30000.00' })];
    expect(said(rows, 'sales')).toEqual([]);
    expect(why(rows, 'sales')).toEqual([{ metric: 'sales', reason: 'few', rows: 1 }]);
    expect(why(rows, 'revenue')).toEqual([{ metric: 'revenue', reason: 'few', rows: 1 }]);
  });

  it('40 -> 52 sales lie within what chance gives; 40 -> 60 do not', () => {
    expect(said([row(1, { sales: 40 }, { sales: 52 })], 'sales')).toEqual([]);
    expect(said([row(1, { sales: 40 }, { sales: 60 })], 'sales')).toEqual([[1, '20']]);
  });

  it('a late source of the metric withholds it, and leaves the others', () => {
    const rows = [
      row(1, { spend: '100.00', sales: 30 }, { spend: '900.00', sales: 60 }, { late: ['meta'] }),
      row(2, { spend: '100.00' }, { spend: null }),
      row(3, { spend: '100.00' }, { spend: '900.00', spend_unconverted: 1 }),
    ];
    expect(said(rows, 'spend')).toEqual([]);
    expect(why(rows, 'spend')).toEqual([{ metric: 'spend', reason: 'incomplete', rows: 3 }]);
    expect(said(rows, 'sales')).toEqual([[1, '30']]);
  });

  it('sales without an amount withhold revenue and ROAS, not the count', () => {
    const rows = [
      row(
        1,
        { spend: '10.00', sales: 30, revenue: '100.00', roas: '10.0000' },
        { spend: '10.00', sales: 60, revenue: '300.00', roas: '30.0000', sales_amount_unknown: 1 },
      ),
    ];
    expect(said(rows, 'sales')).toHaveLength(1);
    for (const metric of ['revenue', 'roas'] as const)
      expect(why(rows, metric)).toEqual([{ metric, reason: 'incomplete', rows: 1 }]);
  });

  it('sales that may be another campaign’s withhold what stands on them, and leave the spend', () => {
    const untold = { sales: null, revenue: null, roas: null, sales_amount_unknown: null };
    const rows = [row(1, { spend: '100.00', sales: 30 }, { spend: '900.00', ...untold })];
    expect(said(rows, 'spend')).toEqual([[1, '800.00']]);
    for (const metric of ['sales', 'revenue', 'roas'] as const)
      expect(why(rows, metric)).toEqual([{ metric, reason: 'incomplete', rows: 1 }]);
  });

  it('days before the first data, and younger cohorts, are compared with nothing', () => {
    const rows = [row(1, { spend: '100.00', sales: 30 }, { spend: '900.00', sales: 60 })];
    const young = { spend: false, sales: true };
    expect(why(rows, 'spend', 'cash', young)).toEqual([
      { metric: 'spend', reason: 'short_history', rows: 1 },
    ]);
    expect(why(rows, 'sales', 'cohort')).toEqual([{ metric: 'sales', reason: 'cohort', rows: 1 }]);
    expect(why(rows, 'spend', 'cohort')).toEqual([]);
  });

  it('ROAS is ordered by the money its move is worth, and needs sales on both sides', () => {
    const moved = (id: number, spend: string, from: string, to: string) =>
      row(id, { spend, sales: 20, roas: from }, { spend, sales: 20, roas: to });
    expect(
      said([moved(1, '100.00', '1.0000', '9.0000'), moved(2, '10000.00', '2.0000', '3.0000')], 'roas'),
    ).toEqual([
      [2, '1.0000'],
      [1, '8.0000'],
    ]);
    const lost = [
      row(1, { spend: '10.00', sales: 20, roas: '5.0000' }, { spend: '10.00', sales: 1, roas: '0.5000' }),
    ];
    expect(why(lost, 'roas')).toEqual([{ metric: 'roas', reason: 'few', rows: 1 }]);
  });

  it('of teams that did nothing nothing is said at all', () => {
    expect(pick([row(1, {}, {})])).toEqual({ changes: [], withheld: [] });
  });
});
