import type { UtmOwnResponse } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useReportSearch } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { controlClass } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { ownUtmQuery } from './queries.ts';
import { useCabinetTexts } from './texts.ts';

type Value = UtmOwnResponse['values'][number];
type Ad = UtmOwnResponse['untagged_spend']['ads'][number];

/** Tags of this team alone that nobody understands, with the money on them. */
export function OwnUtmCard({ team }: { team: string }) {
  const text = useCabinetTexts();
  const query = useQuery(ownUtmQuery(useReportSearch(), team));
  return (
    <ReportCard
      title={text('own.title')}
      hint={text('own.hint')}
      errorTitle={text('own.error')}
      query={query}
      heightPx={220}
    >
      {(report) => <Findings report={report} />}
    </ReportCard>
  );
}

function Findings({ report }: { report: UtmOwnResponse }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  const { values, untagged_spend: untagged } = report;
  const period = format.period(report.period.start, report.period.end);
  if (values.length === 0 && untagged.total.ads === 0)
    return (
      <p className="flex gap-2 p-4 pt-0 text-sm">
        <Icon name="check" className="mt-0.5 text-good" />
        {text('own.clean', { period })}
      </p>
    );
  return (
    <>
      {values.length > 0 ? <Values values={values} /> : null}
      {untagged.total.ads > 0 ? <Untagged untagged={untagged} /> : null}
      <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line p-4 text-sm text-ink-2">
        <p>{text('own.ask')}</p>
      </footer>
    </>
  );
}

function Values({ values }: { values: readonly Value[] }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  const mayChange = useMayChange();
  const columns: ReportColumn<Value>[] = [
    {
      key: 'value',
      header: text('own.value'),
      cell: ({ value }) => (
        <span className="block max-w-72 truncate" title={value}>
          {value}
        </span>
      ),
    },
    { key: 'field', header: text('own.field'), words: true, cell: ({ field }) => field },
    {
      key: 'problem',
      header: text('own.problem'),
      words: true,
      cell: ({ problem }) => <span className="text-warn">{text(`own.kind.${problem}`)}</span>,
    },
    ...(['leads', 'sales'] as const).map(
      (key): ReportColumn<Value> => ({
        key,
        header: text(`own.${key}`),
        cell: (row) => <Figure value={row[key]}>{format.number(row[key])}</Figure>,
      }),
    ),
    {
      key: 'revenue',
      header: text('own.revenue'),
      cell: ({ revenue, sales_amount_unknown: unknown }) => (
        <>
          <Figure value={revenue}>{format.number(revenue)}</Figure>
          {unknown > 0 ? (
            <span className="block text-xs text-warn">
              {text('own.unknownAmount', { n: format.number(unknown) })}
            </span>
          ) : null}
        </>
      ),
    },
    ...(mayChange ? [assignColumn(text)] : []),
  ];
  return (
    <ReportTable
      caption={text('own.title')}
      columns={columns}
      rows={values}
      keyOf={({ field, value, problem }) => `${field} ${problem} ${value}`}
    />
  );
}

/** A rule that takes this value; a macro that Meta left as it is belongs in the ad, not in a rule. */
function assignColumn(text: ReturnType<typeof useCabinetTexts>): ReportColumn<Value> {
  return {
    key: 'assign',
    header: '',
    cell: ({ field, value, problem }) =>
      problem === 'macro' ? null : (
        <Link
          to="/teams"
          search={{ tab: 'values', field, value }}
          aria-label={`${text('own.fix')}: ${value}`}
          className={controlClass('plain')}
        >
          {text('own.fix')}
        </Link>
      ),
  };
}

function Untagged({ untagged }: { untagged: UtmOwnResponse['untagged_spend'] }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  const columns: ReportColumn<Ad>[] = [
    {
      key: 'ad',
      header: text('own.ad'),
      cell: ({ ad_name: name, ad_id: id }) => (
        <span className="block max-w-72 truncate" title={name ?? id}>
          {name ?? id}
        </span>
      ),
    },
    {
      key: 'campaign',
      header: text('own.campaign'),
      words: true,
      cell: ({ campaign_name: name }) => (
        <span className="block max-w-72 truncate" title={name ?? undefined}>
          {name ?? '—'}
        </span>
      ),
    },
    {
      key: 'spend',
      header: text('own.spend'),
      cell: ({ spend }) => <Figure value={spend}>{format.number(spend)}</Figure>,
    },
  ];
  const { ads, spend } = untagged.total;
  return (
    <details className="border-t border-line">
      <summary className="px-4 py-3 text-sm hover:bg-hover">
        <span className="font-medium">{text('own.spent')}.</span>{' '}
        <span className="text-ink-2">
          {text('own.spentHint', {
            ads: format.counted(ads, text('own.adWords')),
            spend: format.money(spend, 'KZT'),
          })}
        </span>
      </summary>
      <ReportTable
        caption={text('own.spent')}
        columns={columns}
        rows={untagged.ads}
        keyOf={({ account_id: account, ad_id: id }) => `${account} ${id}`}
      />
    </details>
  );
}
