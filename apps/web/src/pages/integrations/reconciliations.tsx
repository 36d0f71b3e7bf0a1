import type {
  DifferenceList,
  Reconciliation,
  ReconciliationResponse,
  ReconcileRequest,
} from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../app/use-session.ts';
import { request } from '../../lib/api.ts';
import { wallTime } from '../../lib/format-dates.ts';
import { addDays, todayIn } from '../../lib/period.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { reconciliationsQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';

const LISTS = ['missing', 'different', 'extra'] as const;
const WEEK_DAYS = 6;

/** The ledger against AmoCRM: what it missed, what was told differently, what was too much, what is left. */
export function Reconciliations() {
  const t = useIntegrationsTexts();
  const text = useAdminTexts();
  const query = useQuery(reconciliationsQuery);
  const [open, setOpen] = useState<Reconciliation | null>(null);
  const columns = useColumns(setOpen);
  return (
    <SectionCard title={t('compare.title')} lead={t('compare.lead')} padded={false}>
      <CompareNow />
      <Loaded query={query} failed={t('error.compare')}>
        {({ reconciliations }) =>
          reconciliations.length === 0 ? (
            <p className="border-t border-line p-4 text-ink-2">{t('compare.none')}</p>
          ) : (
            <RowsTable
              name="reconciliations"
              caption={t('compare.title')}
              columns={columns}
              rows={reconciliations}
              rowKey={({ id }) => id}
            />
          )
        }
      </Loaded>
      <Sheet
        side="right"
        title={t('compare.one', { id: open?.id ?? '' })}
        closeLabel={text('close')}
        open={open !== null}
        onClose={() => setOpen(null)}
      >
        {open ? <Differences of={open} /> : null}
      </Sheet>
    </SectionCard>
  );
}

function CompareNow() {
  const t = useIntegrationsTexts();
  const { academy } = useSession();
  const client = useQueryClient();
  const today = todayIn(academy.timezone, new Date());
  const compare = useMutation({
    mutationFn: (json: ReconcileRequest) =>
      request<ReconciliationResponse>('/api/admin/amocrm/reconcile', { method: 'POST', json }),
    onSettled: () => client.invalidateQueries({ queryKey: reconciliationsQuery.queryKey }),
  });
  const refusal = useRefusal(compare.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    compare.mutate({ start: textOf(form, 'start'), end: textOf(form, 'end') });
  };
  return (
    <form onSubmit={submit} className="grid gap-3 px-4 pb-4">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('compare.from')} error={refusal.of('start')}>
          <TextInput
            type="date"
            name="start"
            required
            max={today}
            defaultValue={addDays(today, -WEEK_DAYS)}
          />
        </Field>
        <Field label={t('compare.to')} error={refusal.of('end')}>
          <TextInput type="date" name="end" required max={today} defaultValue={today} />
        </Field>
        <Button type="submit" look="primary" disabled={compare.isPending}>
          {compare.isPending ? t('compare.running') : t('compare.now')}
        </Button>
      </div>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </form>
  );
}

function useColumns(onOpen: (one: Reconciliation) => void): Column<Reconciliation>[] {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const count = (key: string, header: string, of: (one: Reconciliation) => number | null) =>
    ({
      key,
      header,
      numeric: true,
      cell: (one) => {
        const value = of(one);
        return value === null ? '—' : <Figure value={value}>{format.number(value)}</Figure>;
      },
    }) satisfies Column<Reconciliation>;
  return [
    {
      key: 'at',
      header: t('compare.when'),
      className: 'whitespace-nowrap',
      cell: (one) => (
        <button
          type="button"
          onClick={() => onOpen(one)}
          className="block h-7 text-left decoration-line-strong underline-offset-4 hover:underline pointer-coarse:h-11"
        >
          {format.dateTime(one.started_at)}
        </button>
      ),
    },
    {
      key: 'days',
      header: t('compare.days'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (one) => {
        const day = (iso: string): string => wallTime(iso, format.timezone).day;
        return format.period(day(one.compared_from), day(one.compared_to));
      },
    },
    {
      key: 'state',
      header: t('compare.state'),
      cell: (one) =>
        one.state === 'running' ? (
          <Status tone="quiet">{t('compare.running')}</Status>
        ) : one.state === 'failed' ? (
          <Status tone="bad">{t('compare.failed')}</Status>
        ) : (
          <Status tone={one.remaining ? 'bad' : 'good'}>
            {one.remaining ? t('compare.differs') : t('compare.agrees')}
          </Status>
        ),
    },
    count('checked', t('compare.checked'), (one) => one.checked),
    ...LISTS.map((key) => count(key, t(`compare.${key}`), (one) => one[key]?.total ?? null)),
    count('remaining', t('compare.remaining'), (one) => one.remaining),
  ];
}

function Differences({ of }: { of: Reconciliation }) {
  const t = useIntegrationsTexts();
  const found = LISTS.filter((key) => (of[key]?.total ?? 0) > 0);
  return (
    <div className="grid gap-5 p-4">
      {of.error ? <FormError>{of.error}</FormError> : null}
      {found.length === 0 && !of.error ? <p className="text-ink-2">{t('compare.nothing')}</p> : null}
      {found.map((key) => {
        const list = of[key];
        return list ? <Deals key={key} title={t(`compare.${key}`)} list={list} /> : null;
      })}
    </div>
  );
}

function Deals({ title, list }: { title: string; list: DifferenceList }) {
  const t = useIntegrationsTexts();
  return (
    <section>
      <h3 className="mb-2 font-medium">{title}</h3>
      <ul className="grid gap-2 text-sm">
        {list.deals.map((deal) => (
          <li key={deal.lead_id} className="border-t border-line pt-2">
            {t('compare.deal', { id: deal.lead_id })}
            {deal.fields.map((field) => (
              <span key={field.field} className="block break-words text-ink-2">
                {field.field}: {field.ours ?? '—'} → {field.theirs ?? '—'}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
