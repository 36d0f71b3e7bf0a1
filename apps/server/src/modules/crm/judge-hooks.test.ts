import { describe, expect, it } from 'vitest';
import { hookAddresses, judgeHook, NEEDED_EVENTS } from './judge-hooks.ts';

const SECRET = 'secret-secret-secret';
const path = '/api/amocrm/sales-webhook';
const [address = { path: '', url: '' }] = hookAddresses([path], {
  publicUrl: 'https://traffic.test/',
  secret: SECRET,
});
const hook = (destination: string, fields: object = {}) => ({
  destination,
  settings: [...NEEDED_EVENTS] as string[],
  disabled: false,
  ...fields,
});
const judge = (...hooks: ReturnType<typeof hook>[]) => judgeHook(address, SECRET, hooks);

describe('a webhook address', () => {
  it('is PUBLIC_URL, path and secret; without a secret the bare path', () => {
    expect(address.url).toBe(`https://traffic.test${path}/${SECRET}`);
    expect(hookAddresses([path], { publicUrl: 'http://localhost:3000', secret: null })).toEqual([
      { path, url: `http://localhost:3000${path}` },
    ]);
  });

  it.each([
    `https://traffic.test${path}/${SECRET}`,
    `https://traffic.test${path}/${SECRET}/`,
    `https://traffic.test${path}?secret=${SECRET}`,
    `https://TRAFFIC.test:443${path}/${SECRET}`,
  ])('is found subscribed as %s', (destination) => {
    expect(judge(hook('https://other.test/x'), hook(destination))).toEqual({
      path,
      state: 'ok',
      missing_events: [],
    });
  });

  it.each([
    [`https://traffic.test${path}`, 'wrong_secret'],
    [`https://traffic.test${path}/former-secret-former`, 'wrong_secret'],
    [`https://traffic.test${path}?secret=former-secret`, 'wrong_secret'],
    [`https://other.test${path}/${SECRET}`, 'missing'],
    [`http://traffic.test${path}/${SECRET}`, 'missing'],
    [`https://traffic.test/api/amocrm/funnel-sale/${SECRET}`, 'missing'],
    [`https://traffic.test${path}-2/${SECRET}`, 'missing'],
    ['not a url', 'missing'],
  ])('with only %s subscribed is %s', (destination, state) => {
    expect(judge(hook(destination)).state).toBe(state);
  });

  it('that lacks events says which; two subscriptions may share them', () => {
    const url = address.url;
    const some = hook(url, { settings: ['add_lead', 'status_lead', 'delete_lead', 'add_contact'] });
    expect(judge(some)).toEqual({
      path,
      state: 'incomplete',
      missing_events: ['update_lead', 'restore_lead'],
    });
    const rest = hook(`https://traffic.test${path}?secret=${SECRET}`, {
      settings: ['update_lead', 'restore_lead'],
    });
    expect(judge(some, rest).state).toBe('ok');
    expect(judge(some, { ...rest, disabled: true }).state).toBe('incomplete');
  });

  it('that AmoCRM switched off is disabled, unless another subscription of it is on', () => {
    const off = hook(address.url, { disabled: true });
    expect(judge(off).state).toBe('disabled');
    expect(judge(off, hook(`https://traffic.test${path}?secret=${SECRET}`)).state).toBe('ok');
  });

  it('without a secret is its bare path', () => {
    const bare = { path, url: `https://traffic.test${path}` };
    expect(judgeHook(bare, null, [hook(bare.url)]).state).toBe('ok');
    expect(judgeHook(bare, null, []).missing_events).toEqual(NEEDED_EVENTS);
  });
});
