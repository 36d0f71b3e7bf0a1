import type {
  Recommendation,
  RecommendationsQuery,
  RecommendationsResponse,
  TeamRef,
  Withheld,
} from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import type { Language } from '../../platform/translate.ts';
import { ofTeam } from '../analytics/index.ts';
import { resolveTeamFilter, type TeamFilter } from '../settings/index.ts';
import type { Explanation } from './explain/check-answer.ts';
import { keptFinding } from './finding.ts';
import { placeFact } from './place-fact.ts';
import { fillText } from './render/fill-text.ts';
import { renderAdvice, valuesOf } from './render/render-advice.ts';

const SHOWN = 200;

type Row = {
  id: string;
  position: number;
  team: TeamRef | null;
  evidence: unknown;
  explanation: Explanation | null;
  state: Recommendation['state'];
  created_at: Date;
  seen_at: Date;
  decided_at: Date | null;
  reason: string | null;
  outcomes: Recommendation['outcomes'];
};

const STATES = {
  open: ['open'],
  decided: ['accepted', 'hidden'],
  all: ['open', 'accepted', 'hidden', 'gone'],
};

/**
 * The recommendations of a team (undefined: of all and of no team) in the caller's language, in order of their weight.
 * @throws AppError `not_found` for an unknown team
 */
export async function listAdvice(
  { db, ai }: { db: Db; ai: object | null },
  slug: string | undefined,
  query: z.infer<typeof RecommendationsQuery>,
  language: Language,
): Promise<RecommendationsResponse> {
  const filter = await resolveTeamFilter(db, slug);
  const { rows } = await sql<Row>`
    select r.id::text, r.position, r.evidence, r.explanation, r.state, r.created_at, r.seen_at, r.decided_at, r.reason, r.outcomes,
      case when t.id is not null then
        jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'emoji', t.emoji, 'color', t.color) end as team
    from recommendations r left join traffic_teams t on t.id = r.team_id
    where r.state = any (${STATES[query.state]}::text[]) and ${ofTeam(filter, sql`r.team_id`)}
    order by (r.evidence ->> 'stake')::numeric desc, r.position, r.id limit ${SHOWN}`.execute(db);
  // Of one team the order is the one kept, which a model may have made.
  const ordered = filter.kind === 'all' ? rows : rows.toSorted((a, b) => a.position - b.position);
  return {
    success: true,
    ...(await lastRun(db, filter)),
    model: ai !== null,
    recommendations: ordered.map((row) => tell(row, language)),
  };
}

async function lastRun(
  db: Db,
  filter: TeamFilter,
): Promise<Pick<RecommendationsResponse, 'generated_at' | 'withheld'>> {
  const { rows } = await sql<{ ran_at: Date; withheld: Omit<Withheld, 'team'>[]; team: TeamRef | null }>`
    select r.ran_at, r.withheld, case when t.id is not null then
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'emoji', t.emoji, 'color', t.color) end as team
    from recommendation_runs r left join traffic_teams t on t.id = r.team_id
    where ${ofTeam(filter, sql`nullif(r.team_id, 0)`)}
    order by r.team_id`.execute(db);
  const oldest = rows.map(({ ran_at }) => ran_at.getTime()).toSorted((a, b) => a - b)[0];
  return {
    generated_at: oldest === undefined ? null : new Date(oldest).toISOString(),
    withheld: rows.flatMap(({ team, withheld }) => withheld.map((one) => ({ team, ...one }))),
  };
}

function tell(row: Row, language: Language): Recommendation {
  const { explanation } = row;
  const evidence = keptFinding(row.evidence);
  const words = explanation?.[language];
  return {
    ...{ id: row.id, rule: evidence.rule, team: row.team, state: row.state },
    ...renderAdvice(evidence, language),
    explanation: words === undefined ? null : fillText(words, valuesOf(evidence, language)),
    facts: evidence.facts.map((fact) => placeFact(fact, evidence)),
    currency: evidence.currency,
    ...{ headline: evidence.headline, expected: evidence.expected, n: evidence.n },
    period: { start: evidence.period.start, end: evidence.period.end },
    ...{ confidence: evidence.confidence, reason: row.reason, outcomes: row.outcomes },
    created_at: row.created_at.toISOString(),
    seen_at: row.seen_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
  };
}
