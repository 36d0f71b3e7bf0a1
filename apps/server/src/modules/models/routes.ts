import { ModelsQuery, ModelsResponse } from '@traffic/contract';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { envelope, readQuestion, type ReportDeps } from '../analytics/index.ts';
import type { RuleBook } from '../attribution/index.ts';
import { createComparison } from './compare-models.ts';
import { loadTouchedSales } from './load-touched-sales.ts';

type Deps = ReportDeps & { rules: () => Promise<RuleBook> };

/** Report models beside the credit decision: they answer "what if", and change nothing. */
export function registerModelsRoutes(app: Server, deps: Deps): void {
  app.get(
    '/api/v1/models',
    { schema: { querystring: ModelsQuery, response: { 200: ModelsResponse }, tags: ['reports'] } },
    async (request) => {
      const query = { ...request.query, basis: 'cash' as const };
      const question = await readQuestion(deps, query, undefined, languageOf(request));
      const comparison = createComparison();
      const { start, end } = question.period;
      const asked = { start, end, currency: question.currency };
      for await (const page of loadTouchedSales(deps.db, await deps.rules(), asked))
        for (const sale of page) comparison.take(sale);
      // All teams, also those no longer active: without theirs the columns would not sum to the total.
      const teams = await deps.db
        .selectFrom('traffic_teams')
        .select(['id', 'slug', 'name', 'emoji', 'color'])
        .orderBy('id')
        .execute();
      return { ...(await envelope(deps, question)), ...comparison.rows(teams) };
    },
  );
}
