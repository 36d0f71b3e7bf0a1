import { METRICS, type OverviewResponse } from '@traffic/contract';
import { useParams } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsAlone } from '../app/use-report.ts';
import { changePercent } from '../lib/decimal.ts';
import { metricExact, metricParts, useMetricReasons } from '../lib/metric-text.ts';
import { useChanged } from '../lib/use-changed.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Figure, Unknown } from '../ui/figure.tsx';
import { Icon } from '../ui/icons.tsx';
import { Sparkline } from '../ui/sparkline.tsx';
import { RowsLink } from './rows-link.tsx';
import { Delta } from './delta.tsx';
import { KpiExplanation } from './kpi-explanation.tsx';
import { KpiPlanLine } from './plans/kpi-plan-line.tsx';
import type { KpiPlan } from './plans/plan-of-period.ts';
import { dailyValues, type KpiKey } from './kpi-days.ts';

type KpiTileProps = {
  metric: KpiKey;
  report: OverviewResponse;
  late: SourceKeys;
  unfinished: boolean;
  /** How far the plan of the week is; null without one. */
  plan: KpiPlan | null;
  /** Whether the chart shows this figure, and how to make it. */
  picked: boolean;
  onPick: () => void;
};
type SourceKeys = OverviewResponse['teams'][number]['incomplete'];

/** One figure of the period: name, value, change, what it is compared with, and its shape by day. */
export function KpiTile({ metric, report, late, unfinished, plan, picked, onPick }: KpiTileProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const reasons = useMetricReasons();
  const nameId = useId();
  const alone = useIsAlone();
  const value = report.total[metric];
  const incomplete = reasons.incomplete(metric, late);
  const changed = useChanged(value, JSON.stringify(report.period) + report.currency);
  const comparable =
    value !== null && changePercent(String(value), String(report.previous.total[metric] ?? 0));
  const previous = format.period(report.previous.period.start, report.previous.period.end);
  return (
    <div
      role="group"
      aria-labelledby={nameId}
      className={`card flex min-h-[180px] min-w-0 flex-col p-3.5 ${picked ? 'border-accent' : ''} ${changed ? 'changed' : ''}`}
    >
      <KpiExplanation metric={metric} report={report} nameId={nameId} />
      <div
        className={`mt-1 -mx-1 w-fit rounded-[4px] px-1 text-kpi font-bold whitespace-nowrap max-[359px]:text-xl ${incomplete ? 'hatched' : ''}`}
      >
        {value === null ? (
          <Unknown reason={reasons.unknown(metric, report.total) ?? ''} />
        ) : (
          <KpiValue metric={metric} value={value} report={report} incomplete={incomplete} />
        )}
      </div>
      <div className="mt-1 grid text-xs">
        {alone ? null : <Delta metric={metric} value={value} base={report.previous.total[metric]} />}
        {comparable && !alone ? (
          <span className="text-ink-2">{t('kpi.versus', { period: previous })}</span>
        ) : null}
      </div>
      <KpiWarning metric={metric} report={report} incomplete={incomplete} />
      {plan ? <KpiPlanLine metric={metric} plan={plan} /> : null}
      <button
        type="button"
        aria-pressed={picked}
        aria-label={t('kpi.pick', { metric: t(`metric.${metric}`) })}
        onClick={onPick}
        className="mt-auto block w-full rounded-[4px] pt-2.5"
      >
        <Sparkline
          values={dailyValues(report.days, metric)}
          unfinished={unfinished}
          label={`${t('kpi.sparkline')}: ${t(`metric.${metric}`)}`}
        />
      </button>
    </div>
  );
}

type KpiValueProps = {
  metric: KpiKey;
  value: string | number;
  report: OverviewResponse;
  incomplete: string | null;
};

function KpiValue({ metric, value, report, incomplete }: KpiValueProps) {
  const format = useFormatter();
  const { team } = useParams({ strict: false });
  const { prefix, digits, unit } = metricParts(metric, value, report.currency, format);
  const exact = metricExact(metric, value, report.currency, format);
  return (
    <RowsLink of={metric} team={team}>
      <Figure value={value} title={incomplete ? `${exact}. ${incomplete}` : exact}>
        {prefix ? <span className="text-lg font-medium text-ink-2">{prefix}</span> : null}
        {digits}
        {unit ? <span className="ml-1 text-lg font-medium text-ink-2">{unit}</span> : null}
      </Figure>
    </RowsLink>
  );
}

/** What the figure leaves out, in words: late sources, sales without an amount, spend without a rate. */
function KpiWarning({ metric, report, incomplete }: Omit<KpiValueProps, 'value'>) {
  const { t } = useTranslation();
  const parts: readonly string[] = METRICS[metric].kind === 'additive' ? [metric] : ['spend', 'revenue'];
  const { sales_amount_unknown: unknown, spend_unconverted: unconverted } = report.total;
  const notes = [
    incomplete,
    unknown > 0 && parts.includes('revenue') && metric !== 'cpa'
      ? t('kpi.amountUnknown', { n: unknown })
      : null,
    unconverted > 0 && parts.includes('spend') ? t('kpi.unconverted', { n: unconverted }) : null,
  ].filter((note) => note !== null);
  if (notes.length === 0) return null;
  return (
    <p className="mt-1 flex gap-1 text-xs text-warn">
      <Icon name="warning" className="scale-90" />
      <span>{notes.join('; ')}</span>
    </p>
  );
}
