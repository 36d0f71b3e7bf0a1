import { maskName, maskPhone } from '../sales/index.ts';
import { plainText } from './plain-text.ts';

/** Lists longer than this are cut, and say so: an assistant reads a summary, not an export. */
const LONGEST_LIST = 200;

/** What an assistant gets instead of a text that somebody else wrote. */
type Untrusted = { untrusted: string };

/** Figures, days and instants: no text at all, whoever wrote them. */
const FIGURE = /^-?\d{1,40}(\.\d{1,20})?$|^\d{4}-\d{2}-\d{2}(T[\d:.]{5,15}(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Keys whose texts are words of our own closed lists, such as `status: "stale"`. They still must look like one:
 * anything else is somebody else's text, so a new field of an answer is untrusted until it is named here.
 */
const OWN_KEYS = new Set([
  ...[
    'aligned',
    'amount_flag',
    'basis',
    'bucket',
    'confidence',
    'currency',
    'good',
    'group',
    'key',
    'kind',
    'level',
  ],
  ...[
    'metrics',
    'next_cursor',
    'metric',
    'overall',
    'overall_status',
    'preset',
    'product_key',
    'reason',
    'reversal_reason',
    'role',
  ],
  ...[
    'rule',
    'service',
    'slug',
    'source',
    'status',
    'timezone',
    'unit',
    'direction',
    'incomplete',
    'type',
    'usage',
  ],
]);
const OWN_WORD = /^[A-Za-z0-9][A-Za-z0-9_./:-]{0,47}$/;

const BUYERS_NAMES = new Set(['contact_name', 'buyer']);
const BUYERS_PHONES = new Set(['contact_phone', 'phone']);
const BUYERS_MAILS = new Set(['contact_email', 'email']);
/** Colours and pictures of the screens: nothing to say about them. */
const SCREEN_KEYS = new Set(['color', 'emoji']);

/**
 * An answer of the API as an assistant may read it: figures and our own words as they are; every other text neutralised
 * and wrapped as `{ "untrusted": ... }`; buyers masked for every caller, the administrator's token too.
 */
export function markUntrusted(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return markText(value, key);
  if (Array.isArray(value)) return markList(value, key);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !SCREEN_KEYS.has(name));
  return Object.fromEntries(entries.map(([name, inner]) => [safeKey(name), markUntrusted(inner, name)]));
}

function markText(text: string, key: string): string | null | Untrusted {
  if (BUYERS_NAMES.has(key)) return { untrusted: plainText(maskName(text) ?? '') };
  if (BUYERS_PHONES.has(key)) return maskPhone(text);
  if (BUYERS_MAILS.has(key)) return '•••';
  if (FIGURE.test(text)) return text;
  if (OWN_KEYS.has(key) && OWN_WORD.test(text) && plainText(text) === text) return text;
  return { untrusted: plainText(text) };
}

function markList(list: readonly unknown[], key: string): unknown {
  const shown = list.slice(0, LONGEST_LIST).map((entry) => markUntrusted(entry, key));
  return shown.length === list.length ? shown : [...shown, { cut: true, of: list.length }];
}

/** Names of fields are ours; where a table is keyed by somebody's text, that text is no field's name. */
function safeKey(name: string): string {
  return OWN_WORD.test(name) ? name : plainText(name);
}
