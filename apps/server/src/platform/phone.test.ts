import { describe, expect, it } from 'vitest';
import { normaliseEmail, normalisePhone } from './phone.ts';

describe('normalisePhone', () => {
  it.each([
    '+7 701 123 45 67',
    '8 701 123 45 67',
    '8(701)123-45-67',
    '7011234567',
    '701 123 4567',
    '77011234567',
    '87011234567',
    ' +7-701-123-45-67 ',
  ])('%j is +77011234567', (raw) => expect(normalisePhone(raw)).toBe('+77011234567'));

  it('keeps numbers of other countries', () => {
    expect(normalisePhone('+998 90 123 45 67')).toBe('+998901234567');
    expect(normalisePhone('8 916 123-45-67')).toBe('+79161234567');
  });

  it.each(['+7 777 777 77 77', '8 700 000 00 00'])('joins nobody on the placeholder %j', (raw) => {
    expect(normalisePhone(raw)).toBeNull();
  });

  it.each([null, undefined, '', '333', 'нет телефона', '+7 701', `+7${'0'.repeat(100)}`])(
    '%j is no phone',
    (raw) => {
      expect(normalisePhone(raw)).toBeNull();
    },
  );
});

describe('normaliseEmail', () => {
  it('trims and lower-cases', () => expect(normaliseEmail(' Aigerim@Mail.KZ ')).toBe('aigerim@mail.kz'));
  it.each([null, undefined, '', '444', 'a@b', 'a b@c.kz', 'a@b@c.kz', 'a@.kz', `${'a'.repeat(250)}@b.kz`])(
    '%j is no e-mail',
    (raw) => expect(normaliseEmail(raw)).toBeNull(),
  );
});
