/** Business days of one time zone. Days are `YYYY-MM-DD`, instants are epoch milliseconds. */
export interface Calendar {
  readonly zone: string;
  dayOf(instantMs: number): string;
  /** First instant of the day; days may have 23 or 25 hours. */
  startOf(day: string): number;
  /** UTC offset in hours at that instant (Almaty: 6 before 2024-03-01, 5 since). */
  offsetHours(instantMs: number): number;
}

const HOUR_MS = 3_600_000;

/** Creates the calendar of an IANA zone. Offsets change on whole hours, so one look-up an hour is enough. */
export function createCalendar(zone: string): Calendar {
  const dayByHour = new Map<number, string>();
  const startByDay = new Map<string, number>();
  return {
    zone,
    dayOf: (instantMs) =>
      remember(dayByHour, Math.floor(instantMs / HOUR_MS), (hour) =>
        zoned(hour * HOUR_MS, zone)
          .toPlainDate()
          .toString(),
      ),
    startOf: (day) =>
      remember(startByDay, day, () => Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds),
    offsetHours: (instantMs) => zoned(instantMs, zone).offsetNanoseconds / 3.6e12,
  };
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/** Every day from `first` to `last`, both included; empty when they are reversed. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Days since 1970-01-01, for rules that need a number. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / (24 * HOUR_MS);
}

/** 1 = Monday ... 7 = Sunday. */
export function weekday(day: string): number {
  return ((dayNumber(day) + 3) % 7) + 1;
}

function zoned(instantMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(zone);
}

function remember<K, V>(memory: Map<K, V>, key: K, compute: (key: K) => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = compute(key);
  memory.set(key, value);
  return value;
}
