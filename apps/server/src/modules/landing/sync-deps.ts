import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { Ledger } from '../sales/index.ts';
import type { Landing } from './landing-database.ts';

/** What the sync between the landing side and the CRM works with. */
export type SyncDeps = {
  db: Db;
  clock: Clock;
  log: Logger;
  landing: Landing;
  /** Null = not configured: leads are matched with the deals we have. */
  amocrm: AmocrmClient | null;
  ledger: () => Promise<Ledger>;
};
