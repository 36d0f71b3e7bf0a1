import type { RecommendationsResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/use-session.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { TeamSelect } from '../../widgets/team-select.tsx';
import { LoadingCard } from '../../widgets/loading-card.tsx';
import { AdviceCard } from './advice-card.tsx';
import { ADVICE_SHOWS } from './choices.ts';
import { adviceQuery, generateAdvice } from './queries.ts';
import { useAdviceTexts } from './texts.ts';

/** Below the cards; nobody waits for them. */
const ForecastCard = lazy(async () => ({
  default: (await import('../../widgets/forecast/forecast-card.tsx')).ForecastCard,
}));
const WhatIfCard = lazy(async () => ({ default: (await import('./what-if-card.tsx')).WhatIfCard }));

/** «Рекомендации»: what the rules found in the reports, each with its figures, and what people decided. */
export function AdvicePage() {
  const { t: core } = useTranslation();
  const t = useAdviceTexts();
  const { user } = useSession();
  const { team, state = 'open' } = useSearch({ from: '/signed-in/advice' });
  const navigate = useNavigate({ from: '/advice' });
  const client = useQueryClient();
  const query = useQuery(adviceQuery(user.team?.slug ?? team, state));
  const look = useMutation({
    mutationFn: () => generateAdvice(user.team?.slug ?? team),
    onSuccess: () => client.invalidateQueries({ queryKey: ['advice'] }),
  });
  const { data } = query;
  const error = query.error ?? look.error;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-bold">{core('section.advice')}</h1>
        <div className="flex flex-wrap items-center gap-2">
          {user.team ? null : (
            <TeamSelect
              label={t('team')}
              all={t('allTeams')}
              value={team}
              onChange={(next) =>
                void navigate({ search: (old) => ({ ...old, team: next }), resetScroll: false })
              }
              other={{ value: 'unattributed', label: core('teams.unattributed') }}
            />
          )}
          <Segmented
            label={t('show')}
            value={state}
            options={ADVICE_SHOWS.map((value) => ({ value, label: t(`state.${value}`) }))}
            onChange={(next) =>
              void navigate({ search: (old) => ({ ...old, state: next }), resetScroll: false })
            }
          />
          {user.role === 'analyst' ? null : (
            <Button look="primary" disabled={look.isPending} onClick={() => look.mutate()}>
              {look.isPending ? t('looking') : t('look')}
            </Button>
          )}
        </div>
      </div>
      {error ? <WidgetError title={t('error')} error={error} onRetry={() => void query.refetch()} /> : null}
      {data ? (
        <Cards data={data} state={state} busy={look.isPending} />
      ) : error ? null : (
        <div className="skeleton h-44" aria-busy="true" />
      )}
      <Suspense fallback={<LoadingCard heightPx={200} />}>
        <ForecastCard team={user.team?.slug ?? (team === 'unattributed' ? undefined : team)} />
        <WhatIfCard />
      </Suspense>
    </>
  );
}

type CardsProps = { data: RecommendationsResponse; state: 'open' | 'decided'; busy: boolean };

function Cards({ data, state, busy }: CardsProps) {
  const t = useAdviceTexts();
  const format = useFormatter();
  const silent = data.withheld;
  return (
    <div className={`grid min-w-0 gap-4 ${busy ? 'refreshing' : ''}`} aria-busy={busy}>
      {data.generated_at === null ? null : (
        <p className="text-sm text-ink-2">
          {t('looked', { at: format.dateTime(data.generated_at) })}{' '}
          {data.model ? t('withModel') : t('withoutModel')}
        </p>
      )}
      {data.recommendations.length === 0 ? (
        <Notice title={data.generated_at === null ? t('never') : t(`empty.${state}`)}>
          {t(data.generated_at === null ? 'empty.look' : 'empty.why')}
        </Notice>
      ) : (
        data.recommendations.map((advice) => <AdviceCard key={advice.id} advice={advice} />)
      )}
      {silent.length > 0 && state === 'open' ? (
        <details className="text-sm text-ink-2">
          <summary className="cursor-pointer">{t('withheld.title', { n: silent.length })}</summary>
          <ul className="mt-2 grid gap-1">
            {silent.map(({ team, rule, reason }) => (
              <li key={`${team?.slug ?? ''} ${rule}`}>
                {team?.name ?? t('noTeam')}: {t(`rule.${rule}`)}, {t(`withheld.${reason}`)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
