import Big from 'big.js';

export const UTM_FIELD_KEYS = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'utm_referrer',
  'fbclid',
] as const;
export type UtmFieldKey = (typeof UTM_FIELD_KEYS)[number];
export type UtmFields = Record<UtmFieldKey, string | null>;

/** Ids of an account's own UTM fields, best first: an account may have several of one name. */
export type LeadFieldIds = Partial<Record<UtmFieldKey, readonly number[]>>;

/** A custom field with every raw value, as text; a date is its unix seconds. */
export type CustomField = { id: string; code: string | null; name: string | null; values: string[] };

/** What one hook or one REST answer says of a deal. Null is "not said", never a default. */
export type LeadFact = {
  leadId: string;
  /** The hook's action; `read` when the deal was read by REST. */
  action: 'add' | 'update' | 'status' | 'delete' | 'restore' | 'responsible' | 'read';
  name: string | null;
  statusId: number | null;
  /** Where a move came from; null when it is not said. */
  oldStatusId: number | null;
  pipelineId: number | null;
  /** Major units as a decimal string ("490000", "5000.5"); null when empty, absent or not a number. */
  price: string | null;
  /** Whether the price was said at all: an emptied price is told from a hook that has none. */
  priceGiven: boolean;
  createdAt: Date | null;
  /** The version of the deal: an older fact never overwrites a newer one. */
  updatedAt: Date | null;
  closedAt: Date | null;
  accountId: string | null;
  /** Null when no custom fields were sent at all. */
  utm: UtmFields | null;
  customFields: CustomField[];
  /** Null when contacts were not asked for (hooks never carry them). */
  contactIds: string[] | null;
  deleted: boolean;
};

/** The UTM set of a deal's custom fields: by the configured field ids, then by code, then by name. */
export function readUtm(customFields: readonly CustomField[], ids: LeadFieldIds): UtmFields {
  const utmOf = (key: UtmFieldKey) => {
    const ranked = [
      ...(ids[key] ?? []).map((id) => (field: CustomField) => field.id === String(id)),
      (field: CustomField) => field.code?.trim().toLowerCase() === key,
      (field: CustomField) => field.name?.trim().toLowerCase() === key,
    ];
    return firstOf(ranked, (matches) => firstOf(customFields.filter(matches), firstFilled));
  };
  return {
    utm_source: utmOf('utm_source'),
    utm_medium: utmOf('utm_medium'),
    utm_campaign: utmOf('utm_campaign'),
    utm_content: utmOf('utm_content'),
    utm_term: utmOf('utm_term'),
    utm_referrer: utmOf('utm_referrer'),
    fbclid: utmOf('fbclid'),
  };
}

/** An entity id as a decimal string without leading zeros; null when it is not a positive integer. */
export function readId(raw: unknown): string | null {
  const digits = /^0*([1-9]\d{0,17})$/.exec(asText(raw));
  return digits?.[1] ?? null;
}

/** A status or pipeline id; null beyond what a 4-byte integer column holds. */
export function readSmallId(raw: unknown): number | null {
  const id = Number(readId(raw));
  return id > 0 && id <= 2_147_483_647 ? id : null;
}

/** Unix seconds; null for 0, for milliseconds, and for anything else outside 1970-2100. */
export function readTime(raw: unknown): Date | null {
  const seconds = Number(readId(raw));
  return seconds > 0 && seconds < 4_102_444_800 ? new Date(seconds * 1000) : null;
}

/** A price in major units, canonical ("5000.50" is "5000.5"); null when negative, absurd or not a number. */
export function readPrice(raw: unknown): string | null {
  const digits = asText(raw);
  return /^\d{1,13}(\.\d{1,4})?$/.test(digits) ? new Big(digits).toFixed() : null;
}

function asText(raw: unknown): string {
  return typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : '';
}

function firstFilled(field: CustomField): string | null {
  return field.values.find((value) => value.trim() !== '') ?? null;
}

function firstOf<Item>(items: readonly Item[], read: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = read(item);
    if (found !== null) return found;
  }
  return null;
}
