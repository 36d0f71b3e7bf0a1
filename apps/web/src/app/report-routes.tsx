import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedIn } from './root-routes.tsx';

type Search = Record<string, unknown>;
/** A team's slug in the URL; anything else is dropped. */
const teamOf = (search: Search): { team?: string | undefined } =>
  typeof search.team === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(search.team)
    ? { team: search.team }
    : {};

type FunnelSearch = { team?: string | undefined; by?: 'week' | 'month' | undefined };

const funnel = createRoute({
  getParentRoute: () => signedIn,
  path: '/funnel',
  component: lazyRouteComponent(() => import('../pages/funnel/funnel-page.tsx'), 'FunnelPage'),
  validateSearch: (search: Search): FunnelSearch => ({
    ...teamOf(search),
    ...(search.by === 'week' || search.by === 'month' ? { by: search.by } : {}),
  }),
});

/** Reports beside the main page and the cabinets. */
export const reportRoutes = [funnel] as const;
