import { expect, test } from 'vitest';
import { sharedNames } from './shared-names.ts';

const row = (name: string | null, leads: number | null = 0, sales: number | null = 0) => ({
  name,
  figures: { leads, sales },
});

test('rows of one name, to which no lead or sale came by id, are unknown to the CRM; others are what they are', () => {
  const twins = [row('Broad 18-45'), row(' broad 18-45 ')];
  const rows = [...twins, row('Lookalike'), row(null), row(null)];
  expect([...sharedNames(rows)]).toEqual(twins);
});

test('a row that was named by its id keeps its figures, whoever shares its name', () => {
  const known = row('Broad', 3, 1);
  const silent = row('Broad');
  expect([...sharedNames([known, silent])]).toEqual([silent]);
});
