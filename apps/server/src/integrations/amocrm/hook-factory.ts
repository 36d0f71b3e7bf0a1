/** Hand-made hooks for tests, in the shapes of the captures in fixtures/. */
type Field = { id: number; code?: string; name?: string; values?: unknown };
export type HookLeadInput = Record<string, unknown> & { custom_fields?: Field[] };

/** A hook with the deals of one action as AmoCRM's form body. */
export function formHook(action: string, leads: readonly HookLeadInput[], accountId = 32427762): Uint8Array {
  const form = new URLSearchParams();
  append(form, 'account', { id: accountId });
  append(form, `leads[${action}]`, leads);
  return new TextEncoder().encode(form.toString());
}

/** The same hook as nested JSON. */
export function jsonHook(action: string, leads: readonly HookLeadInput[], accountId = 32427762): Uint8Array {
  return encodeJson({ account: { id: accountId }, leads: { [action]: leads } });
}

/** The same hook as JSON with flat bracket keys. */
export function flatJsonHook(
  action: string,
  leads: readonly HookLeadInput[],
  accountId = 32427762,
): Uint8Array {
  const form = new URLSearchParams(new TextDecoder().decode(formHook(action, leads, accountId)));
  return encodeJson(Object.fromEntries(form));
}

/** An ordinary deal of the academy: 36 custom fields, as accounts of that size really have. */
export function bigLead(id: number): HookLeadInput {
  const filler = Array.from({ length: 33 }, (_, index) => ({
    id: 700_000 + index,
    name: `Поле ${index}`,
    values: [{ value: `значение ${index}`, enum: 900_000 + index }],
  }));
  const utm = [
    { id: 434731, name: 'utm_source', code: 'UTM_SOURCE', values: [{ value: 'fb_kenesary' }] },
    { id: 434729, name: 'utm_campaign', code: 'UTM_CAMPAIGN', values: [{ value: `запуск ${id}` }] },
    { id: 434761, name: 'fbclid', code: 'FBCLID', values: [{ value: 'IwAR0' }] },
  ];
  const times = { created_at: 1748268669, updated_at: 1748268812 };
  return {
    id,
    name: 'Тест',
    status_id: 142,
    pipeline_id: 10350882,
    price: 5000,
    ...times,
    custom_fields: [...filler, ...utm],
  };
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function append(form: URLSearchParams, path: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) append(form, `${path}[${key}]`, child);
  } else {
    form.append(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
}
