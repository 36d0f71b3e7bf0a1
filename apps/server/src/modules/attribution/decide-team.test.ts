import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideTeam, type TeamQuestion } from './decide-team.ts';
import { UTM_FIELDS } from './rule.ts';
import { academyCompiled, academyRules, makeRule, makeTouch } from './rules-factory.ts';

const compiled = academyCompiled();
const paid = new Date('2026-06-01T12:00:00Z');
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const beforePaid = (ms: number) => new Date(paid.getTime() - ms);
const lead = (utm_source: string, at: Date, origin = 'lead:a') => makeTouch({ utm_source, at, origin });
const own = (utm_source: string | null) => makeTouch({ utm_source, at: beforePaid(DAY) });
const decide = (question: Partial<TeamQuestion>) =>
  decideTeam(compiled, { touch: null, personTouches: [], at: paid, ...question });

describe('the receipt', () => {
  it('names the rule, the field, the text and the origin of the touch', () => {
    const decision = decide({
      touch: makeTouch({ utm_source: 'facebook', utm_campaign: ' FBArystan | test' }),
    });
    expect(decision).toMatchObject({
      teamName: 'Arystan',
      confidence: 'medium',
      basis: 'deal_touch',
      reason: null,
      evidence: {
        origin: 'deal:1',
        touched_at: '2026-03-01T12:00:00.000Z',
        rule: {
          field: 'utm_campaign',
          operator: 'word',
          value: 'arystan',
          matched: 'FBArystan | test',
          strength: 'name',
        },
      },
    });
    expect(decision.ruleId).toBe(academyRules().find((rule) => rule.value === 'arystan')?.id);
  });

  it('lists the rules of other teams that lost, strongest first, and none of the winner', () => {
    const touch = makeTouch({
      utm_source: 'fb_kenesary',
      utm_campaign: 'proftest muha',
      utm_content: 'kenji',
    });
    const { teamName, rejected } = decide({ touch });
    expect(teamName).toBe('Kenesary');
    expect(rejected.map(({ team_name, value }) => [team_name, value])).toEqual([
      ['Muha', 'muha'],
      ['Traf4', 'proftest'],
    ]);
  });

  it('lists both candidates of a conflict and credits neither', () => {
    const { teamId, confidence, basis, reason, ruleId, rejected } = decide({ touch: own('pb_agency') });
    expect({ teamId, confidence, basis, reason, ruleId }).toEqual({
      teamId: null,
      confidence: null,
      basis: 'none',
      reason: 'conflict',
      ruleId: null,
    });
    expect(rejected.map((candidate) => candidate.team_name)).toEqual(['Kenesary', 'Traf4']);
  });

  it.each([
    ['fb_muha', 'high'],
    ['muha', 'medium'],
    ['residence', 'low'],
    ['запуск', 'low'],
  ])('is as sure of %s as its strength: %s', (source, confidence) => {
    expect(decide({ touch: own(source) })).toMatchObject({ teamName: 'Muha', confidence });
  });
});

describe('order of decision', () => {
  const manual = { teamId: 4, teamName: 'Traf4', by: 'admin@example.test' };

  it('lets a person decide against everything', () => {
    expect(decide({ manual, touch: own('fb_muha') })).toMatchObject({
      teamId: 4,
      confidence: 'high',
      basis: 'manual',
      evidence: { manual: { by: 'admin@example.test' } },
    });
  });

  const ads = new Map([
    ['120211', { teamId: 2, teamName: 'Arystan', kind: 'ad' as const, id: '120211' }],
    ['запуск', { teamId: 4, teamName: 'Traf4', kind: 'campaign' as const, id: '7' }],
  ]);
  const adLookup = (value: string) => ads.get(value) ?? null;

  it('believes the id of a known ad before any rule and any name', () => {
    const touch = makeTouch({ utm_source: 'fb_kenesary', utm_campaign: ' 120211 ', utm_content: 'запуск' });
    expect(decide({ touch, adLookup })).toMatchObject({
      teamName: 'Arystan',
      confidence: 'high',
      basis: 'ad_id',
      ruleId: null,
      evidence: {
        ad: { field: 'utm_campaign', kind: 'ad', id: '120211', matched_by: 'id' },
        step: 'deal_touch',
      },
      rejected: [{ value: 'fb_kenesary' }, { value: 'kenesary' }, { value: 'запуск' }],
    });
  });

  it('believes the name of a known campaign after an exact source and before other rules', () => {
    const named = (utm_source: string) =>
      decide({ touch: makeTouch({ utm_source, utm_campaign: 'запуск' }), adLookup });
    expect(named('fb_kenesary')).toMatchObject({ teamName: 'Kenesary', basis: 'deal_touch' });
    expect(named('facebook')).toMatchObject({ teamName: 'Traf4', basis: 'ad_id', confidence: 'medium' });
  });

  it('is less sure of an inherited ad', () => {
    const touch = makeTouch({
      utm_source: 'facebook',
      utm_content: '120211',
      at: beforePaid(DAY),
      origin: 'lead:a',
    });
    expect(decide({ personTouches: [touch], adLookup })).toMatchObject({
      teamName: 'Arystan',
      confidence: 'medium',
    });
  });

  it.each([null, '', 'email', 'SMS', '{{site_source_name}}'])(
    'inherits the last ad touch when the own source is %j',
    (source) => {
      const decision = decide({
        touch: own(source),
        personTouches: [lead('fb_kenesary', beforePaid(5 * DAY))],
      });
      expect(decision).toMatchObject({
        teamName: 'Kenesary',
        basis: 'person_touch',
        confidence: 'medium',
        evidence: { origin: 'lead:a' },
      });
    },
  );

  it('never lets the own links of the school replace an earlier ad', () => {
    const personTouches = [
      lead('fb_muha', beforePaid(9 * DAY)),
      lead('email', beforePaid(2 * DAY), 'lead:b'),
    ];
    expect(decide({ touch: own('email'), personTouches }).teamName).toBe('Muha');
  });

  it('takes the last of several ad touches, in whatever order they are given', () => {
    const touches = [
      lead('fb_muha', beforePaid(9 * DAY)),
      lead('fb_arystan', beforePaid(2 * DAY)),
      lead('fb_traf4', beforePaid(4 * DAY)),
    ];
    for (const personTouches of [touches, touches.toReversed()]) {
      expect(decide({ personTouches }).teamName).toBe('Arystan');
    }
  });

  it("does not credit an earlier team for a stranger's ad", () => {
    const personTouches = [lead('fb_muha', beforePaid(9 * DAY))];
    expect(decide({ touch: own('facebook'), personTouches })).toMatchObject({
      teamId: null,
      reason: 'no_rule',
    });
    const last = lead('google', beforePaid(DAY), 'lead:b');
    expect(decide({ personTouches: [...personTouches, last] })).toMatchObject({
      teamId: null,
      reason: 'no_rule',
    });
  });

  it('hears a campaign without a source only after every ad touch', () => {
    const touch = makeTouch({ utm_campaign: 'kenji' });
    expect(decide({ touch }).teamName).toBe('Kenesary');
    expect(decide({ touch, personTouches: [lead('fb_muha', beforePaid(DAY))] }).teamName).toBe('Muha');
  });

  it('keeps an inherited word as unsure as a word', () => {
    expect(decide({ personTouches: [lead('residence', beforePaid(DAY))] }).confidence).toBe('low');
  });

  it('says why there is nobody', () => {
    expect(decide({}).reason).toBe('no_touch');
    expect(decide({ touch: makeTouch({ fbclid: 'IwAR0' }) }).reason).toBe('no_touch');
    expect(decide({ touch: own(null), personTouches: [lead('sms', beforePaid(DAY))] }).reason).toBe(
      'only_owned_channels',
    );
    expect(decide({ touch: own('{{x}}'), personTouches: [lead('sms', beforePaid(DAY))] }).reason).toBe(
      'unresolved_macro',
    );
  });

  it('hears a rule on the landing page when there is no UTM at all', () => {
    const rule = makeRule({
      field: 'landing_source',
      operator: 'equals',
      value: 'proftest-muha',
      strength: 'exact',
    });
    const touch = makeTouch({ landing_source: 'proftest-muha' });
    const question = { touch, personTouches: [], at: paid };
    expect(decideTeam(academyCompiled([rule]), question)).toMatchObject({ teamId: 1, confidence: 'high' });
    expect(decide({ touch }).reason).toBe('no_touch');
  });
});

describe('the window', () => {
  const source = (at: Date, windowDays?: number) =>
    decide({ personTouches: [lead('fb_muha', at)], ...(windowDays === undefined ? {} : { windowDays }) })
      .teamName;

  it('counts 90 days to the minute', () => {
    expect(source(beforePaid(90 * DAY))).toBe('Muha');
    expect(source(beforePaid(90 * DAY + MINUTE))).toBeNull();
    expect(source(beforePaid(7 * DAY), 7)).toBe('Muha');
    expect(source(beforePaid(7 * DAY + MINUTE), 7)).toBeNull();
  });

  it('never uses a touch at or after the money', () => {
    expect(source(beforePaid(1))).toBe('Muha');
    expect(source(paid)).toBeNull();
    expect(source(beforePaid(-MINUTE))).toBeNull();
  });
});

describe('dates of rules', () => {
  const march = new Date('2026-03-01T00:00:00Z');
  const rules = [
    makeRule({ id: 1, value: 'kz1', teamId: 1, teamName: 'Kenesary', validTo: march }),
    makeRule({ id: 2, value: 'kz1', teamId: 2, teamName: 'Arystan', validFrom: march }),
  ];
  const teamAt = (at: Date) =>
    decideTeam(academyCompiled(rules), {
      touch: null,
      personTouches: [lead('kz1', at)],
      at: paid,
      windowDays: 365,
    }).teamName;

  it('ask who owned the word when the click happened, not when the money came', () => {
    expect(teamAt(new Date(march.getTime() - 1))).toBe('Kenesary');
    expect(teamAt(march)).toBe('Arystan');
  });
});

describe('for any touches and rules', () => {
  const word = fc.constantFrom(
    'kenji',
    'kenjifb',
    'muha',
    'ar_1',
    '3-1',
    'pb_agency',
    'proftest',
    'email',
    '{{x}}',
    '',
    ' | ',
    'запуск',
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const at = fc.integer({ min: -10, max: 120 }).map((days) => beforePaid(days * DAY));
  const touch = fc
    .record({
      at,
      ...Object.fromEntries(UTM_FIELDS.map((field) => [field, fc.option(text)])),
      origin: fc.string({ maxLength: 4 }),
    })
    .map((fields) => makeTouch(fields));
  const question = fc.record({
    touch: fc.option(touch),
    personTouches: fc.array(touch, { maxLength: 5 }),
    at: fc.constant(paid),
  });

  it('the answer does not depend on the order of rules or touches', () => {
    fc.assert(
      fc.property(
        question,
        fc.shuffledSubarray(academyRules(), { minLength: academyRules().length }),
        (asked, rules) => {
          // Two touches of one instant and one origin are one touch: there is no order to be independent of.
          const unique = [
            ...new Map(asked.personTouches.map((one) => [`${one.at.getTime()} ${one.origin}`, one])).values(),
          ];
          const expected = decideTeam(compiled, { ...asked, personTouches: unique });
          const shuffled = decideTeam(academyCompiled(rules), {
            ...asked,
            personTouches: unique.toReversed(),
          });
          expect(shuffled).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('there is a team with confidence and no reason, or a reason and no team; rejected never holds the winner', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { teamId, confidence, reason, basis, rejected } = decideTeam(compiled, asked);
        expect(teamId === null).toBe(reason !== null);
        expect(teamId === null).toBe(confidence === null);
        expect(teamId === null).toBe(basis === 'none');
        expect(rejected.every((candidate) => candidate.team_id !== teamId)).toBe(true);
      }),
    );
  });

  it('a touch at or after the money changes nothing', () => {
    fc.assert(
      fc.property(question, touch, (asked, late) => {
        const after = { ...late, at: beforePaid(-1) };
        const withLate = decideTeam(compiled, { ...asked, personTouches: [after, ...asked.personTouches] });
        expect(withLate).toEqual(decideTeam(compiled, asked));
      }),
    );
  });
});
