import { createEventSender } from '../../integrations/meta/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { sendConversions } from './send-conversions.ts';

const LOOK_MS = 5_000;

/** Tells Meta of conversions in the background. Any number of processes may run it. */
export function startConversions(context: { db: Db; clock: Clock; log: Logger; config: Config }): Loop {
  const { config } = context;
  const sender = createEventSender(config.conversions);
  return startLoop({
    name: 'conversions',
    idleMs: LOOK_MS,
    log: context.log,
    turn: () => sendConversions({ ...context, sender, encryptionKey: config.encryptionKeys }),
  });
}
