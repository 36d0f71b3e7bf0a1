import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import type { Readers } from './compose.ts';
import { pollUpdates } from './poll-updates.ts';
import { queueAlerts } from './queue-alerts.ts';
import { queueReports } from './queue-reports.ts';
import { sendNotices } from './send-notices.ts';

const OUTBOX_MS = 1_000;
const LOOK_MS = 10_000;

export type OutboxDeps = Readers & { telegram: TelegramClient; clock: Clock; log: Logger };

/**
 * Everything that goes on with Telegram in a process: sending what is queued, queueing reports and alarms when their time
 * comes, reading what people write. Any number of processes may do it.
 */
export function startTelegram(deps: OutboxDeps): Loop[] {
  const { db, clock, log } = deps;
  const owner = randomUUID();
  return [
    startLoop({ name: 'outbox', idleMs: OUTBOX_MS, log, turn: () => sendNotices(deps) }),
    startLoop({
      name: 'reports and alerts',
      idleMs: LOOK_MS,
      log,
      turn: async () => {
        const zone = await deps.timezone();
        await queueReports(db, clock.now(), zone);
        await queueAlerts(deps, zone);
        return false;
      },
    }),
    startLoop({
      name: 'telegram inbox',
      idleMs: LOOK_MS,
      log,
      turn: async (signal) => {
        const startedAt = performance.now();
        const turn = await pollUpdates(deps, owner, { signal });
        if (turn.kind === 'failed') await sleep(turn.waitMs, undefined, { signal }).catch(() => undefined);
        // A Telegram that does not hold the question open must not be asked without a pause.
        return turn.kind === 'led' && (turn.updates > 0 || performance.now() - startedAt > 1_000);
      },
    }),
  ];
}
