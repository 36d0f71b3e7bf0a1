import {
  AssignRequest,
  AssignResponse,
  ReceiptResponse,
  SpendReceiptQuery,
  UnattributedQuery,
  UnattributedResponse,
  UtmAuditQuery,
  UtmAuditResponse,
  UtmOwnQuery,
  UtmOwnResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { Server } from '../../platform/http/index.ts';
import { validationError } from '../../platform/errors.ts';
import { languageOf } from '../../platform/translate.ts';
import { actorOf, requirePrincipal, visibleTeam } from '../access/index.ts';
import { envelope, readQuestion, type ReportDeps } from '../analytics/index.ts';
import { bumpTopic } from '../live/index.ts';
import type { RuleBook } from '../attribution/index.ts';
import type { Ledger } from '../sales/index.ts';
import { assignSale, unassignSale } from './assign-sale.ts';
import { listUnattributed } from './list-unattributed.ts';
import { ownUtm } from './own-utm.ts';
import { utmAudit } from './utm-audit.ts';
import { readLeadReceipt, readSpendReceipt } from './read-receipts.ts';

export type DecisionDeps = ReportDeps & {
  rules: () => Promise<RuleBook>;
  ledger: () => Promise<Ledger>;
};

const tags = ['attribution'];
const success = { success: true as const };

/** Single decisions: what nobody is credited for, a person's own word, and receipts of leads and spend. */
export function registerDecisionRoutes(app: Server, deps: DecisionDeps): void {
  const { db } = deps;
  app.get(
    '/api/v1/unattributed',
    { schema: { querystring: UnattributedQuery, response: { 200: UnattributedResponse }, tags } },
    async (request) => ({ ...success, ...(await listUnattributed(db, request.query)) }),
  );
  app.post(
    '/api/v1/assign',
    { schema: { body: AssignRequest, response: { 200: AssignResponse }, tags } },
    async (request) => {
      const receipt = await assignSale(deps, actorOf(requirePrincipal(request)), request.body);
      await bumpTopic(db, 'sales');
      return { ...success, receipt };
    },
  );
  const params = z.object({ lead_id: AssignRequest.shape.lead_id });
  app.delete(
    '/api/v1/assign/:lead_id',
    { schema: { params, response: { 200: AssignResponse }, tags } },
    async (request) => {
      const actor = actorOf(requirePrincipal(request));
      const receipt = await unassignSale(deps, actor, request.params.lead_id);
      await bumpTopic(db, 'sales');
      return { ...success, receipt };
    },
  );
  app.get(
    '/api/v1/utm/audit',
    { schema: { querystring: UtmAuditQuery, response: { 200: UtmAuditResponse }, tags } },
    async (request) => {
      const query = { ...request.query, basis: 'cash' as const, currency: 'KZT' as const };
      const question = await readQuestion(deps, query, undefined, languageOf(request));
      const [head, audit] = await Promise.all([envelope(deps, question), utmAudit(db, question.period)]);
      return { ...head, ...audit };
    },
  );
  app.get(
    '/api/v1/utm/own',
    { schema: { querystring: UtmOwnQuery, response: { 200: UtmOwnResponse }, tags } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const query = { ...request.query, basis: 'cash' as const, currency: 'KZT' as const };
      const question = await readQuestion(deps, query, slug, languageOf(request));
      if (question.team.kind !== 'team') throw validationError('team: укажите команду', [{ field: 'team' }]);
      const { team } = question.team;
      const ask = { team: team.id, days: question.period, now: deps.clock.now() };
      const [head, own] = await Promise.all([envelope(deps, question), ownUtm(db, await deps.rules(), ask)]);
      return { ...head, team, ...own };
    },
  );
  app.get(
    '/api/v1/leads/:id/receipt',
    { schema: { params: z.object({ id: z.string().max(30) }), response: { 200: ReceiptResponse }, tags } },
    async (request) => ({ ...success, receipt: await readLeadReceipt(db, request.params.id) }),
  );
  app.get(
    '/api/v1/spend/receipt',
    { schema: { querystring: SpendReceiptQuery, response: { 200: ReceiptResponse }, tags } },
    async (request) => ({
      ...success,
      receipt: await readSpendReceipt(db, await deps.rules(), request.query),
    }),
  );
}
