import { ERROR_CODES, type ErrorCode, type UpstreamSource } from '@traffic/contract';

type Options = { details?: unknown; cause?: unknown; retryable?: boolean };

/**
 * An error we know what to say about: `code` is one of the closed set of the contract, `message` is for
 * the caller (what happened and what to do, no internals), `details` is machine-readable.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details;
    this.retryable = options.retryable ?? ERROR_CODES[code].retryable;
  }

  get httpStatus(): number {
    return ERROR_CODES[this.code].status;
  }
}

/**
 * The other side (AmoCRM, Meta, Telegram...) refused or is away. Answered as 502 with `source` and
 * `details.status`: an unpaid CRM is 502 `upstream` with status 402, never a bare 500.
 */
export class UpstreamError extends AppError {
  readonly source: UpstreamSource;
  /** HTTP status of the other side; null when there was no answer at all. */
  readonly upstreamStatus: number | null;

  constructor(
    source: UpstreamSource,
    message: string,
    options: Omit<Options, 'details'> & { status: number | null; details?: Record<string, unknown> },
  ) {
    super('upstream', message, { ...options, details: { ...options.details, status: options.status } });
    this.source = source;
    this.upstreamStatus = options.status;
  }
}

export function validationError(message: string, details?: unknown): AppError {
  return new AppError('validation', message, { details });
}

export function forbidden(message = 'Недостаточно прав для этого действия'): AppError {
  return new AppError('forbidden', message);
}

export function notFound(message = 'Не найдено'): AppError {
  return new AppError('not_found', message);
}
