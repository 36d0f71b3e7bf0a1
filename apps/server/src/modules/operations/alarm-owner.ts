import { type RawBuilder, sql } from 'kysely';

/**
 * SQL for the id of the team whose trouble an alarm is: an ad account's own trouble belongs to the one team that has the
 * account now. Null = the administrators'.
 *
 * @param key the column of the alarm's key
 */
export function alarmOwner(key: string): RawBuilder<number | null> {
  return sql<number | null>`(
    select case when count(distinct b.team_id) = 1 then min(b.team_id) end from ad_account_teams b
    where ${sql.ref(key)} = 'meta.account.' || b.account_id and b.valid_to is null)`;
}
