import type { AdFigures, AdLevel, AdsResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { metricCell, metricUnit } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TeamDot } from '../../ui/team-mark.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import {
  AD_COLUMNS,
  AD_SORTS,
  type AdColumns,
  type AdSort,
  hasWithoutCampaign,
  sourceOfColumn,
} from './columns.ts';
import { adsQuery } from './queries.ts';
import { useAdsTexts } from './texts.ts';

type AdsTableProps = {
  report: AdsResponse;
  caption: string;
  team: string | undefined;
  campaign: string | undefined;
  columns: AdColumns;
  sort: AdSort;
  onSort: (sort: AdSort) => void;
};

const NAME = 'sticky left-0 bg-card pl-4 text-left font-medium';
const INSIDE = { campaign: 'adset', adset: 'ad', ad: null } as const satisfies Record<
  AdLevel,
  AdLevel | null
>;

/** Rows + the rest + what names no campaign = the total, for every sum. */
export function AdsTable({ report, caption, team, campaign, columns, sort, onSort }: AdsTableProps) {
  const text = useAdsTexts();
  const format = useFormatter();
  const { rest, unmatched, total, currency } = report;
  const figures = (of: AdFigures) => <Figures of={of} columns={columns} currency={currency} />;
  return (
    <div className="relative max-h-[75vh] overflow-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{caption}</caption>
        <Head columns={columns} currency={currency} sort={sort} onSort={onSort} />
        <tbody>
          {report.rows.map((row) => (
            <AdRow
              key={`${row.account_id}-${row.id ?? ''}`}
              row={row}
              level="campaign"
              depth={0}
              ask={{ team, sort, columns }}
              marked={row.id !== null && row.id === campaign}
              currency={currency}
            />
          ))}
          {rest.rows > 0 ? (
            <PlainRow name={text('rest', { n: format.number(rest.rows) })}>{figures(rest.figures)}</PlainRow>
          ) : null}
          {(unmatched.leads ?? 0) > 0 || unmatched.sales !== 0 ? (
            <PlainRow name={text('unmatched')}>
              <Figures of={unmatched} columns={columns} currency={currency} noCampaign />
            </PlainRow>
          ) : null}
        </tbody>
        <tfoot className="font-bold [&_td]:sticky [&_td]:bottom-0 [&_td]:border-line-strong [&_td]:bg-card">
          <tr className="h-10">
            <th scope="row" className={`${NAME} bottom-0 z-20 border-t border-line-strong`}>
              {text('total')}
            </th>
            {figures(total)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

type HeadProps = Pick<AdsTableProps, 'columns' | 'sort' | 'onSort'> & { currency: AdsResponse['currency'] };

function Head({ columns, currency, sort, onSort }: HeadProps) {
  const { t } = useTranslation();
  const text = useAdsTexts();
  return (
    <thead>
      <tr>
        <th scope="col" className={`${NAME} top-0 z-30 text-xs font-normal! text-ink-2`}>
          {text('name')}
        </th>
        {AD_COLUMNS[columns].map((metric) => {
          const unit = metricUnit(metric, currency);
          const sortable = AD_SORTS.find((name) => name === metric);
          const words = (
            <>
              <span className="block text-[11px] leading-3 text-ink-2">
                {text(sourceOfColumn(metric) === 'meta' ? 'byMeta' : 'byCrm')}
              </span>
              {t(`metric.${metric}`)}
              {unit ? `, ${unit}` : ''}
              {sort === metric ? <span aria-hidden="true"> ↓</span> : null}
            </>
          );
          return (
            <th
              key={metric}
              scope="col"
              {...(sortable
                ? { 'aria-sort': sort === metric ? ('descending' as const) : ('none' as const) }
                : {})}
              className={`sticky top-0 z-20 bg-card p-0 text-right text-xs font-normal whitespace-nowrap last:pr-2 ${sort === metric ? 'text-ink' : 'text-ink-2'}`}
            >
              {sortable ? (
                <button
                  type="button"
                  onClick={() => onSort(sortable)}
                  className="h-11 w-full px-2 text-right -outline-offset-2! hover:text-ink"
                >
                  {words}
                </button>
              ) : (
                <span className="inline-block px-2">{words}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function PlainRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <tr className="h-9 text-ink-2 pointer-coarse:h-11">
      <th scope="row" className={`${NAME} z-10 border-t border-line font-normal!`}>
        {name}
      </th>
      {children}
    </tr>
  );
}

const toSight = (row: HTMLTableRowElement | null): void => row?.scrollIntoView({ block: 'center' });

type Ask = { team: string | undefined; sort: AdSort; columns: AdColumns };
type AdRowProps = {
  row: AdsResponse['rows'][number];
  level: AdLevel;
  depth: number;
  ask: Ask;
  /** The one that a link asked for: opened, in sight and tinted. */
  marked?: boolean;
  currency: AdsResponse['currency'];
};

/** One object; a campaign and an ad set open into what is inside them, read when it is first opened. */
function AdRow({ row, level, depth, ask, marked = false, currency }: AdRowProps) {
  const text = useAdsTexts();
  const [open, setOpen] = useState(marked);
  const inside = row.id === null ? null : INSIDE[level];
  const name = row.name ?? row.id ?? text('noName');
  return (
    <>
      <tr
        ref={marked ? toSight : undefined}
        {...(marked ? { 'aria-current': 'true' as const } : {})}
        className={`group h-9 hover:bg-hover pointer-coarse:h-11 ${marked ? 'bg-accent-soft' : ''}`}
      >
        <th scope="row" className={`${NAME} z-10 border-t border-line group-hover:bg-hover`}>
          <span className="flex max-w-56 items-center gap-2 sm:max-w-96" style={{ paddingLeft: depth * 20 }}>
            {inside === null ? (
              <span className="size-7 shrink-0" />
            ) : (
              <button
                type="button"
                aria-expanded={open}
                aria-label={text(open ? 'close' : 'open', { name })}
                onClick={() => setOpen(!open)}
                className="flex size-7 shrink-0 items-center justify-center rounded-control hover:bg-accent-soft pointer-coarse:size-11"
              >
                <Icon name={open ? 'down' : 'right'} />
              </button>
            )}
            {row.team && depth === 0 ? <TeamDot color={row.team.color} /> : null}
            <span className="truncate" title={`${text(level)} ${row.id ?? ''}: ${name}`}>
              {name}
            </span>
          </span>
        </th>
        <Figures of={row.figures} columns={ask.columns} currency={currency} />
      </tr>
      {open && inside !== null && row.id !== null ? (
        <Inside parent={row.id} level={inside} depth={depth + 1} ask={ask} />
      ) : null}
    </>
  );
}

function Inside({ parent, level, depth, ask }: { parent: string; level: AdLevel; depth: number; ask: Ask }) {
  const text = useAdsTexts();
  const { team, sort, columns } = ask;
  const query = useQuery(adsQuery(useReportSearch(), { team, level, parent, sort }));
  const span = AD_COLUMNS[columns].length + 1;
  if (query.error)
    return (
      <tr>
        <td colSpan={span} className="p-3">
          <WidgetError
            title={text('childrenError')}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </td>
      </tr>
    );
  if (!query.data)
    return (
      <tr aria-busy="true">
        <td colSpan={span} className="h-9 border-t border-line" />
      </tr>
    );
  return query.data.rows.map((row) => (
    <AdRow
      key={row.id ?? ''}
      row={row}
      level={level}
      depth={depth}
      ask={ask}
      currency={query.data.currency}
    />
  ));
}

type FiguresProps = {
  of: AdFigures;
  columns: AdColumns;
  currency: AdsResponse['currency'];
  /** Of what names no campaign: nothing is spent without one, and nothing is divided by that. */
  noCampaign?: boolean;
};

function Figures({ of, columns, currency, noCampaign = false }: FiguresProps) {
  const text = useAdsTexts();
  const format = useFormatter();
  return AD_COLUMNS[columns].map((metric) => {
    const untold = of.sales === null && sourceOfColumn(metric) === 'crm';
    const nobodys = noCampaign && !hasWithoutCampaign(metric);
    const value = untold || nobodys ? null : of[metric];
    return (
      <td key={metric} className="border-t border-line px-2 text-right whitespace-nowrap last:pr-4">
        {value === null ? (
          <Unknown reason={text(nobodys ? 'noSpend' : untold ? 'sharedName' : 'unknown')} />
        ) : (
          <Figure value={value}>{metricCell(metric, value, currency, format)}</Figure>
        )}
      </td>
    );
  });
}
