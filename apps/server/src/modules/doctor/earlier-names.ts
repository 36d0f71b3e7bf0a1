/**
 * Names that the earlier system and its branches gave their settings, and what replaces each. Its 28 fixes of environment
 * variables all came from names that differed per file: nothing here is read under an old name, it is only recognised.
 */
export const EARLIER_NAMES: Readonly<Record<string, string>> = {
  TRAFFIC_SUPABASE_URL:
    'set DATABASE_URL to the postgres:// address of that project (Supabase: Project settings, Database, session pooler or direct)',
  TRAFFIC_SUPABASE_ANON_KEY:
    'remove it: the product signs in to PostgreSQL by DATABASE_URL, browsers never do',
  TRAFFIC_SERVICE_ROLE_KEY:
    'remove it and revoke the key: DATABASE_URL carries the password of the database instead',
  TRAFFIC_SUPABASE_SERVICE_KEY: 'remove it and revoke the key: DATABASE_URL is used instead',
  LANDING_SUPABASE_URL: 'set LANDING_DATABASE_URL to the postgres:// address of that project',
  LANDING_SUPABASE_SERVICE_KEY:
    'remove it and revoke the key: LANDING_DATABASE_URL carries the password instead',
  LANDING_SERVICE_ROLE_KEY: 'remove it and revoke the key: LANDING_DATABASE_URL carries the password instead',
  TRIPWIRE_SUPABASE_URL:
    'set TRIPWIRE_DATABASE_URL to the postgres:// address of that project; a read-only user is enough',
  TRIPWIRE_SERVICE_ROLE_KEY:
    'remove it and revoke the key: TRIPWIRE_DATABASE_URL carries the password instead',
  TRIPWIRE_SUPABASE_SERVICE_KEY: 'remove it and revoke the key: TRIPWIRE_DATABASE_URL is used instead',
  SUPABASE_URL: 'set DATABASE_URL to the postgres:// address of that project',
  SUPABASE_SERVICE_ROLE_KEY: 'remove it and revoke the key: DATABASE_URL is used instead',
  SUPABASE_SERVICE_KEY: 'remove it and revoke the key: DATABASE_URL is used instead',
  SUPABASE_ANON_KEY: 'remove it: browsers never reach the database',
  FACEBOOK_ADS_TOKEN: 'rename it to FB_ACCESS_TOKEN',
  FACEBOOK_ACCESS_TOKEN: 'rename it to FB_ACCESS_TOKEN',
  FB_ADS_TOKEN: 'rename it to FB_ACCESS_TOKEN',
  FACEBOOK_APP_SECRET: 'rename it to FB_APP_SECRET',
  FACEBOOK_API_VERSION: 'rename it to FB_API_VERSION, or remove it: the tested version is the default',
  FB_AD_ACCOUNT_ID:
    'remove it: every account that the token sees is read; whose it is stands in the settings of ad accounts',
  FB_AD_ACCOUNT_IDS:
    'remove it: every account that the token sees is read; whose it is stands in the settings of ad accounts',
  FACEBOOK_AD_ACCOUNT_ID:
    'remove it: every account that the token sees is read; whose it is stands in the settings of ad accounts',
  AMOCRM_SUBDOMAIN: 'rename it to AMOCRM_DOMAIN',
  AMOCRM_BASE_URL:
    'set AMOCRM_DOMAIN to its first word (https://myschool.amocrm.ru is myschool) and AMOCRM_HOST',
  AMOCRM_TOKEN: 'rename it to AMOCRM_ACCESS_TOKEN',
  AMOCRM_API_TOKEN: 'rename it to AMOCRM_ACCESS_TOKEN',
  AMOCRM_API_KEY: 'rename it to AMOCRM_ACCESS_TOKEN',
  AMOCRM_LONG_TOKEN: 'rename it to AMOCRM_ACCESS_TOKEN',
  AMOCRM_LONG_LIVED_TOKEN: 'rename it to AMOCRM_ACCESS_TOKEN',
  AMOCRM_INTEGRATION_ID: 'rename it to AMOCRM_CLIENT_ID',
  AMOCRM_SECRET_KEY: 'rename it to AMOCRM_CLIENT_SECRET',
  AMOCRM_REDIRECT_URL: 'rename it to AMOCRM_REDIRECT_URI',
  AMOCRM_PIPELINE_ID: 'remove it: which pipeline sells what is data, in the settings of pipelines',
  AMOCRM_EXPRESS_PIPELINE_ID: 'remove it: which pipeline sells what is data, in the settings of pipelines',
  AMOCRM_MAIN_PIPELINE_ID: 'remove it: which pipeline sells what is data, in the settings of pipelines',
  TELEGRAM_TOKEN: 'rename it to TELEGRAM_BOT_TOKEN',
  TELEGRAM_CHAT_ID: 'rename it to TELEGRAM_CHAT_IDS',
  TRAFFIC_TELEGRAM_BOT_TOKEN: 'rename it to TELEGRAM_BOT_TOKEN',
  TRAFFIC_TELEGRAM_CHAT_ID: 'rename it to TELEGRAM_CHAT_IDS',
  JWT_SECRET: 'remove it: ENCRYPTION_KEY signs sessions; make a new one (openssl rand -hex 32)',
  SESSION_SECRET: 'remove it: ENCRYPTION_KEY signs sessions; make a new one (openssl rand -hex 32)',
  FRONTEND_URL: 'rename it to PUBLIC_URL: one address serves the application and its API',
  VITE_API_URL: 'remove it: the application and its API have one address, PUBLIC_URL',
  REDIS_HOST: 'set REDIS_URL to redis://host:port, or remove it: nothing needs Redis',
};

/** The beginnings of names that are ours or were the earlier system's: one that we do not know is likely a mistake. */
const FAMILIES =
  /^(ADMIN|AMOCRM|DATABASE|ENCRYPTION|FACEBOOK|FB|KOMMO|LANDING|META|PUBLIC|RATES|REDIS|SUPABASE|TELEGRAM|TRAFFIC|TRIPWIRE)_/;

/** Whether a name that no setting has looks as if somebody meant it for us. */
export const looksLikeOurs = (name: string): boolean => FAMILIES.test(name);

/**
 * The known name that differs least, when it differs little: `TELEGRAM_BOT_TOKN` is `TELEGRAM_BOT_TOKEN`.
 *
 * @returns null when none is near
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(name.length / 6))
    ? best.candidate
    : null;
}

/** Insertions, deletions and replacements between two names (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
