/** Fields of a deal in a hook; `utm_source` becomes a custom field, as in the first customer's account. */
export type HookDeal = { id: number; utm_source?: string; [field: string]: string | number | undefined };

/** A webhook body as AmoCRM writes it: percent-encoded bracket keys, every value a string. */
export function hookBody(action: 'status' | 'update' | 'delete', ...deals: HookDeal[]): string {
  const body = new URLSearchParams({ 'account[subdomain]': 'onaiagencykz', 'account[id]': '31415926' });
  for (const [index, { utm_source, ...fields }] of deals.entries()) {
    const base = `leads[${action}][${index}]`;
    for (const [key, value] of Object.entries(fields)) body.append(`${base}[${key}]`, String(value));
    if (utm_source === undefined) continue;
    body.append(`${base}[custom_fields][0][id]`, '434731');
    body.append(`${base}[custom_fields][0][name]`, 'utm_source');
    body.append(`${base}[custom_fields][0][values][0][value]`, utm_source);
  }
  return body.toString();
}

const HEADERS = {
  'content-type': 'application/x-www-form-urlencoded',
  'user-agent': 'amoCRM-Webhooks/3.0',
  'x-amocrm-requestid': '423651ce-905d-4833-9db0-a21f44575517',
};

export function postHook(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: HEADERS, body });
}
