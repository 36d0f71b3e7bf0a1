import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets.ts';

describe('withoutSecrets', () => {
  it('cuts what is named like a secret or a contact, however deep, and keeps the rest', () => {
    const body = {
      role: 'analyst',
      password: 'p',
      current_password: 'p',
      access_token: 't',
      link: 'https://x/invite/t',
      nested: [{ email: 'a@b.example', phone: '+7701', contact_name: 'Анна', reason: 'test' }],
      team: null,
    };
    expect(withoutSecrets(body)).toEqual({
      role: 'analyst',
      password: '[cut]',
      current_password: '[cut]',
      access_token: '[cut]',
      link: '[cut]',
      nested: [{ email: '[cut]', phone: '[cut]', contact_name: '[cut]', reason: 'test' }],
      team: null,
    });
  });

  it('shortens what is huge: a thousand items, a long text, a bottomless tree', () => {
    const tree: { next?: unknown } = {};
    tree.next = tree;
    expect(JSON.stringify(withoutSecrets(tree))).toContain('[cut]');
    expect(withoutSecrets(Array.from({ length: 1_000 }, () => 1))).toHaveLength(51);
    expect(String(withoutSecrets('x'.repeat(10_000))).length).toBeLessThan(600);
  });
});
