import type { TeamRow } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SORT, nextSort, parseSort, sortTeams, sortText } from './team-columns.ts';

const row = (name: string, roas: string | null): TeamRow =>
  ({ team: { name }, metrics: { roas }, incomplete: [] }) as unknown as TeamRow;
const names = (rows: TeamRow[]): string[] => rows.map(({ team }) => team?.name ?? '');
const rows = [row('Muha', '9.5'), row('Arystan', null), row('Kenesary', '10')];

describe('order of teams', () => {
  it('by value, not by text: 10 is more than 9.5', () => {
    expect(names(sortTeams(rows, { key: 'roas', descending: true }))).toEqual([
      'Kenesary',
      'Muha',
      'Arystan',
    ]);
  });

  it('an unknown figure is last in both directions', () => {
    expect(names(sortTeams(rows, { key: 'roas', descending: false }))).toEqual([
      'Muha',
      'Kenesary',
      'Arystan',
    ]);
  });

  it('a second click turns the order; figures start with the largest, names with А', () => {
    expect(nextSort(DEFAULT_SORT, 'roas')).toEqual({ key: 'roas', descending: true });
    expect(nextSort({ key: 'roas', descending: true }, 'roas')).toEqual({ key: 'roas', descending: false });
    expect(nextSort(DEFAULT_SORT, 'team')).toEqual({ key: 'team', descending: false });
  });

  it('the URL carries the order and an unknown one is the default', () => {
    expect(parseSort(sortText({ key: 'cpa', descending: true }))).toEqual({ key: 'cpa', descending: true });
    expect(parseSort('-nonsense')).toEqual(DEFAULT_SORT);
    expect(parseSort(undefined)).toEqual(DEFAULT_SORT);
  });
});
