import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '../lib/queries.ts';
import { CabinetPage } from '../pages/cabinet/cabinet-page.tsx';
import { TeamsPage } from '../pages/teams/teams-page.tsx';
import { AD_COLUMN_NAMES, AD_SORTS, type AdColumns, type AdSort } from '../pages/ads/columns.ts';
import { KPI_METRICS, type KpiKey } from '../widgets/kpi-days.ts';
import { COLUMN_SET_NAMES, type ColumnSet } from '../widgets/team-columns.ts';
import { accountRoutes, linkRoutes } from './access-routes.tsx';
import { adminRoutes } from './admin-routes.tsx';
import { createQueryClient } from './query-client.ts';
import { reportRoutes } from './report-routes.tsx';
import { root, signedIn } from './root-routes.tsx';

/** A path of this site to return to after signing in; an address of another site is refused. */
function ownPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('../pages/login/login-page.tsx'), 'LoginPage'),
  validateSearch: (search: Record<string, unknown>): { redirect?: string } => {
    const path = ownPath(search.redirect);
    return path ? { redirect: path } : {};
  },
});

type TeamsSearch = { columns?: ColumnSet; sort?: string; metric?: KpiKey };

const metricOf = (search: Record<string, unknown>): { metric?: KpiKey } => {
  const metric = KPI_METRICS.find((name) => name === search.metric);
  return metric ? { metric } : {};
};

const teamsOptions = {
  component: TeamsPage,
  validateSearch: (search: Record<string, unknown>): TeamsSearch => {
    const columns = COLUMN_SET_NAMES.find((name) => name === search.columns);
    return {
      ...metricOf(search),
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

type CabinetSearch = { sale?: string; metric?: KpiKey; columns?: AdColumns; sort?: AdSort };
const cabinetSearch = (search: Record<string, unknown>): CabinetSearch => {
  const columns = AD_COLUMN_NAMES.find((name) => name === search.columns);
  const sort = AD_SORTS.find((name) => name === search.sort);
  const { sale } = search;
  return {
    ...metricOf(search),
    ...(columns ? { columns } : {}),
    ...(sort ? { sort } : {}),
    ...(typeof sale === 'string' || typeof sale === 'number' ? { sale: String(sale) } : {}),
  };
};

const cabinet = createRoute({
  getParentRoute: () => signedIn,
  path: '/cabinet/$team',
  component: CabinetPage,
  validateSearch: cabinetSearch,
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

const routeTree = root.addChildren([
  login,
  ...linkRoutes,
  signedIn.addChildren([
    teams,
    cabinet,
    teamsAlias,
    cabinetAlias,
    ...reportRoutes,
    ...adminRoutes,
    ...accountRoutes,
  ]),
]);

/** The router and its data: a 401 from anywhere leads to the sign-in page and back. */
export function createApp() {
  const queryClient = createQueryClient(() => {
    const { pathname, href } = router.state.location;
    if (/^\/(login|invite|reset)(\/|$)/.test(pathname)) return;
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
  interface HistoryState {
    /** Whom «Персональные данные» looks for at once: contacts have no place in an address. */
    person?: string;
  }
}
