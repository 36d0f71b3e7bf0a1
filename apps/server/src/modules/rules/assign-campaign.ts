import type { AssignCampaignRequest, CampaignTeam } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { loadRuleBook, lockRules } from '../attribution/index.ts';
import { recreditSpend } from '../spend/index.ts';

type Deps = { db: Db; clock: Clock };

/** Campaigns that people gave to teams, newest word first. */
export async function listCampaignTeams(db: Db): Promise<CampaignTeam[]> {
  const { rows } = await sql<Omit<CampaignTeam, 'assigned_at'> & { assigned_at: Date }>`
    select c.campaign_id, c.account_id, t.slug as team, c.valid_from, c.valid_to, c.reason, c.assigned_by,
      c.assigned_at,
      (select max(campaign_name) from traffic_stats s where s.campaign_id = c.campaign_id) as campaign_name
    from campaign_teams c join traffic_teams t on t.id = c.team_id
    order by c.assigned_at desc, c.campaign_id, c.valid_from`.execute(db);
  return rows.map((row) => ({ ...row, assigned_at: row.assigned_at.toISOString() }));
}

/**
 * Gives a campaign's spend of [valid_from, valid_to), days of its ad account, to a team. It outranks the binding of the account
 * and every rule, now and after every change of rules.
 *
 * @returns how many days of ads moved
 * @throws AppError `not_found` for a campaign without spend, `validation` for an unknown team or an empty period, `conflict` when
 *   some of these days are assigned already
 */
export function assignCampaign(
  { db, clock }: Deps,
  actor: string,
  { campaign_id, team: slug, reason, valid_from, valid_to }: z.infer<typeof AssignCampaignRequest>,
): Promise<number> {
  if (valid_from !== null && valid_to !== null && valid_from >= valid_to)
    throw validationError('Начало должно быть раньше конца', [{ field: 'valid_to' }]);
  return inTransaction(db, async (trx) => {
    // Nobody decides spend by the old word after this one is stored.
    await lockRules(trx);
    const team = await trx
      .selectFrom('traffic_teams')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirst();
    if (team === undefined) throw validationError('Такой команды нет', [{ field: 'team' }]);
    const known = await trx
      .selectFrom('traffic_stats')
      .select('account_id')
      .where('campaign_id', '=', campaign_id)
      .limit(1)
      .executeTakeFirst();
    if (known === undefined) throw notFound('Расходов такой кампании нет');
    const overlapping = await sql`
      select from campaign_teams where campaign_id = ${campaign_id}
        and daterange(valid_from, valid_to) && daterange(${valid_from}::date, ${valid_to}::date)`.execute(
      trx,
    );
    if (overlapping.rows.length > 0)
      throw new AppError('conflict', 'Эти дни кампании уже закреплены: снимите прежнее закрепление');
    await trx
      .insertInto('campaign_teams')
      .values({
        ...{ campaign_id, account_id: known.account_id, team_id: team.id, valid_from, valid_to, reason },
        ...{ assigned_by: actor, assigned_at: clock.now() },
      })
      .execute();
    const after = { team: slug, reason, valid_from, valid_to };
    await writeAudit(trx, clock, { actor, action: 'campaign.assign', subject: campaign_id, after });
    return recreditSpend(trx, await loadRuleBook(trx), sql`s.campaign_id = ${campaign_id}`);
  });
}

/**
 * Takes a person's word about a campaign back: account and rules decide again.
 *
 * @param validFrom the assignment's first day; null when it has no beginning
 * @returns how many days of ads moved
 * @throws AppError `not_found` when there is no such assignment
 */
export function unassignCampaign(
  { db, clock }: Deps,
  actor: string,
  campaignId: string,
  validFrom: string | null,
): Promise<number> {
  return inTransaction(db, async (trx) => {
    await lockRules(trx);
    const removed = await trx
      .deleteFrom('campaign_teams')
      .where('campaign_id', '=', campaignId)
      .where('valid_from', 'is not distinct from', validFrom)
      .returning(['team_id', 'reason', 'valid_from', 'valid_to'])
      .executeTakeFirst();
    if (removed === undefined) throw notFound('Такого закрепления кампании нет');
    await writeAudit(trx, clock, {
      actor,
      action: 'campaign.unassign',
      subject: campaignId,
      ...{ before: removed, after: null },
    });
    return recreditSpend(trx, await loadRuleBook(trx), sql`s.campaign_id = ${campaignId}`);
  });
}
