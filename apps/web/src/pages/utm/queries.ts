import type { AttributeResponse, UtmAuditResponse, UtmField, UtmResponse } from '@traffic/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { request, withQuery } from '../../lib/api.ts';
import { type ReportSearch, reportParams } from '../../lib/report-search.ts';
import type { UtmSort } from './choices.ts';

const SHOWN = 200;
export type UtmAudit = z.infer<typeof UtmAuditResponse>;

/** Leads and sales of the period by one or two UTM fields. */
export function pivotQuery(
  search: ReportSearch,
  asked: { team: string | undefined; by: readonly UtmField[]; sort: UtmSort },
) {
  const params = {
    ...reportParams(search),
    team: asked.team,
    by: asked.by.join(','),
    sort: asked.sort,
    limit: SHOWN,
  };
  return queryOptions({
    queryKey: ['overview', 'utm', params],
    queryFn: ({ signal }) => request<UtmResponse>(withQuery('/api/v1/utm', params), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What the tags of the period lose. */
export function auditQuery(search: ReportSearch) {
  const { currency: _currency, ...params } = reportParams(search);
  const period = { preset: params.preset, start: params.start, end: params.end };
  return queryOptions({
    queryKey: ['overview', 'utm-audit', period],
    queryFn: ({ signal }) => request<UtmAudit>(withQuery('/api/v1/utm/audit', period), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Whom the rules would credit for these tags, without storing anything. */
export function attributionQuery(utm: Record<string, string>) {
  return queryOptions({
    queryKey: ['attribute', utm],
    queryFn: ({ signal }) =>
      request<AttributeResponse>('/api/traffic-dashboard/attribute', { method: 'POST', json: utm, signal }),
    placeholderData: keepPreviousData,
  });
}
