import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const enough = { ENCRYPTION_KEY: 'k'.repeat(32) };

function problemsOf(variables: Record<string, string>, args: string[] = []): string[] {
  try {
    readConfig(variables, args);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readConfig', () => {
  it('lists every problem at once, by key', () => {
    const problems = problemsOf({ PORT: 'http', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' }, [
      '--role=cook',
    ]);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'LOG_LEVEL',
      '--role=cook',
    ]);
  });

  it('has no default for a secret', () => {
    expect(problemsOf({})).toEqual([expect.stringMatching(/^ENCRYPTION_KEY: is required/)]);
  });

  it('treats an empty value as not given', () => {
    expect(readConfig({ ...enough, PORT: '', FB_ACCESS_TOKEN: '' }, []).http.port).toBe(3000);
  });

  it('leaves an integration without keys, or switched off, not configured', () => {
    expect(readConfig(enough, []).meta).toBeNull();
    expect(
      readConfig({ ...enough, FB_ACCESS_TOKEN: 'x'.repeat(20), FB_ENABLED: 'false' }, []).meta,
    ).toBeNull();
    expect(readConfig({ ...enough, FB_ACCESS_TOKEN: 'x'.repeat(20) }, []).meta?.version).toBe('v25.0');
  });

  it('refuses the demo, an open webhook and an unknown public address in production', () => {
    const problems = problemsOf({ ...enough, NODE_ENV: 'production', DEMO: 'true' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'DEMO',
      'PUBLIC_URL',
      'AMOCRM_WEBHOOK_SECRET',
    ]);
  });

  it('never repeats the value of a bad secret', () => {
    expect(problemsOf({ ...enough, ADMIN_API_TOKEN: 'hunter2' }).join()).not.toContain('hunter2');
  });
});
