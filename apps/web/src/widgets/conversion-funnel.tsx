import type { FunnelResponse } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../lib/use-formatter.ts';
import { Figure, Unknown } from '../ui/figure.tsx';
import type { RowsTarget } from '../lib/rows-of.ts';
import { RowsLink } from './rows-link.tsx';
import { type FunnelStep, funnelSteps } from './funnel-steps.ts';

type ConversionFunnelProps = { funnel: FunnelResponse; title: string; team: string | undefined };

/** Four stages as bars as long as the printed percentage of the step before, and what left between them. */
export function ConversionFunnel({ funnel, title, team }: ConversionFunnelProps) {
  const { t } = useTranslation();
  const steps = funnelSteps(funnel.stages);
  return (
    <section aria-label={title} className="card p-4">
      <h2 className="text-lg font-bold">{title}</h2>
      <ol className="mt-3 grid gap-4">
        {steps.map((step, index) => (
          <Step key={step.id} step={step} before={steps[index - 1]} funnel={funnel} team={team} />
        ))}
      </ol>
      <Overall funnel={funnel} label={t('funnel.overall')} />
    </section>
  );
}

/** What each stage counts, row by row. */
const ROWS: Record<FunnelStep['id'], RowsTarget> = {
  spend: { to: '/ads' },
  proftest: { to: '/leads' },
  express: { to: '/sales', narrow: { rows: 'counted', product: 'express' } },
  main: { to: '/sales', narrow: { rows: 'counted', product: 'flagman' } },
};

type StepProps = {
  step: FunnelStep;
  before: FunnelStep | undefined;
  funnel: FunnelResponse;
  team: string | undefined;
};

function Step({ step, before, funnel, team }: StepProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const name = step.id === 'spend' ? t('funnel.clicks') : step.title;
  const beforeName = before?.id === 'spend' ? t('funnel.clicks') : (before?.title ?? '');
  const share =
    step.rate === null
      ? before
        ? t('funnel.unknownRate')
        : t('funnel.start')
      : `${format.percent(step.rate)} ${t('funnel.ofStep', { step: beforeName })}`;
  return (
    <li>
      <div className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{name}</span>
        <span className="text-lg font-bold">
          {step.count === null ? (
            <Unknown reason={t('funnel.incomplete')} />
          ) : (
            <RowsLink of={ROWS[step.id]} team={team}>
              <Figure value={step.count}>{format.number(step.count)}</Figure>
            </RowsLink>
          )}
        </span>
      </div>
      <div
        className="mt-1 h-3 rounded-[3px] bg-hover"
        title={step.complete ? undefined : t('funnel.incomplete')}
      >
        <div
          data-bar={step.id}
          className={`h-full rounded-[3px] ${step.id === 'spend' ? 'bg-bar' : 'bg-accent'} ${step.complete ? '' : 'hatched'}`}
          style={{ width: `${step.barPercent}%` }}
        />
      </div>
      <div className="mt-1 flex flex-wrap justify-between gap-x-4 text-xs text-ink-2">
        <span>
          {share}
          {step.barPercent === 100 && Number(step.rate ?? 0) > 100 ? `. ${t('funnel.over')}` : ''}
          {step.complete ? '' : `. ${t('funnel.incomplete')}`}
        </span>
        <span className="sm:text-right">
          {step.lost === null ? '' : t('funnel.lost', { n: format.number(step.lost) })}
          <StageMoney id={step.id} funnel={funnel} separator={step.lost === null ? '' : ' · '} />
        </span>
      </div>
    </li>
  );
}

/** The money of a stage: what was spent at its start, what came in at its sales. */
function StageMoney({
  id,
  funnel,
  separator,
}: {
  id: FunnelStep['id'];
  funnel: FunnelResponse;
  separator: string;
}) {
  const { t } = useTranslation();
  const format = useFormatter();
  const stage = funnel.stages.find((candidate) => candidate.id === id);
  if (stage?.id === 'spend') {
    const { spend_kzt: kzt, spend_usd: usd } = stage.metrics;
    const spent = funnel.currency === 'KZT' ? kzt : usd;
    return spent === null ? null : <>{t('funnel.spend', { value: format.money(spent, funnel.currency) })}</>;
  }
  if (stage?.id === 'express' || stage?.id === 'main') {
    const revenue = stage.id === 'express' ? stage.metrics.express_revenue : stage.metrics.main_revenue;
    return (
      <>
        {separator}
        {t('funnel.revenue', { value: format.money(revenue, funnel.currency) })}
      </>
    );
  }
  return null;
}

function Overall({ funnel, label }: { funnel: FunnelResponse; label: string }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const rows: [string, string | null][] = [
    [
      t('funnel.leadToLast', { step: funnel.stages.at(-1)?.title ?? '' }),
      funnel.overallConversionRate && format.percent(funnel.overallConversionRate, 2),
    ],
    [t('metric.revenue'), format.money(funnel.totalRevenue, funnel.currency)],
    [t('metric.roi'), funnel.roi && format.percent(funnel.roi)],
  ];
  return (
    <dl aria-label={label} className="mt-5 flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-3 text-sm">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-2">{name}</dt>
          <dd className="font-medium">{value ?? <Unknown reason={t('funnel.unknownRate')} />}</dd>
        </div>
      ))}
    </dl>
  );
}
