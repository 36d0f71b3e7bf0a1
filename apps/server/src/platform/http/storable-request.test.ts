import { describe, expect, it } from 'vitest';
import { storableRequest } from './storable-request.ts';

describe('storableRequest', () => {
  it('takes NUL and half characters out, at any depth, and leaves everything else as it is', () => {
    const body = { name: 'a\0b', list: [{ note: 'ok \uD83D' }, 7, null, true], 'k\0ey': 'Қазақ 😀' };
    expect(storableRequest(body)).toEqual({
      name: 'ab',
      list: [{ note: 'ok \uFFFD' }, 7, null, true],
      key: 'Қазақ 😀',
    });
    const bytes = Buffer.from('a\0b');
    expect(storableRequest(bytes)).toBe(bytes);
  });
});
