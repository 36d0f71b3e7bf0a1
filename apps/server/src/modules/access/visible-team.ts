import { forbidden } from '../../platform/errors.ts';
import type { Principal } from '../../platform/http/index.ts';

/**
 * The team a report must be narrowed to: what the caller asked for, but never more than they may see.
 *
 * @param requested the `team` filter of the request (a slug or `unattributed`), when there is one
 * @returns a slug, or undefined for all teams
 * @throws AppError forbidden when a targetologist, or the holder of a team's token, asks for anything but their own team,
 *   with one text whether or not that team exists
 */
export function visibleTeam(principal: Principal, requested: string | undefined): string | undefined {
  const ownOnly =
    principal.kind === 'token' ? principal.scope === 'team:read' : principal.role === 'targetologist';
  if (!ownOnly) return requested;
  const own = principal.team?.slug;
  if (own === undefined || (requested !== undefined && requested !== own))
    throw forbidden('Вам доступны данные только вашей команды');
  return own;
}
