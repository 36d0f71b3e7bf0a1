import type { PlansResponse } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { usePlanPageTexts } from './texts.ts';

/** What proposals must keep, and from which spend a team is in the leaderboard. */
export function LimitsForm({ plans }: { plans: PlansResponse }) {
  const t = usePlanPageTexts();
  const text = useAdminTexts();
  const client = useQueryClient();
  const mayChange = useMayChange();
  const { limits, currency } = plans;
  const save = useMutation({
    mutationFn: (json: object) => request('/api/v1/plans/limits', { method: 'PUT', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['overview'] }),
  });
  const refusal = useRefusal(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const plain = (name: string) => textOf(form, name).replaceAll(/[\s\u00a0]/g, '');
    save.mutate({
      growth_percent: Number(plain('growth_percent').replace(',', '.')),
      min_roas: plain('min_roas') || null,
      max_cpa: plain('max_cpa') || null,
      leaderboard_min_spend: plain('leaderboard_min_spend') || '0',
    });
  };
  const field = (name: keyof typeof limits, label: string, hint: string) => (
    <Field label={label} hint={hint} error={refusal.of(name)}>
      <TextInput name={name} inputMode="decimal" disabled={!mayChange} defaultValue={limits[name] ?? ''} />
    </Field>
  );
  return (
    <SectionCard title={t('limits.title')} lead={t('limits.lead')}>
      <form onSubmit={submit} className="grid max-w-4xl gap-4 sm:grid-cols-2 @[900px]:grid-cols-4">
        {field('growth_percent', t('limits.growth'), t('limits.growthHint'))}
        {field('min_roas', t('limits.minRoas'), t('limits.noneHint'))}
        {field('max_cpa', t('limits.maxCpa', { currency }), t('limits.noneHint'))}
        {field('leaderboard_min_spend', t('limits.floor', { currency }), t('limits.floorHint'))}
        {refusal.general ? <FormError>{refusal.general}</FormError> : null}
        {mayChange ? (
          <div className="sm:col-span-2 @[900px]:col-span-4">
            <Button type="submit" disabled={save.isPending}>
              {text('save')}
            </Button>
          </div>
        ) : null}
      </form>
    </SectionCard>
  );
}
