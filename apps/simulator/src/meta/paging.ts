import type { FastifyRequest } from 'fastify';
import { queryEntries, single } from '../http/query.ts';
import { errors } from './graph-error.ts';

const DEFAULT_LIMIT = 25;

/**
 * One page of an edge. The last page still has cursors but no `next`; `next` is a whole URL **with the access token in it**,
 * as the real one (clients must not log it). A page may be shorter than asked: at most `maxRows`.
 */
export function graphPage<T>(
  request: FastifyRequest,
  origin: string,
  token: string,
  items: readonly T[],
  maxRows = Infinity,
): object {
  const query = queryEntries(request.url);
  const limit = Number(single(query, 'limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1) throw errors.parameter('param limit must be a positive integer');
  const after = single(query, 'after');
  const start = after === undefined ? 0 : readCursor(after) + 1;
  const data = items.slice(start, start + Math.min(limit, maxRows));
  if (data.length === 0) return { data };
  const last = start + data.length - 1;
  const cursors = { before: writeCursor(start), after: writeCursor(last) };
  if (last + 1 >= items.length) return { data, paging: { cursors } };
  const next = new URL(request.url, origin);
  next.searchParams.set('access_token', token);
  next.searchParams.set('after', cursors.after);
  return { data, paging: { cursors, next: next.toString() } };
}

function writeCursor(index: number): string {
  return Buffer.from(`simulated:${index}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const index = Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]);
  if (!Number.isInteger(index)) throw errors.parameter('Invalid cursor');
  return index;
}
