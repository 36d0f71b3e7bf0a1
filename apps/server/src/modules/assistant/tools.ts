import { AdLevel, Basis, BusinessDay, Compare, Currency, PeriodPreset, TeamSlug } from '@traffic/contract';
import { z } from 'zod';
import type { Principal } from '../../platform/http/index.ts';

/** A route of the API; its answer is what the tool answers. */
type Route = { method: 'GET' | 'POST'; url: string };

/** What a tool was asked, after its schema: plain values only. */
export type ToolInput = Readonly<Record<string, string | number | undefined>>;

/** A tool is a question to one route, asked with the caller's own token: what the route refuses, the tool refuses. */
export type Tool = {
  name: string;
  title: string;
  description: string;
  input: z.ZodRawShape;
  route(input: ToolInput, principal: Principal): Route;
  /** Every text of the answer is written by us: nothing of it comes from ads, the CRM or forms. */
  ownWords?: true;
};

const period = {
  preset: PeriodPreset.optional().describe('Named period; the default is the last 30 days'),
  date: BusinessDay.optional().describe('One business day instead of a preset'),
  start: BusinessDay.optional().describe('First business day, inclusive; needs end'),
  end: BusinessDay.optional().describe('Last business day, inclusive; needs start'),
};
const report = {
  ...period,
  basis: Basis.optional().describe(
    'cash: money on the day of the sale; cohort: on the day of the first lead',
  ),
  team: TeamSlug.optional().describe(
    "Slug of a team, or 'unattributed'; absent = all that this token may see",
  ),
  currency: Currency.optional().describe('KZT (default) or USD'),
};

const get = (path: string, input: ToolInput): Route => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) if (value !== undefined) query.set(key, `${value}`);
  return { method: 'GET', url: query.size === 0 ? path : `${path}?${query}` };
};

/** Everything an assistant may ask. All of it reads. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'overview',
    title: 'Overview',
    description:
      'KPIs of the period with the comparison, per team and in total: spend, leads, sales, revenue, CPL, CPA, ROAS, ROI. Rows of teams plus the unattributed row make the total.',
    input: { ...report, compare: Compare.optional() },
    route: (input) => get('/api/v1/overview', input),
  },
  {
    name: 'funnel',
    title: 'Funnel',
    description: 'People whose first lead came in the period and how far they got: lead, then every product.',
    input: report,
    route: (input) => get('/api/v1/funnel', input),
  },
  {
    name: 'ads',
    title: 'Ads',
    description:
      'Campaigns, ad sets or ads that spent or sold in the period, with figures. rows + rest + unmatched = total.',
    input: {
      ...report,
      level: AdLevel.optional().describe('campaign (default), adset or ad'),
      parent: z
        .string()
        .max(100)
        .optional()
        .describe('Id of the campaign or ad set above; needed below campaigns'),
      sort: z.enum(['spend', 'leads', 'sales', 'revenue', 'clicks']).optional(),
      limit: z.number().int().min(1).max(200).optional().describe('Rows, 50 by default'),
    },
    route: (input) => get('/api/v1/ads', { limit: 50, ...input }),
  },
  {
    name: 'sales',
    title: 'Sales',
    description: 'Sales of the period, newest first: ids for sale_receipt. Buyers are masked.',
    input: {
      ...report,
      cursor: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(100).optional(),
    },
    route: (input) => get('/api/v1/sales', input),
  },
  {
    name: 'sale_receipt',
    title: 'Sale receipt',
    description: 'Why a sale belongs to its team: rule, version, evidence, rejected candidates, history.',
    input: {
      id: z
        .string()
        .regex(/^\d{1,18}$/)
        .describe('Id of a sale, from the tool sales'),
    },
    route: ({ id }) => ({ method: 'GET', url: `/api/v1/sales/${id}` }),
  },
  {
    name: 'diagnostics',
    title: 'Diagnostics',
    description:
      "State of the data sources. An administrator's token gets every check with cause and action, a read token the integrations, a team's token the freshness of the sources behind its own figures.",
    input: {},
    route: (_input, principal) => diagnosticsOf(principal),
  },
  {
    name: 'glossary',
    title: 'Glossary',
    description: 'Every metric: what it means, its formula, unit and good direction.',
    input: {},
    route: () => ({ method: 'GET', url: '/api/v1/metrics' }),
    ownWords: true,
  },
];

function diagnosticsOf(principal: Principal): Route {
  const scope = principal.kind === 'token' ? principal.scope : null;
  if (scope === 'admin') return { method: 'POST', url: '/api/admin/diagnostics' };
  if (scope === 'read') return { method: 'GET', url: '/api/integrations/all' };
  return { method: 'GET', url: '/api/v1/overview?preset=today' };
}
