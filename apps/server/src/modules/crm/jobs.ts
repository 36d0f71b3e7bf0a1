import { AmocrmError } from '../../integrations/amocrm/index.ts';
import type { AmocrmKeys } from '../../platform/config/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import { forgetOldRefusals } from '../inbox/index.ts';
import { recordSyncRun, watchExpiry } from '../operations/index.ts';
import { checkWebhooks, type HooksDeps, WEBHOOKS_CHECK } from './check-webhooks.ts';
import { subscribeWebhooks } from './subscribe-webhooks.ts';
import { tokenProblem, tokenState } from './token-state.ts';

const TOKEN_EXPIRING = 'amocrm.token_expiring';
/** The first of the warnings of `watchExpiry` is told with 30 days left. */
const TOLD_FROM_DAYS = 31;

type Deps = HooksDeps & {
  keys: AmocrmKeys;
  /** The demo's AmoCRM is ours: its subscriptions are made, not asked for. */
  subscribeByItself: boolean;
};

/** Is AmoCRM there, may we in, does it tell us of sales: looked at even when nothing else asks it. */
export function crmWatchJobs(deps: Deps): JobDefinition[] {
  return [healthJob(deps), webhooksJob(deps)];
}

function healthJob(deps: Deps): JobDefinition {
  return {
    name: 'amocrm.health',
    cron: '*/5 * * * *',
    atStart: true,
    timeoutSeconds: 280,
    async run() {
      await watchToken(deps);
      await deps.amocrm.account().catch((error: unknown) => leaveToGate(deps, error));
    },
  };
}

function webhooksJob(deps: Deps): JobDefinition {
  return {
    name: WEBHOOKS_CHECK,
    cron: '41 * * * *',
    atStart: true,
    timeoutSeconds: 600,
    async run() {
      await recordSyncRun(deps, WEBHOOKS_CHECK, async () => {
        if (deps.subscribeByItself) await subscribeWebhooks(deps);
        return checkWebhooks(deps);
      }).catch((error: unknown) => leaveToGate(deps, error));
      await forgetOldRefusals(deps.db, deps.clock.now());
    },
  };
}

/** The gate has noted what AmoCRM refused, with its alarm, and says when to look again: no job need be repeated. */
function leaveToGate({ log }: Deps, error: unknown): void {
  if (!(error instanceof AmocrmError)) throw error;
  log.warn({ kind: error.kind, heldBack: error.heldBack }, 'AmoCRM is not well');
}

async function watchToken(deps: Deps): Promise<void> {
  const state = await tokenState(deps.db, deps.keys, deps.clock.now());
  const message = tokenProblem(state, TOLD_FROM_DAYS);
  // A pair that renews itself is a trouble only when it does not.
  const daysLeft = message === null ? null : state.days_left;
  await watchExpiry(deps, { key: TOKEN_EXPIRING, source: 'amocrm', message: message ?? '' }, daysLeft);
}
