import type { Academy } from './academy.ts';
import type { Deal, LandingLead, Touch } from './types.ts';

/** Who deserves a sale or a lead by construction, and why. `team` null = nobody can be credited by rule. */
export interface Credit {
  team: string | null;
  reason: 'own_touch' | 'earlier_touch' | 'conflict' | 'no_touch';
}

const WINDOW_SEC = 90 * 86_400;

/**
 * The credit of a deal: its own ad touch; else the person's last ad touch in the 90 days before the money. The school's own
 * links, unresolved macros and empty UTM are no touch; a conflict stays a conflict.
 */
export function creditOfDeal(academy: Academy, deal: Deal, moneyAtSec: number): Credit {
  const earlier = academy.world.dealsOf(deal.personId).filter((other) => other.id !== deal.id);
  return credit(
    deal.touch,
    [
      ...academy.world.leadsOf(deal.personId).map((lead) => ({ touch: lead.touch, atSec: lead.atMs / 1000 })),
      ...earlier.map((other) => ({ touch: other.touch, atSec: other.createdAtSec })),
    ],
    moneyAtSec,
  );
}

/** The credit of an application: its own ad touch, else the person's earlier ones. */
export function creditOfLead(academy: Academy, lead: LandingLead): Credit {
  const earlier = academy.world.leadsOf(lead.personId).filter((other) => other.id !== lead.id);
  return credit(
    lead.touch,
    earlier.map((other) => ({ touch: other.touch, atSec: other.atMs / 1000 })),
    lead.atMs / 1000,
  );
}

function credit(own: Touch, earlier: { touch: Touch; atSec: number }[], atSec: number): Credit {
  if (own.kind === 'ad') return { team: own.team, reason: 'own_touch' };
  if (own.kind === 'conflict') return { team: null, reason: 'conflict' };
  const last = earlier
    .filter(({ touch }) => touch.kind === 'ad' || touch.kind === 'conflict')
    .filter((candidate) => candidate.atSec < atSec && candidate.atSec >= atSec - WINDOW_SEC)
    .toSorted((a, b) => b.atSec - a.atSec)[0];
  if (last === undefined) return { team: null, reason: 'no_touch' };
  if (last.touch.kind === 'conflict') return { team: null, reason: 'conflict' };
  return { team: last.touch.team, reason: 'earlier_touch' };
}
