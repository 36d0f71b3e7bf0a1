import type { FastifyInstance } from 'fastify';
import { guardWithFaults } from '../http/gate.ts';
import { sendHtml } from '../http/html.ts';
import { queryEntries, single } from '../http/query.ts';
import type { Simulation } from '../simulation.ts';
import { ratesXml } from './rates-xml.ts';

/** The National Bank of Kazakhstan's daily rates: `/rates/get_rates.cfm?fdate=DD.MM.YYYY`, today's when absent. */
export function registerRates(app: FastifyInstance, sim: Simulation): void {
  void app.register(
    async (scope) => {
      guardWithFaults(
        scope,
        sim.faults,
        'rates',
        () => true,
        (fault, _, reply) => {
          if (fault.status !== undefined) sendHtml(reply, fault.status);
          else if (fault.empty === true)
            reply.type('text/xml; charset=utf-8').send(ratesXml(sim.academy.seed, undefined));
          return reply.sent;
        },
      );
      scope.get('/get_rates.cfm', async (request, reply) => {
        const { dayOf } = sim.academy.calendar;
        const today = dayOf(sim.now());
        const day = readDate(single(queryEntries(request.url), 'fdate')) ?? today;
        // Tomorrow's rates are published in the afternoon; nothing is known beyond.
        const known = day <= dayOf(sim.now() + 86_400_000);
        return reply
          .type('text/xml; charset=utf-8')
          .send(ratesXml(sim.academy.seed, known ? day : undefined));
      });
    },
    { prefix: '/rates' },
  );
}

function readDate(text: string | undefined): string | undefined {
  const match = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text ?? '');
  return match === null ? undefined : `${match[3]}-${match[2]}-${match[1]}`;
}
