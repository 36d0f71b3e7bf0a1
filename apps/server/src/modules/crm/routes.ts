import { IntegrationResponse } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { AmocrmKeys } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf, translate } from '../../platform/translate.ts';
import { readCrmStatus } from './read-crm-status.ts';

export function registerCrmRoutes(
  app: Server,
  deps: { db: Db; clock: Clock; keys: AmocrmKeys | null },
): void {
  app.get(
    '/api/integrations/amocrm',
    { schema: { response: { 200: IntegrationResponse }, tags: ['integrations'] } },
    async (request) => {
      const status = await readCrmStatus(deps, deps.keys);
      return {
        success: true as const,
        ...status,
        message: translate(status.message, languageOf(request)),
      };
    },
  );
}
