import type { IntegrationResponse } from '@traffic/contract';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { AmocrmKeys } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { refusedWebhooks } from '../inbox/index.ts';
import { WEBHOOKS_CHECK } from './check-webhooks.ts';
import { readGate } from './gate-repo.ts';
import { judgeCrm } from './judge-crm.ts';
import type { HookVerdict } from './judge-hooks.ts';
import { tokenState } from './token-state.ts';

type CrmStatus = Omit<z.infer<typeof IntegrationResponse>, 'success'>;

/** How AmoCRM is, from what the gate, the checks and the inbox have written down: it is never asked here. */
export async function readCrmStatus(
  { db, clock }: { db: Db; clock: Clock },
  keys: AmocrmKeys | null,
): Promise<CrmStatus> {
  const now = clock.now();
  const wrong_secrets = await refusedWebhooks(db, now);
  if (keys === null)
    return {
      service: 'amocrm',
      status: 'not_configured',
      message: 'AmoCRM не подключён: задайте AMOCRM_DOMAIN и токен',
      details: { wrong_secrets },
      lastChecked: null,
    };
  const [gate, token, check] = await Promise.all([readGate(db), tokenState(db, keys, now), lastCheck(db)]);
  const { refusal, refusalStatus, refusalAnswer, refusedSince, probeAt, answeredAt, failedAt } = gate;
  return {
    service: 'amocrm',
    ...judgeCrm({ gate, token, webhooks: check?.webhooks ?? null }, now),
    details: {
      refusal:
        refusal === null
          ? null
          : {
              kind: refusal,
              status: refusalStatus,
              answer: refusalAnswer,
              since: refusedSince,
              next_look_at: probeAt,
            },
      last_answer_at: answeredAt,
      last_failure: failedAt === null ? null : { at: failedAt, kind: gate.failure },
      token,
      webhooks: check,
      wrong_secrets,
    },
    lastChecked: later(answeredAt, failedAt)?.toISOString() ?? null,
  };
}

async function lastCheck(db: Db): Promise<{ checked_at: Date | null; webhooks: HookVerdict[] } | null> {
  const run = await db
    .selectFrom('sync_runs')
    .select(['finished_at', 'details'])
    .where('kind', '=', WEBHOOKS_CHECK)
    .where('status', '=', 'ok')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (run === undefined) return null;
  const { webhooks } = run.details as { webhooks: HookVerdict[] };
  return { checked_at: run.finished_at, webhooks };
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
