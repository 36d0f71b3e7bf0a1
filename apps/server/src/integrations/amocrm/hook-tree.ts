import { storable } from './storable-text.ts';

/**
 * What a hook says, as text: AmoCRM's forms know nothing but strings, so JSON numbers and booleans become
 * strings and null an empty one. Maps, because no key of a stranger (`__proto__`) means anything to them.
 */
export type HookNode = ReadonlyMap<string, HookValue>;
export type HookValue = string | HookNode;

/** Why a body could not be read at all; the delivery keeps its bytes and shows this as its outcome. */
export type HookProblem = {
  problem: 'too_large' | 'too_deep' | 'too_many_keys' | 'bad_json';
  message: string;
};

/** A real batch is far below these; qs and body-parser are far above or below the wrong ones. */
export const HOOK_LIMITS = { bytes: 5_000_000, depth: 10, keys: 50_000 } as const;

class LimitReached extends Error {
  readonly problem: HookProblem['problem'];
  constructor(problem: HookProblem['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

type Tree = Map<string, string | Tree>;

/**
 * Reads a hook's body into one tree, whatever dress it came in: a form with bracket keys, nested JSON, or
 * JSON with flat bracket keys. The content type is not asked: relays mislabel it. Bytes that are not UTF-8
 * become U+FFFD. Never throws.
 */
export function readTree(body: Uint8Array): HookNode | HookProblem {
  if (body.byteLength > HOOK_LIMITS.bytes) {
    return {
      problem: 'too_large',
      message: `${body.byteLength} bytes, at most ${HOOK_LIMITS.bytes} are read`,
    };
  }
  const text = new TextDecoder().decode(body).trim();
  try {
    return text.startsWith('{') || text.startsWith('[') ? fromJson(text) : fromForm(text);
  } catch (error) {
    if (error instanceof LimitReached) return { problem: error.problem, message: error.message };
    if (error instanceof SyntaxError) return { problem: 'bad_json', message: 'not valid JSON' };
    throw error;
  }
}

function fromForm(text: string): HookNode {
  const grow = grower();
  // Counted before decoding: a body of nothing but "&" must not cost more than one pass.
  let keys = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) keys += 1;
  if (keys > HOOK_LIMITS.keys) throw tooManyKeys();
  for (const [key, value] of new URLSearchParams(text)) grow.put(key, value);
  return grow.root;
}

function fromJson(text: string): HookNode {
  const grow = grower();
  for (const [key, value] of Object.entries<unknown>(JSON.parse(text))) grow.put(key, value);
  return grow.root;
}

/** Adds keys to one tree and counts them against the limits. */
function grower() {
  const root: Tree = new Map();
  let keys = 0;

  function put(key: string, value: unknown, under: Tree = root, depth = 0): void {
    keys += 1;
    if (keys > HOOK_LIMITS.keys) throw tooManyKeys();
    const path = splitKey(key);
    const reached = depth + path.length;
    if (reached > HOOK_LIMITS.depth) {
      throw new LimitReached('too_deep', `keys nest deeper than ${HOOK_LIMITS.depth}`);
    }
    const last = path.pop() ?? '';
    const parent = path.reduce(childOf, under);
    if (typeof value !== 'object' || value === null) {
      setLeaf(parent, last, asText(value));
      return;
    }
    const node = childOf(parent, last);
    for (const [name, child] of Object.entries<unknown>({ ...value })) put(name, child, node, reached);
  }
  return { root, put };
}

/** `leads[add][0][id]` is leads, add, 0, id; a key without well-formed brackets is itself. */
function splitKey(key: string): string[] {
  const open = key.indexOf('[');
  if (open <= 0 || !key.endsWith(']')) return [key];
  return [key.slice(0, open), ...key.slice(open + 1, -1).split('][', HOOK_LIMITS.depth + 1)];
}

/** `[]` is the next free index, as in PHP. A branch replaces a leaf of the same name. */
function childOf(node: Tree, name: string): Tree {
  const key = name === '' ? String(node.size) : name;
  const existing = node.get(key);
  if (existing instanceof Map) return existing;
  const child: Tree = new Map();
  node.set(key, child);
  return child;
}

/** The last leaf of a name wins, as in PHP; it never cuts a branch off. */
function setLeaf(node: Tree, name: string, value: string): void {
  const key = name === '' ? String(node.size) : name;
  if (!(node.get(key) instanceof Map)) node.set(key, value);
}

function asText(value: unknown): string {
  if (value === null) return '';
  return storable(typeof value === 'string' ? value : JSON.stringify(value));
}

function tooManyKeys(): LimitReached {
  return new LimitReached('too_many_keys', `more than ${HOOK_LIMITS.keys} keys`);
}
