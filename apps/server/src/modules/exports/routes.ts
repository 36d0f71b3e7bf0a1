import { ExportQuery } from '@traffic/contract';
import type { FastifyRequest } from 'fastify';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { maskPii, requirePrincipal, visibleTeam } from '../access/index.ts';
import { readQuestion, type ReportDeps } from '../analytics/index.ts';
import { readTable } from './read-table.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The tables of the screens as files: the same question, the same answer. */
export function registerExportRoutes(app: Server, deps: ReportDeps): void {
  const table = async (request: FastifyRequest, query: ExportQuery) => {
    const principal = requirePrincipal(request);
    const slug = visibleTeam(principal, query.team);
    const question = await readQuestion(deps, query, slug, languageOf(request));
    const { start, end } = question.period;
    const name = `${query.report}_${slug ?? 'all'}_${start}_${end}`;
    return { name, table: await readTable(deps, question, query, maskPii(principal)) };
  };
  app.get(
    '/api/v1/export.csv',
    { schema: { querystring: ExportQuery, tags: ['reports'] } },
    async (request, reply) => {
      const file = await table(request, request.query);
      reply.header('content-disposition', `attachment; filename="${file.name}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(writeCsv(file.table));
    },
  );
  app.get(
    '/api/v1/export.xlsx',
    { schema: { querystring: ExportQuery, tags: ['reports'] } },
    async (request, reply) => {
      const file = await table(request, request.query);
      reply.header('content-disposition', `attachment; filename="${file.name}.xlsx"`);
      return reply.type(XLSX).send(await writeXlsx(file.table));
    },
  );
}
