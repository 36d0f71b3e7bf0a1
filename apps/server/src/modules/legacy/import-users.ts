import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { createUser } from '../access/index.ts';
import { refuse, type TableCount } from './count.ts';

const Row = z.object({ email: z.email(), name: z.string().trim().min(1).max(100) });
const ROLES: Readonly<Record<string, 'analyst' | 'targetologist'>> = {
  ...{ analyst: 'analyst', manager: 'analyst', viewer: 'analyst' },
  ...{ targetologist: 'targetologist', buyer: 'targetologist', user: 'targetologist' },
};

/**
 * Makes accounts for the people of the earlier system. No password and no administrator is taken over: there, anybody could make
 * one. Each gets a password that nobody knows; an administrator sends them a link to set their own.
 */
export async function importUsers(
  deps: { db: Db; clock: Clock },
  rows: Record<string, unknown>[],
  count: TableCount,
): Promise<void> {
  for (const row of rows) {
    const parsed = Row.safeParse(row);
    const role = typeof row['role'] === 'string' ? row['role'].toLowerCase() : '';
    if (!parsed.success) refuse(count, 'no e-mail or no name');
    else if (role === 'admin') refuse(count, 'an administrator: make them by hand');
    else if (ROLES[role] === undefined) refuse(count, 'an unknown role');
    else await importUser(deps, { ...parsed.data, role: ROLES[role], team: row['team'] }, count);
  }
}

type User = { email: string; name: string; role: 'analyst' | 'targetologist'; team: unknown };

async function importUser(deps: { db: Db; clock: Clock }, user: User, count: TableCount): Promise<void> {
  const { email, name, role } = user;
  const team = role === 'targetologist' ? await findTeamNamed(deps.db, user.team) : null;
  if (role === 'targetologist' && team === null)
    return refuse(count, 'a targetologist of a team that we do not have');
  // Hashing costs: ask first whether there is anything to make.
  const there = await deps.db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
  if (there !== undefined) {
    count.known += 1;
    return undefined;
  }
  const password = randomBytes(24).toString('base64url');
  const made = await createUser(deps, 'import:legacy', { email, name, role, team }, password);
  count[made ? 'written' : 'known'] += 1;
  return undefined;
}

/** The team by its name or slug, in any case: one question a person. */
async function findTeamNamed(db: Db, team: unknown) {
  if (typeof team !== 'string') return null;
  const row = await db
    .selectFrom('traffic_teams')
    .select(['id', 'slug', 'name', 'emoji', 'color'])
    .where(({ eb, fn, or }) =>
      or([
        eb(fn('lower', ['name']), '=', team.trim().toLowerCase()),
        eb('slug', '=', team.trim().toLowerCase()),
      ]),
    )
    .executeTakeFirst();
  return row ?? null;
}
