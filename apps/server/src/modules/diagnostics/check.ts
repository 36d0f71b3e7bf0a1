import type { CheckStatus, DiagnosticCheck } from '@traffic/contract';

type Details = Record<string, unknown>;
type Trouble = { message: string; cause: string; action: string };

/** All sentences are Russian here; the route translates them. */
export const ok = (name: string, message: string, details: Details = {}): DiagnosticCheck => ({
  ...{ name, message, details },
  ...{ status: 'ok', cause: null, action: null },
});
export const warning = (name: string, trouble: Trouble, details: Details = {}): DiagnosticCheck => ({
  ...{ name, ...trouble, details },
  status: 'warning',
});
export const error = (name: string, trouble: Trouble, details: Details = {}): DiagnosticCheck => ({
  ...{ name, ...trouble, details },
  status: 'error',
});

/** The worst of several. */
export function worst(statuses: readonly CheckStatus[]): CheckStatus {
  return statuses.includes('error') ? 'error' : statuses.includes('warning') ? 'warning' : 'ok';
}
