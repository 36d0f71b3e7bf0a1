import type { EventSender } from '../../integrations/meta/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { EncryptionKeys } from '../../platform/secret-box.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { type Claim, claimBatch } from './claim-batch.ts';
import { collectEvents } from './collect-events.ts';
import { CLAIM_LEASE_MS, giveUpClaims } from './give-up-claims.ts';
import type { ReadyEvent } from './judge-event.ts';
import { readGate } from './read-gate.ts';
import { type ConversionSettings, loadSettings, openToken } from './settings.ts';
import { judgeOutcome, settleClaim, type Settlement } from './settle-claim.ts';

export type ConversionDeps = {
  db: Db;
  clock: Clock;
  log: Logger;
  sender: EventSender;
  encryptionKey: EncryptionKeys;
  /** Events of one request; Meta takes 1,000. */
  batchSize?: number;
};

const BATCH_SIZE = 1_000;
const STOPPED_ALARM = 'conversions.stopped';
const DOUBT_ALARM = 'conversions.in-doubt';

/**
 * One turn: gives up what died in the middle, writes down what happened in the CRM, and sends one batch. Does nothing
 * while it is switched off or stopped.
 *
 * @returns true when more may be due
 */
export async function sendConversions(deps: ConversionDeps): Promise<boolean> {
  const { db, clock } = deps;
  if ((await giveUpClaims(db, clock.now())) > 0) await raiseDoubt(deps);
  const settings = await loadSettings(db);
  if (settings.mode === 'off' || settings.dataset_id === null || settings.token === null) return false;
  await collectEvents(db, settings, clock.now());
  if ((await readGate(db, clock.now())) !== null) return false;
  const token = openToken(deps.encryptionKey, settings.token);
  const claim = await claimBatch({
    ...{ db, settings, version: deps.sender.version, now: clock.now() },
    limit: deps.batchSize ?? BATCH_SIZE,
  });
  if (claim === null) return false;
  if (claim.events.length > 0) await sendClaim(deps, settings, { claim, token });
  return claim.more || claim.events.length > 0;
}

async function sendClaim(
  deps: ConversionDeps,
  settings: ConversionSettings,
  { claim, token }: { claim: Claim; token: string },
): Promise<void> {
  const { db, clock, sender } = deps;
  // A process that slept through its claim's time must not send: somebody may have decided meanwhile.
  if (clock.now().getTime() - claim.at.getTime() > CLAIM_LEASE_MS / 2) return;
  const outcome = await sender.send({
    datasetId: settings.dataset_id ?? '',
    token,
    testEventCode: settings.mode === 'test' ? settings.test_event_code : null,
    eventsJson: claim.events.map(({ event }) => eventJson(event)),
  });
  const settlement = judgeOutcome(outcome, claim.events.length);
  await settleClaim({ db, now: clock.now() }, claim, outcome, settlement);
  await tell(deps, settlement, claim.events.length);
}

/** The value as the digits it has: through a number it would be a float. `custom_data` is last and never empty. */
export function eventJson({ custom_data: { value, ...custom }, ...event }: ReadyEvent): string {
  const json = JSON.stringify({ ...event, custom_data: custom });
  return value === undefined ? json : `${json.slice(0, -2)},"value":${value}}}`;
}

async function tell(deps: ConversionDeps, settlement: Settlement, events: number): Promise<void> {
  deps.log.info({ outcome: settlement.kind, events }, 'conversions sent');
  if (settlement.kind === 'sent') await clearAlarm(deps, STOPPED_ALARM);
  if (settlement.kind === 'in_doubt') await raiseDoubt(deps);
  if (settlement.kind === 'again' && settlement.pause === 'person')
    await raiseAlarm(deps, {
      ...{ key: STOPPED_ALARM, source: 'meta' },
      message: 'Meta не принимает конверсии: проверьте набор данных и его ключ в «Конверсиях в Meta»',
    });
}

async function raiseDoubt(deps: ConversionDeps): Promise<void> {
  await raiseAlarm(deps, {
    ...{ key: DOUBT_ALARM, source: 'meta' },
    message: 'Неизвестно, дошли ли конверсии до Meta: решите о них в «Конверсиях в Meta»',
  });
}

/** Nobody is left to decide about. */
export async function clearDoubt(deps: Pick<ConversionDeps, 'db' | 'clock' | 'log'>): Promise<void> {
  await clearAlarm(deps, DOUBT_ALARM);
}
