import {
  ReportQuery,
  SaleResponse,
  SalesHistoryQuery,
  SalesHistoryResponse,
  SalesQuery,
  SalesResponse,
  SalesStatsResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { maskPii, requirePrincipal, visibleTeam } from '../access/index.ts';
import {
  envelope,
  madeSales,
  readQuestion,
  type ReportDeps,
  type ReportQuestion,
} from '../analytics/index.ts';
import { countSales, findSales, listSales } from './list-sales.ts';
import type { SalesNarrow } from './narrow-sales.ts';
import { readSale } from './read-sale.ts';
import { salesStats } from './sales-stats.ts';

/** From the roll-ups, unless something narrows the list: then its rows are counted. */
async function saleCounts(deps: ReportDeps, question: ReportQuestion, narrow: SalesNarrow) {
  const counted = await countSales(deps.db, question, narrow);
  return counted ?? { total: await madeSales(deps.db, question), reversals: 0 };
}

/** Both list what was sold on these days, whatever basis is asked for: the answer must not say otherwise. */
const BY_SALE = { basis: 'cash' } as const;

export function registerSalesRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/amocrm/sales-history',
    { schema: { querystring: SalesHistoryQuery, response: { 200: SalesHistoryResponse }, tags: ['sales'] } },
    async (request) => {
      const { targetologist, team, cursor, limit } = request.query;
      const slug = visibleTeam(requirePrincipal(request), targetologist ?? team);
      const question = await readQuestion(deps, { ...request.query, ...BY_SALE }, slug, languageOf(request));
      const masked = maskPii(requirePrincipal(request));
      const [head, history] = await Promise.all([
        envelope(deps, question),
        listSales(deps.db, question, { cursor, limit, masked }),
      ]);
      return { ...head, ...history };
    },
  );
  app.get(
    '/api/amocrm/sales-stats',
    { schema: { querystring: ReportQuery, response: { 200: SalesStatsResponse }, tags: ['sales'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, { ...request.query, ...BY_SALE }, slug, languageOf(request));
      const [head, stats] = await Promise.all([envelope(deps, question), salesStats(deps.db, question)]);
      return { ...head, stats };
    },
  );
  app.get(
    '/api/v1/sales',
    { schema: { querystring: SalesQuery, response: { 200: SalesResponse }, tags: ['sales'] } },
    async (request) => {
      const { team } = request.query;
      const slug = visibleTeam(requirePrincipal(request), team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      const masked = maskPii(requirePrincipal(request));
      const [head, found, counted] = await Promise.all([
        envelope(deps, question),
        findSales(deps.db, question, { ...request.query, masked }),
        request.query.search === undefined ? saleCounts(deps, question, request.query) : null,
      ]);
      return { ...head, total: counted?.total ?? null, reversals: counted?.reversals ?? 0, ...found };
    },
  );
  app.get(
    '/api/v1/sales/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(30) }),
        response: { 200: SaleResponse },
        tags: ['sales'],
      },
    },
    async (request) => {
      const visibleSlug = visibleTeam(requirePrincipal(request), undefined);
      const sale = await readSale(deps.db, request.params.id, {
        visibleSlug,
        masked: maskPii(requirePrincipal(request)),
      });
      return { success: true as const, ...sale };
    },
  );
}
