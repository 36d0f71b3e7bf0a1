import { WhatIfQuery, WhatIfResponse } from '@traffic/contract';
import { forbidden } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import type { ReportDeps } from '../analytics/index.ts';
import { readWhatIf } from './read-what-if.ts';

/** What another split of the budget might bring. */
export function registerWhatIfRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/v1/what-if',
    { schema: { querystring: WhatIfQuery, response: { 200: WhatIfResponse }, tags: ['forecast'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      // Between teams is a question of those who see all of them.
      if (request.query.level === 'team' && slug !== undefined)
        throw forbidden('Вам доступны данные только вашей команды');
      return readWhatIf(deps, request.query, slug);
    },
  );
}
