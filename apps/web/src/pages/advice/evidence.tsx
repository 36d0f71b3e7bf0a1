import type { AdviceFact, MetricKey, Recommendation } from '@traffic/contract';
import { METRIC_KEYS } from '@traffic/contract';
import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { printFact } from './print-fact.ts';
import { useAdviceTexts } from './texts.ts';

const isMetric = (name: string): name is MetricKey => METRIC_KEYS.some((key) => key === name);

/** What the claim stands on: every figure with its days, as a link to the report that says it. */
export function Evidence({ advice }: { advice: Recommendation }) {
  const t = useAdviceTexts();
  const format = useFormatter();
  const { expected, currency } = advice;
  return (
    <dl className="grid gap-x-6 gap-y-3 border-t border-line pt-3 text-sm sm:grid-cols-2 @[900px]:grid-cols-3">
      {advice.facts.map((fact) => (
        <div key={fact.key} className="min-w-0">
          <dt className="text-xs text-ink-2">
            <FactName fact={fact} /> · {format.period(fact.period.start, fact.period.end)}
          </dt>
          <dd className="font-medium">
            <ReportLink page={fact.page}>
              <Figure value={fact.value}>{printFact(fact, currency, format)}</Figure>
            </ReportLink>
            {expected?.fact === fact.key && expected.low !== null && expected.high !== null ? (
              <span className="ml-2 text-xs font-normal text-ink-2">
                {expected.low === expected.high
                  ? t('expectedOne', {
                      value: printFact({ value: expected.low, unit: expected.unit }, currency, format),
                    })
                  : t('expected', {
                      low: printFact({ value: expected.low, unit: expected.unit }, currency, format),
                      high: printFact({ value: expected.high, unit: expected.unit }, currency, format),
                    })}
              </span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactName({ fact: { key, path } }: { fact: AdviceFact }) {
  const { t: core } = useTranslation();
  const t = useAdviceTexts();
  const last = path.at(-1) ?? '';
  const of = key.startsWith('team_')
    ? 'team'
    : key.endsWith('_dear')
      ? 'dear'
      : key.endsWith('_cheap')
        ? 'cheap'
        : null;
  const name =
    path[0] === 'cohorts'
      ? t(last === 'persons' ? 'fact.persons' : 'fact.firstWeekSales')
      : isMetric(last)
        ? core(`metric.${last}`)
        : t('fact.median');
  return <>{of ? `${name}, ${t(`fact.${of}`)}` : name}</>;
}

/** A link into our own pages by its address: days and team are in it. */
function ReportLink({ page, children }: { page: string; children: ReactNode }) {
  const router = useRouter();
  const open = (event: MouseEvent<HTMLAnchorElement>): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    router.history.push(page);
  };
  return (
    <a
      href={page}
      onClick={open}
      className="underline decoration-line-strong underline-offset-4 hover:decoration-ink"
    >
      {children}
    </a>
  );
}
