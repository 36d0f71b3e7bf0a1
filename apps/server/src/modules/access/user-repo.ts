import { randomUUID } from 'node:crypto';
import { Role, type SessionUser, type UserAccount } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { TeamRef } from './teams.ts';

type Deps = { db: Db; clock: Clock };
export type NewUser = { email: string; name: string; role: Role; team: TeamRef | null };

/** How better-auth marks the account row that holds a password; its `account_id` is the user's id. */
const PASSWORD_PROVIDER = 'credential';

/** Everybody, in the order of joining. */
export async function listUsers(db: Db): Promise<UserAccount[]> {
  const rows = await selectUsers(db).orderBy('users.created_at').orderBy('users.id').execute();
  return rows.map(toAccount);
}

/** One person; null when there is none with this id. */
export async function findUser(db: Db, id: string): Promise<UserAccount | null> {
  const row = await selectUsers(db).where('users.id', '=', id).executeTakeFirst();
  return row ? toAccount(row) : null;
}

function selectUsers(db: Db) {
  return db
    .selectFrom('users')
    .leftJoin('traffic_teams as team', 'team.id', 'users.team_id')
    .select(['users.id', 'users.email', 'users.name', 'users.role', 'users.disabled_at'])
    .select(['team.id as team_id', 'team.slug', 'team.name as team_name', 'team.emoji', 'team.color']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectUsers>['execute']>>[number];

function toAccount(row: Row): UserAccount {
  const { id, email, name, role, disabled_at, team_id, slug, team_name, emoji, color } = row;
  return {
    id,
    email,
    name,
    role: Role.parse(role),
    disabled: disabled_at !== null,
    team:
      team_id === null || slug === null || team_name === null || emoji === null || color === null
        ? null
        : { id: team_id, slug, name: team_name, emoji, color },
  };
}

/** Writes the user and their password; null when the e-mail is in use. E-mails are kept in lower case. */
export async function insertUser(
  { db, clock }: Deps,
  user: NewUser,
  passwordHash: string,
): Promise<SessionUser | null> {
  const now = clock.now();
  const id = randomUUID();
  const email = user.email.toLowerCase();
  const { name, role, team } = user;
  const inserted = await db
    .insertInto('users')
    .values({ id, email, name, role, team_id: team?.id ?? null, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return null;
  await db
    .insertInto('accounts')
    .values({
      id: randomUUID(),
      user_id: id,
      account_id: id,
      provider_id: PASSWORD_PROVIDER,
      password: passwordHash,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return { id, email, name, role, team };
}

/** Replaces the password of the user with this e-mail; answers their role. Open sessions stay. */
export async function replacePassword(
  { db, clock }: Deps,
  email: string,
  passwordHash: string,
): Promise<Role> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'role'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  await db
    .updateTable('accounts')
    .set({ password: passwordHash, updated_at: clock.now() })
    .where('user_id', '=', user.id)
    .where('provider_id', '=', PASSWORD_PROVIDER)
    .execute();
  return Role.parse(user.role);
}

/** What is kept of a person's password; null when they have none. */
export async function passwordHashOf(db: Db, userId: string): Promise<string | null> {
  const row = await db
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', userId)
    .where('provider_id', '=', PASSWORD_PROVIDER)
    .executeTakeFirst();
  return row?.password ?? null;
}
