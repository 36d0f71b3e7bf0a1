import { SETUP_STEPS, type SetupStep } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { judgeSteps } from './judge-steps.ts';
import type { SetupFacts } from './setup-facts.ts';

const AT = new Date('2026-11-20T09:00:00Z');
const off = { status: 'not_configured', message: 'нет' } as const;
const on = { status: 'online', message: 'да' } as const;

const NOTHING: SetupFacts = {
  amocrm: { ...off, answers: false, asked: false },
  webhooks: null,
  first_hook: null,
  refused_hooks: 0,
  products: 0,
  unmapped: 0,
  meta: { ...off, asked: false },
  accounts: 0,
  unbound: 0,
  foreign_money: 0,
  rates: false,
  unconverted: false,
  ratesConfigured: false,
  telegram: off,
  first_lead: null,
  first_sale: null,
  spend: false,
  people: 1,
  admins: 1,
  teams_alone: 0,
};
const EVERYTHING: SetupFacts = {
  ...NOTHING,
  amocrm: { ...on, answers: true, asked: true },
  webhooks: [{ path: '/api/amocrm/sales-webhook', state: 'ok', missing_events: [] }],
  first_hook: AT,
  products: 2,
  meta: { ...on, asked: true },
  accounts: 5,
  foreign_money: 5,
  rates: true,
  telegram: on,
  first_lead: AT,
  first_sale: AT,
  spend: true,
  people: 7,
  admins: 2,
};

const step = (facts: Partial<SetupFacts>, key: SetupStep['key'], base = EVERYTHING) =>
  judgeSteps({ ...base, ...facts }).find((one) => one.key === key);

describe('the first-run checklist', () => {
  it('of an empty product has nothing done, and says what to do at every step', () => {
    const steps = judgeSteps(NOTHING);
    expect(steps.map(({ key }) => key)).toEqual(SETUP_STEPS);
    expect(steps.filter(({ state }) => state !== 'todo')).toEqual([]);
    expect(steps.filter(({ cause, action }) => cause === null || action === null)).toEqual([]);
  });

  it('of a product that is set up is ticked to the end, with no advice left', () => {
    const steps = judgeSteps(EVERYTHING);
    expect(steps.filter(({ state }) => state !== 'done')).toEqual([]);
    expect(steps.filter(({ cause, action, page }) => cause ?? action ?? page)).toEqual([]);
    expect(step({}, 'first_hook')?.at).toBe(AT.toISOString());
  });

  it('does not call an AmoCRM broken that was only not asked yet', () => {
    const amocrm = { status: 'degraded', message: 'ещё нет', answers: false, asked: false } as const;
    expect(step({ amocrm }, 'amocrm')?.state).toBe('waiting');
    expect(step({ amocrm: { ...amocrm, asked: true } }, 'amocrm')).toMatchObject({
      state: 'failed',
      message: 'ещё нет',
      page: 'integrations',
    });
  });

  it.each([
    ['disabled', 'failed'],
    ['wrong_secret', 'failed'],
    ['incomplete', 'failed'],
    ['missing', 'todo'],
  ] as const)('a webhook that is %s is %s, with the command that mends it', (state, expected) => {
    const webhooks = [{ path: '/x', state, missing_events: [] }];
    expect(step({ webhooks }, 'webhooks')).toMatchObject({
      state: expected,
      action: expect.stringContaining('npm run amocrm:subscribe'),
    });
  });

  it('takes one good subscription of three for enough: three would tell everything thrice', () => {
    const webhooks = (['missing', 'ok', 'missing'] as const).map((state) => ({
      ...{ path: '/x', state, missing_events: [] },
    }));
    expect(step({ webhooks }, 'webhooks')?.state).toBe('done');
  });

  it('waits for the first hook of a subscription, and names a wrong secret instead of waiting', () => {
    expect(step({ first_hook: null }, 'first_hook')?.state).toBe('waiting');
    expect(step({ first_hook: null, refused_hooks: 3 }, 'first_hook')).toMatchObject({
      state: 'failed',
      message: 'Отклонено вебхуков с неверным секретом: 3',
    });
  });

  it('Meta that finds no account yet is being read; one that fails says its own reason', () => {
    const meta = { status: 'degraded', message: 'м', asked: false } as const;
    expect(step({ meta, accounts: 0 }, 'meta')?.state).toBe('waiting');
    expect(step({ meta, accounts: 0 }, 'accounts')?.state).toBe('waiting');
    expect(step({ meta: { ...meta, asked: true } }, 'meta')).toMatchObject({ state: 'failed', message: 'м' });
  });

  it('an unbound account, an unmapped pipeline and a day without a rate each lead to their own page', () => {
    expect(step({ unbound: 2 }, 'accounts')).toMatchObject({ state: 'todo', page: 'facebook' });
    expect(step({ unmapped: 1 }, 'products')).toMatchObject({ state: 'todo', page: 'products' });
    expect(step({ unconverted: true }, 'rates')).toMatchObject({ state: 'failed', page: 'rates' });
  });

  it('accounts in tenge need no rates', () => {
    expect(step({ rates: false, foreign_money: 0 }, 'rates')?.state).toBe('done');
  });

  it('one administrator is too few, and so is a team without its own person', () => {
    expect(step({ admins: 1 }, 'users')?.state).toBe('todo');
    expect(step({ teams_alone: 3 }, 'users')).toMatchObject({
      state: 'todo',
      message: 'Команды без своего таргетолога: 3',
    });
  });
});
