import { expect, test } from 'vitest';
import { reportScope } from './report-scope.ts';

test('a report obeys the whole bar', () => {
  for (const path of ['/', '/cabinet/muha', '/ads', '/funnel', '/utm', '/leads', '/sales'])
    expect(reportScope(path, undefined)).toBe('report');
});

test('what has days and no money obeys the period alone', () => {
  expect(reportScope('/inbox', undefined)).toBe('period');
  expect(reportScope('/integrations', 'incidents')).toBe('period');
  expect(reportScope('/integrations', 'gaps')).toBe('period');
  expect(reportScope('/settings', 'rates')).toBe('period');
});

test('a page whose content no control would change shows none', () => {
  for (const path of [
    '/account',
    '/advice',
    '/conversions',
    '/glossary',
    '/integrations',
    '/settings',
    '/teams',
  ])
    expect(reportScope(path, undefined)).toBe('none');
  expect(reportScope('/settings', 'audit')).toBe('none');
  expect(reportScope('/settings/', 'audit')).toBe('none');
});
