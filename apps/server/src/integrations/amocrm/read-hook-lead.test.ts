import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formHook, type HookLeadInput, jsonHook } from './hook-factory.ts';
import type { LeadFact } from './lead-fact.ts';
import { isHookProblem, parseHook } from './parse-hook.ts';
import { readHookLead } from './read-hook-lead.ts';

const IDS = { utm_source: [434731, 500], utm_campaign: [434729] };

function factOf(body: Uint8Array): LeadFact | null {
  const parsed = parseHook(body);
  const event = isHookProblem(parsed) ? undefined : parsed[0];
  if (event === undefined) throw new Error('no event');
  return readHookLead(event, IDS);
}
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const lead = (fields: HookLeadInput, action = 'update') => factOf(formHook(action, [{ id: 1, ...fields }]));
const source = (custom_fields: HookLeadInput['custom_fields']) =>
  lead({ custom_fields: custom_fields ?? [] })?.utm?.utm_source;

describe('readHookLead', () => {
  it('reads a captured update', () => {
    expect(factOf(fixture('06-etesttask-2025-05-leads-update.form.txt'))).toMatchObject({
      leadId: '32966269',
      action: 'update',
      statusId: 76789230,
      pipelineId: 9621010,
      price: '9919',
      priceGiven: true,
      createdAt: new Date('2025-05-26T14:11:09Z'),
      updatedAt: new Date('2025-05-26T14:13:32Z'),
      closedAt: null,
      accountId: '32427762',
      customFields: [
        { id: '752009', code: null, name: 'Поле1', values: ['1'] },
        { id: '752011', code: null, name: 'Поле2', values: ['2'] },
      ],
      deleted: false,
    });
  });

  it('reads only ids from a Digital Pipeline hook: the rest is "not said"', () => {
    expect(factOf(fixture('07-anyor-2023-03-DP-leads-status.form.txt'))).toEqual({
      leadId: '10754147',
      action: 'status',
      name: null,
      statusId: 54423922,
      oldStatusId: 54435014,
      pipelineId: 6344290,
      price: null,
      priceGiven: false,
      createdAt: null,
      updatedAt: null,
      closedAt: null,
      accountId: '30307558',
      utm: null,
      customFields: [],
      contactIds: null,
      deleted: false,
    });
    expect(factOf(fixture('16-DP-docs-status-example.json'))).toMatchObject({
      leadId: '4831596',
      statusId: 16203337,
    });
  });

  it('gives equal facts for numbers and strings', () => {
    const numbers = { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: 1748268812 };
    const strings = {
      id: '1',
      status_id: '142',
      pipeline_id: '10350882',
      price: '5000',
      updated_at: '1748268812',
    };
    expect(factOf(jsonHook('status', [numbers]))).toEqual(factOf(jsonHook('status', [strings])));
    expect(factOf(formHook('status', [numbers]))).toEqual(factOf(jsonHook('status', [strings])));
  });

  it.each([
    [{ price: '5000' }, '5000', true],
    [{ price: '' }, null, true],
    [{ price: '0' }, '0', true],
    [{}, null, false],
    [{ price: '-5' }, null, true],
    [{ price: 'много' }, null, true],
    [{ price: '99999999999999' }, null, true],
    [{ price: '5000', price_with_minor_units: '5000.50' }, '5000.5', true],
    [{ price: '5000', price_with_minor_units: '' }, '5000', true],
    [{ price_with_minor_units: '490000.00' }, '490000', true],
  ])('%j is price %j, said: %j', (fields, price, priceGiven) => {
    expect(lead(fields)).toMatchObject({ price, priceGiven });
  });

  it.each(['0', '-1', '1e3', '1.5', 'abc', '99999999999999999999', ' '])(
    'has no fact for a deal with id %j',
    (id) => {
      expect(factOf(formHook('status', [{ id }]))).toBeNull();
    },
  );

  it('leaves numbers out of range unsaid', () => {
    const fields = {
      status_id: '2147483648',
      pipeline_id: '-1',
      created_at: '1748268669000',
      updated_at: '0',
    };
    expect(lead(fields)).toMatchObject({
      statusId: null,
      pipelineId: null,
      createdAt: null,
      updatedAt: null,
    });
  });

  it('falls back to last_modified and date_create', () => {
    expect(lead({ last_modified: 1748268812, date_create: 1748268669 })).toMatchObject({
      updatedAt: new Date(1748268812000),
      createdAt: new Date(1748268669000),
    });
  });

  it('says deleted for a delete and not for a restore', () => {
    expect(lead({}, 'delete')).toMatchObject({ action: 'delete', deleted: true });
    expect(lead({}, 'restore')).toMatchObject({ action: 'restore', deleted: false });
  });

  it('is null for notes, other entities and unknown actions', () => {
    expect(lead({}, 'note')).toBeNull();
    expect(lead({}, 'teleport')).toBeNull();
    expect(factOf(fixture('06-etesttask-2025-05-contacts-update.form.txt'))).toBeNull();
  });

  it('reads a custom value as scalar, object, list or absent', () => {
    const shapes = [
      { id: 1, values: ['1625086800'] },
      { id: 2, values: [{ value: 'a', enum: 5 }, { value: 'b' }] },
      { id: 3, values: { value: 'single' } },
      { id: 4, values: 'bare' },
      { id: 5 },
      { id: 6, values: [{ value: { name: 'ТОО', vat_id: '1' } }] },
    ];
    const values = [['1625086800'], ['a', 'b'], ['single'], ['bare'], [], ['{"name":"ТОО","vat_id":"1"}']];
    expect(lead({ custom_fields: shapes })?.customFields.map((field) => field.values)).toEqual(values);
    expect(
      factOf(jsonHook('update', [{ id: 1, custom_fields: shapes }]))?.customFields.map((f) => f.values),
    ).toEqual(values);
  });

  it('takes UTM by configured id first, in the configured order, then by code, then by name', () => {
    const byName = { id: 1, name: 'UTM_Source', values: [{ value: 'name' }] };
    const byCode = { id: 2, code: 'UTM_SOURCE', values: [{ value: 'code' }] };
    const second = { id: 500, values: [{ value: 'second id' }] };
    const first = { id: 434731, values: [{ value: 'first id' }] };
    expect(source([byName, byCode, second, first])).toBe('first id');
    expect(source([byName, byCode, second, { ...first, values: [{ value: ' ' }] }])).toBe('second id');
    expect(source([byName, byCode])).toBe('code');
    expect(source([byName])).toBe('name');
    expect(source([{ id: 3, name: 'Другое', values: [{ value: 'x' }] }])).toBeNull();
  });

  it('tells "no custom fields sent" (null) from "no UTM among them" (a set of nulls)', () => {
    expect(lead({})?.utm).toBeNull();
    expect(source([{ id: 3, values: [{ value: 'x' }] }])).toBeNull();
  });

  it('takes REST names of custom fields, which relays copy into hooks', () => {
    const custom_fields_values = [{ field_id: 9, field_code: 'UTM_SOURCE', values: [{ value: 'relay' }] }];
    expect(factOf(jsonHook('update', [{ id: 1, custom_fields_values }]))?.utm?.utm_source).toBe('relay');
  });
});
