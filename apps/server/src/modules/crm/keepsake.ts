import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { SecretBox } from '../../platform/secret-box.ts';

/** A pair that AmoCRM has given us and the database may not have yet. */
const Pair = z.object({
  /** The spent refresh token this pair came for. */
  replaces: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
  accessExpiresAt: z.coerce.date(),
  refreshedAt: z.coerce.date(),
});
export type KeptPair = z.infer<typeof Pair>;

/**
 * One sealed file that outlives a crash, or the database's, between AmoCRM's answer and our commit: the old
 * refresh token is spent by then, and the new one exists nowhere else.
 */
export type Keepsake = {
  /** The pair that replaces this refresh token; null when there is none. */
  find(refreshToken: string): Promise<KeptPair | null>;
  /** On disk (fsync) when it resolves. */
  keep(pair: KeptPair): Promise<void>;
  forget(): Promise<void>;
};

/** @param path the file; its folder is made when missing */
export function createKeepsake(path: string, box: SecretBox): Keepsake {
  // The same in memory: a full disk must not cost us the pair either, as long as this process lives.
  let held: KeptPair | null = null;
  return {
    async find(refreshToken) {
      if (held?.replaces === refreshToken) return held;
      const sealed = await readFile(path, 'utf8').catch(() => null);
      if (sealed === null) return null;
      try {
        const pair = Pair.parse(JSON.parse(box.open(sealed)));
        return pair.replaces === refreshToken ? pair : null;
      } catch {
        // Of another key, or half a file of a crash before the rename: of no use.
        return null;
      }
    },
    async keep(pair) {
      held = pair;
      await mkdir(dirname(path), { recursive: true });
      const fresh = `${path}.new`;
      const file = await open(fresh, 'w', 0o600);
      try {
        await file.writeFile(box.seal(JSON.stringify(pair)));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(fresh, path);
    },
    async forget() {
      held = null;
      await rm(path, { force: true });
    },
  };
}
