import { expect, it } from 'vitest';
import type { GateState } from './gate-repo.ts';
import { type CrmFacts, judgeCrm } from './judge-crm.ts';
import type { HookVerdict } from './judge-hooks.ts';

const now = new Date('2026-11-21T06:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const quiet: GateState = {
  refusal: null,
  refusalStatus: null,
  refusalAnswer: null,
  refusedSince: null,
  probeAt: null,
  waitMs: 0,
  answeredAt: ago(3),
  failedAt: null,
  failure: null,
};
const well: CrmFacts = {
  gate: quiet,
  token: { kind: 'long_lived', expires_at: null, days_left: null },
  webhooks: [{ path: '/a', state: 'ok', missing_events: [] }],
};
const gate = (fields: Partial<GateState>): CrmFacts => ({ ...well, gate: { ...quiet, ...fields } });
const token = (kind: 'oauth' | 'long_lived', days_left: number): CrmFacts => ({
  ...well,
  token: { kind, expires_at: null, days_left },
});
const hooks = (state: HookVerdict['state']): CrmFacts => ({
  ...well,
  webhooks: [{ path: '/a', state, missing_events: [] }],
});

it.each<[string, CrmFacts, string, RegExp]>([
  ['answers', well, 'online', /отвечает/],
  ['answers, hooks not looked at yet', { ...well, webhooks: null }, 'online', /отвечает/],
  ['a failure before the last answer', gate({ failedAt: ago(4), failure: 'server' }), 'online', /отвечает/],
  ['is unpaid', gate({ refusal: 'unpaid' }), 'offline', /не оплачена/],
  ['refuses the token', gate({ refusal: 'unauthorized' }), 'offline', /токен/],
  ['blocks us', gate({ refusal: 'blocked' }), 'offline', /закрыл доступ/],
  ['does not answer', gate({ failedAt: ago(1), failure: 'network' }), 'degraded', /не отвечает/],
  ['never answered', gate({ answeredAt: null }), 'degraded', /ещё не проверялся/],
  [
    'never answered but failed',
    gate({ answeredAt: null, failedAt: ago(1), failure: 'server' }),
    'degraded',
    /ошибкой/,
  ],
  ['nobody looks any more', gate({ answeredAt: ago(16) }), 'degraded', /давно не проверялся/],
  ['a token that ends in 13 days', token('long_lived', 13), 'degraded', /дней: 13/],
  ['a token that ends in 14 days', token('long_lived', 14), 'online', /отвечает/],
  ['a token that has ended', token('long_lived', -1), 'degraded', /истёк/],
  ['a token of a day that we renew', token('oauth', 0), 'online', /отвечает/],
  ['a token that we should have renewed', token('oauth', -1), 'degraded', /не обновляется/],
  ['no subscription', hooks('missing'), 'degraded', /Подписки.*: \/a\./],
  ['another secret', hooks('wrong_secret'), 'degraded', /Подписки/],
  ['too few events', hooks('incomplete'), 'degraded', /Подписки/],
  ['hooks switched off', hooks('disabled'), 'degraded', /отключил/],
])('AmoCRM that %s', (_, facts, status, message) => {
  const verdict = judgeCrm(facts, now);
  expect(verdict.status).toBe(status);
  expect(verdict.message).toMatch(message);
});
