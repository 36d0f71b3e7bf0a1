import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryEntries, single } from '../http/query.ts';
import type { Account } from './account.ts';

/**
 * Answers a list as AmoCRM pages it: `limit` at most 250 (more is cut to 250), `page` from 1, `_links.next` only when there
 * is more, and 204 without a body when the page is empty.
 */
export function sendPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  account: Account,
  list: { name: string; path: string; items: readonly T[]; present: (item: T) => object },
): unknown {
  const query = queryEntries(request.url);
  const limit = Math.min(250, Math.max(1, Number(single(query, 'limit') ?? 50) || 50));
  const page = Math.max(1, Number(single(query, 'page') ?? 1) || 1);
  const items = list.items.slice((page - 1) * limit, page * limit);
  if (items.length === 0) return reply.code(204).send();
  const link = (number: number): { href: string } => ({ href: pageUrl(request, account, list.path, number) });
  return {
    _page: page,
    _links: {
      self: link(page),
      ...(page * limit < list.items.length && { next: link(page + 1) }),
      ...(page > 1 && { first: link(1), prev: link(page - 1) }),
    },
    _embedded: { [list.name]: items.map(list.present) },
  };
}

function pageUrl(request: FastifyRequest, account: Account, path: string, page: number): string {
  const params = new URLSearchParams(request.url.split('?')[1] ?? '');
  params.set('page', String(page));
  return `${account.origin}/api/v4/${path}?${params}`;
}
