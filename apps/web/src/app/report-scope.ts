import { useLocation } from '@tanstack/react-router';

/** What of the context bar the page obeys: all of it, the period alone, or nothing. */
export type ReportScope = 'report' | 'period' | 'none';

const WITHOUT_REPORT: readonly string[] = [
  '/account',
  '/advice',
  '/conversions',
  '/glossary',
  '/integrations',
  '/settings',
  '/teams',
];
const BY_PERIOD: readonly string[] = [
  '/inbox',
  '/integrations?incidents',
  '/integrations?gaps',
  '/settings?rates',
];

/** @param tab the part of the page that is shown, from its address */
export function reportScope(pathname: string, tab: string | undefined): ReportScope {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
  if (BY_PERIOD.includes(tab === undefined ? path : `${path}?${tab}`)) return 'period';
  return WITHOUT_REPORT.includes(path) ? 'none' : 'report';
}

/** A control that changes nothing on the page in sight only asks to be tried: it is not shown there. */
export function useReportScope(): ReportScope {
  return useLocation({ select: ({ pathname, search }) => reportScope(pathname, search.tab) });
}
