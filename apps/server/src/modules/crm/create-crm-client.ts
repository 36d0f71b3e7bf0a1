import { join } from 'node:path';
import {
  type AmocrmClient,
  createAmocrmClient,
  exchangeRefreshToken,
  type Gate,
  type LeadFieldIds,
  longLivedToken,
  type TokenSource,
} from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AmocrmKeys } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { createSecretBox, type EncryptionKeys } from '../../platform/secret-box.ts';
import { createCrmGate } from './gate.ts';
import { createKeepsake } from './keepsake.ts';
import { createOauthTokens } from './oauth-tokens.ts';
import { TOKENS_PURPOSE } from './token-repo.ts';

export type CrmClientOptions = {
  db: Db;
  clock: Clock;
  log: Logger;
  keys: AmocrmKeys;
  encryptionKeys: EncryptionKeys;
  dataDir: string;
  leadFieldIds: () => LeadFieldIds | Promise<LeadFieldIds>;
  fetch?: typeof globalThis.fetch;
};

/** Where a renewed pair lies until the database has it, sealed as in its table. */
export const keepsakePath = (dataDir: string): string => join(dataDir, 'amocrm-tokens.sealed');

/** The client of this process: the pace, the stop and the tokens are shared with all others through the database. */
export function createCrmClient(options: CrmClientOptions): AmocrmClient {
  const { keys, leadFieldIds, fetch = globalThis.fetch } = options;
  const gate = createCrmGate(options);
  const token = tokenSource(options, gate);
  return createAmocrmClient({ ...keys, token, gate, leadFieldIds, fetch });
}

function tokenSource(options: CrmClientOptions, gate: Gate): TokenSource {
  const { keys, encryptionKeys, dataDir, fetch = globalThis.fetch } = options;
  const { oauth, baseUrl, accessToken } = keys;
  if (oauth === null) return longLivedToken(accessToken ?? '');
  const box = createSecretBox(encryptionKeys, TOKENS_PURPOSE);
  return createOauthTokens({
    ...options,
    box,
    keepsake: createKeepsake(keepsakePath(dataDir), box),
    seed: { accessToken, refreshToken: oauth.refreshToken },
    exchange: (refreshToken) => exchangeRefreshToken({ ...oauth, baseUrl, gate, fetch }, refreshToken),
  });
}
