import { useState } from 'react';
import { AdviceShort } from '../advice/advice-short.tsx';
import { CohortsCard } from '../funnel/cohorts-card.tsx';
import type { CohortStep } from '../funnel/queries.ts';
import { AccountsCard } from './accounts-card.tsx';
import { OwnUtmCard } from './own-utm-card.tsx';

type CabinetRestProps = {
  team: string;
  /** «Не распределено» is nobody's: it has no tags and no accounts of its own. */
  isTeam: boolean;
};

/** The end of a cabinet: cohorts, own tags, own keys, advice. */
export function CabinetRest({ team, isTeam }: CabinetRestProps) {
  const [by, setBy] = useState<CohortStep>('month');
  return (
    <>
      <CohortsCard team={team} by={by} onBy={setBy} />
      {isTeam ? <OwnUtmCard team={team} /> : null}
      {isTeam ? <AccountsCard team={team} /> : null}
      <AdviceShort team={team} />
    </>
  );
}
