import type { AdviceRule, RecommendationsResponse } from '@traffic/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoSchool, openSchool, type School } from '../../testing/planted-school.ts';
import { ADMIN_TOKEN, type TestServer } from '../../testing/running-server.ts';
import { valueAt } from './place-fact.ts';
import { formatValue } from './render/format-value.ts';

/** Each trouble of the simulator and what must be said of it. */
const EXPECTED = {
  dying_creative: 'creative_fatigue',
  untagged_campaign: 'untagged_campaign',
  broken_landing: 'landing_step',
  dear_auction: 'cpm_drift',
  dear_leads: 'cpl_drift',
  slow_sales: 'sales_step',
  dear_sales: 'cpa_drift',
  barren_campaign: 'barren_campaign',
  uneven_budget: 'budget_to_move',
  stopped_ads: 'stopped_ads',
  untagged_leads: 'leads_without_team',
  budget_surge: 'young_cohort',
} as const satisfies Record<string, AdviceRule>;
type Kind = keyof typeof EXPECTED;
const KINDS = Object.keys(EXPECTED) as Kind[];

async function generate(server: TestServer, team = 'all'): Promise<RecommendationsResponse> {
  const answer = await server.app.inject({
    ...{ method: 'POST', url: '/api/facebook-ads/recommendations/generate', payload: { team } },
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<RecommendationsResponse>();
}

describe('a school with a trouble in each team', () => {
  let school: School;
  let answer: RecommendationsResponse;
  beforeAll(async () => {
    school = await openSchool(KINDS, { steady: 2 });
    answer = await generate(school.server);
  }, 120_000);
  afterAll(() => school.server.close());

  it.each(KINDS)('%s is found, and nothing else is said of that team', (kind) => {
    const slug = kind === 'untagged_leads' ? null : kind.replaceAll('_', '-');
    const said = answer.recommendations.filter(({ team }) => (team?.slug ?? null) === slug);
    expect(said.map(({ rule }) => rule)).toEqual([EXPECTED[kind]]);
  });

  it('nothing is said of the steady teams beside them', () => {
    const slugs = answer.recommendations.map(({ team }) => team?.slug ?? '');
    expect(slugs.filter((slug) => slug.startsWith('steady'))).toEqual([]);
  });

  it('every figure of every claim equals the report it links to', async () => {
    const facts = answer.recommendations.flatMap(({ facts: own }) => own);
    expect(facts.length).toBeGreaterThan(40);
    const reports = new Map<string, unknown>();
    for (const { api } of facts) if (!reports.has(api)) reports.set(api, (await school.server.get(api)).body);
    for (const { api, path, value, key } of facts)
      expect(String(valueAt(reports.get(api), path)), `${key} of ${api}`).toBe(value);
  });

  it('the expected range is made of two of these figures', () => {
    for (const { facts, expected } of answer.recommendations) {
      if (expected === null) continue;
      const values = facts.map(({ value }) => value);
      expect(values).toContain(expected.low);
      expect(values).toContain(expected.high);
    }
  });

  it.each(['ru', 'kk', 'en'] as const)(
    'every number in the %s texts is one of the figures, printed',
    async (language) => {
      const { body } = await school.server.app
        .inject({
          url: '/api/facebook-ads/recommendations/all',
          headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'accept-language': language },
        })
        .then((response) => ({ body: response.json<RecommendationsResponse>() }));
      expect(body.recommendations).toHaveLength(answer.recommendations.length);
      for (const { title, text, action, facts, currency } of body.recommendations) {
        // Names of ads are others' words and may hold digits.
        const said = `${title} ${text} ${action}`.replaceAll(/[«“][^»”]*[»”]/g, ' ');
        const printed = facts
          .map((fact) => formatValue(fact, currency, language))
          .toSorted((a, b) => b.length - a.length);
        const rest = printed.reduce((left, figure) => left.replaceAll(figure, ' '), said);
        expect(rest, said).not.toMatch(/\p{N}/u);
      }
    },
  );

  it('a second look tells nothing twice and keeps what stands', async () => {
    const again = await generate(school.server);
    expect(again.recommendations.map(({ id }) => id).sort()).toEqual(
      answer.recommendations.map(({ id }) => id).sort(),
    );
  });
});

describe('the school of the demonstration', () => {
  it('has a landing that broke, and is told of it', async () => {
    const server = await openDemoSchool(75, [{ kind: 'broken_landing', team: 'muha' }]);
    const { recommendations } = await generate(server);
    await server.close();
    expect(recommendations.map(({ rule, team }) => `${rule} ${team?.slug}`)).toContain('landing_step muha');
  }, 120_000);
});

describe('the quiet control school', () => {
  it.each([1, 2])(
    'of seed %d: nothing is claimed of eight steady teams',
    async (seed) => {
      const school = await openSchool([], { seed, steady: 8 });
      const { recommendations, withheld } = await generate(school.server);
      await school.server.close();
      expect(recommendations.map(({ rule, team }) => [rule, team?.slug])).toEqual([]);
      expect(withheld.filter(({ reason }) => reason === 'incomplete')).toEqual([]);
    },
    120_000,
  );
});
