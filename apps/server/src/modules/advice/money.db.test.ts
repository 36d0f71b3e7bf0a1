import type { RecommendationsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSchool, type School } from '../../testing/planted-school.ts';
import { ADMIN_TOKEN } from '../../testing/running-server.ts';
import { valueAt } from './place-fact.ts';
import { recordOutcomes } from './record-outcomes.ts';
import { formatValue } from './render/format-value.ts';

const URL = '/api/facebook-ads/recommendations';
let school: School;
let answer: RecommendationsResponse;

const read = async (method: 'GET' | 'POST', path: string, language = 'ru') => {
  const response = await school.server.app.inject({
    ...{ method, url: `${URL}${path}`, ...(method === 'POST' ? { payload: {} } : {}) },
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'accept-language': language },
  });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<RecommendationsResponse>();
};
const countIn = (currency: string) =>
  sql`update settings set value = value || jsonb_build_object('currency', ${currency}::text) where key = 'academy'`.execute(
    school.server.context.db,
  );

beforeAll(async () => {
  school = await openSchool(['barren_campaign', 'dear_leads'], { steady: 1 });
  await countIn('USD');
  answer = await read('POST', '/generate');
}, 120_000);
afterAll(() => school.server.close());

describe('advice for a school that counts in dollars', () => {
  it('finds what it would find in tenge, and says which money its figures are', () => {
    expect(answer.recommendations.map(({ rule }) => rule).sort()).toEqual(['barren_campaign', 'cpl_drift']);
    expect(answer.recommendations.map(({ currency }) => currency)).toEqual(['USD', 'USD']);
  });

  it('has each figure from a report in dollars, and links to it', async () => {
    for (const { api, page, path, value, key } of answer.recommendations.flatMap(({ facts }) => facts)) {
      const report = (await school.server.get(api)).body;
      expect(String(valueAt(report, path)), `${key} of ${api}`).toBe(value);
      expect(api).toContain('currency=USD');
      expect(page).toContain('currency=USD');
    }
  });

  it.each(['ru', 'kk', 'en'] as const)(
    'prints dollars in %s, and no number but its figures',
    async (language) => {
      const { recommendations } = await read('GET', '/all', language);
      expect(recommendations).toHaveLength(2);
      for (const { title, text, action, facts, currency } of recommendations) {
        const said = `${title} ${text} ${action}`.replaceAll(/[«“][^»”]*[»”]/g, ' ');
        expect(said).toContain('$');
        expect(said).not.toContain('₸');
        const printed = facts
          .map((fact) => formatValue(fact, currency, language))
          .toSorted((a, b) => b.length - a.length);
        expect(
          printed.reduce((left, figure) => left.replaceAll(figure, ' '), said),
          said,
        ).not.toMatch(/\p{N}/u);
      }
    },
  );

  it('follows an accepted figure in the money it was told in, whatever the school counts in by then', async () => {
    const { context } = school.server;
    const dear = answer.recommendations.find(({ rule }) => rule === 'cpl_drift');
    await read('POST', `/${dear?.id}/accept`);
    await sql`update recommendations set decided_at = '2026-11-01T06:00:00Z' where id = ${dear?.id ?? 0}`.execute(
      context.db,
    );
    await countIn('KZT');
    expect(await recordOutcomes(context)).toBe(2);
    const { recommendations } = await read('GET', '/all?state=decided');
    const fact = recommendations[0]?.outcomes[0]?.fact;
    expect(fact?.api).toContain('currency=USD');
    const report = (await school.server.get(fact?.api ?? '')).body;
    expect(String(valueAt(report, fact?.path ?? []))).toBe(fact?.value);
  });

  it('takes what was kept before it knew of currencies for tenge, as it was', async () => {
    await sql`update recommendations set evidence = evidence - 'currency'`.execute(school.server.context.db);
    const { recommendations } = await read('GET', '/all?state=all');
    expect(recommendations.map(({ currency }) => currency)).toEqual(['KZT', 'KZT']);
    for (const { text } of recommendations) expect(text).toContain('₸');
  });
});
