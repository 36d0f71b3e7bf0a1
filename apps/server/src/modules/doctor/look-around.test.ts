import { expect, it } from 'vitest';
import { judgeDatabase, lookAtProgram } from './look-around.ts';

const healthy = {
  ...{ versionNumber: 180_004, version: '18.4', encoding: 'UTF8', fsync: true, clockAheadMs: 3 },
  ...{ pending: [], applied: ['0001_init.sql'], tables: 60 },
};
const told = (change: Partial<typeof healthy>) =>
  judgeDatabase('DATABASE_URL', { ...healthy, ...change }).map(({ level, subject }) => `${level} ${subject}`);

it.each([
  ['a sound database', {}, []],
  ['one too old', { versionNumber: 140_011, version: '14.11' }, ['error DATABASE_URL']],
  ['one that cannot hold every name', { encoding: 'SQL_ASCII' }, ['error DATABASE_URL']],
  ['one that forgets at a power cut', { fsync: false }, ['error DATABASE_URL']],
  ['one whose clock is an hour ahead', { clockAheadMs: 3_600_000 }, ['warning clock']],
])('tells %s', (_what, change, expected) => {
  expect(told(change)).toEqual(['ok DATABASE_URL', ...expected]);
});

it('finds a Node that is too old and a web application that is not built', () => {
  expect(
    lookAtProgram('/nowhere/index.html', '20.1.0').filter(({ level }) => level === 'error'),
  ).toMatchObject([{ subject: 'Node' }, { subject: 'web application' }]);
});
