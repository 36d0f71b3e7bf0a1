import { type Environment, environmentSchema } from './environment.ts';

export type Role = 'all' | 'api' | 'worker';

/** The keys of one integration, or the plain fact that it is not set up: the product works without it. */
export type Integration<Keys> = Keys | null;

export type Config = {
  production: boolean;
  demo: boolean;
  role: Role;
  http: { port: number; host: string; publicUrl: string; trustProxy: boolean };
  dataDir: string;
  databaseUrl: string | null;
  /** Another database that holds the landing tables; null = they are in ours. */
  landingDatabaseUrl: string | null;
  encryptionKey: string;
  admin: { email: string; password: string } | null;
  adminApiToken: string | null;
  presetPath: string;
  logLevel: Environment['LOG_LEVEL'];
  amocrm: { accountId: string | null; webhookSecret: string | null };
  amocrmApi: Integration<{ baseUrl: string; accessToken: string }>;
  meta: Integration<{ graphUrl: string; version: string; accessToken: string; appSecret: string | null }>;
  telegram: Integration<{ apiUrl: string; botToken: string; chatIds: string[] }>;
  rates: Integration<{ url: string }>;
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
  if (env.AMOCRM_ENABLED && env.AMOCRM_ACCESS_TOKEN !== undefined && !env.AMOCRM_API_URL)
    need('AMOCRM_DOMAIN', 'with AMOCRM_ACCESS_TOKEN (or set AMOCRM_ENABLED=false)');
  if (env.AMOCRM_DOMAIN !== undefined && !/^[a-z0-9-]+$/.test(env.AMOCRM_DOMAIN))
    problems.push('AMOCRM_DOMAIN: the subdomain only, such as "myschool"');
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
      publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
      trustProxy: env.TRUST_PROXY,
    },
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    landingDatabaseUrl: env.LANDING_DATABASE_URL ?? null,
    encryptionKey: env.ENCRYPTION_KEY ?? '',
    admin:
      env.ADMIN_EMAIL !== undefined && env.ADMIN_PASSWORD !== undefined
        ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }
        : null,
    adminApiToken: env.ADMIN_API_TOKEN ?? null,
    presetPath: env.PRESET,
    logLevel: env.LOG_LEVEL,
    amocrm: { accountId: env.AMOCRM_ACCOUNT_ID ?? null, webhookSecret: env.AMOCRM_WEBHOOK_SECRET ?? null },
    ...integrations(env),
  };
}

function integrations(env: Environment): Pick<Config, 'amocrmApi' | 'meta' | 'telegram' | 'rates'> {
  return {
    amocrmApi:
      env.AMOCRM_ENABLED && env.AMOCRM_ACCESS_TOKEN !== undefined
        ? {
            baseUrl: env.AMOCRM_API_URL ?? `https://${env.AMOCRM_DOMAIN}.${env.AMOCRM_HOST}`,
            accessToken: env.AMOCRM_ACCESS_TOKEN,
          }
        : null,
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
  };
}
