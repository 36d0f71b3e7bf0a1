import { readTokenExpiry } from '../../integrations/amocrm/index.ts';
import type { AmocrmKeys } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';

const DAY_MS = 86_400_000;
/** A long-lived token is replaced by hand: a person needs days. */
const WARN_DAYS = 14;

export type TokenState = {
  /** `long_lived` is issued by hand; `oauth` is renewed by us. */
  kind: 'long_lived' | 'oauth';
  /** Null when the token does not say. */
  expires_at: string | null;
  days_left: number | null;
};

/** The access token as far as it says itself, from the settings and our table: nobody is asked. */
export async function tokenState(db: Db, keys: AmocrmKeys, now: Date): Promise<TokenState> {
  const kind = keys.oauth === null ? 'long_lived' : 'oauth';
  const expiresAt =
    kind === 'long_lived' ? readTokenExpiry(keys.accessToken ?? '') : await storedTokenExpiry(db);
  const daysLeft = expiresAt === null ? null : Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS);
  return { kind, expires_at: expiresAt?.toISOString() ?? null, days_left: daysLeft };
}

async function storedTokenExpiry(db: Db): Promise<Date | null> {
  const row = await db.selectFrom('amocrm_tokens').select('access_expires_at').executeTakeFirst();
  return row?.access_expires_at ?? null;
}

/**
 * What a person has to do about the token, in Russian; null when nothing.
 *
 * @param warnDays an end that is so near is a problem
 */
export function tokenProblem({ kind, days_left }: TokenState, warnDays = WARN_DAYS): string | null {
  if (days_left === null) return null;
  if (kind === 'oauth')
    return days_left < 0 ? 'Токен AmoCRM не обновляется: задайте новый AMOCRM_REFRESH_TOKEN' : null;
  if (days_left < 0) return 'Срок токена AmoCRM истёк: выпустите новый и обновите AMOCRM_ACCESS_TOKEN';
  return days_left < warnDays
    ? `Токен AmoCRM скоро истечёт (дней: ${days_left}): выпустите новый и обновите AMOCRM_ACCESS_TOKEN`
    : null;
}
