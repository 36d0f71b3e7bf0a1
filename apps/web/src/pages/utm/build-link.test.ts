import { describe, expect, it } from 'vitest';
import { buildLink } from './build-link.ts';

describe('a link with tags', () => {
  it('keeps what the address has, replaces old tags, leaves macros for Meta to fill', () => {
    expect(
      buildLink({
        address: 'onai.example/express?lang=kk&utm_source=old#top',
        utm_source: 'fb_muha',
        utm_content: '{{ad.id}}',
        utm_term: '',
      }),
    ).toBe('https://onai.example/express?lang=kk&utm_source=fb_muha&utm_content={{ad.id}}#top');
  });

  it('escapes what would break the address', () => {
    expect(buildLink({ address: 'https://onai.example', utm_campaign: 'а & б' })).toBe(
      'https://onai.example/?utm_campaign=%D0%B0+%26+%D0%B1',
    );
  });

  it.each(['', 'javascript:alert(1)', 'ftp://onai.example', 'просто слова', 'localhost'])(
    'of %j is refused',
    (address) => {
      expect(buildLink({ address, utm_source: 'x' })).toBeNull();
    },
  );
});
