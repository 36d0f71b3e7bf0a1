import { ConfigError, readConfig, type Config, SETTING_NAMES } from '../../platform/config/index.ts';
import { EARLIER_NAMES, looksLikeOurs, nearestName } from './earlier-names.ts';
import { failure, type Finding, ok, warning } from './finding.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Judges the settings as those of a production installation, without asking anybody.
 *
 * @param variables the environment with `.env` merged in
 * @returns the findings, and the configuration when it can be read at all
 */
export function judgeSettings(variables: Variables): { findings: Finding[]; config: Config | null } {
  const findings = [...judgeNames(variables)];
  if (variables['NODE_ENV'] !== 'production')
    findings.push(
      warning(
        'NODE_ENV',
        `is "${variables['NODE_ENV'] ?? ''}": the demo is not refused and required settings may be missing`,
        'set NODE_ENV=production on a server; the rest is judged as if it were set',
      ),
    );
  let config: Config | null = null;
  try {
    config = readConfig({ ...variables, NODE_ENV: 'production' }, []);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    findings.push(...error.problems.map(explainProblem));
  }
  if (config !== null) findings.push(...judgeConfig(config, variables));
  return { findings, config };
}

/** Names that nobody reads. A `given` empty value is no setting and no mistake. */
function judgeNames(variables: Variables): Finding[] {
  const known: readonly string[] = SETTING_NAMES;
  return Object.entries(variables).flatMap(([name, value]) => {
    if (value === undefined || value === '' || known.includes(name)) return [];
    const replacement = EARLIER_NAMES[name];
    if (replacement !== undefined)
      return [warning(name, 'is a name of the earlier system and is not read', replacement)];
    if (!looksLikeOurs(name)) return [];
    const near = nearestName(name, known);
    return [
      warning(
        name,
        'is not a setting of this product and is not read',
        near === null ? 'remove it, or look up its name in .env.example' : `did you mean ${near}?`,
      ),
    ];
  });
}

const HOW: Readonly<Record<string, string>> = {
  ENCRYPTION_KEY:
    'make one with: openssl rand -hex 32; keep it apart from the backups, nothing opens without it',
  PUBLIC_URL: 'set the https:// address at which people open the product',
  AMOCRM_WEBHOOK_SECRET: 'make one with: openssl rand -hex 24; then run npm run amocrm:subscribe',
  DEMO: 'remove DEMO: real sales and invented ones must not meet',
  AMOCRM_DOMAIN: 'the first word of your AmoCRM address: myschool for https://myschool.amocrm.ru',
};

function explainProblem(problem: string): Finding {
  const [subject = '', ...rest] = problem.split(': ');
  const name = subject.split(',')[0] ?? subject;
  return failure(subject, rest.join(': '), HOW[name] ?? 'see this key in .env.example');
}

function judgeConfig(config: Config, variables: Variables): Finding[] {
  return [
    ...judgeAddress(config),
    ...judgeSecrets(config, variables),
    ...judgeSources(config, variables),
    ...judgePlace(config),
  ];
}

const LOOPBACK = /^(localhost|127\.|\[?::1\]?$)/;
const isLocal = (address: string): boolean => LOOPBACK.test(new URL(address).hostname);

function judgeAddress({ http }: Config): Finding[] {
  const findings: Finding[] = [];
  if (isLocal(http.publicUrl))
    findings.push(
      failure(
        'PUBLIC_URL',
        'is an address of this machine only: AmoCRM cannot post there',
        'set the public https:// address',
      ),
    );
  else if (!http.publicUrl.startsWith('https:'))
    findings.push(
      warning(
        'PUBLIC_URL',
        'is not https: passwords and buyers travel readable',
        'put Caddy or another proxy with TLS in front and set https://',
      ),
    );
  else findings.push(ok('PUBLIC_URL', http.publicUrl));
  if (http.publicUrl.startsWith('https:') && !http.trustProxy)
    findings.push(
      warning(
        'TRUST_PROXY',
        'is false while PUBLIC_URL is https: every visitor has the address of the proxy, and one wrong password slows down all',
        'set TRUST_PROXY=true when a proxy stands in front',
      ),
    );
  if (http.trustProxy && http.host === '0.0.0.0')
    findings.push(
      warning(
        'HOST',
        'is open to all networks while X-Forwarded-For is believed: who reaches the port may claim any address',
        'let only the proxy reach the port (a container network, a firewall), or set HOST=127.0.0.1',
      ),
    );
  return findings;
}

const PLACEHOLDER =
  /^(change|your|replace|example|secret|password|test|todo|xxx)|(changeme|placeholder|example)/i;

/** Fewer different letters than this are typed, not drawn: `openssl rand -hex` gives all sixteen. */
const ENOUGH_LETTERS = 10;

function judgeSecrets(config: Config, variables: Variables): Finding[] {
  const secrets = ['ENCRYPTION_KEY', 'ADMIN_API_TOKEN', 'AMOCRM_WEBHOOK_SECRET', 'ADMIN_PASSWORD'];
  const findings = secrets.flatMap((name) => {
    const value = variables[name] ?? '';
    if (value === '') return [];
    if (PLACEHOLDER.test(value) || (name !== 'ADMIN_PASSWORD' && new Set(value).size < ENOUGH_LETTERS))
      return [failure(name, 'can be guessed', 'make a random one: openssl rand -hex 32')];
    return [];
  });
  const values = secrets
    .map((name) => variables[name])
    .filter((value) => value !== undefined && value !== '');
  if (new Set(values).size < values.length)
    findings.push(
      failure('secrets', 'two of them have one value', 'make each anew: who learns one must not hold two'),
    );
  if (config.admin !== null)
    findings.push(
      warning(
        'ADMIN_PASSWORD',
        'stays in the settings; it is only read while nobody has an account',
        'remove it after the first sign-in',
      ),
    );
  return findings;
}

function judgeSources(config: Config, variables: Variables): Finding[] {
  const findings: Finding[] = [];
  const elsewhere = {
    AMOCRM_API_URL: 'AmoCRM',
    FB_GRAPH_URL: 'Meta',
    TELEGRAM_API_URL: 'Telegram',
    RATES_URL: 'rates',
  };
  for (const [name, source] of Object.entries(elsewhere)) {
    const value = variables[name] ?? '';
    if (value !== '' && isLocal(value))
      findings.push(
        failure(name, `${source} would be asked on this machine, as in the demo`, `remove ${name}`),
      );
  }
  if (config.amocrmApi === null)
    findings.push(
      warning(
        'AMOCRM_ACCESS_TOKEN',
        'is not set: sales come by webhooks only, and none is compared with the CRM',
        'set AMOCRM_DOMAIN and AMOCRM_ACCESS_TOKEN, or AMOCRM_ENABLED=false to say that this is meant',
      ),
    );
  if (config.amocrmApi !== null && config.amocrm.accountId === null)
    findings.push(
      warning(
        'AMOCRM_ACCOUNT_ID',
        'is not set: a webhook of any AmoCRM account that knows the secret is taken',
        'set it to the number that AmoCRM shows in its general settings',
      ),
    );
  if (config.meta === null)
    findings.push(
      warning('FB_ACCESS_TOKEN', 'is not set: there is no spend', 'set the token of a system user'),
    );
  else if (config.meta.appSecret === null)
    findings.push(
      warning(
        'FB_APP_SECRET',
        'is not set: requests to Meta are not signed',
        'set it, and demand the proof in the app',
      ),
    );
  if (config.telegram === null)
    findings.push(
      warning(
        'TELEGRAM_BOT_TOKEN',
        'is not set: nobody is told of sales and alarms',
        'set it (from @BotFather)',
      ),
    );
  if (config.rates === null)
    findings.push(
      warning(
        'RATES_ENABLED',
        'is false: spend in dollars stays unconverted',
        'remove it, unless rates are entered by hand',
      ),
    );
  return findings;
}

/** Supavisor and PgBouncer in transaction mode answer here by custom; migrations and workers need sessions. */
const TRANSACTION_POOLER_PORT = '6543';

function judgePlace({ databaseUrl, logLevel }: Config): Finding[] {
  const findings: Finding[] = [];
  if (databaseUrl === null)
    findings.push(
      warning(
        'DATABASE_URL',
        'is not set: the embedded PostgreSQL keeps everything in DATA_DIR, and only one process can run',
        'fine for one machine: make npm run backup a daily job; for two processes set DATABASE_URL',
      ),
    );
  else {
    const url = new URL(databaseUrl);
    if (url.port === TRANSACTION_POOLER_PORT)
      findings.push(
        failure(
          'DATABASE_URL',
          'leads to a pooler in transaction mode: migrations and workers need a session',
          'use the direct address or the session pooler (port 5432)',
        ),
      );
    const encrypted = /^(require|verify-ca|verify-full)$/.test(url.searchParams.get('sslmode') ?? '');
    const inside = isLocal(databaseUrl.replace(/^postgres(ql)?:/, 'http:')) || !url.hostname.includes('.');
    if (!inside && !encrypted)
      findings.push(
        warning(
          'DATABASE_URL',
          'goes to another machine without TLS',
          'add ?sslmode=verify-full (or require) to the address',
        ),
      );
  }
  if (logLevel === 'trace' || logLevel === 'debug')
    findings.push(warning('LOG_LEVEL', `${logLevel} fills the disk`, 'set LOG_LEVEL=info'));
  if (logLevel === 'silent')
    findings.push(warning('LOG_LEVEL', 'silent tells nothing when something breaks', 'set LOG_LEVEL=info'));
  return findings;
}
