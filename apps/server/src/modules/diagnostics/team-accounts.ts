import { type AdAccount, TeamAccountsQuery, TeamAccountsResponse } from '@traffic/contract';
import { addDays, businessDayOf } from '../../platform/business-day.ts';
import { validationError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf, translate } from '../../platform/translate.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import { readAccounts } from '../facebook/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import type { DiagnosticsDeps } from './run-checks.ts';
import { tokenHealth } from './token-health.ts';

/** A team's ad accounts and the life of the key they are read with; accounts of others are not named. */
export function registerTeamAccounts(app: Server, deps: DiagnosticsDeps): void {
  app.get(
    '/api/v1/team-accounts',
    {
      schema: {
        querystring: TeamAccountsQuery,
        response: { 200: TeamAccountsResponse },
        tags: ['integrations'],
      },
    },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const language = languageOf(request);
      const filter = await resolveTeamFilter(deps.db, slug);
      if (filter.kind !== 'team') throw validationError('team: укажите команду', [{ field: 'team' }]);
      const { timezone } = await deps.academy();
      const [accounts, tokens] = await Promise.all([readAccounts(deps.db, language), tokenHealth(deps)]);
      const meta = tokens.find(({ service }) => service === 'meta');
      if (meta === undefined) throw new Error('tokenHealth answers for meta');
      const { configured, level, expires_at, days_left, checked_at } = meta;
      return {
        success: true as const,
        team: filter.team,
        token: {
          ...{ configured, level, expires_at, days_left, checked_at },
          message: translate(meta.message, language),
        },
        accounts: ownAccounts(accounts, filter.team.id, businessDayOf(deps.clock.now(), timezone)),
      };
    },
  );
}

type OwnAccount = TeamAccountsResponse['accounts'][number];

/** The accounts that the team has on this day, without the history of who had them. */
export function ownAccounts(accounts: readonly AdAccount[], team: number, today: string): OwnAccount[] {
  return accounts.flatMap((account) => {
    const binding = account.bindings.find(
      ({ team: { id }, valid_from, valid_to }) =>
        id === team &&
        (valid_from === null || valid_from <= today) &&
        (valid_to === null || valid_to > today),
    );
    if (binding === undefined) return [];
    const { account_id, name, currency, status, included, last_sync_at, error } = account;
    return [
      {
        ...{ account_id, name, currency, status, included, last_sync_at, error },
        until: binding.valid_to === null ? null : addDays(binding.valid_to, -1),
      },
    ];
  });
}
