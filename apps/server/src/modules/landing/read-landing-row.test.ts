import { expect, it } from 'vitest';
import { readLandingRow } from './read-landing-row.ts';

const CREATED = '2026-11-01T10:00:00.123456+00:00';

it('reads numbers where texts are expected and counters where flags are, and invents nothing', () => {
  const read = readLandingRow({
    id: 17,
    created_at: '2026-11-01T10:00:00',
    phone: 77015551212,
    email: '  ',
    amocrm_lead_id: '41000001',
    email_clicked: 3,
    sms_sent: 'false',
    sms_sent_at: 'soon',
  });
  expect(read?.lead).toMatchObject({
    id: '17',
    phone: '77015551212',
    email: null,
    utm_source: null,
    source: 'unknown',
    created_at: '2026-11-01T10:00:00.000Z',
  });
  expect(read?.state).toMatchObject({
    amocrm_lead_id: '41000001',
    amocrm_synced: false,
    email_sent: null,
    email_clicked: true,
    sms_sent: false,
    sms_sent_at: null,
  });
});

it('reads no row without an id or a time', () => {
  expect(readLandingRow({ created_at: CREATED })).toBeNull();
  expect(readLandingRow({ id: 1 })).toBeNull();
  expect(readLandingRow({ id: 1, created_at: CREATED })).not.toBeNull();
});

it('does not take a word for a deal', () => {
  for (const amocrm_lead_id of ['0', '-5', 'none', 1.5, '12345678901234567890'])
    expect(readLandingRow({ id: 1, created_at: CREATED, amocrm_lead_id })?.state.amocrm_lead_id).toBeNull();
});
