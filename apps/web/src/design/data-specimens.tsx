import { useState } from 'react';
import { useFormatter } from '../lib/use-formatter.ts';
import { Segmented } from '../ui/segmented.tsx';
import { KpiRow } from '../widgets/kpi-row.tsx';
import type { KpiKey } from '../widgets/kpi-days.ts';
import { VirtualTable } from '../widgets/records/virtual-table.tsx';
import { COLUMN_SET_NAMES, type ColumnSet, DEFAULT_SORT } from '../widgets/team-columns.ts';
import { TeamsTable } from '../widgets/teams-table.tsx';
import { LineChart } from '../widgets/trend/line-chart.tsx';
import { overview, trend } from './sample.ts';
import { useDesignTexts } from './texts.ts';

/** The six tiles: a picked one, unknown days, incomplete figures. */
export function KpiSpecimen() {
  const [picked, setPicked] = useState<KpiKey>('revenue');
  return <KpiRow report={overview} picked={picked} onPick={setPicked} />;
}

/** The trend with the compared period; spend has a gap, the last day is not over. */
export function ChartSpecimen() {
  const t = useDesignTexts();
  const [metric, setMetric] = useState<'revenue' | 'spend'>('revenue');
  const [now, before] = [trend(0), trend(28)];
  const values = ({ points }: typeof now) =>
    points.map((point) => (point.metrics[metric] === null ? null : Number(point.metrics[metric])));
  return (
    <div className="card grid gap-2 pt-4">
      <div className="px-4">
        <Segmented
          label={t('charts')}
          value={metric}
          onChange={setMetric}
          options={[
            { value: 'revenue', label: t('one') },
            { value: 'spend', label: t('gap') },
          ]}
        />
      </div>
      <LineChart
        label={t('charts')}
        metric={metric}
        currency="KZT"
        points={now.points}
        before={before.points}
        series={[
          { values: values(now), unfinished: true },
          { values: values(before), unfinished: false },
        ]}
      />
    </div>
  );
}

/** The main table with its column sets and sort. */
export function TeamsSpecimen() {
  const t = useDesignTexts();
  const [columns, setColumns] = useState<ColumnSet>('main');
  const [sort, setSort] = useState(DEFAULT_SORT);
  return (
    <div className="card min-w-0 overflow-hidden">
      <div className="p-4 pb-2">
        <Segmented
          label={t('tables')}
          value={columns}
          onChange={setColumns}
          options={COLUMN_SET_NAMES.map((value) => ({ value, label: value }))}
        />
      </div>
      <TeamsTable report={overview} columns={columns} sort={sort} onSort={setSort} />
    </div>
  );
}

const LONG = Array.from({ length: 5_000 }, (_, index) => index + 1);

/** Five thousand rows of which those in sight are drawn. */
export function LongListSpecimen() {
  const t = useDesignTexts();
  const format = useFormatter();
  return (
    <div className="card min-w-0 overflow-hidden">
      <VirtualTable
        caption={t('longList')}
        rows={LONG}
        total={LONG.length}
        keyOf={String}
        onEndNear={() => undefined}
        columns={[
          { key: 'row', header: t('row'), widthPx: 160, cell: (row) => format.number(row) },
          {
            key: 'figure',
            header: t('figures'),
            widthPx: 200,
            cell: (row) => format.money(String(row * 977), 'KZT'),
          },
          { key: 'words', header: t('text'), widthPx: 320, words: true, cell: () => t('hint') },
        ]}
      />
    </div>
  );
}
