import { expect, it } from 'vitest';
import { evidenceRows } from './evidence.ts';

it("evidence is told flat, with its instants in the reader's words and without what is empty", () => {
  const evidence = {
    utm_source: 'fb_muha',
    utm_term: null,
    at: '2026-11-20T10:00:00Z',
    ad: { kind: 'campaign', id: '2385' },
    bound_teams: ['muha', 'traf4'],
  };
  expect(evidenceRows(evidence, () => '20 ноя, 15:00')).toEqual([
    ['utm_source', 'fb_muha'],
    ['at', '20 ноя, 15:00'],
    ['ad.kind', 'campaign'],
    ['ad.id', '2385'],
    ['bound_teams.1', 'muha'],
    ['bound_teams.2', 'traf4'],
  ]);
});
