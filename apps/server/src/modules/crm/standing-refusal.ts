import { AmocrmError } from '../../integrations/amocrm/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { readGate } from './gate-repo.ts';

export type StandingRefusal = {
  /** What is the matter and what to do, in Russian. */
  message: string;
  since: Date;
  /** Until then nobody asks AmoCRM. */
  nextLookAt: Date;
};

/** What AmoCRM refuses us for at the moment, as the gate knows it; null while it does not. */
export async function standingRefusal(db: Db): Promise<StandingRefusal | null> {
  const { refusal, refusalStatus, refusedSince, probeAt } = await readGate(db);
  if (refusal === null || refusedSince === null || probeAt === null) return null;
  const { message } = new AmocrmError(refusal, { status: refusalStatus });
  return { message, since: refusedSince, nextLookAt: probeAt };
}
