import type { BindAccountRequest } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { writeAudit } from '../access/index.ts';
import { loadRuleBook, lockRules } from '../attribution/index.ts';
import { clearAlarm } from '../operations/index.ts';
import { accountAlarm, recreditSpend } from '../spend/index.ts';

type Deps = { db: Db; clock: Clock };

/**
 * Gives an account's spend of [valid_from, valid_to), days of the account, to a team, and moves the spend we have. A binding
 * without an end that begins earlier ends where this one begins: that is how an account is handed over.
 *
 * @returns how many days of ads moved
 * @throws AppError `not_found` for an unknown account, `validation` for an unknown team or an empty period, `conflict` when
 *   some of these days are bound already
 */
export function bindAccount(
  { db, clock }: Deps,
  actor: string,
  accountId: string,
  { team: slug, valid_from, valid_to }: z.infer<typeof BindAccountRequest>,
): Promise<number> {
  if (valid_from !== null && valid_to !== null && valid_from >= valid_to)
    throw validationError('Начало должно быть раньше конца', [{ field: 'valid_to' }]);
  return inTransaction(db, async (trx) => {
    // Nobody decides spend by the old bindings after this one is stored.
    await lockRules(trx);
    const teamId = await teamOf(trx, slug);
    await mustBeKnown(trx, accountId);
    const ended = await sql<{ team: string; valid_from: string | null }>`
      update ad_account_teams b set valid_to = ${valid_from}::date from traffic_teams t
      where t.id = b.team_id and b.account_id = ${accountId} and b.valid_to is null and ${valid_from}::date is not null
        and (b.valid_from is null or b.valid_from < ${valid_from}::date)
      returning t.slug as team, b.valid_from`.execute(trx);
    const overlapping = await sql`
      select from ad_account_teams where account_id = ${accountId}
        and daterange(valid_from, valid_to) && daterange(${valid_from}::date, ${valid_to}::date)`.execute(
      trx,
    );
    if (overlapping.rows.length > 0)
      throw new AppError('conflict', 'Эти дни кабинета уже закреплены: снимите прежнее закрепление');
    const binding = { account_id: accountId, team_id: teamId, valid_from, valid_to };
    await trx
      .insertInto('ad_account_teams')
      .values({ ...binding, assigned_by: actor, assigned_at: clock.now() })
      .execute();
    const after = { team: slug, valid_from, valid_to };
    const [handedOver] = ended.rows;
    const before = handedOver === undefined ? null : { ...handedOver, valid_to: null };
    await writeAudit(trx, clock, { actor, action: 'ad_account.bind', subject: accountId, before, after });
    return recredit(trx, accountId);
  });
}

/**
 * Takes a binding back: what is left of the bindings, and then the rules, decide its days.
 * @returns how many days of ads moved
 * @throws AppError `not_found` when the account has no such binding
 */
export function unbindAccount(
  { db, clock }: Deps,
  actor: string,
  accountId: string,
  bindingId: string,
): Promise<number> {
  return inTransaction(db, async (trx) => {
    await lockRules(trx);
    const removed = await trx
      .deleteFrom('ad_account_teams')
      .where('account_id', '=', accountId)
      .where('id', '=', bindingId)
      .returning(['team_id', 'valid_from', 'valid_to'])
      .executeTakeFirst();
    if (removed === undefined) throw notFound('Такого закрепления кабинета нет');
    await writeAudit(trx, clock, {
      ...{ actor, action: 'ad_account.unbind', subject: accountId },
      ...{ before: removed, after: null },
    });
    return recredit(trx, accountId);
  });
}

/**
 * Says whether an account's spend is read from now on; what was read stays.
 * @throws AppError `not_found` for an unknown account
 */
export async function includeAccount(
  deps: Deps & { log: Logger },
  actor: string,
  accountId: string,
  included: boolean,
): Promise<void> {
  const { db, clock } = deps;
  await inTransaction(db, async (trx) => {
    await mustBeKnown(trx, accountId);
    const before = await trx
      .selectFrom('ad_accounts')
      .select('included')
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    await trx
      .updateTable('ad_accounts')
      // Of an account that nobody reads no reading fails.
      .set({ included, ...(included ? {} : { failure: null, failed_since: null }) })
      .where('account_id', '=', accountId)
      .execute();
    await writeAudit(trx, clock, {
      ...{ actor, action: 'ad_account.include', subject: accountId },
      before,
      after: { included },
    });
  });
  if (!included) await clearAlarm(deps, accountAlarm(accountId));
}

async function mustBeKnown(trx: Db, accountId: string): Promise<void> {
  const known = await trx
    .selectFrom('ad_accounts')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (known === undefined) throw notFound('Такого рекламного кабинета нет');
}

async function teamOf(trx: Db, slug: string): Promise<number> {
  const team = await trx.selectFrom('traffic_teams').select('id').where('slug', '=', slug).executeTakeFirst();
  if (team === undefined) throw validationError('Такой команды нет', [{ field: 'team' }]);
  return team.id;
}

async function recredit(trx: Db, accountId: string): Promise<number> {
  return recreditSpend(trx, await loadRuleBook(trx), sql`s.account_id = ${accountId}`);
}
