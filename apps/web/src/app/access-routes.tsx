import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ordered } from './admin-search.ts';
import { root, signedIn } from './root-routes.tsx';

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
  validateSearch: ordered,
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('../pages/link/link-page.tsx'), 'InvitePage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset/$token',
  component: lazyRouteComponent(() => import('../pages/link/link-page.tsx'), 'ResetPage'),
});

/** One's own account, and the pages of single-use links, which nobody signed in is needed for. */
export const accountRoutes = [account] as const;
export const linkRoutes = [invite, reset] as const;
