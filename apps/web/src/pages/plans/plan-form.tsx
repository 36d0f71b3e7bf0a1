import type { PlanProposal, PlanRow } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request, withQuery } from '../../lib/api.ts';
import { round } from '../../lib/decimal.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { usePlanTexts } from '../../widgets/plans/texts.ts';
import { usePlanPageTexts } from './texts.ts';

type PlanFormProps = {
  row: PlanRow;
  proposal: PlanProposal | undefined;
  week: string;
  currency: string;
  onDone: () => void;
};

/** One team's plan of a week; filled with what stands, else with the proposal, else empty. */
export function PlanForm({ row, proposal, week, currency, onDone }: PlanFormProps) {
  const t = usePlanPageTexts();
  const words = usePlanTexts();
  const text = useAdminTexts();
  const format = useFormatter();
  const client = useQueryClient();
  const [start, setStart] = useState(row.plan ?? proposal?.figures ?? null);
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['overview'] });
    onDone();
  };
  const save = useMutation({
    mutationFn: (json: object) => request('/api/v1/plans', { method: 'PUT', json }),
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () =>
      request(withQuery('/api/v1/plans', { team: row.team.slug, week }), { method: 'DELETE' }),
    onSuccess: done,
  });
  const refusal = useRefusal(save.error ?? remove.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { slug } = row.team;
    const plain = (name: string) => textOf(form, name).replaceAll(/[\s\u00a0]/g, '');
    const [revenue, spend, sales] = [plain('revenue'), plain('spend'), Number(plain('sales'))];
    save.mutate({ team: slug, week, revenue, spend, sales });
  };
  const whole = (amount: string | null | undefined) => (amount ? round(amount, 0) : '');
  return (
    <form onSubmit={submit} className="grid gap-4 p-4" key={JSON.stringify(start)}>
      {proposal?.refusal ? (
        <p className="text-sm text-ink-2">{t(`refusal.${proposal.refusal}`)}</p>
      ) : proposal?.figures ? (
        <div className="grid justify-items-start gap-2 text-sm">
          <p className="text-ink-2">
            {t('form.proposal', {
              revenue: format.money(proposal.figures.revenue, currency),
              sales: proposal.figures.sales,
              spend: format.money(proposal.figures.spend ?? '0', currency),
            })}
          </p>
          <Button onClick={() => setStart(proposal.figures)}>{t('form.take')}</Button>
        </div>
      ) : null}
      <Field label={`${words('metric.revenue')}, ${currency}`} error={refusal.of('revenue')}>
        <TextInput
          name="revenue"
          required
          inputMode="decimal"
          defaultValue={whole(start?.revenue)}
          autoFocus
        />
      </Field>
      <Field label={words('metric.sales')} error={refusal.of('sales')}>
        <TextInput name="sales" required inputMode="numeric" pattern="\d+" defaultValue={start?.sales} />
      </Field>
      <Field
        label={`${words('metric.spend')}, ${currency}`}
        hint={t('form.ratios')}
        error={refusal.of('spend')}
      >
        <TextInput name="spend" required inputMode="decimal" defaultValue={whole(start?.spend)} />
      </Field>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={save.isPending || remove.isPending}>
          {text('save')}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
        {row.plan ? (
          <Button look="ghost" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('form.remove')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
