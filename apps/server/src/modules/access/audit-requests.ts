import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { currentRequest, runInRequest } from '../../platform/request-context.ts';
import { writeAudit } from './audit.ts';
import { actorOf } from './principals.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * No act of an administrator without a row in the audit log: what a verb did not write down itself is written here,
 * before the answer leaves. Its action is the route's own name, so a new route is covered from its first day.
 */
export function registerRequestAudit(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  // After the body is read: the events of a stream forget the context they were asked in.
  app.addHook('preHandler', (request, _reply, done) => {
    runInRequest({ requestId: request.id, audited: false }, done);
  });
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 400 || !isAdminWrite(request) || request.principal === null) return;
    if (currentRequest()?.audited === true) return;
    await writeAudit(db, clock, {
      actor: actorOf(request.principal),
      action: `${request.method} ${request.routeOptions.url}`,
      ...subjectOf(request),
      ...(request.body === undefined || request.body === null ? {} : { after: request.body }),
    });
  });
}

function isAdminWrite(request: FastifyRequest): boolean {
  return request.routeOptions.config.access === 'admin' && !READING.has(request.method);
}

function subjectOf(request: FastifyRequest): { subject?: string } {
  const values = Object.values(request.params ?? {}).map(String);
  return values.length === 0 ? {} : { subject: values.join(' ') };
}
