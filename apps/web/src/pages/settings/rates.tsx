import type { Rate, RateChangeResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { useReportSearch } from '../../app/use-report.ts';
import { useSession } from '../../app/use-session.ts';
import { request, withQuery } from '../../lib/api.ts';
import { todayIn } from '../../lib/period.ts';
import { ratesQuery } from '../../lib/rates-query.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useFacebookTexts } from './facebook-texts.ts';

type NewRate = Pick<Rate, 'currency' | 'day' | 'rate'>;

/** Rates by day with where each came from; a day without one can be given a rate by hand, which wins. */
export function Rates() {
  const t = useFacebookTexts();
  const format = useFormatter();
  const query = useQuery(ratesQuery(useReportSearch()));
  const { save, remove } = useRates();
  const columns = useColumns((rate) => remove.mutate(rate));
  const refusal = useRefusal(remove.error);
  return (
    <SectionCard
      title={t('rates.title')}
      lead={t('rates.lead')}
      padded={false}
      busy={query.isPlaceholderData}
    >
      <RateForm save={save} />
      {refusal.general ? (
        <div className="px-4 pb-3">
          <FormError>{refusal.general}</FormError>
        </div>
      ) : null}
      <Loaded query={query} failed={t('error.rates')}>
        {({ rates, missing }) => (
          <>
            {missing.length > 0 ? (
              <p className="flex gap-2.5 border-t border-line bg-warn-soft px-4 py-3 text-sm">
                <Icon name="warning" className="mt-0.5 text-warn" />
                {t('rates.missing', {
                  days: missing.map(({ currency, day }) => `${currency} ${format.day(day)}`).join(', '),
                })}
              </p>
            ) : null}
            <RowsTable
              name="rates"
              caption={t('rates.title')}
              columns={columns}
              rows={rates}
              rowKey={({ currency, day }) => `${currency} ${day}`}
              maxHeight={560}
            />
          </>
        )}
      </Loaded>
    </SectionCard>
  );
}

function useRates() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['jobs', 'rates'] });
  const save = useMutation({
    mutationFn: (json: NewRate) => request<RateChangeResponse>('/api/v1/rates', { method: 'PUT', json }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: ({ currency, day }: Rate) =>
      request<RateChangeResponse>(withQuery('/api/v1/rates', { currency, day }), { method: 'DELETE' }),
    onSettled,
  });
  return { save, remove };
}

function RateForm({ save }: { save: ReturnType<typeof useRates>['save'] }) {
  const t = useFacebookTexts();
  const format = useFormatter();
  const { academy } = useSession();
  const today = todayIn(academy.timezone, new Date());
  const refusal = useRefusal(save.error);
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    save.mutate(
      {
        currency: textOf(data, 'currency').toUpperCase(),
        day: textOf(data, 'day'),
        rate: textOf(data, 'rate'),
      },
      { onSuccess: () => form.current?.reset() },
    );
  };
  return (
    <form ref={form} onSubmit={submit} className="grid gap-3 px-4 pb-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('rates.currency')} error={refusal.of('currency')}>
          <TextInput
            name="currency"
            required
            pattern="[A-Za-z]{3}"
            maxLength={3}
            defaultValue="USD"
            className="w-24!"
          />
        </Field>
        <Field label={t('rates.day')} error={refusal.of('day')}>
          <TextInput type="date" name="day" required max={today} defaultValue={today} />
        </Field>
        <Field label={t('rates.rate')} error={refusal.of('rate')}>
          <TextInput
            name="rate"
            required
            inputMode="decimal"
            pattern="\d{1,8}([.,]\d{1,6})?"
            className="w-32!"
          />
        </Field>
        <Button type="submit" disabled={save.isPending}>
          {t('rates.set')}
        </Button>
      </div>
      {save.data ? (
        <p role="status" className="text-sm">
          {t('rates.converted', { n: format.counted(save.data.rows, t('bindings.dayWords')) })}
        </p>
      ) : null}
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </form>
  );
}

function useColumns(onRemove: (rate: Rate) => void): Column<Rate>[] {
  const t = useFacebookTexts();
  const format = useFormatter();
  return [
    {
      key: 'day',
      header: t('rates.day'),
      className: 'whitespace-nowrap',
      sortBy: (row) => row.day,
      cell: (row) => format.day(row.day, true),
    },
    {
      key: 'currency',
      header: t('rates.currency'),
      sortBy: (row) => row.currency,
      cell: (row) => row.currency,
    },
    {
      key: 'rate',
      header: t('rates.rate'),
      numeric: true,
      sortBy: (row) => Number(row.rate),
      cell: (row) => <Figure value={row.rate}>{format.number(row.rate, 2)}</Figure>,
    },
    {
      key: 'source',
      header: t('rates.source'),
      className: 'whitespace-nowrap text-ink-2',
      sortBy: (row) => row.source,
      cell: (row) =>
        row.source === 'carried'
          ? t('rates.carried', { day: format.day(row.published_on, true) })
          : t(`rates.${row.source}`),
    },
    {
      key: 'remove',
      header: '',
      className: 'text-right',
      cell: (row) =>
        row.source === 'manual' ? (
          <Button look="ghost" onClick={() => onRemove(row)}>
            {t('rates.remove')}
          </Button>
        ) : null,
    },
  ];
}
