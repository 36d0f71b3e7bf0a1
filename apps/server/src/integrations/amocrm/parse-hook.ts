import { type HookNode, type HookProblem, type HookValue, readTree } from './hook-tree.ts';

/**
 * One thing that happened, as a hook told it. `entity` is leads, contacts, companies, unsorted, task,
 * message, talk...; `action` is add, update, status, delete, restore, responsible, note...: both as sent,
 * since AmoCRM adds new ones without notice.
 */
export type HookEvent = {
  entity: string;
  action: string;
  /** `account[id]` of the delivery, else the thing's own: compared with ours before anything is believed. */
  accountId: string | null;
  fields: HookNode;
};

/** Top-level keys that describe the delivery, not an event. */
const ENVELOPE = new Set(['account']);

/**
 * Every event of a hook's body, in the order it was written: all entities, all actions, all indexes. A body
 * that says nothing gives no events; a body that cannot be read gives the problem. Never throws.
 *
 * Own parser, because `qs` with its defaults stops at depth 5, turns more than 20 indexes into an object
 * and drops keys after the thousandth: nine ordinary deals are more than that.
 */
export function parseHook(body: Uint8Array): HookEvent[] | HookProblem {
  const tree = readTree(body);
  if ('problem' in tree) return tree;
  const accountId = text(child(tree.get('account'))?.get('id'));
  const events: HookEvent[] = [];
  for (const [entity, actions] of tree) {
    if (ENVELOPE.has(entity)) continue;
    for (const [action, items] of child(actions) ?? []) {
      for (const fields of itemsOf(items)) {
        events.push({ entity, action, accountId: accountId ?? text(fields.get('account_id')), fields });
      }
    }
  }
  return events;
}

export function isHookProblem(parsed: HookEvent[] | HookProblem): parsed is HookProblem {
  return 'problem' in parsed;
}

/** An indexed list of things, one thing without an index (relays do that), or both. */
function itemsOf(items: HookValue): HookNode[] {
  const node = child(items);
  if (node === null) return [];
  const indexed = [...node].filter(([key]) => /^\d+$/.test(key)).map(([, item]) => child(item));
  return [node.has('id') ? node : null, ...indexed].filter((item) => item !== null);
}

/** A branch, or null when there is a leaf or nothing. */
export function child(value: HookValue | undefined): HookNode | null {
  return value instanceof Map ? value : null;
}

/** A leaf's text; null when it is empty, absent, or a branch. */
export function text(value: HookValue | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
