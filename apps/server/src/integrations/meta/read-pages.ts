import type { z } from 'zod';
import { Page } from './answers.ts';
import { MetaError } from './meta-error.ts';
import type { MetaGet } from './request.ts';

/** What an edge is asked for; `limit` is the page size. */
export type EdgeQuestion = {
  path: string;
  params: Readonly<Record<string, string>>;
  limit: number;
  accountId: string | null;
};

/**
 * All items of an edge, page after page until `next` is absent. `paging.next` holds the access token, so the next
 * request is built anew from the cursor. Throws MetaError, `permanent` when an item is not as documented.
 */
export async function readPages<T>(get: MetaGet, question: EdgeQuestion, item: z.ZodType<T>): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let after: string | null = null;
  do {
    const params = {
      ...question.params,
      limit: String(question.limit),
      ...(after === null ? {} : { after }),
    };
    const page: Page = parseAnswer(Page, await get(question.path, params, question.accountId));
    for (const entry of page.data) items.push(parseAnswer(item, entry));
    after = nextCursor(page);
    if (after !== null && seen.has(after)) throw unexpected('paging goes in circles');
    if (after !== null) seen.add(after);
  } while (after !== null);
  return items;
}

type Page = z.infer<typeof Page>;

function nextCursor({ paging }: Page): string | null {
  if (paging?.next === undefined) return null;
  const after = paging.cursors?.after ?? cursorOf(paging.next);
  if (after === null) throw unexpected('there is a next page, and no cursor to it');
  return after;
}

function cursorOf(next: string): string | null {
  return URL.parse(next)?.searchParams.get('after') ?? null;
}

/** `answer` as the schema describes it, else MetaError `permanent` with the places that differ (no values: names of ads). */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw unexpected(
    parsed.error.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ')
      .slice(0, 300),
  );
}

/** An answer that is not what Meta documents; nothing of it is believed. */
export function unexpected(reason: string): MetaError {
  return new MetaError('permanent', { status: 200, details: { reason } });
}
