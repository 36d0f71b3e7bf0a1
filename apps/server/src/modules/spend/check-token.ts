import type { MetaClient } from '../../integrations/meta/index.ts';
import { MetaError } from '../../integrations/meta/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { raiseAlarm, watchExpiry } from '../operations/index.ts';
import { DEAD_TOKEN } from './meta-alarms.ts';

/** A user's token lives about 60 days and cannot be exchanged once dead: a person needs some days to renew it. */
const DAY_MS = 86_400_000;
const EXPIRING = 'meta.token-expiring';
const ENDING = 'Токен Meta скоро перестанет действовать: выпустите новый и обновите FB_ACCESS_TOKEN';

/** What is known of the token's life; null when Meta does not say (some tokens may not inspect themselves). */
export type TokenLife = { valid: boolean; expires_at: string | null; scopes: string[] } | null;

/** Alarms when the token is dead or about to die: afterwards every account would show old figures. */
export async function checkToken(deps: {
  db: Db;
  meta: MetaClient;
  clock: Clock;
  log: Logger;
}): Promise<TokenLife> {
  const { meta, clock, log } = deps;
  try {
    const { valid, expiresAt, dataAccessExpiresAt, scopes } = await meta.debugToken();
    const ends = [expiresAt, dataAccessExpiresAt].filter((end) => end !== null).map((end) => end.getTime());
    const end = ends.length === 0 ? null : new Date(Math.min(...ends));
    const daysLeft = end === null ? null : Math.floor((end.getTime() - clock.now().getTime()) / DAY_MS);
    const details = { expires_at: end?.toISOString() ?? null };
    if (!valid) await raiseAlarm(deps, { ...DEAD_TOKEN, details });
    else await watchExpiry(deps, { key: EXPIRING, source: 'meta', details, message: ENDING }, daysLeft);
    return { valid, expires_at: end?.toISOString() ?? null, scopes };
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    log.warn({ err: error }, 'the Meta token could not be inspected');
    return null;
  }
}
