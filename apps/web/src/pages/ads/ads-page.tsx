import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/use-session.ts';
import { TeamSelect } from '../../widgets/team-select.tsx';
import { AdsCard } from './ads-card.tsx';
import { useAdsTexts } from './texts.ts';

/** «Кампании и креативы»: what each ad cost by Meta and brought by the CRM. */
export function AdsPage() {
  const { t } = useTranslation();
  const text = useAdsTexts();
  const { user } = useSession();
  const { team, columns, sort, campaign } = useSearch({ from: '/signed-in/ads' });
  const navigate = useNavigate({ from: '/ads' });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-bold">{text('title')}</h1>
        {user.team ? null : (
          <TeamSelect
            label={text('team')}
            all={text('allTeams')}
            value={team}
            other={{ value: 'unattributed', label: t('teams.unattributed') }}
            onChange={(next) =>
              void navigate({ search: (old) => ({ ...old, team: next }), resetScroll: false })
            }
          />
        )}
      </div>
      <AdsCard
        team={team}
        campaign={campaign}
        columns={columns ?? 'both'}
        sort={sort ?? 'spend'}
        onChange={(change) => void navigate({ search: (old) => ({ ...old, ...change }), resetScroll: false })}
      />
    </>
  );
}
