import { useTranslation } from 'react-i18next';
import { ApiError, isApiError } from '../lib/api.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';

type WidgetErrorProps = {
  title: string;
  error: unknown;
  onRetry: () => void;
  /** When the figures still on screen were loaded (ms); absent when there are none. */
  dataAt?: number | undefined;
  /** The days of those figures, when they are not the days that were asked for. */
  period?: { start: string; end: string } | undefined;
};

/** What failed, why, what still holds, the request id for support, and a way to try again. */
export function WidgetError({ title, error, onRetry, dataAt, period }: WidgetErrorProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const cause = useCause(error);
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-bad-soft p-4"
    >
      <Icon name="warning" className="text-bad" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        <p className="text-sm">
          {cause}{' '}
          {period ? `${t('error.stillPeriod', { period: format.period(period.start, period.end) })} ` : ''}
          {dataAt ? t('error.stillHolds', { at: format.dateTime(new Date(dataAt).toISOString()) }) : ''}
        </p>
        {requestId ? <p className="text-xs text-ink-2">{t('error.requestId', { id: requestId })}</p> : null}
      </div>
      <Button onClick={onRetry}>{t('error.retry')}</Button>
    </div>
  );
}

/** The server's own sentence, or ours when it had no chance to say one. */
export function useCause(error: unknown): string {
  const { t } = useTranslation();
  if (isApiError(error, 'network')) return t('error.network');
  if (error instanceof ApiError) return error.message || t('error.unavailable');
  return t('error.unexpected');
}
