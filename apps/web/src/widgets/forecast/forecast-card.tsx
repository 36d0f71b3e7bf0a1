import type { ForecastResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { ReportCard } from '../report-card.tsx';
import { useForecastTexts } from './texts.ts';

/** What the month may end with, how sure that is, and how such forecasts missed before. */
export function ForecastCard({ team }: { team: string | undefined }) {
  const t = useForecastTexts();
  const format = useFormatter();
  const query = useQuery({
    queryKey: ['overview', 'forecast', team],
    queryFn: ({ signal }) => request<ForecastResponse>(withQuery('/api/v1/forecast', { team }), { signal }),
  });
  const { data } = query;
  return (
    <ReportCard
      title={t('title')}
      {...(data
        ? {
            hint: t('hint', {
              period: format.period(data.month.start, data.month.end),
              until: format.period(data.until, data.until),
            }),
          }
        : {})}
      errorTitle={t('error')}
      query={query}
      heightPx={170}
    >
      {(forecast) => (
        <div className="grid gap-x-8 gap-y-4 px-4 pb-4 sm:grid-cols-2">
          {(['revenue', 'spend'] as const).map((of) => (
            <Outlook key={of} of={of} forecast={forecast} />
          ))}
        </div>
      )}
    </ReportCard>
  );
}

function Outlook({ of, forecast }: { of: 'spend' | 'revenue'; forecast: ForecastResponse }) {
  const t = useForecastTexts();
  const format = useFormatter();
  const { figure, refusal } = forecast[of];
  // Seven digits of a guess would promise what it cannot keep; the exact ones are what is copied.
  const money = (value: string) => format.compact(Number(value), forecast.currency);
  // A range so narrow that both ends round to one is said exactly.
  const narrow = figure !== null && money(figure.low) === money(figure.high);
  const ends = (value: string) => (narrow ? format.money(value, forecast.currency) : money(value));
  return (
    <section aria-label={t(of)} className="min-w-0">
      <h3 className="text-sm text-ink-2">{t(of)}</h3>
      {figure ? (
        <>
          <p className="text-xl font-bold">
            <Figure value={figure.expected}>≈ {money(figure.expected)}</Figure>
          </p>
          <p className="text-sm">{t('range', { low: ends(figure.low), high: ends(figure.high) })}</p>
          <p className="text-xs text-ink-2">
            {t('soFar', { value: format.money(figure.so_far, forecast.currency) })}{' '}
            {figure.tested > 0
              ? t('tested', { error: format.percent(figure.error_percent), n: figure.tested })
              : t('over')}
          </p>
        </>
      ) : (
        <p className="text-sm text-ink-2">{t(`refusal.${refusal ?? 'few_days'}`)}</p>
      )}
    </section>
  );
}
