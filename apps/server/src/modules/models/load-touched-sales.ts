import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { decideTeam, type RuleBook, type Touch, touchKind } from '../attribution/index.ts';
import { touchesOf } from '../people/index.ts';

const WINDOW_MS = 90 * 86_400_000;
const PAGE = 5_000;

/** An unreversed sale with the ad touches before it, oldest first; a touch's team is what the rules say of it. */
export type TouchedSale = {
  /** Whom the sale is credited to. */
  creditedTo: number | null;
  soldAt: Date;
  /** In hundredths of the asked currency; null when the amount or its rate is unknown. */
  amount: bigint | null;
  touches: { at: Date; teamId: number | null }[];
};

type Row = {
  id: string;
  lead_id: string;
  person_id: string | null;
  team_id: number | null;
  sale_date: Date;
  amount: string | null;
  touch: Omit<Touch, 'at' | 'origin'> | null;
  touched_at: Date;
};

/** The sales made on these business days, page by page. */
export async function* loadTouchedSales(
  db: Db,
  rules: RuleBook,
  question: { start: string; end: string; currency: string },
): AsyncGenerator<TouchedSale[]> {
  for (let after = '0'; ; ) {
    const rows = await readPage(db, question, after);
    const people = rows.flatMap((row) => (row.person_id === null ? [] : [row.person_id]));
    const known = await touchesOf(db, people);
    yield rows.map((row) => toSale(rules, row, known.get(row.person_id ?? '') ?? []));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

async function readPage(
  db: Db,
  { start, end, currency }: { start: string; end: string; currency: string },
  after: string,
): Promise<Row[]> {
  const amount =
    currency === 'USD'
      ? sql`case when s.currency = 'USD' then s.sale_amount when s.currency = 'KZT' then round(s.sale_amount / r.rate, 2) end`
      : sql`case when s.currency = 'KZT' then s.sale_amount when s.currency = 'USD' then round(s.sale_amount * r.rate, 2) end`;
  const { rows } = await sql<Row>`
    select s.id, s.lead_id, s.person_id, s.team_id, s.sale_date, round(100 * (${amount}))::text as amount,
      case when num_nonnulls(d.utm_source, d.utm_medium, d.utm_campaign, d.utm_content, d.utm_term, d.fbclid) > 0
        then jsonb_build_object('utm_source', d.utm_source, 'utm_medium', d.utm_medium, 'utm_campaign', d.utm_campaign,
          'utm_content', d.utm_content, 'utm_term', d.utm_term, 'fbclid', d.fbclid) end as touch,
      least(coalesce(d.created_at, s.sale_date), s.sale_date) as touched_at
    from all_sales_tracking s
    join deals d on d.lead_id = s.lead_id
    left join exchange_rates r on r.currency = 'USD' and r.quote = 'KZT' and r.rate_date = s.sale_day
    where s.sale_day between ${start} and ${end} and s.reversed_at is null and s.id > ${after}::bigint
    order by s.id limit ${PAGE}`.execute(db);
  return rows;
}

function toSale(rules: RuleBook, row: Row, known: readonly Touch[]): TouchedSale {
  const origin = `deal:${row.lead_id}`;
  const own: Touch[] = row.touch === null ? [] : [{ ...row.touch, origin, at: row.touched_at }];
  const soldAt = row.sale_date.getTime();
  const earlier = known.filter(
    (touch) =>
      touch.origin !== origin && touch.at.getTime() < soldAt && touch.at.getTime() >= soldAt - WINDOW_MS,
  );
  return {
    creditedTo: row.team_id,
    soldAt: row.sale_date,
    amount: row.amount === null ? null : BigInt(row.amount),
    touches: [...earlier, ...own]
      .filter((touch) => touchKind(touch, rules.compiled) === 'ad')
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map((touch) => ({ at: touch.at, teamId: teamOf(rules, touch) })),
  };
}

function teamOf({ compiled, adLookup }: RuleBook, touch: Touch): number | null {
  return decideTeam(compiled, { touch, personTouches: [], at: touch.at, adLookup }).teamId;
}
