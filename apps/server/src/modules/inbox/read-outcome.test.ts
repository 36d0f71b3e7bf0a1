import { describe, expect, it } from 'vitest';
import { readOutcome } from './read-outcome.ts';

const nothing = { deals: null, changed: null, detail: null };

describe('an outcome of a delivery', () => {
  it('gives how many deals it told of and how many of them changed', () => {
    expect(readOutcome('deals: 12, changed: 3')).toEqual({
      code: 'deals',
      deals: 12,
      changed: 3,
      detail: null,
    });
  });

  it.each([
    ['no events in it', 'no_events', null],
    ['no deals in it: contacts.update, contacts.add', 'no_deals', 'contacts.update, contacts.add'],
    ['foreign account 777', 'foreign_account', '777'],
    [
      'too_large: 6000000 bytes, at most 5000000 are read',
      'too_large',
      '6000000 bytes, at most 5000000 are read',
    ],
    ['too_deep: keys nest deeper than 10', 'too_deep', 'keys nest deeper than 10'],
    ['too_many_keys: more than 50000 keys', 'too_many_keys', 'more than 50000 keys'],
    ['bad_json: not valid JSON', 'bad_json', 'not valid JSON'],
    ['failed: a defect: twice', 'failed', 'a defect: twice'],
  ])('%s has a code and keeps its detail', (text, code, detail) => {
    expect(readOutcome(text)).toEqual({ ...nothing, code, detail });
  });

  it('of another release is shown as it is, and none is none', () => {
    expect(readOutcome('deals: many')).toEqual({ ...nothing, code: 'unknown', detail: 'deals: many' });
    expect(readOutcome(null)).toBeNull();
  });
});
