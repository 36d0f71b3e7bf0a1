import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSession } from '../../app/use-session.ts';
import { TeamSelect } from '../../widgets/team-select.tsx';
import { AuditCards } from './audit-cards.tsx';
import { LinkBuilder } from './link-builder.tsx';
import { PivotCard } from './pivot-card.tsx';
import { useUtmTexts } from './texts.ts';

/** «UTM-источники»: what tags lose, what they bring, and how to make good ones. */
export function UtmPage() {
  const text = useUtmTexts();
  const { user } = useSession();
  const search = useSearch({ from: '/signed-in/utm' });
  const navigate = useNavigate({ from: '/utm' });
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: (old) => ({ ...old, ...next }), resetScroll: false });
  };
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-bold">{text('title')}</h1>
        {user.team ? null : (
          <TeamSelect
            label={text('team')}
            all={text('allTeams')}
            value={search.team}
            onChange={(team) => change({ team })}
          />
        )}
      </div>
      {user.team ? null : <AuditCards shown={search.show} onShow={(show) => change({ show })} />}
      <PivotCard
        team={search.team}
        by={search.by ?? 'utm_source'}
        second={search.second}
        sort={search.sort ?? 'revenue'}
        onChange={change}
      />
      <LinkBuilder mayAsk={user.team === null} />
    </>
  );
}
