import { describe, expect, it } from 'vitest';
import { AmocrmError } from './amocrm-error.ts';
import { findContacts, newestLeads, readPipelines } from './look-up.ts';
import type { Call } from './request.ts';

const EXPRESS = 10350882;
const deal = (id: number, pipeline_id = EXPRESS) => ({ id, pipeline_id, status_id: 1 });

/** Hand-made answers in the documented envelope, one page after the other. */
function answering(...pages: unknown[]) {
  const asked: Call[] = [];
  const get = async (call: Call) => {
    asked.push(call);
    return pages[asked.length - 1] ?? null;
  };
  return { get, asked };
}
const leads = (rows: object[]) => ({ _embedded: { leads: rows } });

describe('the newest deals of a pipeline', () => {
  it('are read over as many pages as they need, and no more than asked', async () => {
    const { get, asked } = answering(
      leads(Array.from({ length: 250 }, (_, index) => deal(1000 - index))),
      leads(Array.from({ length: 250 }, (_, index) => deal(750 - index))),
    );
    const found = await newestLeads(get, {}, { pipelineIds: [EXPRESS], count: 300 });
    expect(found.map(({ leadId }) => leadId).slice(0, 2)).toEqual(['1000', '999']);
    expect(found).toHaveLength(300);
    expect(asked.map(({ query }) => new Map(query).get('page'))).toEqual(['1', '2']);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({
      'order[created_at]': 'desc',
      'filter[pipeline_id][]': String(EXPRESS),
    });
  });

  it('are none of another pipeline, even when AmoCRM ignores the filter', async () => {
    const { get } = answering(leads([deal(3), deal(2, 9430994), deal(1)]));
    const found = await newestLeads(get, {}, { pipelineIds: [EXPRESS], count: 500 });
    expect(found.map(({ leadId }) => leadId)).toEqual(['3', '1']);
  });

  it('of no pipeline are not asked for, and 204 is an empty list', async () => {
    const { get, asked } = answering();
    expect(await newestLeads(get, {}, { pipelineIds: [], count: 5 })).toEqual([]);
    expect(asked).toEqual([]);
    expect(await newestLeads(get, {}, { pipelineIds: [EXPRESS], count: 5 })).toEqual([]);
  });
});

describe('contacts and pipelines', () => {
  it('are read with the deals of a contact and the stages of a pipeline in order', async () => {
    const contact = {
      id: 7,
      name: 'Айгерим',
      custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '8 701 555 12 12' }] }],
      _embedded: { leads: [{ id: 41 }, { id: 42 }] },
    };
    const found = await findContacts(answering({ _embedded: { contacts: [contact] } }).get, '7015551212');
    expect(found).toMatchObject([{ id: '7', phones: ['8 701 555 12 12'], dealIds: ['41', '42'] }]);
    const pipeline = {
      id: EXPRESS,
      name: 'Express',
      sort: 1,
      _embedded: {
        statuses: [
          { id: 142, name: 'Успешно', sort: 10000 },
          { id: 5, name: 'Новая', sort: 10 },
        ],
      },
    };
    expect(await readPipelines(answering({ _embedded: { pipelines: [pipeline] } }).get)).toEqual([
      {
        id: String(EXPRESS),
        name: 'Express',
        archived: false,
        stages: [
          { id: '5', name: 'Новая' },
          { id: '142', name: 'Успешно' },
        ],
      },
    ]);
  });

  it('of an unknown shape are an error, not an empty list', async () => {
    await expect(readPipelines(answering({ oops: 1 }).get)).rejects.toBeInstanceOf(AmocrmError);
    await expect(findContacts(answering('<html>').get, 'x')).rejects.toBeInstanceOf(AmocrmError);
  });
});
