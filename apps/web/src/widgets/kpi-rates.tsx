import type { Rate } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../app/use-report.ts';
import { ratesQuery } from '../lib/rates-query.ts';
import { useFormatter } from '../lib/use-formatter.ts';

/** Days without a rate that are named; of more only the number is told. */
const NAMED_DAYS = 3;

/** What foreign money was converted by: the newest rate of the period with its day, and the days that have none. */
export function KpiRates() {
  const { t } = useTranslation();
  const format = useFormatter();
  const { data } = useQuery(ratesQuery(useReportSearch()));
  if (!data) return null;
  const days = data.missing.map(({ day }) => format.day(day));
  const rest = days.length - NAMED_DAYS;
  return (
    <>
      {newestOf(data.rates).map(({ currency, rate, day }) => (
        <div key={currency} className="contents">
          <dt className="text-ink-2">{t('kpi.rate', { currency })}</dt>
          <dd className="text-right">
            {`${format.number(rate, 2)}\u00a0₸`}
            <span className="block text-xs text-ink-2">{format.day(day)}</span>
          </dd>
        </div>
      ))}
      {days.length > 0 ? (
        <div className="contents text-warn">
          <dt>{t('kpi.noRate')}</dt>
          <dd className="text-right">
            {days.slice(0, NAMED_DAYS).join(', ')}
            {rest > 0 ? ` +${rest}` : ''}
          </dd>
        </div>
      ) : null}
    </>
  );
}

/** The newest rate of each currency. */
function newestOf(rates: readonly Rate[]): Rate[] {
  const newest = new Map<string, Rate>();
  for (const rate of rates) {
    const known = newest.get(rate.currency);
    if (known === undefined || known.day < rate.day) newest.set(rate.currency, rate);
  }
  return [...newest.values()];
}
