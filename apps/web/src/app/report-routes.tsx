import { UTM_FIELDS, type UtmField } from '@traffic/contract';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { AD_COLUMN_NAMES, AD_SORTS, type AdColumns } from '../pages/ads/columns.ts';
import { ADVICE_SHOWS, type AdviceShow } from '../pages/advice/choices.ts';
import { AUDIT_LISTS, type AuditList, UTM_SORTS, type UtmSort } from '../pages/utm/choices.ts';
import type { RowNarrow } from '../lib/rows-of.ts';
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

type AdviceSearch = { team?: string | undefined; state?: AdviceShow | undefined };

const advice = createRoute({
  getParentRoute: () => signedIn,
  path: '/advice',
  component: lazyRouteComponent(() => import('../pages/advice/advice-page.tsx'), 'AdvicePage'),
  validateSearch: (search: Search): AdviceSearch => ({
    ...teamOf(search),
    state: ADVICE_SHOWS.find((state) => state === search.state),
  }),
});

const text = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

type ListSearch = { team?: string | undefined; q?: string | undefined } & RowNarrow;

/** A tag of the address; an empty one means "without this tag" and is kept. */
const tagOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const narrowOf = (search: Search): RowNarrow => ({
  ...(search.rows === 'counted' ? { rows: 'counted' } : {}),
  product: text(search.product),
  bought: text(search.bought),
  ...Object.fromEntries(UTM_FIELDS.map((field) => [field, tagOf(search[field])])),
});

type AdsSearch = {
  team?: string | undefined;
  columns?: AdColumns | undefined;
  sort?: (typeof AD_SORTS)[number] | undefined;
  /** The campaign to open and mark. */
  campaign?: string | undefined;
};

const ads = createRoute({
  getParentRoute: () => signedIn,
  path: '/ads',
  component: lazyRouteComponent(() => import('../pages/ads/ads-page.tsx'), 'AdsPage'),
  validateSearch: (search: Search): AdsSearch => ({
    ...teamOf(search),
    columns: AD_COLUMN_NAMES.find((name) => name === search.columns),
    sort: AD_SORTS.find((name) => name === search.sort),
    campaign: text(search.campaign),
  }),
});

type UtmSearch = {
  team?: string | undefined;
  show?: AuditList | undefined;
  by?: UtmField | undefined;
  second?: UtmField | undefined;
  sort?: UtmSort | undefined;
};
const fieldOf = (value: unknown): UtmField | undefined => UTM_FIELDS.find((field) => field === value);

const utm = createRoute({
  getParentRoute: () => signedIn,
  path: '/utm',
  component: lazyRouteComponent(() => import('../pages/utm/utm-page.tsx'), 'UtmPage'),
  validateSearch: (search: Search): UtmSearch => ({
    ...teamOf(search),
    show: AUDIT_LISTS.find((list) => list === search.show),
    by: fieldOf(search.by),
    second: fieldOf(search.second),
    sort: UTM_SORTS.find((sort) => sort === search.sort),
  }),
});

const leads = createRoute({
  getParentRoute: () => signedIn,
  path: '/leads',
  component: lazyRouteComponent(() => import('../pages/leads/leads-page.tsx'), 'LeadsPage'),
  validateSearch: (search: Search): ListSearch & { lead?: string | undefined } => ({
    ...teamOf(search),
    ...narrowOf(search),
    q: text(search.q),
    lead: text(search.lead),
  }),
});

const sales = createRoute({
  getParentRoute: () => signedIn,
  path: '/sales',
  component: lazyRouteComponent(() => import('../pages/sales/sales-page.tsx'), 'SalesPage'),
  validateSearch: (search: Search): ListSearch & { sale?: string | undefined } => ({
    ...teamOf(search),
    ...narrowOf(search),
    q: text(search.q),
    sale: text(search.sale),
  }),
});

const glossary = createRoute({
  getParentRoute: () => signedIn,
  path: '/glossary',
  component: lazyRouteComponent(() => import('../pages/glossary/glossary-page.tsx'), 'GlossaryPage'),
});

/** An address people already have in their bookmarks. */
const leadsAlias = createRoute({
  getParentRoute: () => signedIn,
  path: '/integrator/admin/leads',
  beforeLoad: () => {
    throw redirect({ to: '/leads', replace: true });
  },
});

/** Reports beside the main page and the cabinets. */
export const reportRoutes = [ads, advice, funnel, utm, leads, sales, glossary, leadsAlias] as const;
