import { readFile } from 'node:fs/promises';
import { sql, type Transaction } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';
import { type Preset, presetRules, readPreset } from '../attribution/index.ts';
import type { StoredAcademy } from './academy.ts';

/**
 * Imports the configuration file of a school into an empty database: teams, rules (version 1), products,
 * ad accounts. Does nothing when a school is already there: from then on the data are edited, not the file.
 * Safe when two processes start at once.
 *
 * @returns true when the preset was imported now
 * @throws the file's own error, or a ZodError naming every bad key
 */
export async function importPresetOnce(db: Db, path: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('import-preset', 0))`.execute(trx);
    const present = await trx
      .selectFrom('settings')
      .select('key')
      .where('key', '=', 'academy')
      .executeTakeFirst();
    if (present !== undefined) return false;
    const preset = readPreset(JSON.parse(await readFile(path, 'utf8')));
    await importAcademy(trx, preset);
    await importProducts(trx, preset);
    const teamIds = await importTeams(trx, preset);
    await importRules(trx, preset, teamIds, now);
    return true;
  });
}

async function importAcademy(trx: Transaction<Schema>, preset: Preset): Promise<void> {
  const academy: StoredAcademy = {
    name: preset.academy.name,
    timezone: preset.academy.timezone,
    currency: preset.academy.reporting_currency,
    wonStatusId: preset.amocrm.won_status_id,
    lostStatusId: preset.amocrm.lost_status_id,
    utmFieldIds: preset.amocrm.lead_custom_fields,
  };
  await trx
    .insertInto('settings')
    .values({ key: 'academy', value: JSON.stringify(academy) })
    .execute();
}

async function importProducts(trx: Transaction<Schema>, preset: Preset): Promise<void> {
  for (const [position, product] of preset.products.entries()) {
    await trx
      .insertInto('products')
      .values({
        key: product.key,
        name: product.name,
        expected_price: product.expected_price === null ? null : String(product.expected_price),
        currency: product.currency,
        ledger_table: product.ledger_table ?? null,
        position,
      })
      .execute();
    await trx
      .insertInto('product_pipelines')
      .values({
        pipeline_id: String(product.pipeline_id),
        name: product.name,
        product_key: product.key,
        prepayment_status_id: textOrNull(product.prepayment?.status_id),
        prepayment_field_id: textOrNull(product.prepayment?.amount_field_id),
      })
      .execute();
  }
  for (const pipeline of preset.other_pipelines)
    await trx
      .insertInto('product_pipelines')
      .values({ pipeline_id: String(pipeline.pipeline_id), name: pipeline.name, product_key: null })
      .execute();
}

const textOrNull = (id: number | undefined): string | null => (id === undefined ? null : String(id));

async function importTeams(trx: Transaction<Schema>, preset: Preset): Promise<Map<string, number>> {
  const teamIds = new Map<string, number>();
  for (const team of preset.teams) {
    const { id } = await trx
      .insertInto('traffic_teams')
      .values({
        slug: team.slug,
        name: team.name,
        emoji: team.emoji,
        color: team.color,
        direction: team.direction,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    teamIds.set(team.slug, id);
    for (const accountId of team.ad_accounts) {
      await trx.insertInto('ad_accounts').values({ account_id: accountId }).execute();
      await trx.insertInto('ad_account_teams').values({ account_id: accountId, team_id: id }).execute();
    }
  }
  return teamIds;
}

async function importRules(
  trx: Transaction<Schema>,
  preset: Preset,
  teamIds: Map<string, number>,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('rule_versions')
    .values({
      version: 1,
      applied_at: now,
      applied_by: 'preset',
      note: `Импорт: ${preset.academy.name}`,
      channel_affixes: preset.channel_affixes,
      owned_utm_sources: preset.owned_utm_sources,
    })
    .execute();
  const rules = presetRules(preset).map(({ teamSlug, ...rule }) => {
    const teamId = teamIds.get(teamSlug);
    if (teamId === undefined) throw new Error(`a rule names the unknown team ${teamSlug}`);
    return { ...rule, team_id: teamId };
  });
  const stored = await trx.insertInto('attribution_rules').values(rules).returning('id').execute();
  const members = stored.map(({ id }) => ({ version: 1, rule_id: id }));
  await trx.insertInto('rule_version_rules').values(members).execute();
  await trx.insertInto('rules_in_force').values({ version: 1 }).execute();
}
