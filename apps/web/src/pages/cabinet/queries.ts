import type { TeamAccountsResponse, UtmOwnResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';
import { overviewQuery } from '../../lib/queries.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';

/** Today so far, against the same part of the same weekday before, whatever period the page shows. */
export const todayQuery = ({ currency, basis }: ReportSearch, team: string) =>
  overviewQuery({ preset: 'today', currency, basis }, team);

/** Tags of the team that no rule takes, and ads of it that left no trace. */
export function ownUtmQuery(search: ReportSearch, team: string) {
  const { currency: _currency, basis: _basis, ...period } = reportParams(search);
  const params = { ...period, team };
  return queryOptions({
    queryKey: ['overview', 'utm-own', params],
    queryFn: ({ signal }) => request<UtmOwnResponse>(withQuery('/api/v1/utm/own', params), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The team's ad accounts and the key they are read with. */
export function teamAccountsQuery(team: string) {
  return queryOptions({
    queryKey: ['overview', 'team-accounts', team],
    queryFn: ({ signal }) =>
      request<TeamAccountsResponse>(withQuery('/api/v1/team-accounts', { team }), { signal }),
  });
}
