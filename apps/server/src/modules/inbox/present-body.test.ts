import { describe, expect, it } from 'vitest';
import { presentBody } from './present-body.ts';

const shown = (body: string) =>
  Object.fromEntries(presentBody(Buffer.from(body)).fields.map(({ key, value }) => [key, value]));

describe('a body as a person may see it', () => {
  it('masks names, phones and e-mails of a form and leaves ids, times, statuses and UTM readable', () => {
    const body = new URLSearchParams([
      ['leads[status][0][id]', '41000001'],
      ['leads[status][0][name]', 'Заявка: Айгерим 8 (701) 555-12-12'],
      ['leads[status][0][status_id]', '142'],
      ['leads[status][0][updated_at]', '1763632800'],
      ['leads[status][0][custom_fields][0][code]', 'UTM_SOURCE'],
      ['leads[status][0][custom_fields][0][values][0][value]', 'fb_kenesary'],
      ['leads[status][0][custom_fields][1][name]', 'Телефон'],
      ['leads[status][0][custom_fields][1][values][0][value]', '+7 701 555 12 12'],
      ['leads[status][0][custom_fields][2][name]', 'ФИО'],
      ['leads[status][0][custom_fields][2][values][0][value]', 'Айгерим Сапарова'],
      ['leads[status][0][custom_fields][3][name]', 'Комментарий'],
      ['leads[status][0][custom_fields][3][values][0][value]', 'писать на a.saparova@mail.kz'],
      ['account[id]', '30000001'],
    ]).toString();
    expect(shown(body)).toEqual({
      'leads[status][0][id]': '41000001',
      'leads[status][0][name]': 'З•••: А••• ••• 12',
      'leads[status][0][status_id]': '142',
      'leads[status][0][updated_at]': '1763632800',
      'leads[status][0][custom_fields][0][code]': 'UTM_SOURCE',
      'leads[status][0][custom_fields][0][values][0][value]': 'fb_kenesary',
      'leads[status][0][custom_fields][1][name]': 'Телефон',
      'leads[status][0][custom_fields][1][values][0][value]': '••• 12',
      'leads[status][0][custom_fields][2][name]': 'ФИО',
      'leads[status][0][custom_fields][2][values][0][value]': 'А••• С•••',
      'leads[status][0][custom_fields][3][name]': 'Комментарий',
      'leads[status][0][custom_fields][3][values][0][value]': 'писать на a•••@•••',
      'account[id]': '30000001',
    });
  });

  it('masks the same in JSON, nested or with flat bracket keys', () => {
    const nested = { contacts: { add: [{ id: 7, name: 'Айгерим', phone: '87015551212', token: 'abc' }] } };
    expect(shown(JSON.stringify(nested))).toEqual({
      'contacts[add][0][id]': '7',
      'contacts[add][0][name]': 'А•••',
      'contacts[add][0][phone]': '••• 12',
      'contacts[add][0][token]': '•••',
    });
    expect(shown(JSON.stringify({ 'leads[add][0][name]': 'Айгерим' }))).toEqual({
      'leads[add][0][name]': 'А•••',
    });
  });

  it('masks every word of what it cannot read: nothing tells which of them are names', () => {
    expect(presentBody(Buffer.from('{"name":"Айгерим", 87015551212'))).toEqual({
      format: 'text',
      fields: [{ key: '', value: '{"n•••":"А•••", ••• 12' }],
      truncated: false,
    });
  });

  it('says that it shows only a part of a huge body, and never fails on a hostile one', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `k${index}=v`).join('&');
    expect(presentBody(Buffer.from(many))).toMatchObject({ format: 'form', truncated: true });
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    expect(presentBody(Buffer.from(deep)).fields).toHaveLength(1);
    expect(shown('{"__proto__":{"name":"Айгерим"}}')).toEqual({ '__proto__[name]': 'А•••' });
    expect(presentBody(new Uint8Array([0xff, 0xfe, 0x3d, 0x80])).format).toBe('form');
    expect(presentBody(new Uint8Array()).format).toBe('empty');
  });
});
