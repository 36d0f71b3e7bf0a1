import type { InsightsQuery, InsightsResponse, UtmTags } from '@traffic/contract';
import { ads, type ReportDeps, type ReportQuestion } from '../analytics/index.ts';
import { notAllocated } from '../spend/index.ts';
import { choosesByTags, hasTags, readTags } from './campaign-tags.ts';

/** More campaigns than any school has; the rest would still be in the total. */
const MOST_CAMPAIGNS = 1_000;

type Described = { status: string | null; tags: UtmTags | null };

/** Figures by campaign with their tags, narrowed to the tags that are asked for. */
export async function insights(
  deps: ReportDeps,
  question: ReportQuestion,
  query: InsightsQuery,
): Promise<InsightsResponse> {
  const chosen = choosesByTags(query);
  const everybody = question.team.kind === 'all' && !chosen;
  const [described, beyond] = await Promise.all([
    describeCampaigns(deps),
    everybody ? notAllocated(deps.db, question.period, question.currency) : null,
  ]);
  const keep = (id: string | null) => id !== null && hasTags(described.get(id)?.tags ?? null, query);
  const report = await ads(
    deps,
    question,
    { ...query, level: 'campaign', sort: 'spend', limit: MOST_CAMPAIGNS },
    chosen ? keep : undefined,
  );
  const { rows, rest: _rest, level: _level, parent: _parent, unmatched, ...head } = report;
  return {
    ...head,
    campaigns: rows.map((row) => ({
      ...row,
      id: row.id ?? '',
      status: described.get(row.id ?? '')?.status ?? null,
      tags: described.get(row.id ?? '')?.tags ?? null,
    })),
    unmatched: chosen ? null : unmatched,
    not_allocated: beyond,
  };
}

async function describeCampaigns({ db }: Pick<ReportDeps, 'db'>): Promise<Map<string, Described>> {
  const rows = await db
    .selectFrom('campaigns')
    .select(['campaign_id as id', 'name', 'effective_status as status', 'url_tags'])
    .execute();
  return new Map(
    rows.map(({ id, name, status, url_tags }) => [
      id,
      { status, tags: url_tags === null ? null : readTags(url_tags, { id, name }) },
    ]),
  );
}
