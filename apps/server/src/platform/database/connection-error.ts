const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** SQLSTATE: class 08 connection exception, 57P01-57P03 the server stops or starts, 53300 it has no free slot. */
const SQL_STATES = /^(08...|57P0[123]|53300)$/;

/** What `pg` and `pg-pool` throw without any code. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end)/;

/**
 * Whether the database was out of reach, as opposed to refusing what we asked. Such work may be tried again:
 * whether it was committed is unknown, so the retried work must be idempotent.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    SYSTEM_CODES.has(code) ||
    SQL_STATES.test(code) ||
    MESSAGES.test(error.message) ||
    isConnectionError(error.cause)
  );
}
