import type { DeliveryResponse } from '@traffic/contract';
import { maskText, maskWords } from './mask-personal.ts';

type Body = DeliveryResponse['delivery']['body'];
type Field = Body['fields'][number];

/** A batch of a hundred deals has about 4,000 fields: a person reads the first of them, not all. */
const MAX_FIELDS = 2_000;
const MAX_VALUE = 500;
const MAX_DEPTH = 12;

const SECRET = /(secret|token|passw(or)?d|api_?key|authorization|signature|cookie)s?$/i;
/** Keys whose values are, or hold, what a person is called or wrote. */
const PERSONAL = new Set(['name', 'first_name', 'last_name', 'text', 'phone', 'email', 'login', 'author']);
/** Numbers that are no phone, whatever they look like. */
const TECHNICAL = /(^|_)(id|at|ids|created|modified|create|update|price|sale|status|type|ts|time)$/;
/** The names and codes of custom fields that hold a person. */
const PERSONAL_LABEL =
  /phone|e-?mail|телефон|почт|whatsapp|имя|фио|фамил|отчеств|контакт|адрес|иин|инстаграм|instagram|telegram|\bname\b|аты|тегі/iu;

/**
 * A delivery's body as a person may see it: its fields in the order they came, with phones, e-mails and names
 * masked and secrets removed. A body that is no form and no JSON is shown with every word masked, since nothing
 * tells which of them are names. Pure; never throws.
 */
export function presentBody(body: Uint8Array): Body {
  const text = new TextDecoder().decode(body).trim();
  if (text === '') return { format: 'empty', fields: [], truncated: false };
  const read = readJson(text) ?? readForm(text);
  if (read === null) {
    const value = text.slice(0, MAX_VALUE);
    return { format: 'text', fields: [{ key: '', value: maskWords(value) }], truncated: text !== value };
  }
  const shown = read.fields.slice(0, MAX_FIELDS);
  const personal = personalCustomFields(shown);
  const truncated =
    read.fields.length > shown.length || shown.some((field) => field.value.length > MAX_VALUE);
  return {
    format: read.format,
    truncated,
    fields: shown.map(({ key, value }) => ({
      key: maskText(key.slice(0, MAX_VALUE)),
      value: maskValue(key, value.slice(0, MAX_VALUE), personal),
    })),
  };
}

type Read = { format: 'form' | 'json'; fields: Field[] };

function readForm(text: string): Read | null {
  if (!text.includes('=')) return null;
  // One more than is shown tells that there were more, without decoding a hostile body to its end.
  const parts = text.split('&', MAX_FIELDS + 1);
  const fields = [...new URLSearchParams(parts.join('&'))].map(([key, value]) => ({ key, value }));
  return { format: 'form', fields };
}

function readJson(text: string): Read | null {
  if (!text.startsWith('{') && !text.startsWith('[')) return null;
  try {
    const fields: Field[] = [];
    flatten('', JSON.parse(text), 0, fields);
    return { format: 'json', fields };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function flatten(path: string, value: unknown, depth: number, fields: Field[]): void {
  if (fields.length > MAX_FIELDS) return;
  if (typeof value !== 'object' || value === null) {
    fields.push({ key: path, value: typeof value === 'string' ? value : String(JSON.stringify(value)) });
  } else if (depth === MAX_DEPTH) {
    fields.push({ key: path, value: '…' });
  } else {
    for (const [name, child] of Object.entries<unknown>({ ...value }))
      flatten(path === '' ? name : `${path}[${name}]`, child, depth + 1, fields);
  }
}

const CUSTOM_FIELD = /^(.*custom_fields(?:_values)?\]?\[[^\]]*\])\[(\w+)\]/;

/** Prefixes of the custom fields whose name or code says that they hold a person. */
function personalCustomFields(fields: Field[]): Set<string> {
  const found = new Set<string>();
  for (const { key, value } of fields) {
    const [, prefix, part = ''] = CUSTOM_FIELD.exec(key) ?? [];
    const isLabel = ['name', 'code', 'field_name', 'field_code'].includes(part);
    if (prefix !== undefined && isLabel && !/^utm/i.test(value) && PERSONAL_LABEL.test(value))
      found.add(prefix);
  }
  return found;
}

function maskValue(key: string, value: string, personal: Set<string>): string {
  const names = key.split(/[[\]]+/).filter((name) => name !== '' && !/^\d+$/.test(name));
  const last = names.at(-1)?.toLowerCase() ?? '';
  if (SECRET.test(last)) return '•••';
  const [, prefix, part = ''] = CUSTOM_FIELD.exec(key) ?? [];
  if (prefix !== undefined)
    return part === 'values' && personal.has(prefix) ? maskWords(value) : maskText(value);
  if (PERSONAL.has(last) && !names.includes('tags')) return maskWords(value);
  return /^\d+$/.test(value) && TECHNICAL.test(last) ? value : maskText(value);
}
