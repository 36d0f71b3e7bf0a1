import { describe, expect, it } from 'vitest';
import { EARLIER_NAMES } from './earlier-names.ts';
import { judgeSettings } from './judge-settings.ts';
import { printFindings } from './print-findings.ts';

const random = (letter: string) => `${letter}0123456789abcdef0123456789abcdef`;
const good = {
  NODE_ENV: 'production',
  ENCRYPTION_KEY: random('a'),
  PUBLIC_URL: 'https://traffic.school.kz',
  TRUST_PROXY: 'true',
  DATABASE_URL: 'postgres://traffic:p@db.school.kz:5432/traffic?sslmode=verify-full',
  AMOCRM_WEBHOOK_SECRET: random('b'),
  AMOCRM_DOMAIN: 'school',
  AMOCRM_ACCESS_TOKEN: 'long-lived-token',
  AMOCRM_ACCOUNT_ID: '31415926',
  FB_ACCESS_TOKEN: 'facebook-token',
  FB_APP_SECRET: 'facebook-secret',
  TELEGRAM_BOT_TOKEN: '1234567:telegram-token',
};

const told = (variables: Record<string, string>) =>
  judgeSettings(variables)
    .findings.filter(({ level }) => level !== 'ok')
    .map(({ level, subject }) => `${level} ${subject}`);

describe('judgeSettings', () => {
  it('has nothing to say against a complete production configuration', () => {
    expect(told(good)).toEqual([]);
  });

  it('names everything that is missing, each with what to do', () => {
    const { findings, config } = judgeSettings({ NODE_ENV: 'production' });
    expect(config).toBeNull();
    expect(findings.map(({ subject }) => subject)).toEqual([
      'ENCRYPTION_KEY',
      'PUBLIC_URL',
      'AMOCRM_WEBHOOK_SECRET',
    ]);
    expect(findings.map(({ action }) => action).join()).toContain('openssl rand');
  });

  it('judges as production what forgot to say so', () => {
    expect(told({ ENCRYPTION_KEY: random('a') })).toEqual([
      'warning NODE_ENV',
      'error PUBLIC_URL',
      'error AMOCRM_WEBHOOK_SECRET',
    ]);
  });

  it.each(Object.keys(EARLIER_NAMES))(
    'recognises %s of the earlier system and says what replaces it',
    (name) => {
      const finding = judgeSettings({ ...good, [name]: 'value-of-old' }).findings.find(
        ({ subject }) => subject === name,
      );
      expect(finding).toMatchObject({ level: 'warning', action: EARLIER_NAMES[name] });
    },
  );

  it('recognises the names of the issue, and none that is a setting of ours', () => {
    const listed =
      'TRAFFIC_SUPABASE_URL TRAFFIC_SERVICE_ROLE_KEY LANDING_SUPABASE_URL LANDING_SUPABASE_SERVICE_KEY TRIPWIRE_SUPABASE_URL FACEBOOK_ADS_TOKEN';
    for (const name of listed.split(' ')) expect(EARLIER_NAMES).toHaveProperty(name);
    for (const name of Object.keys(good)) expect(EARLIER_NAMES).not.toHaveProperty(name);
  });

  it('finds a mistyped name and what was meant, and leaves names of others alone', () => {
    const { findings } = judgeSettings({ ...good, TELEGRAM_CHATS_ID: '1', HOME: '/root', PGHOST: 'x' });
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
      expect.objectContaining({ subject: 'TELEGRAM_CHATS_ID', action: 'did you mean TELEGRAM_CHAT_IDS?' }),
    ]);
  });

  it.each([
    ['a public address of this machine', { PUBLIC_URL: 'http://localhost:3000' }, ['error PUBLIC_URL']],
    ['an address without TLS', { PUBLIC_URL: 'http://traffic.school.kz' }, ['warning PUBLIC_URL']],
    ['a proxy that is not believed', { TRUST_PROXY: 'false' }, ['warning TRUST_PROXY']],
    ['a port that anybody reaches', { HOST: '0.0.0.0' }, ['warning HOST']],
    ['a key that was typed', { ENCRYPTION_KEY: 'a'.repeat(40) }, ['error ENCRYPTION_KEY']],
    ['a key from an example', { ENCRYPTION_KEY: `changeme-${random('q')}` }, ['error ENCRYPTION_KEY']],
    ['one secret for two things', { AMOCRM_WEBHOOK_SECRET: random('a') }, ['error secrets']],
    ['the demo', { DEMO: 'true' }, ['error DEMO']],
    ['a simulator', { FB_GRAPH_URL: 'http://127.0.0.1:4010/graph' }, ['error FB_GRAPH_URL']],
    [
      'a pooler in transaction mode',
      { DATABASE_URL: 'postgres://u:p@x.pooler.supabase.com:6543/postgres?sslmode=require' },
      ['error DATABASE_URL'],
    ],
    [
      'a database over an open wire',
      { DATABASE_URL: 'postgres://u:p@db.school.kz/t' },
      ['warning DATABASE_URL'],
    ],
    ['a log that fills the disk', { LOG_LEVEL: 'debug' }, ['warning LOG_LEVEL']],
  ])('finds %s, and only that', (_what, change, expected) => {
    expect(told({ ...good, ...change })).toEqual(expected);
  });

  it('never repeats a value that may be a secret', () => {
    const secrets = {
      ...good,
      ENCRYPTION_KEY: 'short-and-secret',
      TRAFFIC_SERVICE_ROLE_KEY: 'eyJ-service-role',
    };
    const text = printFindings(judgeSettings(secrets).findings, false);
    for (const secret of ['short-and-secret', 'eyJ-service-role', 'long-lived-token'])
      expect(text).not.toContain(secret);
  });
});
