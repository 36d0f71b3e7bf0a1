import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import type { MetaErrorScope } from './classify-error.ts';
import { MetaError } from './meta-error.ts';

const MAX_RETRIES = 4;
/** One call with all its retries: the account is left alone. */
const ACCOUNT_FAILURES = MAX_RETRIES + 1;
/** Three calls in a row, of whichever accounts: it is Meta, not an account. */
const APP_FAILURES = 3 * ACCOUNT_FAILURES;
const REST_MS = 60_000;

export type ResilienceOptions = {
  /** The first pause before a retry; grows and is jittered. */
  backoffMs?: number | undefined;
  /** How long a scope that keeps failing is left alone before one request looks again. */
  restMs?: number | undefined;
};

/**
 * Repeats what fails in passing (`transient`) after growing, jittered pauses, and stops asking a scope that keeps failing
 * so: without that twenty accounts would each wait out their retries while Meta is away. Refusals (a dead token, a limit)
 * are no such failures: asking again neither helps nor harms.
 *
 * @returns runs one request of `accountId` (null = of no account); throws MetaError `transient` without asking while
 *   the account or the app is left alone
 */
export function createResilience({ backoffMs = 1_000, restMs = REST_MS }: ResilienceOptions) {
  const passing = handleWhen((error) => error instanceof MetaError && error.kind === 'transient');
  const breakerOf = (failures: number) =>
    circuitBreaker(passing, { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) });
  const retrying = retry(passing, {
    maxAttempts: MAX_RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: backoffMs, maxDelay: 60_000 }),
  });
  const app = breakerOf(APP_FAILURES);
  const policies = new Map<string | null, { account: ReturnType<typeof breakerOf>; policy: IPolicy }>();

  function policyFor(accountId: string | null) {
    const known = policies.get(accountId);
    if (known !== undefined) return known;
    const account = breakerOf(ACCOUNT_FAILURES);
    const made = { account, policy: wrap(retrying, account, app) };
    policies.set(accountId, made);
    return made;
  }

  return async function resilient<T>(accountId: string | null, ask: () => Promise<T>): Promise<T> {
    const { policy } = policyFor(accountId);
    try {
      return await policy.execute(ask);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw leftAlone(app.state !== CircuitState.Closed ? 'app' : 'account', restMs);
    }
  };
}

function leftAlone(scope: MetaErrorScope, restMs: number): MetaError {
  return new MetaError('transient', { status: null, scope, details: { left_alone_ms: restMs } });
}
