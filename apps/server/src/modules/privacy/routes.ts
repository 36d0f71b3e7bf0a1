import {
  EraseRequest,
  EraseResponse,
  FoundPeopleResponse,
  PeopleQuery,
  PersonExportResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/log.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import type { Landing } from '../landing/index.ts';
import type { Veil } from '../people/index.ts';
import { erasePerson } from './erase-person.ts';
import { exportPerson } from './export-person.ts';
import { findPeople } from './find-people.ts';

type Deps = { db: Db; clock: Clock; log: Logger; veil: () => Promise<Veil>; landing: Landing };

const Params = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/** What a person may ask the school for: everything kept of them, and its erasure. */
export function registerPrivacyRoutes(app: Server, deps: Deps): void {
  const find = { querystring: PeopleQuery, response: { 200: FoundPeopleResponse }, tags: ['privacy'] };
  app.get('/api/v1/people', { schema: find }, async (request) => ({
    success: true as const,
    people: await findPeople(deps.db, request.query.q),
  }));

  // A POST: an export leaves a row in the audit log, and GET never writes.
  const out = { params: Params, response: { 200: PersonExportResponse }, tags: ['privacy'] };
  app.post('/api/v1/people/:id/export', { schema: out }, async (request, reply) => {
    const actor = actorOf(requirePrincipal(request));
    const tables = await exportPerson(deps, actor, request.params.id);
    reply.header('cache-control', 'no-store');
    return { success: true as const, person_id: request.params.id, tables };
  });

  const erase = {
    ...{ params: Params, body: EraseRequest, response: { 200: EraseResponse } },
    tags: ['privacy'],
  };
  app.post('/api/v1/people/:id/erase', { schema: erase }, async (request) => {
    const actor = actorOf(requirePrincipal(request));
    const { id } = request.params;
    return { success: true as const, ...(await erasePerson(deps, actor, id, request.body.reason)) };
  });
}
