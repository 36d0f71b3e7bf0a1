import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { isApiError } from '../lib/api.ts';
import { sessionQuery } from '../lib/queries.ts';
import { parseReportSearch, type ReportSearch } from '../lib/report-search.ts';
import { CabinetPage } from '../pages/cabinet/cabinet-page.tsx';
import { LoginPage } from '../pages/login/login-page.tsx';
import { TeamsPage } from '../pages/teams/teams-page.tsx';
import { COLUMN_SET_NAMES, type ColumnSet } from '../widgets/team-columns.ts';
import { CrashPage, NotFoundPage } from './fallback-pages.tsx';
import { createQueryClient } from './query-client.ts';
import { Shell } from './shell.tsx';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

/** A path of this site to return to after signing in; an address of another site is refused. */
function ownPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: LoginPage,
  validateSearch: (search: Record<string, unknown>): { redirect?: string } => {
    const path = ownPath(search.redirect);
    return path ? { redirect: path } : {};
  },
});

/** Everything behind the sign-in; the report part of the URL survives every link inside. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  validateSearch: (search: Record<string, unknown>): ReportSearch => parseReportSearch(search),
  search: { middlewares: [retainSearchParams(['preset', 'start', 'end', 'currency'])] },
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

type TeamsSearch = { columns?: ColumnSet; sort?: string };

const teamsOptions = {
  component: TeamsPage,
  validateSearch: (search: Record<string, unknown>): TeamsSearch => {
    const columns = COLUMN_SET_NAMES.find((name) => name === search.columns);
    return {
      ...(columns ? { columns } : {}),
      ...(typeof search.sort === 'string' ? { sort: search.sort } : {}),
    };
  },
};

const teams = createRoute({
  ...teamsOptions,
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context }) => {
    const { user } = context.session;
    if (user.team) throw redirect({ to: '/cabinet/$team', params: { team: user.team.slug }, replace: true });
  },
});

const cabinet = createRoute({
  getParentRoute: () => signedIn,
  path: '/cabinet/$team',
  component: CabinetPage,
  validateSearch: (search: Record<string, unknown>): { sale?: string } =>
    typeof search.sale === 'string' || typeof search.sale === 'number' ? { sale: String(search.sale) } : {},
});

/** Addresses people already have in their bookmarks. */
const teamsAlias = createRoute({
  getParentRoute: () => signedIn,
  path: '/traffic/admin',
  beforeLoad: () => {
    throw redirect({ to: '/', replace: true });
  },
});
const cabinetAlias = createRoute({
  getParentRoute: () => signedIn,
  path: '/traffic/cabinet/$team',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/cabinet/$team', params, replace: true });
  },
});

const routeTree = root.addChildren([login, signedIn.addChildren([teams, cabinet, teamsAlias, cabinetAlias])]);

/** The router and its data: a 401 from anywhere leads to the sign-in page and back. */
export function createApp() {
  const queryClient = createQueryClient(() => {
    const { pathname, href } = router.state.location;
    if (pathname === '/login') return;
    queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
    void router.navigate({ to: '/login', search: { redirect: href } });
  });
  const router = createAppRouter(queryClient);
  return { router, queryClient };
}

function createAppRouter(queryClient: QueryClient) {
  return createRouter({ routeTree, context: { queryClient }, scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
