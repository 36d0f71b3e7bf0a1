import { validationError } from './errors.ts';

/** Where a page of something dated ended: an instant of the database as ISO text, and an id. */
export type PagePlace = { at: string; id: string };

/**
 * Reads `<instant>_<id>`, as lists give it out in `next_cursor`.
 * @throws AppError validation for anything else, also for instants that no calendar has
 */
export function readPagePlace(cursor: string): PagePlace {
  const [, at, id] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_(\d{1,18})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined || !isInstant(at))
    throw validationError('cursor: возьмите next_cursor предыдущего ответа');
  return { at, id };
}

/** PostgreSQL knows no year 0, and Date.parse takes 30 February for 2 March. */
function isInstant(at: string): boolean {
  const instant = new Date(at);
  return !at.startsWith('0000') && !Number.isNaN(instant.getTime()) && instant.toISOString() === at;
}
