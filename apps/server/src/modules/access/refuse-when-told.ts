import type { FastifyReply } from 'fastify';
import { AppError } from '../../platform/errors.ts';

/**
 * @param waitSeconds what a throttle said; 0 passes
 * @throws AppError rate_limit, with `Retry-After`
 */
export function refuseWhenTold(waitSeconds: number, reply: FastifyReply): void {
  if (waitSeconds === 0) return;
  reply.header('retry-after', String(waitSeconds));
  const minutes = Math.ceil(waitSeconds / 60);
  throw new AppError('rate_limit', `Слишком много попыток входа. Попробуйте через ${minutes} мин.`, {
    details: { retry_after_seconds: waitSeconds },
  });
}
