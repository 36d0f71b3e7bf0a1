import type { CreateChatCodeRequest } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { writeAudit } from '../access/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import { codeHash, newCode } from './chat-code.ts';

const LIFE_MS = 30 * 60_000;

/**
 * Makes a one-time code by which a chat makes itself known to the bot. It is returned here and never again.
 *
 * @throws AppError `not_found` for an unknown team
 */
export async function createChatCode(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  { team, language }: CreateChatCodeRequest,
): Promise<{ code: string; expiresAt: Date }> {
  const filter = team === null ? null : await resolveTeamFilter(db, team);
  const teamId = filter?.kind === 'team' ? filter.team.id : null;
  const code = newCode();
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto('telegram_codes')
      .values({
        ...{ code_hash: codeHash(code), team_id: teamId, language, created_by: actor },
        ...{ created_at: now, expires_at: expiresAt },
      })
      .execute();
    await writeAudit(trx, clock, { actor, action: 'telegram.code', details: { team, language } });
  });
  return { code, expiresAt };
}
