import { setTimeout as sleep } from 'node:timers/promises';
import { AmocrmError, type Gate, isRefusal } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import {
  readGate,
  recordAnswer,
  recordFailure,
  recordRefusal,
  reserveSlot,
  type Slot,
  slowDown,
  touchAnswered,
} from './gate-repo.ts';
import { clearRefusalAlarms, raiseRefusalAlarm } from './refusal-alarms.ts';

/** A request that would start this much after its slot takes a new one: two late ones would meet. */
const LATE_MS = 200;
/** A database this slow in answering every time must not stop the work for ever. */
const MAX_TRIES = 4;
/** Without the database nobody knows of the others: one request a second per process leaves room for seven. */
const LONELY_PACE_MS = 1_000;
const DATABASE_PATIENCE_MS = 2_000;
/** How exact "last answer" is: a write per request would double the work of the gate. */
const ANSWERED_EVERY_MS = 30_000;

type Deps = { db: Db; clock: Clock; log: Logger };

/**
 * The gate of all processes, kept in PostgreSQL: slots 200 ms apart by the database's clock, so that not
 * more than 7 requests start in any second although each may start up to 200 ms late and be up to 200 ms on
 * its way. A process holds one slot at a time, so that slots are shared out evenly however many requests
 * each has waiting, and a killed process wastes one.
 *
 * Answers 401, 402 and 403 close it for everybody: one alarm, and one request at a growing interval (30 s to
 * 15 min) that looks whether the refusal still stands. The next answer opens it and ends the alarm.
 *
 * With the database away it falls back to one request a second in this process.
 */
export function createCrmGate(deps: Deps): Gate {
  const next = createSlotTaker(deps);
  let fresh = true;
  let probing = false;
  let refused: AmocrmError | null = null;
  let answeredNotedAt = Number.NEGATIVE_INFINITY;
  const inTurn = createTurns(() => enter());

  async function enter(): Promise<void> {
    refused = null;
    const slot = await next(fresh);
    fresh = false;
    // Refused while this one waited for its slot.
    if (refused !== null) throw heldBack(refused);
    probing = slot.probing;
  }

  async function noteAnswer(): Promise<void> {
    const { db, clock } = deps;
    if (probing) {
      // The alarms first: a crash in between leaves the stop, and the next look ends both.
      await clearRefusalAlarms(deps);
      await recordAnswer(db, clock.now());
      probing = false;
    } else if (performance.now() - answeredNotedAt > ANSWERED_EVERY_MS) {
      await touchAnswered(db, clock.now());
    } else return;
    answeredNotedAt = performance.now();
  }

  async function noteError(error: AmocrmError): Promise<void> {
    const { db, clock } = deps;
    const { kind } = error;
    // The next answer is news.
    answeredNotedAt = Number.NEGATIVE_INFINITY;
    if (isRefusal(kind)) {
      refused = error;
      const answer = readAnswer(error);
      await recordRefusal(db, { kind, status: error.upstreamStatus, answer, now: clock.now() });
      await raiseRefusalAlarm(deps, kind, error);
    } else if (kind === 'rate') {
      deps.log.warn({ retryAfterMs: error.retryAfterMs }, 'AmoCRM: too many requests, everybody slows down');
      await slowDown(db, { retryAfterMs: error.retryAfterMs ?? 0, now: clock.now() });
    } else await recordFailure(db, kind, clock.now());
  }

  return {
    acquire: inTurn,
    async note(outcome) {
      try {
        await withPatience(outcome === null ? noteAnswer() : noteError(outcome));
      } catch (error) {
        deps.log.error({ err: error, outcome: outcome?.kind ?? 'answer' }, 'what AmoCRM said was not noted');
      }
    },
  };
}

/** One after the other: the next slot is asked for when the one before is used. */
function createTurns(enter: () => Promise<void>): Gate['acquire'] {
  const waiting: { go: () => void; fail: (error: unknown) => void }[] = [];
  let serving = false;

  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    try {
      while (waiting.length > 0) {
        const outcome = await enter().then(
          () => null,
          (error: unknown) => ({ error }),
        );
        // Chosen now, not before the wait: who is urgent may have come meanwhile.
        const turn = waiting.shift();
        if (outcome === null) turn?.go();
        else turn?.fail(outcome.error);
      }
    } finally {
      serving = false;
    }
  }

  return (urgent) =>
    new Promise((go, fail) => {
      if (urgent) waiting.unshift({ go, fail });
      else waiting.push({ go, fail });
      void serve();
    });
}

/** Takes slots until one is in time. @throws AmocrmError with `heldBack` while the gate is closed */
function createSlotTaker({ db, log }: Deps): (fresh: boolean) => Promise<Slot> {
  let lonelyAt = Number.NEGATIVE_INFINITY;

  async function lonely(error: unknown): Promise<Slot> {
    log.warn({ err: error }, 'the shared pace is out of reach: one request a second from here');
    const waitMs = lonelyAt + LONELY_PACE_MS - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    lonelyAt = performance.now();
    return { waitMs: 0, probing: false };
  }

  return async (fresh) => {
    for (let attempt = 1; ; attempt += 1) {
      const askedAt = performance.now();
      let slot: Slot | null;
      try {
        slot = await withPatience(reserveSlot(db, fresh));
        if (slot === null) throw await whyClosed(db);
      } catch (error) {
        if (error instanceof AmocrmError) throw error;
        return await lonely(error);
      }
      await sleepUntil(performance.now() + slot.waitMs);
      if (performance.now() - askedAt - slot.waitMs <= LATE_MS || attempt === MAX_TRIES) return slot;
    }
  };
}

const heldBack = ({ kind, upstreamStatus }: AmocrmError) =>
  new AmocrmError(kind, { status: upstreamStatus, heldBack: true });

async function whyClosed(db: Db): Promise<AmocrmError> {
  const { refusal, refusalStatus, waitMs } = await withPatience(readGate(db));
  if (refusal !== null) return new AmocrmError(refusal, { status: refusalStatus, heldBack: true });
  return new AmocrmError('rate', { status: 429, retryAfterMs: waitMs, heldBack: true });
}

/** A timer may fire a millisecond early. */
async function sleepUntil(at: number): Promise<void> {
  for (let left = at - performance.now(); left > 0; left = at - performance.now())
    await sleep(Math.ceil(left));
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  const patience = new AbortController();
  const timeout = sleep(DATABASE_PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`the database did not answer within ${DATABASE_PATIENCE_MS} ms`);
  });
  // Whichever loses must not be an unhandled rejection.
  work.catch(() => undefined);
  timeout.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    patience.abort();
  }
}

function readAnswer({ details }: AmocrmError): string | null {
  if (typeof details !== 'object' || details === null || !('answer' in details)) return null;
  return String(details.answer);
}
