import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { refuse, type TableCount } from './count.ts';
import { slugOf } from './slug.ts';

const COLOUR = /^#[0-9a-f]{6}$/i;

/**
 * Adds teams that are not there yet, by name whatever its case. What the old table says of UTM is kept beside the team and decides
 * nothing: attribution rules are made, previewed and applied in the constructor.
 */
export async function importTeams(db: Db, rows: Record<string, unknown>[], count: TableCount): Promise<void> {
  for (const row of rows) {
    const name = text(row['name']);
    const slug = name === null ? null : slugOf(name);
    if (name === null || slug === null) refuse(count, 'no name');
    else {
      const colour = text(row['color']);
      const { rows: inserted } = await sql`
        insert into traffic_teams (slug, name, direction, color, emoji, utm_source, utm_medium)
        select ${slug}, ${name}, ${text(row['direction'])}, ${colour !== null && COLOUR.test(colour) ? colour : '#00FF88'},
          ${text(row['emoji']) ?? '📊'}, ${text(row['utm_source'])}, ${text(row['utm_medium'])}
        where not exists (select from traffic_teams where lower(name) = lower(${name}) or slug = ${slug})
        on conflict do nothing returning id`.execute(db);
      if (inserted.length > 0) count.written += 1;
      else count.known += 1;
    }
  }
}

function text(value: unknown): string | null {
  const given = typeof value === 'string' ? value.trim() : '';
  return given === '' ? null : given.slice(0, 100);
}
