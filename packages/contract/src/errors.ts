import { z } from 'zod';

/**
 * The closed set of error codes and their HTTP status. `retryable` says whether the same request may
 * succeed later without being changed.
 */
export const ERROR_CODES = {
  validation: { status: 400, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  conflict: { status: 409, retryable: false },
  too_large: { status: 413, retryable: false },
  rate_limit: { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  upstream: { status: 502, retryable: true },
  unavailable: { status: 503, retryable: true },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export const UPSTREAM_SOURCES = ['amocrm', 'meta', 'telegram', 'rates', 'ai'] as const;
export type UpstreamSource = (typeof UPSTREAM_SOURCES)[number];

/** Every failed answer of the API has this shape, whatever the route. */
export const ErrorResponse = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    source: z.enum(UPSTREAM_SOURCES).optional(),
    details: z.unknown().optional(),
    request_id: z.string(),
  }),
});
export type ErrorResponse = z.infer<typeof ErrorResponse>;
