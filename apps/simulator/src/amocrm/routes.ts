import type { FastifyInstance } from 'fastify';
import { guardWithFaults } from '../http/gate.ts';
import { sendHtml } from '../http/html.ts';
import { queryEntries, single } from '../http/query.ts';
import type { Simulation } from '../simulation.ts';
import { filterEvents, presentEvent } from './events.ts';
import { filterDeals } from './filter-deals.ts';
import { sendPage } from './list.ts';
import { filterContacts } from './filter-contacts.ts';
import { registerOauth, Tokens } from './oauth.ts';
import { presentContact, presentDeal, presentPipelines, selfLink } from './present.ts';
import { sendProblem } from './problem.ts';
import { registerWebhooks } from './webhook-routes.ts';

/** AmoCRM REST API v4 under `/amocrm/api/v4`, and its token exchange. */
export function registerAmocrm(app: FastifyInstance, sim: Simulation): void {
  const tokens = new Tokens(sim.options);
  registerOauth(app, tokens);
  void app.register(
    async (scope) => {
      guard(scope, sim, tokens);
      registerAccount(scope, sim);
      registerDeals(scope, sim);
      registerContacts(scope, sim);
      registerWebhooks(scope, sim);
    },
    { prefix: '/amocrm/api/v4' },
  );
}

/** In the order of the real one: a blocked or throttled client learns nothing else, then faults, then the token. */
function guard(scope: FastifyInstance, sim: Simulation, tokens: Tokens): void {
  scope.addHook('preHandler', async (_, reply) => {
    const verdict = sim.options.rateLimit ? sim.limiter.check(performance.now()) : 'ok';
    if (verdict === 'ok') return;
    if (verdict === 'blocked') sendHtml(reply, 403);
    else sendProblem(reply, 429);
    return reply;
  });
  guardWithFaults(
    scope,
    sim.faults,
    'amocrm',
    () => true,
    (fault, _, reply) => {
      if (fault.status === undefined) return false;
      const html = fault.html ?? (fault.status === 403 || fault.status >= 500);
      (html ? sendHtml : sendProblem)(reply, fault.status);
      return true;
    },
  );
  scope.addHook('preHandler', async (request, reply) => {
    if (tokens.accepts(request.headers.authorization)) return;
    sendProblem(reply, 401);
    return reply;
  });
}

function registerAccount(scope: FastifyInstance, { academy, account }: Simulation): void {
  scope.get('/account', async () => ({
    id: account.id,
    name: account.name,
    subdomain: account.subdomain,
    created_at: 1_704_067_200,
    created_by: 0,
    updated_at: 1_704_067_200,
    updated_by: 0,
    current_user_id: account.userId,
    country: 'KZ',
    currency: academy.preset.academy.reporting_currency,
    currency_symbol: '₸',
    customers_mode: 'segments',
    is_unsorted_on: true,
    mobile_feature_version: 0,
    is_loss_reason_enabled: true,
    is_helpbot_enabled: false,
    is_technical_account: false,
    contact_name_display_order: 1,
    _links: selfLink(account, 'account'),
    _embedded: { datetime_settings: { timezone: academy.preset.academy.timezone } },
  }));
}

function registerDeals(scope: FastifyInstance, { academy, account }: Simulation): void {
  const wantsContacts = (url: string): boolean =>
    (single(queryEntries(url), 'with') ?? '').split(',').includes('contacts');
  scope.get('/leads', async (request, reply) =>
    sendPage(request, reply, account, {
      name: 'leads',
      path: 'leads',
      items: filterDeals(academy, queryEntries(request.url)),
      present: (deal) => presentDeal(academy, account, deal, wantsContacts(request.url)),
    }),
  );
  scope.get<{ Params: { id: string } }>('/leads/:id', async (request, reply) => {
    const deal = academy.world.deals.get(Number(request.params.id));
    // A deleted or unknown deal answers 204 without a body, not 404.
    if (deal === undefined || deal.deleted) return reply.code(204).send();
    return presentDeal(academy, account, deal, wantsContacts(request.url));
  });
  scope.get('/leads/pipelines', async () => {
    const pipelines = presentPipelines(academy, account);
    return {
      _total_items: pipelines.length,
      _links: selfLink(account, 'leads/pipelines'),
      _embedded: { pipelines },
    };
  });
  scope.get('/events', async (request, reply) =>
    sendPage(request, reply, account, {
      name: 'events',
      path: 'events',
      items: filterEvents(academy, queryEntries(request.url)),
      present: (event) => presentEvent(account, event),
    }),
  );
}

function registerContacts(scope: FastifyInstance, { academy, account }: Simulation): void {
  const wantsLeads = (url: string): boolean =>
    (single(queryEntries(url), 'with') ?? '').split(',').includes('leads');
  scope.get('/contacts', async (request, reply) =>
    sendPage(request, reply, account, {
      name: 'contacts',
      path: 'contacts',
      items: filterContacts(academy, queryEntries(request.url)),
      present: (person) => presentContact(academy, account, person, wantsLeads(request.url)),
    }),
  );
  scope.get<{ Params: { id: string } }>('/contacts/:id', async (request, reply) => {
    const person = academy.world.contact(Number(request.params.id));
    if (person === undefined) return reply.code(204).send();
    return presentContact(academy, account, person, wantsLeads(request.url));
  });
}
