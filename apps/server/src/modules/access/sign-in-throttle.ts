import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { networkOf } from './address-network.ts';

const WINDOW_MS = 15 * 60_000;
const FAMILIAR_MS = 90 * 24 * 60 * 60_000;
const LIMITS = {
  /** Somebody who tries one account. */
  pair: 10,
  /** Wider: a whole office may share an address. */
  address: 100,
  /** Many addresses that try one account together. Never asked of an address the person has signed in from. */
  account: 60,
} as const;

/** One try: who is said to be signing in (an e-mail, a user's id), and from where. */
export type Try = { account: string; address: string };

export type SignInThrottle = {
  /** Counts a try before the password is looked at. @returns 0, or the seconds to wait */
  take(tried: Try): Promise<number>;
  /** It was them: their tries are forgotten, and the address is theirs for 90 days. */
  succeeded(tried: Try): Promise<void>;
};

/**
 * Tries of signing in, counted in PostgreSQL: all processes see them, and a restart forgets none. A window is not
 * prolonged by tries that it refuses, so nobody is locked out for longer than fifteen minutes at a time; and whoever
 * attacks an account from elsewhere locks out the elsewhere, not the places its owner signs in from.
 */
export function createSignInThrottle({ db, clock }: { db: Db; clock: Clock }): SignInThrottle {
  const count = async (key: string, limit: number): Promise<number> => {
    const now = clock.now();
    const fresh = new Date(now.getTime() + WINDOW_MS);
    const row = await db
      .insertInto('sign_in_tries')
      .values({ key: digest(key), tries: 1, ends_at: fresh })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          tries: sql`case when sign_in_tries.ends_at <= ${now} then 1 else least(sign_in_tries.tries + 1, 1000000) end`,
          ends_at: sql`case when sign_in_tries.ends_at <= ${now} then ${fresh} else sign_in_tries.ends_at end`,
        }),
      )
      .returning(['tries', 'ends_at'])
      .executeTakeFirstOrThrow();
    return row.tries <= limit ? 0 : Math.ceil((row.ends_at.getTime() - now.getTime()) / 1000);
  };
  return {
    async take(tried) {
      const { account, network } = named(tried);
      const waits = [
        await count(`address ${network}`, LIMITS.address),
        await count(`pair ${network} ${account}`, LIMITS.pair),
      ];
      // What is refused already is no guess: it must not use up what the account has left for others.
      if (Math.max(...waits) > 0) return Math.max(...waits);
      if (await isFamiliar(db, clock, `familiar ${network} ${account}`)) return 0;
      return count(`account ${account}`, LIMITS.account);
    },
    async succeeded(tried) {
      const { account, network } = named(tried);
      const ends_at = new Date(clock.now().getTime() + FAMILIAR_MS);
      await db
        .deleteFrom('sign_in_tries')
        .where('key', '=', digest(`pair ${network} ${account}`))
        .execute();
      await db
        .insertInto('sign_in_tries')
        .values({ key: digest(`familiar ${network} ${account}`), tries: 0, ends_at })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ ends_at }))
        .execute();
    },
  };
}

async function isFamiliar(db: Db, clock: Clock, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_tries')
    .select('ends_at')
    .where('key', '=', digest(key))
    .executeTakeFirst();
  return row !== undefined && row.ends_at > clock.now();
}

const named = ({ account, address }: Try) => ({
  account: account.toLowerCase(),
  network: networkOf(address),
});

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
