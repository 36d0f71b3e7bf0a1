import { ForecastQuery, ForecastResponse } from '@traffic/contract';
import type { Server } from '../../platform/http/index.ts';
import { languageOf, translate } from '../../platform/translate.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import type { ReportDeps } from '../analytics/index.ts';
import { readForecast } from './read-forecast.ts';

/** What the month may end with. */
export function registerForecastRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/v1/forecast',
    { schema: { querystring: ForecastQuery, response: { 200: ForecastResponse }, tags: ['forecast'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const forecast = await readForecast(deps, slug);
      const language = languageOf(request);
      const say = (reason: string | null) => (reason === null ? null : translate(reason, language));
      return {
        ...forecast,
        incomplete: forecast.incomplete.map((one) => ({ ...one, reason: say(one.reason) })),
      };
    },
  );
}
