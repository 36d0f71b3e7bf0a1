import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { alarmKind, alarmOwner } from '../operations/index.ts';
import { afterQuiet, alertTime } from './alert-time.ts';
import { type Chat, chatsFor } from './chats-repo.ts';
import { queue } from './queue-notice.ts';
import { readQuietHours } from './quiet-hours.ts';

const BATCH = 50;

type Alarm = { id: string; key: string; opened_at: Date; closed_at: Date | null; team_id: number | null };

/**
 * Hands alarms that began or ended to the outbox, once each: a team's own trouble to its chats and to everybody's, any other
 * to everybody's chats.
 */
export async function queueAlerts(deps: { db: Db; clock: Clock }, zone: string): Promise<void> {
  await inTransaction(deps.db, async (trx) => {
    const opened = await takeOpened(trx, deps.clock.now());
    const closed = await takeClosed(trx, deps.clock.now());
    if (opened.length + closed.length === 0) return;
    const chats = await chatsFor(trx, 'alerts');
    const quiet = await readQuietHours(trx);
    const told = await lastTold(
      trx,
      opened.map(({ key }) => key),
    );
    const openings = opened.flatMap((alarm) =>
      concerned(chats, alarm).map(({ chat_id }) => ({
        dedupe_key: `alarm:${alarm.id}:${chat_id}`,
        kind: 'alarm',
        chat_id,
        payload: JSON.stringify({ alarm_id: alarm.id, key: alarm.key }),
        due_at: alertTime({
          openedAt: alarm.opened_at,
          critical: alarmKind(alarm.key).critical,
          lastToldAt: told.get(`${alarm.key} ${chat_id}`) ?? null,
          ...{ quiet, zone },
        }),
      })),
    );
    const ends = closed.flatMap((alarm) =>
      concerned(chats, alarm).map(({ chat_id }) => ({
        dedupe_key: `alarm-over:${alarm.id}:${chat_id}`,
        kind: 'alarm_over',
        chat_id,
        payload: JSON.stringify({ alarm_id: alarm.id, key: alarm.key }),
        due_at: alarmKind(alarm.key).critical ? deps.clock.now() : afterQuiet(deps.clock.now(), quiet, zone),
      })),
    );
    await queue(trx, [...openings, ...ends], deps.clock.now());
  });
}

function concerned(chats: readonly Chat[], { team_id }: Alarm): Chat[] {
  return chats.filter((chat) => chat.team_id === null || chat.team_id === team_id);
}

/** Alarms nobody was told of, marked as told; another process skips them. The owner of an ad account's trouble is its team. */
async function takeOpened(trx: Db, now: Date): Promise<Alarm[]> {
  const { rows } = await sql<Alarm>`
    update alarms a set told_at = ${now}
    where id in (select id from alarms where told_at is null order by id limit ${BATCH} for update skip locked)
    returning id, key, opened_at, closed_at, ${alarmOwner('a.key')} as team_id`.execute(trx);
  return rows;
}

async function takeClosed(trx: Db, now: Date): Promise<Alarm[]> {
  const { rows } = await sql<Alarm>`
    update alarms a set told_over_at = ${now}
    where id in (select id from alarms where told_at is not null and told_over_at is null and closed_at is not null
      order by id limit ${BATCH} for update skip locked)
    returning id, key, opened_at, closed_at, ${alarmOwner('a.key')} as team_id`.execute(trx);
  return rows;
}

/** When the same trouble was last told to a chat, by key and chat. */
async function lastTold(trx: Db, keys: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ key: string; chat_id: string; at: Date }>`
    select payload ->> 'key' as key, chat_id, max(sent_at) as at from notifications
    where kind = 'alarm' and sent_at is not null and payload ->> 'key' = any(${[...keys]}::text[])
    group by 1, 2`.execute(trx);
  return new Map(rows.map(({ key, chat_id, at }) => [`${key} ${chat_id}`, at]));
}
