import { type Logger, pino } from 'pino';

export type { Logger };

/** Keys whose values never reach a log, at the depths where our log lines can carry them. */
const SECRET_KEYS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'access_token',
  'secret',
  'phone',
  'email',
  'contact_name',
  'contact_phone',
  'contact_email',
];

/**
 * The process's logger: one JSON line per event, secrets and personal data cut out by key. URLs are logged
 * by route pattern, never raw: a webhook secret is part of the path.
 */
export function createLogger(options: { level: string; name: string }): Logger {
  const paths = SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]);
  return pino({
    level: options.level,
    base: { name: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[cut]' },
  });
}
