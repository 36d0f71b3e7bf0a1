import type { DeliveryResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { Facts } from '../../widgets/facts.tsx';
import { DeliveryStateMark } from './delivery-state.tsx';
import { deliveryQuery } from './queries.ts';
import { useInboxTexts } from './texts.ts';
import { useOutcome } from './use-outcome.ts';
import { useReplay } from './use-replay.ts';

type Delivery = DeliveryResponse['delivery'];

/** One delivery: what became of it, every attempt, what came with names and phones masked, a way to replay it. */
export function DeliveryDetails({ id }: { id: string }) {
  const t = useInboxTexts();
  const found = useQuery(deliveryQuery(id));
  if (found.error)
    return (
      <div className="p-4">
        <WidgetError title={t('error.one')} error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );
  if (!found.data) return <div className="skeleton m-4 h-40" aria-busy="true" />;
  const { delivery } = found.data;
  return (
    <div className="grid gap-5 p-4">
      <Outcome delivery={delivery} />
      <Attempts delivery={delivery} />
      <Body delivery={delivery} />
      <Headers headers={delivery.headers} />
    </div>
  );
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const t = useInboxTexts();
  const outcomeOf = useOutcome();
  const format = useFormatter();
  const replay = useReplay();
  const refusal = useRefusal(replay.error);
  return (
    <section className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <DeliveryStateMark state={delivery.state} />
        <Button
          disabled={delivery.state === 'pending' || replay.isPending}
          onClick={() => replay.mutate({ which: { ids: [delivery.id] }, dryRun: false })}
        >
          {t('replay.one')}
        </Button>
      </div>
      {replay.data ? (
        <p role="status" className="text-sm">
          {t('replay.oneDone')}
        </p>
      ) : null}
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <Facts
        rows={[
          [t('column.outcome'), outcomeOf(delivery.reason)],
          [t('delivery.record'), delivery.outcome],
          [t('column.at'), format.dateTime(delivery.received_at)],
          [t('delivery.processed'), delivery.processed_at && format.dateTime(delivery.processed_at)],
          [t('delivery.next'), delivery.next_attempt_at && format.dateTime(delivery.next_attempt_at)],
          [t('column.endpoint'), delivery.endpoint],
          [t('delivery.request'), delivery.request_id],
        ]}
      />
    </section>
  );
}

function Attempts({ delivery }: { delivery: Delivery }) {
  const t = useInboxTexts();
  const outcomeOf = useOutcome();
  const format = useFormatter();
  if (delivery.history.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 font-medium">{t('delivery.history')}</h3>
      <ol className="grid gap-2 text-sm">
        {delivery.history.map((attempt) => (
          <li key={attempt.number} className="grid grid-cols-[24px_1fr] gap-x-2">
            <span className="text-ink-2">{attempt.number}</span>
            <span>
              <span className="flex flex-wrap items-center gap-x-3">
                <DeliveryStateMark state={attempt.state} />
                <span className="text-ink-2">{format.dateTime(attempt.at)}</span>
              </span>
              {attempt.reason ? (
                <span className="break-words text-ink-2" title={attempt.outcome ?? undefined}>
                  {outcomeOf(attempt.reason)}
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Body({ delivery }: { delivery: Delivery }) {
  const t = useInboxTexts();
  const { fields, format, truncated } = delivery.body;
  return (
    <section>
      <h3 className="mb-1 font-medium">{t('delivery.body')}</h3>
      <p className="mb-2 text-xs text-ink-2">
        {t(`format.${format}`)}. {t('delivery.masked')} {truncated ? t('delivery.truncated') : ''}
      </p>
      {fields.length > 0 ? (
        <Pairs
          label={t('delivery.body')}
          rows={fields.map(({ key, value }, index) => ({ id: `${index} ${key}`, key, value }))}
        />
      ) : null}
    </section>
  );
}

function Headers({ headers }: { headers: Record<string, string> }) {
  const t = useInboxTexts();
  return (
    <section>
      <h3 className="mb-2 font-medium">{t('delivery.headers')}</h3>
      <Pairs
        label={t('delivery.headers')}
        rows={Object.entries(headers).map(([key, value]) => ({ id: key, key, value }))}
      />
    </section>
  );
}

type Pair = { id: string; key: string; value: string };

function Pairs({ label, rows }: { label: string; rows: readonly Pair[] }) {
  return (
    <div
      className="relative max-h-96 overflow-auto rounded-control border border-line"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <dl className="text-xs">
        {rows.map(({ id, key, value }) => (
          <div
            key={id}
            className="grid gap-x-3 border-t border-line px-3 py-1.5 first:border-t-0 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
          >
            <dt className="break-all text-ink-2">{key}</dt>
            <dd className="break-all">{value || '—'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
