import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { changeNow, type Effects, leadNow, refundNow, saleNow } from '../live/verbs.ts';
import type { Simulation } from '../simulation.ts';
import type { TeamPlan } from '../world/campaigns.ts';
import type { DealChange } from '../world/deals.ts';
import type { Rng } from '../world/random.ts';
import { type Deal, NO_UTM, type Touch } from '../world/types.ts';

const leadSchema = z.strictObject({ team: z.string().optional() });
const saleSchema = z.strictObject({
  team: z.string().optional(),
  product: z.string().optional(),
  amount: z.number().int().min(0).nullable().optional(),
  utm: z
    .partialRecord(
      z.enum(['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'fbclid']),
      z.string(),
    )
    .optional(),
});
const spendSchema = z.strictObject({
  team: z.string(),
  day: z.iso.date(),
  /** Of the account's currency. */
  amount: z.number().min(0),
});
const refundSchema = z.strictObject({ dealId: z.number().int() });
const changeSchema = z.strictObject({
  price: z.number().int().min(0).nullable().optional(),
  statusId: z.number().int().optional(),
  pipelineId: z.number().int().optional(),
  deleted: z.boolean().optional(),
  /** True: AmoCRM "loses" the hook; only its REST API knows. */
  silent: z.boolean().default(false),
});
const liveSchema = z.strictObject({ enabled: z.boolean(), intervalMs: z.number().min(20).optional() });

/** What a test can make happen now. */
export function registerActs(scope: FastifyInstance, sim: Simulation): void {
  const effects = effectsOf(sim);
  registerLeadsAndSales(scope, sim, effects);
  registerChanges(scope, sim, effects);
  scope.post('/spend', async (request, reply) => {
    const { team, day, amount } = spendSchema.parse(request.body);
    if (!sim.academy.plans.some((plan) => plan.team.slug === team)) return notFound(reply, `team ${team}`);
    sim.academy.orderedSpend.set(`${team} ${day}`, Math.round(amount * 100));
    return { team, day, amount };
  });
  scope.post('/live', async (request) => {
    const { enabled, intervalMs } = liveSchema.parse(request.body);
    sim.live.set(enabled, intervalMs);
    return sim.live.state;
  });
}

/** The landing page and AmoCRM of this simulation. */
export function effectsOf(sim: Pick<Simulation, 'landing' | 'hooks'>): Effects {
  return { landing: (leads) => sim.landing.enqueue(leads), hook: (event) => sim.hooks.emit(event) };
}

function registerLeadsAndSales(scope: FastifyInstance, sim: Simulation, effects: Effects): void {
  const { academy } = sim;
  scope.post('/leads', async (request, reply) => {
    const { team } = leadSchema.parse(request.body ?? {});
    const rng = sim.live.draw();
    const plan = teamFor(sim, team, rng);
    if (plan === undefined) return notFound(reply, `team ${team}`);
    const { leads, deal, person } = leadNow(academy, plan, sim.now(), rng, effects);
    return {
      leadId: leads[0]?.id ?? null,
      dealId: deal.id,
      contactId: person.contactId,
      team: plan.team.slug,
    };
  });
  scope.post('/sales', async (request, reply) => {
    const body = saleSchema.parse(request.body ?? {});
    const rng = sim.live.draw();
    const plan = teamFor(sim, body.team, rng);
    const product = academy.preset.products.find(({ key }) => key === (body.product ?? academy.entry.key));
    if (plan === undefined || product === undefined) return notFound(reply, 'the team or the product');
    const touch = body.utm && touchOf(body.utm, body.team ?? null);
    const wanted = { team: plan.team.slug, product, amount: body.amount, touch };
    const sale = saleNow(academy, wanted, sim.now(), rng, effects);
    if (sale === undefined) return notFound(reply, 'anybody who could buy');
    return saleAnswer(sim, sale, plan.team.slug, product.key);
  });
}

function saleAnswer(
  sim: Simulation,
  sale: { deal: Deal; hookId: number | null },
  team: string,
  product: string,
): object {
  const { world } = sim.academy;
  return {
    dealId: sale.deal.id,
    contactId: world.person(sale.deal.personId).contactId,
    leadId: world.leadsOf(sale.deal.personId)[0]?.id ?? null,
    team,
    product,
    amount: sale.deal.price,
    hookId: sale.hookId,
    deal: sale.deal,
  };
}

function registerChanges(scope: FastifyInstance, sim: Simulation, effects: Effects): void {
  const { academy } = sim;
  scope.post('/refunds', async (request, reply) => {
    const { dealId } = refundSchema.parse(request.body);
    const deal = academy.world.deals.get(dealId);
    const refund = deal && refundNow(academy, deal, sim.now(), sim.live.draw(), effects);
    return refund ?? notFound(reply, `a won deal ${dealId}`);
  });
  scope.patch<{ Params: { id: string } }>('/deals/:id', async (request, reply) => {
    const deal = academy.world.deals.get(Number(request.params.id));
    if (deal === undefined) return notFound(reply, `deal ${request.params.id}`);
    const { silent, ...change } = changeSchema.parse(request.body);
    const quiet: Effects = { landing: () => {}, hook: () => null };
    return changeNow(academy, deal, present(change), sim.now(), silent ? quiet : effects);
  });
}

/** Without the keys that were not given: `undefined` would overwrite. */
function present(change: Omit<z.output<typeof changeSchema>, 'silent'>): DealChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function teamFor(sim: Simulation, slug: string | undefined, rng: Rng): TeamPlan | undefined {
  return slug === undefined
    ? rng.pick(sim.academy.plans)
    : sim.academy.plans.find((plan) => plan.team.slug === slug);
}

/** UTM given by hand: the caller says with `team` who deserves the sale. An empty set is no touch. */
function touchOf(utm: Partial<Touch['utm']>, team: string | null): Touch {
  const empty = Object.keys(utm).length === 0;
  const kind = empty ? 'none' : team === null ? 'conflict' : 'ad';
  return { kind, team: empty ? null : team, adId: null, utm: { ...NO_UTM, ...utm } };
}

function notFound(reply: FastifyReply, what: string): FastifyReply {
  return reply.code(404).send({ error: `there is no ${what}` });
}
