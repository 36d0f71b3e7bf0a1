import { sql } from 'kysely';
import type { Withheld } from '@traffic/contract';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import type { Finding } from './finding.ts';
import type { Audience } from './load-input.ts';
import type { Explanation } from './explain/check-answer.ts';

/** A situation that a person has decided on is not told again for this long. */
const QUIET_DAYS = 14;

export type Told = Finding & { explanation: Explanation | null };

/**
 * Keeps what was found of an audience: known situations get the new evidence, new ones are added, and what is not so any
 * more is closed. A rule that had to keep silent this time closes nothing. Two runs at once wait for each other.
 */
export async function keepFindings(
  db: Db,
  audience: Audience,
  now: Date,
  { findings, withheld }: { findings: readonly Told[]; withheld: readonly Omit<Withheld, 'team'>[] },
): Promise<void> {
  const team = audience.team?.id ?? null;
  await inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('advice', ${team ?? 0}))`.execute(trx);
    const decided = await decidedLately(trx, team, now);
    const told = findings.filter((finding) => !decided.has(keyOf(finding)));
    for (const [position, finding] of told.entries()) await putOpen(trx, team, now, finding, position);
    await closeOthers(trx, team, told, withheld);
    await sql`
      insert into recommendation_runs (team_id, ran_at, withheld) values (${team ?? 0}, ${now}, ${JSON.stringify(withheld)}::jsonb)
      on conflict (team_id) do update set ran_at = excluded.ran_at, withheld = excluded.withheld`.execute(
      trx,
    );
  });
}

const keyOf = ({ rule, subject }: { rule: string; subject: string }) => `${rule} ${subject}`;

async function decidedLately(db: Db, team: number | null, now: Date): Promise<Set<string>> {
  const { rows } = await sql<{ rule: string; subject: string }>`
    select rule, subject from recommendations
    where team_id is not distinct from ${team} and decided_at > ${now}::timestamptz - make_interval(days => ${QUIET_DAYS})`.execute(
    db,
  );
  return new Set(rows.map(keyOf));
}

async function putOpen(
  db: Db,
  team: number | null,
  now: Date,
  { explanation, ...finding }: Told,
  position: number,
): Promise<void> {
  const words = explanation === null ? null : JSON.stringify(explanation);
  await sql`
    insert into recommendations (rule, team_id, subject, evidence, explanation, position, created_at, seen_at)
    values (${finding.rule}, ${team}, ${finding.subject}, ${JSON.stringify(finding)}::jsonb, ${words}::jsonb, ${position}, ${now}, ${now})
    on conflict (rule, coalesce(team_id, 0), subject) where state = 'open'
    do update set evidence = excluded.evidence, explanation = excluded.explanation, position = excluded.position,
      seen_at = excluded.seen_at`.execute(db);
}

async function closeOthers(
  db: Db,
  team: number | null,
  told: readonly Told[],
  withheld: readonly Omit<Withheld, 'team'>[],
): Promise<void> {
  const silent = withheld.map(({ rule }) => rule);
  await sql`
    update recommendations set state = 'gone'
    where state = 'open' and team_id is not distinct from ${team}
      and rule || ' ' || subject <> all (${told.map(keyOf)}::text[]) and rule <> all (${silent}::text[])`.execute(
    db,
  );
}
