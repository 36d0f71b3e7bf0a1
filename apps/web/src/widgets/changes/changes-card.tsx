import { type Change, CHANGE_METRICS, type ChangeMetric, type ChangesResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { InnerLink } from '../../app/inner-link.tsx';
import { useAfterFigures, useReportSearch } from '../../app/use-report.ts';
import { metricExact } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { useKept } from '../../lib/use-kept.ts';
import { Figure } from '../../ui/figure.tsx';
import { TeamDot } from '../../ui/team-mark.tsx';
import { Delta } from '../delta.tsx';
import { ReportCard } from '../report-card.tsx';
import { RowsLink } from '../rows-link.tsx';
import { changesQuery } from './changes-query.ts';
import { useChangesTexts } from './texts.ts';

/** Teams and campaigns whose spend, sales, revenue or ROAS moved most, each a link to its rows of those days. */
export function ChangesCard() {
  const text = useChangesTexts();
  const format = useFormatter();
  const search = useReportSearch();
  const query = useQuery({ ...changesQuery(search), enabled: useAfterFigures() && search.compare !== 'off' });
  const shown = useKept(query);
  if (search.compare === 'off') return null;
  const { days, previous } = shown.data ?? {};
  return (
    <ReportCard
      title={text('title')}
      {...(days && previous
        ? {
            hint: text('hint', {
              days: format.period(days.start, days.end),
              previous: format.period(previous.start, previous.end),
            }),
          }
        : {})}
      errorTitle={text('error')}
      query={query}
      heightPx={240}
    >
      {(report) =>
        report.days === null ? (
          <p className="p-4 pt-0 text-ink-2">{text('unfinished')}</p>
        ) : (
          <div className="grid gap-x-6 gap-y-5 p-4 pt-0 @[640px]:grid-cols-2 @[1040px]:grid-cols-4">
            {CHANGE_METRICS.map((metric) => (
              <OfMetric key={metric} metric={metric} report={report} />
            ))}
          </div>
        )
      }
    </ReportCard>
  );
}

function OfMetric({ metric, report }: { metric: ChangeMetric; report: ChangesResponse }) {
  const { t } = useTranslation();
  const text = useChangesTexts();
  const changes = report.changes.filter((change) => change.metric === metric);
  const teams = changes.filter(({ campaign }) => campaign === null);
  const campaigns = changes.filter(({ campaign }) => campaign !== null);
  return (
    <section aria-label={t(`metric.${metric}`)} className="min-w-0 border-t border-line pt-3">
      <h3 className="text-sm font-bold">{t(`metric.${metric}`)}</h3>
      <List title={text('teams')} changes={teams} report={report} />
      <List title={text('campaigns')} changes={campaigns} report={report} />
      {changes.length === 0 ? <p className="mt-2 text-sm text-ink-2">{text('quiet')}</p> : null}
      <Withheld metric={metric} report={report} />
    </section>
  );
}

type ListProps = { title: string; changes: readonly Change[]; report: ChangesResponse };

function List({ title, changes, report }: ListProps) {
  if (changes.length === 0) return null;
  return (
    <>
      <h4 className="mt-2 text-xs text-ink-2">{title}</h4>
      <ul className="grid text-sm">
        {changes.map((change) => (
          <Row
            key={`${change.team?.slug ?? ''} ${change.campaign?.id ?? ''}`}
            change={change}
            report={report}
          />
        ))}
      </ul>
    </>
  );
}

function Row({ change, report }: { change: Change; report: ChangesResponse }) {
  const { t } = useTranslation();
  const text = useChangesTexts();
  const format = useFormatter();
  const { team, campaign, metric, before, now } = change;
  const print = (value: string) => metricExact(metric, value, report.currency, format);
  const name = campaign ? (campaign.name ?? campaign.id) : (team?.name ?? t('teams.unattributed'));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 py-1">
      <span className="flex min-w-0 items-baseline gap-2">
        <TeamDot color={team?.color ?? 'var(--line-strong)'} />
        <ChangeLink change={change} report={report}>
          <span title={name}>{name || text('noName')}</span>
        </ChangeLink>
      </span>
      <Delta metric={metric} value={now} base={before} />
      <span className="col-span-2 pl-4 text-xs text-ink-2">
        {Number(before) === 0 ? `${text('fresh')}, ` : ''}
        <Figure value={now}>{text('fromTo', { before: print(before), now: print(now) })}</Figure>
      </span>
    </li>
  );
}

type ChangeLinkProps = { change: Change; report: ChangesResponse; children: ReactNode };

/**
 * To the rows of exactly the compared days, so that the sum there is the number here. A campaign that has stopped has no
 * row in these days: it is shown in the days before.
 */
function ChangeLink({ change: { team, campaign, metric, now }, report, children }: ChangeLinkProps) {
  const slug = team?.slug ?? 'unattributed';
  const stopped = campaign !== null && /^0(\.0+)?$/.test(now);
  const range = stopped ? report.previous : report.days;
  const days = { preset: undefined, start: range?.start, end: range?.end };
  const look =
    'block min-h-6 min-w-0 truncate py-0.5 decoration-line-strong underline-offset-4 hover:underline';
  if (campaign)
    return (
      <InnerLink to="/ads" search={{ ...days, campaign: campaign.id }} className={look}>
        {children}
      </InnerLink>
    );
  if (metric === 'roas')
    return (
      <InnerLink to="/cabinet/$team" team={slug} search={days} className={look}>
        {children}
      </InnerLink>
    );
  return (
    <span className="min-w-0 truncate">
      <RowsLink of={metric} team={slug} report={days}>
        {children}
      </RowsLink>
    </span>
  );
}

/** What nothing is said of, and why: silence is not "all is well". */
function Withheld({ metric, report }: { metric: ChangeMetric; report: ChangesResponse }) {
  const text = useChangesTexts();
  const format = useFormatter();
  const of = report.withheld.filter((one) => one.metric === metric);
  if (of.length === 0) return null;
  const why = of.map(({ reason, rows }) => text(`withheld.${reason}`, { n: format.number(rows) })).join('; ');
  return <p className="mt-2 text-xs text-ink-2">{text('silent', { why })}</p>;
}
