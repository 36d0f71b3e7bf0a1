import type { PlanProposal, PlanRow } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../app/use-session.ts';
import { addDays, todayIn } from '../../lib/period.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { PlanTable } from '../../widgets/plans/plan-card.tsx';
import { plansQuery, proposalsQuery } from '../../widgets/plans/queries.ts';
import { LimitsForm } from './limits-form.tsx';
import { PlanForm } from './plan-form.tsx';
import { ProposalsTable } from './proposals-table.tsx';
import { usePlanPageTexts } from './texts.ts';

/** The weekly plan of «Конструктор команд»: what is promised for a week, what could be, and the limits. */
export function PlansTab() {
  const t = usePlanPageTexts();
  const text = useAdminTexts();
  const { academy } = useSession();
  const { week } = useSearch({ from: '/signed-in/teams' });
  const day = week ?? todayIn(academy.timezone, new Date());
  const plans = useQuery(plansQuery(undefined, day));
  const proposals = useQuery(proposalsQuery(day));
  const [edited, setEdited] = useState<string | null>(null);
  const row = plans.data?.rows.find(({ team }) => team.slug === edited);
  const proposal = proposals.data?.rows.find(({ team }) => team.slug === edited)?.proposal;
  return (
    <>
      <SectionCard
        title={t('week.title')}
        lead={t('week.lead')}
        actions={<WeekStep day={day} start={plans.data?.week.start} end={plans.data?.week.end} />}
        padded={false}
        busy={plans.isPlaceholderData}
      >
        <Loaded query={plans} failed={t('error')}>
          {(data) => <PlanTable plans={data} />}
        </Loaded>
      </SectionCard>
      <SectionCard title={t('proposals.title')} lead={t('proposals.lead')} padded={false}>
        <Loaded query={proposals} failed={t('proposals.error')}>
          {(data) => (
            <ProposalsTable
              proposals={data}
              planned={
                plans.data?.rows.filter(({ plan }) => plan !== null).map(({ team }) => team.slug) ?? []
              }
              past={plans.data?.state === 'past'}
              onEdit={setEdited}
            />
          )}
        </Loaded>
      </SectionCard>
      {plans.data ? <LimitsForm key={JSON.stringify(plans.data.limits)} plans={plans.data} /> : null}
      <Sheet
        side="right"
        title={t('form.title', { team: row?.team.name ?? '' })}
        closeLabel={text('close')}
        open={row !== undefined}
        onClose={() => setEdited(null)}
      >
        {row && plans.data ? (
          <PlanForm
            {...{ row: row satisfies PlanRow, proposal: proposal satisfies PlanProposal | undefined }}
            week={plans.data.week.start}
            currency={plans.data.currency}
            onDone={() => setEdited(null)}
          />
        ) : null}
      </Sheet>
    </>
  );
}

type WeekStepProps = { day: string; start: string | undefined; end: string | undefined };

/** ‹ week › : one before, one after; the address keeps it. */
function WeekStep({ day, start, end }: WeekStepProps) {
  const t = usePlanPageTexts();
  const format = useFormatter();
  const navigate = useNavigate({ from: '/teams' });
  const go = (days: number): void => {
    void navigate({ search: (old) => ({ ...old, week: addDays(start ?? day, days) }), resetScroll: false });
  };
  return (
    <>
      <IconButton aria-label={t('week.before')} onClick={() => go(-7)}>
        <Icon name="left" />
      </IconButton>
      <span className="min-w-32 text-center text-sm font-medium" aria-live="polite">
        {start && end ? format.period(start, end) : ''}
      </span>
      <IconButton aria-label={t('week.after')} onClick={() => go(7)}>
        <Icon name="right" />
      </IconButton>
    </>
  );
}
