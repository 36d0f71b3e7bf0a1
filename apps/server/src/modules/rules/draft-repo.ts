import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

export type Draft = { version: number; revision: number; note: string };

/** The version that is being edited, held until the caller's transaction ends; null when there is none. */
export async function findDraft(db: Db): Promise<Draft | null> {
  const row = await db
    .selectFrom('rule_versions')
    .select(['version', 'revision', 'note'])
    .where('state', '=', 'draft')
    .$if(db.isTransaction, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

/** What a version says as a whole: for the log of who changed it. */
export async function readVersion(db: Db, version: number) {
  const lists = await db
    .selectFrom('rule_versions')
    .select(['revision', 'channel_affixes', 'owned_utm_sources', 'note'])
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const rules = await db
    .selectFrom('rule_version_rules as v')
    .innerJoin('attribution_rules as r', 'r.id', 'v.rule_id')
    .innerJoin('traffic_teams as t', 't.id', 'r.team_id')
    .select([
      't.slug as team',
      'r.field',
      'r.operator',
      'r.value',
      'r.strength',
      'r.valid_from',
      'r.valid_to',
    ])
    .where('v.version', '=', version)
    .orderBy('r.id')
    .execute();
  return { ...lists, rules };
}

/** What a rule says, with its team by id. */
export type RuleColumns = {
  team_id: number;
  field: string;
  operator: string;
  value: string;
  strength: string;
  valid_from: string | null;
  valid_to: string | null;
};

/** Makes these the rules of a version. A rule that any version ever had keeps its id. */
export async function replaceRules(db: Db, version: number, rules: readonly RuleColumns[]): Promise<void> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as w
    (team_id int, field text, operator text, value text, strength text, valid_from timestamptz, valid_to timestamptz)`;
  await sql`
    insert into attribution_rules (team_id, field, operator, value, strength, valid_from, valid_to)
    select w.team_id, w.field, w.operator, w.value, w.strength, w.valid_from, w.valid_to from ${wanted}
    on conflict do nothing`.execute(db);
  await db.deleteFrom('rule_version_rules').where('version', '=', version).execute();
  await sql`
    insert into rule_version_rules (version, rule_id)
    select distinct ${version}::int, r.id from ${wanted}
    join attribution_rules r on r.team_id = w.team_id and r.field = w.field and r.operator = w.operator
      and r.value = w.value and r.strength = w.strength
      and r.valid_from is not distinct from w.valid_from and r.valid_to is not distinct from w.valid_to`.execute(
    db,
  );
}
