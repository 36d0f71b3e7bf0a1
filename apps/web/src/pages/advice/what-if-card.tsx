import type { MarginalReturn, WhatIfResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../app/use-session.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { Field, Select, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { adsQuery } from '../ads/queries.ts';
import { type WhatIfAsk, whatIfQuery } from './queries.ts';
import { useAdviceTexts } from './texts.ts';

type Choice = { key: string; name: string };

/** «А если перенести бюджет?»: an estimate from the sides' own weeks, and told to be one. */
export function WhatIfCard() {
  const t = useAdviceTexts();
  const { user } = useSession();
  const [level, setLevel] = useState<'team' | 'campaign'>(user.team ? 'campaign' : 'team');
  const [ask, setAsk] = useState<WhatIfAsk | null>(null);
  const teams = useQuery(teamsQuery);
  const campaigns = useQuery({
    ...adsQuery({ preset: '90d' }, { team: user.team?.slug, level: 'campaign', sort: 'spend' }),
    enabled: level === 'campaign',
  });
  const choices: Choice[] =
    level === 'team'
      ? (teams.data?.teams ?? []).map(({ slug, name }) => ({ key: slug, name }))
      : (campaigns.data?.rows ?? []).flatMap(({ id, name }) =>
          id === null ? [] : [{ key: id, name: name ?? id }],
        );
  const result = useQuery(whatIfQuery(ask));
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const amount = textOf(form, 'amount').replaceAll(/[\s\u00a0]/g, '');
    setAsk({ level, team: user.team?.slug, from: textOf(form, 'from'), to: textOf(form, 'to'), amount });
  };
  return (
    <SectionCard
      title={t('whatIf.title')}
      lead={t('whatIf.lead')}
      actions={
        user.team ? null : (
          <Segmented
            label={t('whatIf.level')}
            value={level}
            options={(['team', 'campaign'] as const).map((value) => ({ value, label: t(`whatIf.${value}`) }))}
            onChange={(next) => {
              setLevel(next);
              setAsk(null);
            }}
          />
        )
      }
    >
      <form
        onSubmit={submit}
        className="grid gap-4 sm:grid-cols-2 @[900px]:grid-cols-[1fr_1fr_12rem_auto]"
        key={level}
      >
        <SideSelect name="from" label={t('whatIf.from')} choices={choices} chosen={0} />
        <SideSelect name="to" label={t('whatIf.to')} choices={choices} chosen={1} />
        <Field label={t('whatIf.amount')}>
          <TextInput
            name="amount"
            required
            inputMode="decimal"
            defaultValue="50000"
            pattern="[\d\s\u00a0]+([.,]\d+)?"
          />
        </Field>
        <Button type="submit" className="self-end" disabled={choices.length < 2 || result.isFetching}>
          {t('whatIf.count')}
        </Button>
      </form>
      {result.error && ask ? (
        <div className="mt-4">
          <WidgetError title={t('whatIf.error')} error={result.error} onRetry={() => void result.refetch()} />
        </div>
      ) : null}
      {result.data && ask && !result.error ? <Effect answer={result.data} /> : null}
    </SectionCard>
  );
}

type SideProps = { name: string; label: string; choices: readonly Choice[]; chosen: number };

function SideSelect({ name, label, choices, chosen }: SideProps) {
  return (
    <Field label={label}>
      <Select name={name} required key={choices.length} defaultValue={choices[chosen]?.key}>
        {choices.map(({ key, name: text }) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Effect({ answer }: { answer: WhatIfResponse }) {
  const t = useAdviceTexts();
  const format = useFormatter();
  const { effect, from, to, currency, period } = answer;
  const money = (value: string) => format.money(value, currency);
  return (
    <div className="mt-4 grid gap-3 border-t border-line pt-4" role="status" aria-label={t('whatIf.title')}>
      {effect ? (
        <p className="text-lg">
          {t('whatIf.effect')}{' '}
          <Figure value={effect.expected} className="font-bold">
            {money(effect.expected)}
          </Figure>{' '}
          <span className="text-ink-2">
            {t('whatIf.range', { low: money(effect.low), high: money(effect.high) })}
          </span>
        </p>
      ) : (
        <p className="font-medium">{t('whatIf.refused')}</p>
      )}
      {effect ? (
        <p className="text-sm text-ink-2">
          {t('whatIf.estimate', { period: format.period(period.start, period.end) })}
        </p>
      ) : null}
      <dl className="grid gap-3 text-sm sm:grid-cols-2">
        {[from, to].map((side) => (
          <Side key={side.key} side={side} currency={currency} />
        ))}
      </dl>
    </div>
  );
}

function Side({ side, currency }: { side: MarginalReturn; currency: string }) {
  const t = useAdviceTexts();
  const format = useFormatter();
  const spend = side.spend_per_week === null ? '—' : format.money(side.spend_per_week, currency);
  return (
    <div className="min-w-0">
      <dt className="font-medium break-words">{side.name}</dt>
      <dd className="text-ink-2">
        {side.refusal
          ? `${t(`whatIf.refusal.${side.refusal}`)}.`
          : t('whatIf.marginal', {
              one: format.money('1', currency),
              value: format.number(side.marginal ?? '0', 2),
              low: format.number(side.marginal_low ?? '0', 2),
              high: format.number(side.marginal_high ?? '0', 2),
            })}{' '}
        {t('whatIf.n', { weeks: side.weeks, sales: side.sales, spend })}
      </dd>
    </div>
  );
}
