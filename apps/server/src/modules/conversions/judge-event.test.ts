import { describe, expect, it } from 'vitest';
import { judgeConsent } from './judge-consent.ts';
import { type EventFacts, judgeEvent } from './judge-event.ts';
import { eventJson } from './send-conversions.ts';
import { clickCookie, hashed, userDataOf } from './user-data.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;
const RULES = { consent_unknown: 'withhold', consent_yes: ['Да', 'yes'] } as const;
const rules = { ...RULES, consent_yes: [...RULES.consent_yes] };

const sale = (change: Partial<EventFacts> = {}): EventFacts => ({
  ...{ kind: 'purchase', key: 'purchase:77', name: 'Purchase', at: new Date(NOW.getTime() - 1_500) },
  identity: { emails: ['John_Smith@gmail.com'], phones: [], click: null, metaLeadId: null },
  ...{ consentTicked: true, consentAnswers: null, deleted: false },
  sale: { amount: '490000.00', currency: 'KZT', reversed: false },
  ...change,
});
const reasonOf = (facts: EventFacts) => {
  const verdict = judgeEvent(facts, rules, NOW);
  return verdict.kind === 'ready' ? 'ready' : `${verdict.kind} ${verdict.reason}`;
};

/** Meta: Customer Information Parameters, read 2026-09-12. */
describe('what identifies a person', () => {
  it('is hashed as Meta’s own examples are', () => {
    const data = userDataOf({
      emails: [' John_Smith@gmail.com '],
      phones: ['+1 (650)555-1212'],
      click: null,
      metaLeadId: null,
    });
    expect(data).toEqual({
      em: ['62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'],
      ph: ['e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176'],
    });
  });

  it('is one phone in whatever form of Kazakhstan it was typed', () => {
    const phones = ['8 701 123-45-67', '+7 (701) 123 45 67', '77011234567'];
    const data = userDataOf({ emails: [], phones, click: null, metaLeadId: null });
    expect(data.ph).toEqual([hashed('77011234567')]);
  });

  it('keeps the case of the click id, unhashed, dated by when it was first seen', () => {
    const firstSeenAt = new Date('2026-11-01T08:00:00.123Z');
    expect(clickCookie({ fbclid: 'IwAR2_aBcDeF-gH', firstSeenAt })).toBe(
      'fb.1.1793520000123.IwAR2_aBcDeF-gH',
    );
    expect(clickCookie({ fbclid: '{{fbclid}}', firstSeenAt })).toBeNull();
  });

  it('leaves out what is no e-mail, no phone and no lead id of Meta', () => {
    const data = userDataOf({ emails: ['none'], phones: ['12'], click: null, metaLeadId: '77' });
    expect(data).toEqual({});
  });
});

describe('consent', () => {
  it.each<[boolean | null, string[] | null, string]>([
    [null, null, 'unknown'],
    [null, [], 'unknown'],
    [true, null, 'granted'],
    [null, [' ДА '], 'granted'],
    [true, ['нет'], 'denied'],
    [false, ['да'], 'denied'],
    [false, null, 'denied'],
  ])('ticked %s, field %s: %s', (ticked, answers, expected) => {
    expect(judgeConsent(ticked, answers, rules.consent_yes)).toBe(expected);
  });

  it('that is unknown holds an event back, unless the school decided otherwise', () => {
    const facts = sale({ consentTicked: null });
    expect(reasonOf(facts)).toBe('wait consent_unknown');
    expect(judgeEvent(facts, { ...rules, consent_unknown: 'send' }, NOW).kind).toBe('ready');
    const refused = sale({ consentTicked: false });
    expect(judgeEvent(refused, { ...rules, consent_unknown: 'send' }, NOW).kind).toBe('refuse');
  });
});

describe('an event', () => {
  it.each<[string, Partial<EventFacts>, string]>([
    ['exactly seven days old', { at: new Date(NOW.getTime() - 7 * DAY_MS) }, 'ready'],
    ['older than seven days', { at: new Date(NOW.getTime() - 7 * DAY_MS - 1) }, 'refuse too_old'],
    ['eight days old', { at: new Date(NOW.getTime() - 8 * DAY_MS) }, 'refuse too_old'],
    ['of a clock that runs ahead', { at: new Date(NOW.getTime() + DAY_MS) }, 'wait in_future'],
    ['of a deleted deal', { deleted: true }, 'refuse deal_deleted'],
    ['of a sale given back', { sale: { amount: '1', currency: 'KZT', reversed: true } }, 'refuse reversed'],
    ['of a sale that is gone', { sale: null }, 'refuse reversed'],
    ['without a sum', { sale: { amount: null, currency: 'KZT', reversed: false } }, 'wait value_unknown'],
    [
      'of nobody',
      { identity: { emails: [], phones: [], click: null, metaLeadId: null } },
      'wait no_identity',
    ],
  ])('%s: %s', (_, change, expected) => {
    expect(reasonOf(sale(change))).toBe(expected);
  });

  it('goes out as Meta describes a CRM’s event, its money digit by digit', () => {
    const verdict = judgeEvent(
      sale({ sale: { amount: '12345678901234.10', currency: 'KZT', reversed: false } }),
      rules,
      NOW,
    );
    if (verdict.kind !== 'ready') throw new Error(verdict.reason);
    const json = eventJson(verdict.event);
    expect(json).toContain('"value":12345678901234.10}}');
    expect(JSON.parse(json)).toMatchObject({
      event_name: 'Purchase',
      event_time: 1_795_175_998,
      event_id: 'purchase:77',
      action_source: 'system_generated',
      custom_data: { event_source: 'crm', lead_event_source: 'AmoCRM', currency: 'KZT' },
    });
  });

  it('of a stage carries no money', () => {
    const verdict = judgeEvent(sale({ kind: 'stage', name: 'Qualified', sale: null }), rules, NOW);
    if (verdict.kind !== 'ready') throw new Error(verdict.reason);
    expect(JSON.parse(eventJson(verdict.event)).custom_data).toEqual({
      event_source: 'crm',
      lead_event_source: 'AmoCRM',
    });
  });
});
