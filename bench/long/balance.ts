import { connectDatabase } from '../../apps/server/src/platform/database/index.ts';
import { FIRST_DEAL, type LongLedger } from './load.ts';
import { CHAT, until, type World } from './world.ts';

export type AlarmRow = { key: string; opened_at: Date; closed_at: Date | null; raised: number };
export type Balance = {
  sent: number;
  acknowledged: number;
  /** By status: what was answered otherwise, 0 = nothing at all. The CRM repeats these. */
  others: Record<string, number>;
  /** What still waits after ten minutes; all must be 0. */
  left: Left;
  /** Acknowledged and not in the inbox, or not a deal. Must be 0. */
  lost: number;
  /** Deliveries of one hook beyond the first. Must be 0. */
  twice: number;
  /** Not acknowledged and kept all the same: the answer was cut, not the hook. */
  keptUnanswered: number;
  salesMade: number;
  salesMissing: number;
  salesTwice: number;
  messagesTwice: number;
  messagesMissing: number;
  alarms: AlarmRow[];
};

type Left = { spooled: number; deliveries: number; notices: number; alarms: number };
type One = <Row>(text: string, values?: unknown[]) => Promise<Row>;

/** Ten minutes at most: what waits longer is a finding and no reason to lose the others. */
async function waitUntilIdle(world: World, one: One, dueAlarms: readonly string[]): Promise<Left> {
  const look = async (): Promise<Left> => {
    // First the spool: what leaves it meanwhile is counted in the inbox.
    const files = await world.spooled();
    const left = await one<Omit<Left, 'spooled'>>(
      `select (select count(*) from webhook_deliveries where state = 'pending')::int as deliveries,
         (select count(*) from notifications where state = 'pending')::int as notices,
         (select count(*) from alarms where closed_at is null and key = any($1))::int as alarms`,
      [dueAlarms],
    );
    return { spooled: files, ...left };
  };
  const idle = (left: Left) => Object.values(left).every((count) => count === 0);
  await until('nothing is left to do', async () => idle(await look()), 600).catch(() => undefined);
  return look();
}

/** Waits until nothing is left to do, then compares what was sent with what there is. */
export async function takeBalance(
  world: World,
  ledger: LongLedger,
  sales: readonly number[],
  dueAlarms: readonly string[],
): Promise<Balance> {
  const { pool, close } = connectDatabase({
    url: world.databaseUrl,
    maxConnections: 2,
    applicationName: 'bench',
  });
  const one: One = async <Row>(text: string, values: unknown[] = []) =>
    (await pool.query(text, values)).rows[0] as Row;
  try {
    const left = await waitUntilIdle(world, one, dueAlarms);
    const acknowledged = ledger.hooks.flatMap(({ status }, index) =>
      status === 200 ? [FIRST_DEAL + index] : [],
    );
    const deals = await one<{ lost: number; twice: number; kept: number }>(
      `with acked as (select unnest($1::bigint[]) as id),
         kept as (select substring(convert_from(body, 'UTF8') from 'leads.update..0..id.=([0-9]+)')::bigint as id, count(*) as n
           from webhook_deliveries where position('custom_fields][23'::bytea in body) > 0 group by 1)
       select
         (select count(*) from acked a where not exists (select from kept k where k.id = a.id)
            or not exists (select from deals d where d.lead_id = a.id))::int as lost,
         (select coalesce(sum(n - 1), 0) from kept)::int as twice,
         (select count(*) from kept k where not exists (select from acked a where a.id = k.id))::int as kept`,
      [acknowledged],
    );
    const told = await one<{ missing: number; twice: number }>(
      `select (select count(*) from unnest($1::bigint[]) s where not exists (
           select from all_sales_tracking t where t.lead_id = s and t.kind = 'sale' and t.reversed_at is null))::int as missing,
         (select coalesce(sum(n - 1), 0) from (select count(*) as n from all_sales_tracking where lead_id = any($1::bigint[])
           and kind = 'sale' group by lead_id having count(*) > 1) d)::int as twice`,
      [sales],
    );
    const alarms = (
      await pool.query('select key, opened_at, closed_at, raised from alarms order by opened_at')
    ).rows;
    return {
      ...{ sent: ledger.hooks.length, acknowledged: acknowledged.length, others: otherAnswers(ledger) },
      left,
      ...{ lost: deals.lost, twice: deals.twice, keptUnanswered: deals.kept, salesMade: sales.length },
      ...{ salesMissing: told.missing, salesTwice: told.twice, alarms: alarms as AlarmRow[] },
      ...(await compareMessages(world, one, sales)),
    };
  } finally {
    await close();
  }
}

function otherAnswers({ hooks }: LongLedger): Record<string, number> {
  const others: Record<string, number> = {};
  for (const { status } of hooks) if (status !== 200) others[status] = (others[status] ?? 0) + 1;
  return others;
}

/** The messages that really arrived, by the id that Telegram gave each, against the notices that say they were sent. */
async function compareMessages(
  world: World,
  one: One,
  sales: readonly number[],
): Promise<Pick<Balance, 'messagesTwice' | 'messagesMissing'>> {
  const { messages } = await world.control<{ messages: { chat_id?: number; text?: string }[] }>(
    'GET',
    '/telegram/messages',
  );
  const { sent, untold } = await one<{ sent: number; untold: number }>(
    `select count(*) filter (where n.state = 'sent')::int as sent,
       (select count(*) from unnest($2::bigint[]) made where not exists (
         select from notifications n join all_sales_tracking s on s.id = (n.payload ->> 'sale_id')::bigint
         where s.lead_id = made and n.state = 'sent' and n.chat_id = $1))::int as untold
     from notifications n where n.chat_id = $1 and n.payload ? 'sale_id'`,
    [CHAT, sales],
  );
  // Sales of the history that were read at the start are told as well: each message belongs to one notice.
  const arrived = messages.filter(({ text }) => text?.includes('НОВАЯ ПРОДАЖА')).length;
  return {
    messagesTwice: Math.max(0, arrived - sent),
    messagesMissing: untold + Math.max(0, sent - arrived),
  };
}
