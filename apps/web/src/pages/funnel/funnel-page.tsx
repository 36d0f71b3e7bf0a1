import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useReportSearch } from '../../app/use-report.ts';
import { useSession } from '../../app/use-session.ts';
import { overviewQuery } from '../../lib/queries.ts';
import { SourceBanner } from '../../widgets/source-banner.tsx';
import { TeamSelect } from '../../widgets/team-select.tsx';
import { CohortsCard } from './cohorts-card.tsx';
import { ModelsCard } from './models-card.tsx';
import { StagesCard } from './stages-card.tsx';
import { TeamFunnels } from './team-funnels.tsx';
import { useFunnelTexts } from './texts.ts';

/** «Воронка и когорты»: how far people got, what each cohort paid by its age, and whose sale by which model. */
export function FunnelPage() {
  const text = useFunnelTexts();
  const { user } = useSession();
  const search = useSearch({ from: '/signed-in/funnel' });
  const navigate = useNavigate({ from: '/funnel' });
  const report = useQuery(overviewQuery(useReportSearch(), user.team?.slug));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-bold">{text('title')}</h1>
        {user.team ? null : (
          <TeamSelect
            label={text('team')}
            all={text('allTeams')}
            value={search.team}
            onChange={(team) => void navigate({ search: (old) => ({ ...old, team }), resetScroll: false })}
          />
        )}
      </div>
      {report.data ? <SourceBanner sources={report.data.sources} /> : null}
      <StagesCard team={search.team} />
      {user.team || search.team ? null : <TeamFunnels report={report} />}
      <CohortsCard
        team={search.team}
        by={search.by ?? 'month'}
        onBy={(by) => void navigate({ search: (old) => ({ ...old, by }), resetScroll: false })}
      />
      {user.team ? null : <ModelsCard />}
    </>
  );
}
