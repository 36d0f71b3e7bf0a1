import type { GlossaryEntry, GlossaryResponse } from '@traffic/contract';
import { SOURCE_KEYS } from '@traffic/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../../lib/api.ts';
import { useLocale } from '../../lib/i18n.ts';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { useGlossaryTexts } from './texts.ts';

/** The server says it in the language of the screen. */
const metricsQuery = (locale: string) =>
  queryOptions({
    queryKey: ['metrics', locale],
    queryFn: ({ signal }) => request<GlossaryResponse>('/api/v1/metrics', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** «Справочник показателей»: what every figure means, from the catalogue that computes it. */
export function GlossaryPage() {
  const { t } = useTranslation();
  const text = useGlossaryTexts();
  const query = useQuery(metricsQuery(useLocale()));
  const wrapped = (value: string) => <span className="block min-w-48 whitespace-normal py-1.5">{value}</span>;
  const sourceName = (key: string) => {
    const known = SOURCE_KEYS.find((one) => one === key);
    return known ? t(`source.${known}`) : key;
  };
  const columns: ReportColumn<GlossaryEntry>[] = [
    { key: 'name', header: text('name'), cell: ({ name }) => name },
    {
      key: 'formula',
      header: text('formula'),
      words: true,
      cell: ({ formula, additive }) => (
        <span className="block min-w-56 whitespace-normal py-1.5">
          {formula ?? text('fact')}
          <span className="block text-xs text-ink-2">{text(additive ? 'sums' : 'ratio')}</span>
        </span>
      ),
    },
    { key: 'unit', header: text('unit'), words: true, cell: ({ unit }) => text(`units.${unit}`) },
    {
      key: 'better',
      header: text('better'),
      words: true,
      cell: ({ direction }) => text(`direction.${direction}`),
    },
    {
      key: 'sources',
      header: text('sources'),
      words: true,
      cell: ({ sources }) => wrapped(sources.map(sourceName).join(', ')),
    },
    { key: 'empty', header: text('empty'), words: true, cell: ({ empty }) => wrapped(empty) },
  ];
  return (
    <>
      <h1 className="text-xl font-bold">{text('title')}</h1>
      <ReportCard
        title={text('metrics')}
        hint={text('lead')}
        errorTitle={text('error')}
        query={query}
        heightPx={600}
      >
        {({ metrics }) => (
          <ReportTable caption={text('caption')} columns={columns} rows={metrics} keyOf={({ key }) => key} />
        )}
      </ReportCard>
    </>
  );
}
