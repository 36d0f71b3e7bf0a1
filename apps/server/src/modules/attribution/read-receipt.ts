import type { Receipt } from '@traffic/contract';
import type { Kysely } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/**
 * A stored decision as it is shown.
 *
 * @param options.ownOnly leaves other teams' names out, as a targetologist may not see them
 */
export async function readReceipt(
  db: Kysely<Schema>,
  id: string,
  { ownOnly }: { ownOnly: boolean },
): Promise<Receipt> {
  const row = await db
    .selectFrom('attributions as a')
    .leftJoin('traffic_teams as t', 't.id', 'a.team_id')
    .selectAll('a')
    .select(['t.slug', 't.name', 't.emoji', 't.color'])
    .where('a.id', '=', id)
    .executeTakeFirstOrThrow();
  const { team_id, slug, name, emoji, color } = row;
  const rejected = row.rejected as Receipt['rejected'];
  return {
    team:
      team_id === null || slug === null || name === null || emoji === null || color === null
        ? null
        : { id: team_id, slug, name, emoji, color },
    confidence: row.confidence as Receipt['confidence'],
    basis: row.basis as Receipt['basis'],
    reason: row.reason as Receipt['reason'],
    rule_id: row.rule_id,
    rule_version: row.rule_version,
    evidence: row.evidence as Receipt['evidence'],
    rejected: ownOnly ? rejected.filter((candidate) => candidate.team_id === team_id) : rejected,
    decided_at: row.decided_at.toISOString(),
  };
}
