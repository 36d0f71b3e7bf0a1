import type { Logger } from 'pino';

/** The part of a logger the database layer speaks to. */
export type DatabaseLog = Pick<Logger, 'info' | 'warn'>;
