import type { QuietHours } from '@traffic/contract';

/** What is over within a minute wakes nobody. */
const GRACE_MS = 60_000;
/** A trouble that comes and goes is told this often. */
const AGAIN_MS = 30 * 60_000;

export type AlertMoment = {
  openedAt: Date;
  critical: boolean;
  quiet: QuietHours | null;
  /** When the same trouble was last told to this chat. */
  lastToldAt: Date | null;
  zone: string;
};

/**
 * When the opening of an alarm may be told: after a minute, not again within half an hour, and not in quiet hours unless
 * it is critical. One that is over before then is not told at all.
 */
export function alertTime({ openedAt, critical, quiet, lastToldAt, zone }: AlertMoment): Date {
  const earliest = Math.max(
    openedAt.getTime() + GRACE_MS,
    lastToldAt === null ? 0 : lastToldAt.getTime() + AGAIN_MS,
  );
  return critical ? new Date(earliest) : afterQuiet(new Date(earliest), quiet, zone);
}

/** The instant itself, or the end of the quiet hours that it falls into. */
export function afterQuiet(instant: Date, quiet: QuietHours | null, zone: string): Date {
  if (quiet === null || quiet.from === quiet.to) return instant;
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const overMidnight = quiet.from > quiet.to;
  const inside = overMidnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!inside) return instant;
  const day = overMidnight && time >= quiet.from ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  const end = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(quiet.to) });
  return new Date(end.epochMilliseconds);
}
