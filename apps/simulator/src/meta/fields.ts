import { errors } from './graph-error.ts';

/**
 * The names of a `fields` parameter, nested selections (`ads.limit(1){creative{url_tags}}`) reduced to their head. Undefined
 * when absent.
 */
export function fieldNames(fields: string | undefined): string[] | undefined {
  if (fields === undefined) return undefined;
  return withoutNested(fields)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function withoutNested(fields: string): string {
  const outer = fields.replaceAll(/\{[^{}]*\}|\.\w+\([^()]*\)/g, '');
  return outer === fields ? fields : withoutNested(outer);
}

/** Fields that exist but need rights a reporting token does not have. */
const GUARDED = new Set(['owner', 'funding_source_details']);

/**
 * Keeps the asked fields of a node (always its id). A field that has no value on this node is left out, as Graph does.
 * Throws GraphError 100 for a field the node type does not have, 200 for one that needs more rights.
 */
export function selectFields<T extends { id: string }>(
  node: T,
  names: readonly string[],
  type: string,
): object {
  const source = node as Record<string, unknown>;
  const selected: Record<string, unknown> = {};
  for (const name of names) {
    if (GUARDED.has(name)) throw errors.permission(name);
    if (!(name in source))
      throw errors.parameter(`Tried accessing nonexisting field (${name}) on node type (${type})`);
    if (source[name] !== null) selected[name] = source[name];
  }
  return { ...selected, id: node.id };
}
