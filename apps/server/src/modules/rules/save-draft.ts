import type { SaveDraftRequest } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { speaks } from '../attribution/index.ts';
import { findDraft, readVersion, replaceRules, type RuleColumns } from './draft-repo.ts';

type Deps = { db: Db; clock: Clock };

/**
 * Stores the draft as a whole; begins one when there is none.
 *
 * @throws AppError `validation` for an unknown team or a value that can match nothing; `conflict` when somebody
 *   else edited the draft since it was read, or while a draft is being applied
 */
export function saveDraft({ db, clock }: Deps, actor: string, request: SaveDraftRequest): Promise<void> {
  return inTransaction(db, async (trx) => {
    const rules = await toColumns(trx, request);
    const draft = await findDraft(trx);
    if ((draft?.revision ?? null) !== request.revision)
      throw new AppError('conflict', 'Черновик уже изменил кто-то другой: откройте его заново');
    const { channel_affixes, owned_utm_sources, note } = request;
    const lists = { channel_affixes, owned_utm_sources, note };
    const before = draft === null ? null : await readVersion(trx, draft.version);
    const version = draft?.version ?? (await beginDraft(trx, actor, lists));
    await trx
      .updateTable('rule_versions')
      .set((eb) => ({ ...lists, revision: eb('revision', '+', 1) }))
      .where('version', '=', version)
      .execute();
    await replaceRules(trx, version, rules);
    await writeAudit(trx, clock, {
      ...{ actor, action: 'rules.draft', details: { version } },
      ...{ before, after: await readVersion(trx, version) },
    });
  });
}

/** @throws AppError `not_found` without a draft */
export function discardDraft({ db, clock }: Deps, actor: string): Promise<void> {
  return inTransaction(db, async (trx) => {
    const draft = await findDraft(trx);
    if (draft === null) throw notFound('Черновика правил нет');
    await trx
      .updateTable('rule_versions')
      .set({ state: 'discarded' })
      .where('version', '=', draft.version)
      .execute();
    await writeAudit(trx, clock, {
      ...{ actor, action: 'rules.discard', details: { version: draft.version } },
      ...{ before: await readVersion(trx, draft.version), after: null },
    });
  });
}

async function beginDraft(
  trx: Db,
  actor: string,
  lists: { channel_affixes: string[]; owned_utm_sources: string[]; note: string },
): Promise<number> {
  // Two beginners at once: the second waits for the first and then finds the draft that is there.
  await sql`select pg_advisory_xact_lock(hashtextextended('rules-draft', 0))`.execute(trx);
  const open = await trx
    .selectFrom('rule_versions')
    .select('version')
    .where('state', 'in', ['draft', 'applying'])
    .executeTakeFirst();
  if (open !== undefined)
    throw new AppError('conflict', 'Другая версия правил сейчас применяется или отменяется');
  const { version } = await trx
    .insertInto('rule_versions')
    .values((eb) => ({
      ...lists,
      version: eb
        .selectFrom('rule_versions')
        .select((max) => sql<number>`${max.fn.max('version')} + 1`.as('next')),
      state: 'draft',
      applied_by: actor,
    }))
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

async function toColumns(trx: Db, request: SaveDraftRequest): Promise<RuleColumns[]> {
  const teams = await trx.selectFrom('traffic_teams').select(['id', 'slug']).execute();
  const idOf = new Map(teams.map((team) => [team.slug, team.id]));
  return request.rules.map(({ team, ...rule }, index) => {
    const team_id = idOf.get(team);
    if (team_id === undefined) throw validationError('Такой команды нет', [{ field: `rules.${index}.team` }]);
    if (!speaks(rule.value))
      throw validationError('В значении правила нет ни буквы, ни цифры: оно не сработает', [
        { field: `rules.${index}.value` },
      ]);
    if (rule.valid_from !== null && rule.valid_to !== null && rule.valid_from >= rule.valid_to)
      throw validationError('Правило кончается раньше, чем начинается', [
        { field: `rules.${index}.valid_to` },
      ]);
    return { ...rule, team_id };
  });
}
