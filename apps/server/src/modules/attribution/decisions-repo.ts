import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import type { Decision } from './decision.ts';

/** Stores decisions as their receipts, in one statement; receipts are never changed. Ids in the order of the decisions. */
export async function recordDecisions(
  trx: Kysely<Schema>,
  rules: { version: number },
  decisions: Decision[],
  now: Date,
): Promise<string[]> {
  if (decisions.length === 0) return [];
  const reserved = await sql<{ id: string }>`
    select nextval(pg_get_serial_sequence('attributions', 'id'))::text as id
    from generate_series(1, ${decisions.length}::int)`.execute(trx);
  const ids = reserved.rows.map((row) => row.id);
  const rows = decisions.map((decision, index) => ({
    id: ids[index],
    team_id: decision.teamId,
    confidence: decision.confidence,
    basis: decision.basis,
    reason: decision.reason,
    rule_id: decision.ruleId,
    evidence: decision.evidence,
    rejected: decision.rejected,
  }));
  await sql`
    insert into attributions
      (id, team_id, confidence, basis, reason, rule_id, rule_version, evidence, rejected, decided_at)
      overriding system value
    select id, team_id, confidence, basis, reason, rule_id, ${rules.version}::int, evidence, rejected, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d
      (id bigint, team_id int, confidence text, basis text, reason text, rule_id int, evidence jsonb, rejected jsonb)
  `.execute(trx);
  return ids;
}

/** Whether a new decision says what the stored receipt says, so that the old receipt may stand. */
export function sameDecision(
  stored: { teamId: number | null; ruleId: number | null; basis: string; reason: string | null },
  decision: Decision,
): boolean {
  return (
    stored.teamId === decision.teamId &&
    stored.ruleId === decision.ruleId &&
    stored.basis === decision.basis &&
    stored.reason === decision.reason
  );
}
