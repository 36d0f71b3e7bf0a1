import type { ChangedEvent } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';

export type Topic = ChangedEvent['topics'][number];

/**
 * Says that figures of a topic changed, after the commit that changed them. Open screens of every process
 * notice within a second; nothing is lost when this fails, since a screen re-reads on its own as well.
 */
export async function bumpTopic(db: Db, topic: Topic): Promise<void> {
  await db
    .updateTable('change_counters')
    .set((eb) => ({ version: eb('version', '+', '1') }))
    .where('topic', '=', topic)
    .execute();
}

/** The versions now, by topic. */
export async function readTopics(db: Db): Promise<Map<Topic, string>> {
  const rows = await db.selectFrom('change_counters').selectAll().execute();
  return new Map(rows.map((row) => [row.topic as Topic, row.version]));
}
