import { sql } from 'kysely';
import { type Remembered, rememberFor } from '../../platform/cache.ts';
import type { Db } from '../../platform/database/index.ts';
import { loadRuleBook, type RuleBook } from './rule-book.ts';

/** What a rule book was made of: the rules and teams, and the spend that its ads are known from. */
type Stamp = { rules: string; spend: string };

/**
 * The rules in force, looked at every `ttlMs` and read anew only when something they are made of has changed: the
 * ads alone are millions of rows. After a change of spend the old book serves until the new one is read, so that
 * nobody waits for it; `forget` makes the next caller wait.
 */
export function rememberRules(
  db: Db,
  ttlMs: number,
  onError: (error: unknown) => void,
): Remembered<RuleBook> {
  let known: { stamp: Stamp; book: RuleBook } | null = null;
  let reading: Promise<RuleBook> | null = null;

  async function readAnew(stamp: Stamp): Promise<RuleBook> {
    const book = await loadRuleBook(db);
    known = { stamp, book };
    return book;
  }

  const looked = rememberFor(ttlMs, async () => {
    const stamp = await readStamp(db);
    if (known === null || known.stamp.rules !== stamp.rules) return readAnew(stamp);
    if (known.stamp.spend !== stamp.spend)
      reading ??= readAnew(stamp).finally(() => {
        reading = null;
      });
    reading?.catch(onError);
    return known.book;
  });
  const forget = () => {
    known = null;
    looked.forget();
  };
  return Object.assign(() => looked(), { forget });
}

async function readStamp(db: Db): Promise<Stamp> {
  const { rows } = await sql<Stamp>`
    select
      coalesce((select version from rules_in_force), 0) || ' ' ||
        (select coalesce(md5(string_agg(id || name, ',' order by id)), '') from traffic_teams) as rules,
      (select version::text from change_counters where topic = 'spend') as spend`.execute(db);
  return rows[0] ?? { rules: '', spend: '' };
}
