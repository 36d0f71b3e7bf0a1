import { type AmocrmError, REFUSALS, type Refusal } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';

const ALARMS: Record<Refusal, string> = {
  unauthorized: 'amocrm.token',
  unpaid: 'amocrm.unpaid',
  blocked: 'amocrm.blocked',
};

type Deps = { db: Db; clock: Clock; log: Logger };

/** One open alarm for what AmoCRM refuses us for now; what it refused us for before is over. */
export async function raiseRefusalAlarm(deps: Deps, kind: Refusal, error: AmocrmError): Promise<void> {
  for (const other of REFUSALS) if (other !== kind) await clearAlarm(deps, ALARMS[other]);
  await raiseAlarm(deps, {
    key: ALARMS[kind],
    source: 'amocrm',
    message: error.message,
    details: { status: error.upstreamStatus },
  });
}

export async function clearRefusalAlarms(deps: Deps): Promise<void> {
  for (const kind of REFUSALS) await clearAlarm(deps, ALARMS[kind]);
}
