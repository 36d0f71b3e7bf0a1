import { describe, expect, it } from 'vitest';
import { judgeWebhook, type WebhookFacts } from './webhook-check.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const GOOD: WebhookFacts = {
  configured: true,
  brokenHooks: [],
  pipelines: ['10350882'],
  compared: { at: new Date('2026-11-21T08:00:00Z'), crm: 10, ours: 10, heard: 8, missed: 0, remaining: 0 },
  lastDeliveryAt: null,
};
const status = (facts: Partial<WebhookFacts>) => judgeWebhook('w', { ...GOOD, ...facts }, NOW).status;

describe('a webhook check', () => {
  it('is ok only when the CRM counted the same', () => {
    expect(judgeWebhook('w', GOOD, NOW)).toMatchObject({ status: 'ok', cause: null, action: null });
    expect(status({ compared: { ...compared(), missed: 2 } })).toBe('warning');
    expect(status({ compared: { ...compared(), remaining: 1 } })).toBe('error');
  });

  it('rows alone prove nothing: without a fresh comparison it is never ok', () => {
    expect(status({ compared: null, lastDeliveryAt: NOW })).toBe('warning');
    expect(status({ compared: { ...compared(), at: new Date('2026-11-20T06:00:00Z') } })).toBe('warning');
    expect(status({ configured: false, lastDeliveryAt: NOW })).toBe('warning');
  });

  it('sales that were all read from the CRM prove no webhook', () => {
    expect(status({ compared: { ...compared(), heard: 0 } })).toBe('warning');
    expect(status({ compared: { ...compared(), crm: 0, ours: 0, heard: 0 } })).toBe('ok');
  });

  it('more sales in the CRM than with us are an error, and a comparison that did not count proves nothing', () => {
    expect(status({ compared: { ...compared(), crm: 11 } })).toBe('error');
    expect(status({ compared: { ...compared(), crm: 9 } })).toBe('ok');
    expect(status({ compared: { ...compared(), crm: null } })).toBe('warning');
  });

  it('a broken subscription and a product without a pipeline are errors', () => {
    expect(status({ brokenHooks: ['/api/amocrm/funnel-sale'] })).toBe('error');
    expect(status({ pipelines: [] })).toBe('error');
  });
});

function compared() {
  return { at: new Date('2026-11-21T08:00:00Z'), crm: 10, ours: 10, heard: 8, missed: 0, remaining: 0 };
}
