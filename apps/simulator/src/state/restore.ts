import { type Academy, openAcademy } from '../world/academy.ts';
import { createCalendar } from '../world/calendar.ts';
import { generateBetween, generateHistory } from '../world/generate-history.ts';
import { buildPools } from '../world/pools.ts';
import type { Preset } from '../world/preset.ts';
import type { Situations } from '../world/situations.ts';
import type { Journal, JournalRecord, StartRecord } from './journal.ts';

export interface WorldOptions {
  preset: Preset;
  seed: number;
  anchorMs: number | undefined;
  historyDays: number;
  varied: boolean;
  planted: Omit<Situations, 'anchorDay'> | null;
}

export interface RestoredWorld {
  academy: Academy;
  start: StartRecord;
  /** Simulated time now; ticks as fast as the real one. */
  now(): number;
}

/** A shorter pause between two runs is left empty: nothing happened, as during a quiet hour. */
const WORTH_LIVING_MS = 3_600_000;

/**
 * Makes the world from seed and anchor, then repeats what the state file says, so a second start continues the first. The
 * file's seed and anchor win over the options. Time that passed while the simulator was off is lived without hooks, as when
 * the receiver had been down.
 */
export function restoreWorld(options: WorldOptions, journal: Journal, clock: () => number): RestoredWorld {
  const records = journal.read();
  const start = records.find((record) => record.type === 'start') ?? begin(options, journal, clock());
  const academy = openAcademy(
    start.seed,
    options.preset,
    options.varied,
    options.planted === null
      ? null
      : {
          ...options.planted,
          anchorDay: createCalendar(options.preset.academy.timezone).dayOf(start.anchorMs),
        },
  );
  generateHistory(academy, start.anchorMs, start.historyDays);
  for (const record of records) replay(academy, record);
  academy.pools = buildPools(academy.world, academy.rules);
  const lastMs = records.reduce((last, record) => Math.max(last, endOf(record)), start.anchorMs);
  const shiftMs = start.anchored ? lastMs - clock() : 0;
  const now = (): number => clock() + shiftMs;
  if (start.historyDays > 0 && now() - lastMs > WORTH_LIVING_MS) {
    const record = { type: 'extend', fromMs: lastMs, untilMs: now() } as const;
    journal.append(record);
    replay(academy, record);
  }
  academy.world.onPut((entity) => journal.append({ ...entity, atMs: now() }));
  return { academy, start, now };
}

function begin(options: WorldOptions, journal: Journal, nowMs: number): StartRecord {
  const start: StartRecord = {
    type: 'start',
    seed: options.seed,
    anchorMs: options.anchorMs ?? nowMs,
    historyDays: options.historyDays,
    anchored: options.anchorMs !== undefined,
  };
  journal.append(start);
  return start;
}

function replay(academy: Academy, record: JournalRecord): void {
  switch (record.type) {
    case 'start':
      break;
    case 'extend':
      academy.pools = buildPools(academy.world, academy.rules);
      generateBetween(academy, record.fromMs, record.untilMs);
      break;
    default:
      academy.world.put(record);
  }
}

function endOf(record: JournalRecord): number {
  if (record.type === 'start') return record.anchorMs;
  return record.type === 'extend' ? record.untilMs : record.atMs;
}
