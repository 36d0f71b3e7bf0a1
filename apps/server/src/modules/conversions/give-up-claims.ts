import { sql } from 'kysely';
import { believed, type Db } from '../../platform/database/index.ts';

/** Longer than any request lives: whoever claimed these has died, or nobody will ever know. */
export const CLAIM_LEASE_MS = 5 * 60_000;

/**
 * Events whose process went away between the claim and the answer are in doubt: Meta may have them. They are never sent
 * again by themselves.
 *
 * @returns how many
 */
export async function giveUpClaims(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update conversion_events set state = 'in_doubt', reason = 'process_died', batch = null, settled_at = ${now}
    where state = 'claimed' and claimed_at < ${believed(now)} - make_interval(secs => ${CLAIM_LEASE_MS / 1000})`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}
