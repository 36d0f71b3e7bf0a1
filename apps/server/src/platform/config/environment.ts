import { z } from 'zod';

/** An unset key and an empty one (`KEY=` in .env) mean the same: not given. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const flag = (fallback: boolean) =>
  given(
    z
      .enum(['true', 'false'], 'true or false')
      .default(fallback ? 'true' : 'false')
      .transform((value) => value === 'true'),
  );
const text = given(z.string().optional());
const secret = (minLength: number) => given(z.string().min(minLength).optional());
const url = given(z.url({ protocol: /^https?$/ }).optional());
const postgresUrl = given(z.url({ protocol: /^postgres(ql)?$/ }).optional());
/** 8 to 64 characters that need no escaping inside a URL path. */
const urlSecret = given(
  z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,128}$/, '16 to 128 of A-Z a-z 0-9 _ -')
    .optional(),
);

/**
 * Who may say for whom a request comes. `true` is one proxy in front of us; a number is so many; addresses and networks
 * name them. Believing everybody would let a caller write any address into `X-Forwarded-For` and slip a throttle.
 */
const trustedProxies = given(
  z
    .string()
    .regex(
      /^(true|false|[1-9]|[0-9a-fA-F:.]+(\/\d{1,3})?(\s*,\s*[0-9a-fA-F:.]+(\/\d{1,3})?)*)$/,
      'true, false, how many proxies, or their addresses separated by commas',
    )
    .default('false')
    .transform((value): false | number | string[] => {
      if (value === 'false') return false;
      if (value === 'true') return 1;
      return /^\d$/.test(value) ? Number(value) : value.split(',').map((address) => address.trim());
    }),
);

/** Every key the product reads, with its type. Nothing secret has a default. */
export const environmentSchema = z.object({
  NODE_ENV: given(z.enum(['development', 'test', 'production']).default('development')),
  DEMO: flag(false),
  PORT: given(z.coerce.number().int().min(0).max(65535).default(3000)),
  HOST: given(z.string().default('127.0.0.1')),
  DATA_DIR: given(z.string().default('./data')),
  DATABASE_URL: postgresUrl,
  LANDING_DATABASE_URL: postgresUrl,
  TRIPWIRE_DATABASE_URL: postgresUrl,
  LEGACY_DATABASE_URL: postgresUrl,
  REDIS_URL: given(z.url({ protocol: /^rediss?$/ }).optional()),
  WORKER_PORT: given(z.coerce.number().int().min(1).max(65535).optional()),
  DRAIN_SECONDS: given(z.coerce.number().min(0).max(300).default(0)),
  PUBLIC_URL: url,
  TRUST_PROXY: trustedProxies,
  ENCRYPTION_KEY: secret(32),
  ENCRYPTION_KEY_PREVIOUS: secret(32),
  ADMIN_EMAIL: given(z.email().optional()),
  ADMIN_PASSWORD: secret(12),
  ADMIN_API_TOKEN: secret(32),
  PRESET: given(z.string().default('presets/onai-academy.json')),
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_SERVICE_NAME: given(z.string().default('traffic-dashboard')),
  LOG_LEVEL: given(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info')),

  AMOCRM_ENABLED: flag(true),
  AMOCRM_DOMAIN: text,
  AMOCRM_HOST: given(z.enum(['amocrm.ru', 'kommo.com']).default('amocrm.ru')),
  AMOCRM_API_URL: url,
  AMOCRM_ACCOUNT_ID: given(z.string().regex(/^\d+$/, 'digits').optional()),
  AMOCRM_ACCESS_TOKEN: secret(8),
  AMOCRM_CLIENT_ID: text,
  AMOCRM_CLIENT_SECRET: secret(8),
  AMOCRM_REFRESH_TOKEN: secret(8),
  AMOCRM_REDIRECT_URI: url,
  AMOCRM_WEBHOOK_SECRET: urlSecret,

  FB_ENABLED: flag(true),
  FB_ACCESS_TOKEN: secret(8),
  FB_APP_SECRET: secret(8),
  FB_API_VERSION: given(
    z
      .string()
      .regex(/^v\d+\.\d+$/, 'like v25.0')
      .default('v25.0'),
  ),
  FB_CAPI_VERSION: given(
    z
      .string()
      .regex(/^v\d+\.\d+$/, 'like v25.0')
      .default('v25.0'),
  ),
  FB_GRAPH_URL: given(z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com')),

  TELEGRAM_ENABLED: flag(true),
  TELEGRAM_BOT_TOKEN: secret(8),
  TELEGRAM_CHAT_IDS: given(
    z
      .string()
      .regex(/^-?\d+(\s*,\s*-?\d+)*$/, 'chat ids separated by commas')
      .optional()
      .transform((value) => value?.split(',').map((id) => id.trim()) ?? []),
  ),
  TELEGRAM_API_URL: given(z.url({ protocol: /^https?$/ }).default('https://api.telegram.org')),

  OPENAI_ENABLED: flag(true),
  OPENAI_API_KEY: secret(8),
  OPENAI_BASE_URL: given(z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1')),
  OPENAI_MODEL: text,

  RATES_ENABLED: flag(true),
  RATES_URL: given(z.url({ protocol: /^https?$/ }).default('https://nationalbank.kz/rss/get_rates.cfm')),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(environmentSchema.shape);
