import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { isApiError } from '../lib/api.ts';
import { sessionQuery } from '../lib/queries.ts';
import { parseReportSearch, REPORT_KEYS, type ReportSearch } from '../lib/report-search.ts';
import { CrashPage, NotFoundPage } from './fallback-pages.tsx';
import { Shell } from './shell.tsx';

/** The route of every page. */
export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

/** Everything behind the sign-in; the report part of the URL survives every link inside. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  validateSearch: (search: Record<string, unknown>): ReportSearch => parseReportSearch(search),
  search: {
    middlewares: [retainSearchParams([...REPORT_KEYS])],
  },
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queryClient.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (isApiError(error, 'unauthorized'))
        throw redirect({ to: '/login', search: { redirect: location.href } });
      throw error;
    }
  },
});
