import type { AlarmsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { type Language, translate } from '../../platform/translate.ts';

const SHOWN = 200;

/** Alarms in the caller's language, open ones first, then the newest closed ones. */
export async function listAlarms(
  db: Db,
  language: Language,
): Promise<z.infer<typeof AlarmsResponse>['alarms']> {
  const rows = await db
    .selectFrom('alarms')
    .selectAll()
    .orderBy(sql`closed_at is not null`)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    source: row.source,
    message: translate(row.message, language),
    details: row.details as Record<string, unknown>,
    raised: row.raised,
    opened_at: row.opened_at.toISOString(),
    last_raised_at: row.last_raised_at.toISOString(),
    closed_at: row.closed_at?.toISOString() ?? null,
  }));
}
