import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRestLead } from './read-rest-lead.ts';

const IDS = { utm_source: [434731] };
const documented: unknown = JSON.parse(
  readFileSync(new URL('./fixtures/25-api-lead-by-id-docs.json', import.meta.url), 'utf8')
    // The documentation prints a trailing comma.
    .replace(/,(\s*\])/g, '$1'),
);

describe('readRestLead', () => {
  it('reads the documented deal', () => {
    expect(readRestLead(documented, IDS)).toMatchObject({
      leadId: '17657',
      action: 'read',
      name: 'Тестовая сделка',
      statusId: 2030,
      pipelineId: 1113,
      price: '25000',
      priceGiven: true,
      createdAt: new Date('2020-04-24T15:13:46Z'),
      updatedAt: new Date('2020-04-30T10:14:03Z'),
      closedAt: null,
      accountId: '115135',
      customFields: [{ id: '1278898021', code: null, name: 'Кастомное поле', values: ['2020-05-08'] }],
      contactIds: null,
      deleted: false,
    });
  });

  it('reads closing time, contacts and UTM of a won deal', () => {
    const won = {
      id: 7,
      status_id: 142,
      closed_at: 1748268812,
      custom_fields_values: [{ field_id: 434731, values: [{ value: 'fb_muha', enum_id: null }] }],
      _embedded: { contacts: [{ id: 37054081, is_main: true }] },
    };
    expect(readRestLead(won, IDS)).toMatchObject({
      closedAt: new Date(1748268812000),
      contactIds: ['37054081'],
      utm: { utm_source: 'fb_muha', utm_medium: null },
      price: null,
      priceGiven: false,
    });
  });

  it('knows that REST is complete: null custom fields are an empty UTM set, not an unknown one', () => {
    expect(readRestLead({ id: 7, custom_fields_values: null }, IDS)?.utm?.utm_source).toBeNull();
  });

  it('keeps a structured value as JSON text and survives a value without "value"', () => {
    const fields = [
      { field_id: 1, values: [{ value: { name: 'ТОО' } }, { value: true }, {}] },
      { field_id: 2, values: null },
    ];
    const read = readRestLead({ id: 7, custom_fields_values: fields }, IDS);
    expect(read?.customFields.map((field) => field.values)).toEqual([['{"name":"ТОО"}', 'true', ''], []]);
  });

  it('reads a deal in the bin as deleted', () => {
    expect(readRestLead({ id: 7, is_deleted: true }, IDS)?.deleted).toBe(true);
  });

  it('is null, and never throws, for what is not a deal', () => {
    expect(readRestLead({ title: 'Unauthorized', status: 401 }, IDS)).toBeNull();
    fc.assert(fc.property(fc.jsonValue(), (json) => void readRestLead(json, IDS)));
  });
});
