import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actName } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { POLICY } from './policy.ts';

const LOCALES = ['ru', 'kk', 'en'] as const;
const source = join(import.meta.dirname, '..', '..');

/** Names that verbs write into the audit log themselves. */
function writtenDown(): string[] {
  const files = globSync('**/*.ts', { cwd: source }).filter((file) => !file.endsWith('.test.ts'));
  return files
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .filter((code) => code.includes('writeAudit('))
    .flatMap((code) => [...code.matchAll(/action: '([^']+)'/g)].map(([, action]) => action ?? ''));
}

describe('every act of the audit log has a name', () => {
  const routes = Object.entries(POLICY)
    .filter(([route, access]) => access === 'admin' && !route.startsWith('GET '))
    .map(([route]) => route);

  it.each(LOCALES)('each route by which an administrator changes something, in %s', (locale) => {
    expect(routes.length).toBeGreaterThan(30);
    expect(routes.filter((route) => actName(route, locale) === null)).toEqual([]);
  });

  it.each(LOCALES)('each name that a verb writes down, in %s', (locale) => {
    const actions = writtenDown();
    expect(actions.length).toBeGreaterThan(30);
    expect(actions.filter((action) => actName(action, locale) === null)).toEqual([]);
  });

  it('and what nobody knows has none', () => {
    expect(actName('no.such', 'ru')).toBeNull();
  });
});
