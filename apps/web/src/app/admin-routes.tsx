import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import {
  conversionsSearch,
  inboxSearch,
  integrationsSearch,
  rulesSearch,
  settingsSearch,
} from './admin-search.ts';
import { signedIn } from './root-routes.tsx';

const rules = createRoute({
  getParentRoute: () => signedIn,
  path: '/teams',
  component: lazyRouteComponent(() => import('../pages/rules/rules-page.tsx'), 'RulesPage'),
  validateSearch: rulesSearch,
});

const inbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../pages/inbox/inbox-page.tsx'), 'InboxPage'),
  validateSearch: inboxSearch,
});

const conversions = createRoute({
  getParentRoute: () => signedIn,
  path: '/conversions',
  component: lazyRouteComponent(() => import('../pages/conversions/conversions-page.tsx'), 'ConversionsPage'),
  validateSearch: conversionsSearch,
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
  validateSearch: settingsSearch,
});

const integrations = createRoute({
  getParentRoute: () => signedIn,
  path: '/integrations',
  component: lazyRouteComponent(
    () => import('../pages/integrations/integrations-page.tsx'),
    'IntegrationsPage',
  ),
  validateSearch: integrationsSearch,
});

/** The pages of the Admin Panel. Each is a chunk of its own: who never opens one never loads it. */
export const adminRoutes = [rules, conversions, inbox, integrations, settings] as const;
