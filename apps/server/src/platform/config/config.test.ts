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

  describe('AmoCRM', () => {
    const token = { ...enough, AMOCRM_DOMAIN: 'myschool', AMOCRM_ACCESS_TOKEN: 'long-lived-token' };
    const oauth = {
      ...enough,
      AMOCRM_DOMAIN: 'myschool',
      AMOCRM_CLIENT_ID: 'client',
      AMOCRM_CLIENT_SECRET: 'client-secret',
      AMOCRM_REFRESH_TOKEN: 'refresh-token',
      PUBLIC_URL: 'https://traffic.test',
    };

    it('takes a long-lived token, also with the keys of its integration beside it', () => {
      const keys = { AMOCRM_CLIENT_ID: 'client', AMOCRM_CLIENT_SECRET: 'client-secret' };
      expect(readConfig({ ...token, ...keys, AMOCRM_HOST: 'kommo.com' }, []).amocrmApi).toEqual({
        baseUrl: 'https://myschool.kommo.com',
        anyHost: false,
        accessToken: 'long-lived-token',
        oauth: null,
      });
    });

    it('takes OAuth keys, whose redirect address is PUBLIC_URL unless said', () => {
      expect(readConfig(oauth, []).amocrmApi).toMatchObject({
        accessToken: null,
        oauth: { refreshToken: 'refresh-token', redirectUri: 'https://traffic.test' },
      });
      const own = { ...oauth, AMOCRM_REDIRECT_URI: 'https://other.test/back' };
      expect(readConfig(own, []).amocrmApi?.oauth?.redirectUri).toBe('https://other.test/back');
    });

    it('misses what a refresh token needs, and the domain', () => {
      const problems = problemsOf({ ...enough, AMOCRM_REFRESH_TOKEN: 'refresh-token' });
      expect(problems.map((problem) => problem.split(':')[0])).toEqual([
        'AMOCRM_DOMAIN',
        'AMOCRM_CLIENT_ID',
        'AMOCRM_CLIENT_SECRET',
      ]);
      expect(problemsOf({ ...enough, AMOCRM_REFRESH_TOKEN: 'x'.repeat(9), AMOCRM_ENABLED: 'false' })).toEqual(
        [],
      );
    });

    it('may be anywhere only by AMOCRM_API_URL', () => {
      const url = 'http://127.0.0.1:4010/amocrm';
      expect(readConfig({ ...token, AMOCRM_API_URL: url }, []).amocrmApi).toMatchObject({
        baseUrl: url,
        anyHost: true,
      });
      expect(problemsOf({ ...token, AMOCRM_DOMAIN: 'evil.test/' })).toHaveLength(1);
    });
  });

  it.each([
    ['', false],
    ['false', false],
    ['true', 1],
    ['2', 2],
    ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ])(
    'takes TRUST_PROXY=%s: nobody, so many proxies, or these addresses; never everybody',
    (value, trusted) => {
      expect(readConfig({ ...enough, TRUST_PROXY: value }, []).http.trustProxy).toEqual(trusted);
    },
  );

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
