import { randomInt } from 'node:crypto';
import type { Role } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { hashPassword } from './password.ts';
import { findFirstTeam } from './teams.ts';
import { insertUser, type NewUser, replacePassword } from './user-repo.ts';

type Deps = { db: Db; clock: Clock };

export type DemoLogin = { email: string; password: string; role: Role };

/**
 * The people of the demo academy: an administrator and, when there are teams, a targetologist of the first one.
 * Each start gives them new passwords, to be printed and forgotten; open sessions stay.
 */
export async function prepareDemoLogins(deps: Deps): Promise<DemoLogin[]> {
  const logins: DemoLogin[] = [];
  const prepare = async (user: NewUser) => {
    const password = readablePassword();
    logins.push({ email: user.email, password, role: await ensurePassword(deps, user, password) });
  };
  await prepare({ email: 'admin@demo.example', name: 'Демо-администратор', role: 'admin', team: null });
  const team = await findFirstTeam(deps.db);
  if (team)
    await prepare({
      email: 'target@demo.example',
      name: `Таргетолог ${team.name}`,
      role: 'targetologist',
      team,
    });
  return logins;
}

/** The role is the user's as it is: an administrator may have changed it since. */
async function ensurePassword({ db, clock }: Deps, user: NewUser, password: string): Promise<Role> {
  const passwordHash = await hashPassword(password);
  return inTransaction(db, async (tx) => {
    const made = await insertUser({ db: tx, clock }, user, passwordHash);
    return made ? made.role : replacePassword({ db: tx, clock }, user.email, passwordHash);
  });
}

/** No 0 and o, no 1, i and l: it is typed from a log line. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 16 characters of 31 (79 bits), in groups of four. */
function readablePassword(): string {
  const character = () => ALPHABET.charAt(randomInt(ALPHABET.length));
  const group = () => Array.from({ length: 4 }, character).join('');
  return Array.from({ length: 4 }, group).join('-');
}
