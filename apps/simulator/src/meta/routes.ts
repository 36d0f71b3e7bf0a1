import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Fault } from '../control/faults.ts';
import { guardWithFaults } from '../http/gate.ts';
import { sendHtml } from '../http/html.ts';
import { queryEntries, single } from '../http/query.ts';
import type { Simulation } from '../simulation.ts';
import { type AdAccount, accountsOf, businessesOf, campaignsOf, traitsFor } from './accounts.ts';
import { debugToken } from './debug-token.ts';
import { fieldNames, selectFields } from './fields.ts';
import { errors, GraphError, sendGraphError } from './graph-error.ts';
import { insightsRows } from './insights.ts';
import { daysAsked, readInsightsRequest } from './insights-request.ts';
import { graphPage } from './paging.ts';
import { registerServerEvents } from './server-event-routes.ts';
import { setUsageHeaders } from './usage.ts';

interface Node {
  Params: { version: string; node: string };
}

/** Meta's Graph API under `/graph/vNN.N`. */
export function registerMeta(app: FastifyInstance, sim: Simulation): void {
  void app.register(
    async (scope) => {
      scope.setErrorHandler((error, _, reply) => {
        if (!(error instanceof GraphError)) throw error;
        sendGraphError(reply, error);
      });
      guard(scope, sim);
      registerDiscovery(scope, sim);
      registerAccounts(scope, sim);
      registerServerEvents(scope, sim);
    },
    { prefix: '/graph/:version' },
  );
}

function guard(scope: FastifyInstance, sim: Simulation): void {
  scope.addHook('preHandler', async (request, reply) => {
    const node = (request.params as Partial<Node['Params']>).node;
    const accountId = node?.startsWith('act_') ? node.slice(4) : undefined;
    setUsageHeaders(reply, accountId, sim.faults.get('meta')?.usagePct ?? 3);
  });
  guardWithFaults(scope, sim.faults, 'meta', concerns, (fault, request, reply) => {
    const error = faultError(sim, fault, request);
    if (error === undefined) return false;
    if (fault.html === true) sendHtml(reply, error.status);
    else sendGraphError(reply, error);
    return true;
  });
  scope.addHook('preHandler', async (request) => {
    const token = tokenOf(request);
    if (token === undefined) throw errors.noToken();
    if (token !== sim.options.metaToken) throw errors.badToken();
  });
}

function concerns(fault: Fault<'meta'>, request: FastifyRequest): boolean {
  // Of the answer, not of the request: its route takes it.
  if (fault.loseAnswer === true) return false;
  return fault.account === undefined || request.url.split('?')[0]?.includes(`/${fault.account}`) === true;
}

function faultError(sim: Simulation, fault: Fault<'meta'>, request: FastifyRequest): GraphError | undefined {
  const path = request.url.split('?')[0] ?? '';
  if (fault.expiredToken === true) return path.endsWith('/debug_token') ? undefined : errors.expiredToken();
  if (fault.reduceData !== undefined && path.endsWith('/insights')) {
    if (single(queryEntries(request.url), 'level') === 'campaign') return undefined;
    if (fault.reduceData.maxDays === 0 && !path.includes('/act_')) return undefined;
    const asked = daysAsked(queryEntries(request.url), sim.academy.calendar.dayOf(sim.now()));
    return asked > fault.reduceData.maxDays ? errors.reduceData() : undefined;
  }
  if (fault.status === undefined && fault.code === undefined) return undefined;
  const status = fault.status ?? (fault.code === 1 || fault.code === 2 ? 500 : 400);
  return new GraphError(status, fault.code ?? 2, fault.message ?? 'Simulated fault', fault.subcode);
}

/** Bearer header or `access_token` parameter. */
function tokenOf(request: FastifyRequest): string | undefined {
  return (
    request.headers.authorization?.replace(/^(Bearer|OAuth) /, '') ??
    single(queryEntries(request.url), 'access_token')
  );
}

function registerDiscovery(scope: FastifyInstance, sim: Simulation): void {
  const { academy } = sim;
  const page = (request: FastifyRequest, items: readonly object[]): object =>
    graphPage(request, sim.url(), sim.options.metaToken, items, sim.faults.get('meta')?.pageRows);
  const accounts = (request: FastifyRequest, wanted: (account: AdAccount) => boolean): object =>
    page(request, accountsOf(academy, sim.now()).filter(wanted).map(selectAccount(request)));

  scope.get('/debug_token', async (request) =>
    debugToken(sim, single(queryEntries(request.url), 'input_token')),
  );
  scope.get('/me', async () => ({ id: '122100000000000001', name: 'Simulated System User' }));
  scope.get('/me/businesses', async (request) => {
    const names = fieldNames(single(queryEntries(request.url), 'fields')) ?? ['id', 'name'];
    return page(request, [selectFields(businessesOf(academy).own, names, 'Business')]);
  });
  scope.get('/me/adaccounts', async (request) => accounts(request, () => true));
  scope.get<Node>('/:node/owned_ad_accounts', async (request) => {
    const { own } = knownBusiness(sim, request.params.node);
    return accounts(request, (account) => account.business.id === own.id);
  });
  scope.get<Node>('/:node/client_ad_accounts', async (request) => {
    const { agency } = knownBusiness(sim, request.params.node);
    return accounts(request, (account) => account.business.id === agency.id);
  });
}

function knownBusiness(sim: Simulation, id: string): ReturnType<typeof businessesOf> {
  const businesses = businessesOf(sim.academy);
  if (businesses.own.id !== id) throw errors.unknownNode(id);
  return businesses;
}

function selectAccount(request: FastifyRequest): (account: AdAccount) => object {
  const names = fieldNames(single(queryEntries(request.url), 'fields')) ?? ['account_id', 'id'];
  return (account) => selectFields(account, names, 'AdAccount');
}

function registerAccounts(scope: FastifyInstance, sim: Simulation): void {
  const { academy } = sim;
  const page = (request: FastifyRequest, items: readonly object[]): object =>
    graphPage(request, sim.url(), sim.options.metaToken, items, sim.faults.get('meta')?.pageRows);

  scope.get<Node>('/:node', async (request) =>
    selectAccount(request)(knownAccount(sim, request.params.node)),
  );
  scope.get<Node>('/:node/campaigns', async (request) => {
    const account = knownAccount(sim, request.params.node);
    const names = fieldNames(single(queryEntries(request.url), 'fields')) ?? ['id'];
    return page(
      request,
      campaignsOf(academy, account.id, askedStatuses(request)).map((one) =>
        selectFields(one, names, 'Campaign'),
      ),
    );
  });
  scope.get<Node>('/:node/insights', async (request) => {
    const { account, campaignId } = knownReportNode(sim, request.params.node);
    const today = traitsFor(academy, account.id).calendar.dayOf(sim.now());
    const wanted = readInsightsRequest(queryEntries(request.url), account, today);
    return page(request, insightsRows(academy, { ...wanted, campaignId }, sim.now()));
  });
}

/** `effective_status` as a JSON list; without it Meta leaves out what is archived. */
function askedStatuses(request: FastifyRequest): string[] | undefined {
  const json = single(queryEntries(request.url), 'effective_status');
  return json === undefined ? undefined : (JSON.parse(json) as string[]);
}

/** An ad account, or a campaign with the account it belongs to. */
function knownReportNode(sim: Simulation, id: string): { account: AdAccount; campaignId?: string } {
  const ad = sim.academy.plans.flatMap((plan) => plan.ads).find(({ campaignId }) => campaignId === id);
  if (ad === undefined) return { account: knownAccount(sim, id) };
  return { account: knownAccount(sim, ad.accountId), campaignId: id };
}

function knownAccount(sim: Simulation, id: string): AdAccount {
  const account = accountsOf(sim.academy, sim.now()).find((one) => one.id === id);
  if (account === undefined) throw errors.unknownNode(id);
  return account;
}
