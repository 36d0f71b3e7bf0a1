import { createHash } from 'node:crypto';
import {
  AmocrmError,
  readTokenExpiry,
  type TokenPair,
  type TokenSource,
} from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { SecretBox } from '../../platform/secret-box.ts';
import type { Keepsake } from './keepsake.ts';
import { lockTokens, plantSeed, storeTokens } from './token-repo.ts';

/** An access token this young that AmoCRM refuses is not refused for its age: another would be refused too. */
const YOUNG_MS = 60_000;
const TRY_AGAIN_MS = 60_000;
/** Renewed before its last tenth begins: while that fails the old one works on, and a person has time. */
const EARLY_SHARE = 0.1;

type Pair = {
  accessToken: string | null;
  refreshToken: string;
  accessExpiresAt: Date | null;
  refreshedAt: Date | null;
};
type FreshPair = { accessToken: string; refreshToken: string; accessExpiresAt: Date; refreshedAt: Date };

export type OauthDeps = {
  db: Db;
  clock: Clock;
  log: Logger;
  box: SecretBox;
  keepsake: Keepsake;
  /** Where the chain of tokens begins; used once, ever. */
  seed: { accessToken: string | null; refreshToken: string };
  /** @throws AmocrmError `unauthorized` when the refresh token is spent or revoked */
  exchange(refreshToken: string): Promise<TokenPair>;
};

/**
 * Rotating OAuth tokens of all processes: a pair in one sealed row, renewed under that row's lock, so that
 * however many requests of however many processes are refused at once, AmoCRM sees one exchange; the others
 * wait and find the new pair. The lock is a row lock inside one transaction: a pooler keeps it, a killed
 * process loses it at once.
 *
 * A refresh token works once, so a pair that is lost after AmoCRM gave it is gone for good, and a person
 * must authorise again. Against that:
 * - the pair is fsynced into a sealed file before the database is asked, and the next renewal (of this
 *   process or of the one started after a crash) takes it from there instead of asking AmoCRM;
 * - the access token is renewed a tenth of its life early: while renewing fails the old one still works;
 * - when the commit fails, this process goes on with the pair in memory and brings it to the database later.
 * What stays is a crash in the milliseconds between AmoCRM's answer and the fsync, an answer that AmoCRM sent
 * and the network lost, and a machine whose disk is lost with the file: alarm `amocrm.token`, new seed.
 */
export function createOauthTokens(deps: OauthDeps): TokenSource {
  let known: Pair | null = null;
  let unsaved = false;
  let renewing: Promise<Pair | null> | null = null;
  let nextTryAt = Number.NEGATIVE_INFINITY;

  /** Calls of this process share one renewal; those of other processes wait for the row. */
  function renewOnce(refused: string | null): Promise<Pair | null> {
    renewing ??= renewPair(deps, refused)
      .then(({ pair, saved }) => {
        if (pair !== null) known = pair;
        unsaved = !saved;
        return pair;
      })
      .finally(() => {
        nextTryAt = performance.now() + TRY_AGAIN_MS;
        renewing = null;
      });
    return renewing;
  }

  async function freshen(): Promise<void> {
    const works = known !== null && isAlive(known, deps.clock.now());
    // A renewal that fails is not repeated with every request while the old token works. A pair that the
    // database lacks is brought there as soon as that is back: nobody else can renew meanwhile.
    if (works && !unsaved && performance.now() < nextTryAt) return;
    try {
      await renewOnce(null);
    } catch (error) {
      if (!works) throw error;
      deps.log.error({ err: error }, 'the AmoCRM token could not be renewed early; the old one works on');
    }
  }

  return {
    async current() {
      if (known === null || unsaved || !isYoungEnough(known, deps.clock.now())) await freshen();
      if (known?.accessToken) return known.accessToken;
      throw new AmocrmError('unauthorized', { status: null });
    },
    latest: () => known?.accessToken ?? null,
    async renew(refused) {
      // The second look: the first may have joined a renewal that knew nothing of this refusal.
      for (let look = 1; look <= 2; look += 1) {
        if (known?.accessToken && known.accessToken !== refused) return known.accessToken;
        await renewOnce(refused);
      }
      return known?.accessToken && known.accessToken !== refused ? known.accessToken : null;
    },
  };
}

/** One renewal under the lock; `saved` is false when AmoCRM gave a pair and the database did not take it. */
async function renewPair(
  deps: OauthDeps,
  refused: string | null,
): Promise<{ pair: Pair | null; saved: boolean }> {
  let given: FreshPair | null = null;
  try {
    const pair = await inTransaction(deps.db, async (trx) => {
      const stored = await lockPair(deps, trx);
      const now = deps.clock.now();
      const kept = await deps.keepsake.find(stored.refreshToken);
      // Somebody else was faster.
      if (kept === null && stored.accessToken !== refused && isYoungEnough(stored, now)) return stored;
      if (kept === null && refused !== null && isNewborn(stored, now)) return null;
      try {
        given = kept ?? (await exchange(deps, stored.refreshToken));
      } catch (error) {
        if (stored.accessToken === refused || !isAlive(stored, now)) throw error;
        deps.log.error({ err: error }, 'the AmoCRM token could not be renewed early; the old one works on');
        return stored;
      }
      await storeTokens(trx, sealPair(deps.box, given));
      return given;
    });
    if (given !== null) {
      await deps.keepsake.forget();
      deps.log.info({ expiresAt: pair?.accessExpiresAt }, 'AmoCRM token renewed');
    }
    return { pair, saved: true };
  } catch (error) {
    if (given === null) throw error;
    deps.log.error({ err: error }, 'the new AmoCRM token is not in the database yet: kept on disk');
    return { pair: given, saved: false };
  }
}

async function exchange(deps: OauthDeps, refreshToken: string): Promise<FreshPair> {
  const given = await deps.exchange(refreshToken);
  const now = deps.clock.now();
  const fresh = {
    accessToken: given.accessToken,
    refreshToken: given.refreshToken,
    accessExpiresAt: new Date(now.getTime() + given.expiresInSeconds * 1000),
    refreshedAt: now,
  };
  await deps.keepsake.keep({ replaces: refreshToken, ...fresh }).catch((error: unknown) => {
    // A full disk must not cost us the pair: the database is the next to be asked.
    deps.log.error({ err: error }, 'the new AmoCRM token could not be kept on disk');
  });
  return fresh;
}

async function lockPair(deps: OauthDeps, trx: Db): Promise<Pair> {
  await plant(deps, trx);
  return openPair(deps, await lockTokens(trx));
}

async function plant({ box, seed }: OauthDeps, db: Db): Promise<void> {
  const { accessToken, refreshToken } = seed;
  await plantSeed(db, {
    hash: createHash('sha256').update(refreshToken).digest(),
    accessToken: accessToken === null ? null : box.seal(accessToken),
    refreshToken: box.seal(refreshToken),
    accessExpiresAt: accessToken === null ? null : readTokenExpiry(accessToken),
  });
}

/** With another ENCRYPTION_KEY nothing stored opens: what is left is the seed, and the alarm when it is spent. */
function openPair({ box, seed, log }: OauthDeps, stored: Awaited<ReturnType<typeof lockTokens>>): Pair {
  const start: Pair = { ...seed, accessExpiresAt: null, refreshedAt: null };
  if (stored === null) return start;
  try {
    return {
      ...stored,
      accessToken: stored.accessToken === null ? null : box.open(stored.accessToken),
      refreshToken: box.open(stored.refreshToken),
    };
  } catch (error) {
    log.error({ err: error }, 'the stored AmoCRM tokens do not open: starting from AMOCRM_REFRESH_TOKEN');
    return start;
  }
}

function sealPair(box: SecretBox, pair: FreshPair): FreshPair {
  return { ...pair, accessToken: box.seal(pair.accessToken), refreshToken: box.seal(pair.refreshToken) };
}

/** A token that does not say when it ends is used until it is refused. */
function isYoungEnough({ accessToken, accessExpiresAt, refreshedAt }: Pair, now: Date): boolean {
  if (accessToken === null) return false;
  if (accessExpiresAt === null) return true;
  const life = refreshedAt === null ? 0 : accessExpiresAt.getTime() - refreshedAt.getTime();
  return now.getTime() < accessExpiresAt.getTime() - life * EARLY_SHARE;
}

function isAlive({ accessToken, accessExpiresAt }: Pair, now: Date): boolean {
  return accessToken !== null && (accessExpiresAt === null || now < accessExpiresAt);
}

function isNewborn({ refreshedAt }: Pair, now: Date): boolean {
  return refreshedAt !== null && now.getTime() - refreshedAt.getTime() < YOUNG_MS;
}
