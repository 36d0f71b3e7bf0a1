import { type Environment, environmentSchema } from './environment.ts';

export type Role = 'all' | 'api' | 'worker';

/** The keys of one integration, or the plain fact that it is not set up: the product works without it. */
export type Integration<Keys> = Keys | null;

export type AmocrmKeys = {
  baseUrl: string;
  /** The operator gave the address itself (AMOCRM_API_URL): it need not be one of AmoCRM's hosts. */
  anyHost: boolean;
  /** A long-lived token, or the first access token of the OAuth pair. */
  accessToken: string | null;
  /** Given, access tokens are renewed; the refresh token is only where the chain begins. */
  oauth: { clientId: string; clientSecret: string; refreshToken: string; redirectUri: string } | null;
};

export type Config = {
  production: boolean;
  demo: boolean;
  role: Role;
  http: { port: number; host: string; publicUrl: string; trustProxy: false | number | string[] };
  /** Where a worker without HTTP of its own answers health and metrics; null = nowhere. */
  workerPort: number | null;
  /** How long a stopping process still serves after it said that it is not ready. */
  drainMs: number;
  dataDir: string;
  databaseUrl: string | null;
  /** Another database that holds the landing tables; null = they are in ours. */
  landingDatabaseUrl: string | null;
  tripwireDatabaseUrl: string | null;
  /** The earlier system's database, for `npm run import:legacy` only. */
  legacyDatabaseUrl: string | null;
  /** A second tier of the answers' cache, shared by processes; null = memory only. */
  redisUrl: string | null;
  encryptionKey: string;
  /** The present key and, while it is being changed, the one before: what opens stored secrets. */
  encryptionKeys: readonly [present: string, ...previous: string[]];
  admin: { email: string; password: string } | null;
  adminApiToken: string | null;
  presetPath: string;
  logLevel: Environment['LOG_LEVEL'];
  /** Where traces go; null = nowhere, at no cost. */
  tracing: { endpoint: string; service: string } | null;
  amocrm: { accountId: string | null; webhookSecret: string | null };
  amocrmApi: Integration<AmocrmKeys>;
  meta: Integration<{ graphUrl: string; version: string; accessToken: string; appSecret: string | null }>;
  /** Where conversions are told: their version lives longer than the reports', their token is in the settings. */
  conversions: { graphUrl: string; version: string };
  telegram: Integration<{ apiUrl: string; botToken: string; chatIds: string[] }>;
  rates: Integration<{ url: string }>;
  ai: Integration<{ baseUrl: string; apiKey: string; model: string }>;
};

/** Every problem of the configuration at once: an operator fixes the list, not one line per restart. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads and checks the whole configuration.
 *
 * @param variables environment variables, `.env` already merged in
 * @param args command-line arguments after the script's name: `--role=all|api|worker`
 * @throws ConfigError naming every bad or missing key
 */
export function readConfig(variables: Record<string, string | undefined>, args: readonly string[]): Config {
  const parsed = environmentSchema.safeParse(variables);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const { role, problem } = readRole(args);
  if (problem) problems.push(problem);
  if (!parsed.success) throw new ConfigError(problems);
  const env = parsed.data;
  problems.push(...crossChecks(env));
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(env, role);
}

function readRole(args: readonly string[]): { role: Role; problem?: string } {
  const value = args.find((arg) => arg.startsWith('--role='))?.slice('--role='.length) ?? 'all';
  if (value === 'all' || value === 'api' || value === 'worker') return { role: value };
  return { role: 'all', problem: `--role=${value}: must be all, api or worker` };
}

/** Rules that need more than one key. */
function crossChecks(env: Environment): string[] {
  const problems: string[] = [];
  const need = (key: keyof Environment, why: string) => {
    if (env[key] === undefined) problems.push(`${key}: is required ${why}`);
  };
  need('ENCRYPTION_KEY', '(32 characters or more; it signs sessions and encrypts stored secrets)');
  if ((env.ADMIN_EMAIL === undefined) !== (env.ADMIN_PASSWORD === undefined))
    problems.push('ADMIN_EMAIL, ADMIN_PASSWORD: set both or none');
  if (hasAmocrmToken(env) && !env.AMOCRM_API_URL)
    need('AMOCRM_DOMAIN', 'with a token of AmoCRM (or set AMOCRM_ENABLED=false)');
  if (env.AMOCRM_ENABLED && env.AMOCRM_REFRESH_TOKEN !== undefined)
    for (const key of ['AMOCRM_CLIENT_ID', 'AMOCRM_CLIENT_SECRET'] as const)
      need(key, 'with AMOCRM_REFRESH_TOKEN');
  if (env.AMOCRM_DOMAIN !== undefined && !/^[a-z0-9-]+$/.test(env.AMOCRM_DOMAIN))
    problems.push('AMOCRM_DOMAIN: the subdomain only, such as "myschool"');
  if (env.OPENAI_ENABLED && env.OPENAI_API_KEY !== undefined)
    need('OPENAI_MODEL', 'with OPENAI_API_KEY (or set OPENAI_ENABLED=false)');
  if (env.NODE_ENV === 'production') {
    if (env.DEMO) problems.push('DEMO: the demo academy cannot run with NODE_ENV=production');
    need('PUBLIC_URL', 'with NODE_ENV=production');
    need('AMOCRM_WEBHOOK_SECRET', 'with NODE_ENV=production: without it anyone can post sales');
  }
  return problems;
}

function toConfig(env: Environment, role: Role): Config {
  return {
    production: env.NODE_ENV === 'production',
    demo: env.DEMO,
    role,
    http: {
      port: env.PORT,
      host: env.HOST,
      publicUrl: publicUrl(env),
      trustProxy: env.TRUST_PROXY,
    },
    workerPort: env.WORKER_PORT ?? null,
    drainMs: env.DRAIN_SECONDS * 1000,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    landingDatabaseUrl: env.LANDING_DATABASE_URL ?? null,
    tripwireDatabaseUrl: env.TRIPWIRE_DATABASE_URL ?? null,
    legacyDatabaseUrl: env.LEGACY_DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    encryptionKey: env.ENCRYPTION_KEY ?? '',
    encryptionKeys: [
      env.ENCRYPTION_KEY ?? '',
      ...(env.ENCRYPTION_KEY_PREVIOUS === undefined ? [] : [env.ENCRYPTION_KEY_PREVIOUS]),
    ],
    admin:
      env.ADMIN_EMAIL !== undefined && env.ADMIN_PASSWORD !== undefined
        ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }
        : null,
    adminApiToken: env.ADMIN_API_TOKEN ?? null,
    presetPath: env.PRESET,
    logLevel: env.LOG_LEVEL,
    tracing:
      env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? null
        : { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, service: env.OTEL_SERVICE_NAME },
    amocrm: { accountId: env.AMOCRM_ACCOUNT_ID ?? null, webhookSecret: env.AMOCRM_WEBHOOK_SECRET ?? null },
    conversions: { graphUrl: env.FB_GRAPH_URL, version: env.FB_CAPI_VERSION },
    ...integrations(env),
  };
}

/** AMOCRM_CLIENT_ID and _SECRET alone are no token: a private integration shows them beside its long-lived one. */
function hasAmocrmToken(env: Environment): boolean {
  const given = env.AMOCRM_ACCESS_TOKEN !== undefined || env.AMOCRM_REFRESH_TOKEN !== undefined;
  return env.AMOCRM_ENABLED && given;
}

function amocrmKeys(env: Environment): AmocrmKeys {
  const { AMOCRM_CLIENT_ID, AMOCRM_CLIENT_SECRET, AMOCRM_REFRESH_TOKEN } = env;
  return {
    baseUrl: env.AMOCRM_API_URL ?? `https://${env.AMOCRM_DOMAIN}.${env.AMOCRM_HOST}`,
    anyHost: env.AMOCRM_API_URL !== undefined,
    accessToken: env.AMOCRM_ACCESS_TOKEN ?? null,
    oauth:
      AMOCRM_CLIENT_ID && AMOCRM_CLIENT_SECRET && AMOCRM_REFRESH_TOKEN
        ? {
            clientId: AMOCRM_CLIENT_ID,
            clientSecret: AMOCRM_CLIENT_SECRET,
            refreshToken: AMOCRM_REFRESH_TOKEN,
            redirectUri: env.AMOCRM_REDIRECT_URI ?? publicUrl(env),
          }
        : null,
  };
}

const publicUrl = (env: Environment) => env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;

function integrations(env: Environment): Pick<Config, 'amocrmApi' | 'meta' | 'telegram' | 'rates' | 'ai'> {
  return {
    amocrmApi: hasAmocrmToken(env) ? amocrmKeys(env) : null,
    meta:
      env.FB_ENABLED && env.FB_ACCESS_TOKEN !== undefined
        ? {
            graphUrl: env.FB_GRAPH_URL,
            version: env.FB_API_VERSION,
            accessToken: env.FB_ACCESS_TOKEN,
            appSecret: env.FB_APP_SECRET ?? null,
          }
        : null,
    telegram:
      env.TELEGRAM_ENABLED && env.TELEGRAM_BOT_TOKEN !== undefined
        ? { apiUrl: env.TELEGRAM_API_URL, botToken: env.TELEGRAM_BOT_TOKEN, chatIds: env.TELEGRAM_CHAT_IDS }
        : null,
    rates: env.RATES_ENABLED ? { url: env.RATES_URL } : null,
    ai:
      env.OPENAI_ENABLED && env.OPENAI_API_KEY !== undefined && env.OPENAI_MODEL !== undefined
        ? { baseUrl: env.OPENAI_BASE_URL, apiKey: env.OPENAI_API_KEY, model: env.OPENAI_MODEL }
        : null,
  };
}
