import type { AiClient } from '../../integrations/ai/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { ReportDeps } from '../analytics/index.ts';
import { listTeams, resolveTeamFilter } from '../settings/index.ts';
import { explainFindings } from './explain/explain-findings.ts';
import { findAdvice } from './find-advice.ts';
import { keepFindings } from './keep-findings.ts';
import { type Audience, loadInput, loadOverviews } from './load-input.ts';

export type AdviceDeps = ReportDeps & { ai: AiClient | null; log: Logger };

/**
 * Looks at the reports now and keeps what the rules find, explained by a model where one is set up.
 *
 * @param slug one team, `unattributed`, or undefined for all
 * @returns how many situations are open
 * @throws AppError `not_found` for an unknown team
 */
export async function generateAdvice(deps: AdviceDeps, slug: string | undefined): Promise<number> {
  const audiences = await audiencesOf(deps, slug);
  const overviews = await loadOverviews(deps);
  let found = 0;
  for (const audience of audiences) {
    const input = await loadInput(deps, overviews, audience);
    if (input === null) continue;
    const { findings, withheld } = findAdvice(input);
    const told = await explainFindings(deps, findings);
    await keepFindings(deps.db, audience, deps.clock.now(), { findings: told, withheld });
    found += told.length;
  }
  return found;
}

async function audiencesOf({ db }: AdviceDeps, slug: string | undefined): Promise<Audience[]> {
  const filter = await resolveTeamFilter(db, slug);
  if (filter.kind === 'team') return [{ team: filter.team }];
  if (filter.kind === 'unattributed') return [{ team: null }];
  return [...(await listTeams(db)).map((team) => ({ team })), { team: null }];
}
