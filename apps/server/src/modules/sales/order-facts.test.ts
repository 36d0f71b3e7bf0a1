import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LeadFact } from '../../integrations/amocrm/index.ts';
import { type DealFact, happenedAt } from './deal-fact.ts';
import { fromHook, fromReading, leadFact } from './fact-factory.ts';
import { lastPosition, orderFacts } from './order-facts.ts';
import { unknownDeal } from './fold-deal.ts';
import { replayFacts, type World } from './replay-facts.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, second));
const hook = (second: number, statusId: number, oldStatusId: number | null = null) =>
  fromHook(leadFact(at(second), { statusId, oldStatusId }), at(second + 1));
const hint = (second: number, statusId: number) =>
  fromHook(leadFact(null, { statusId, action: 'status' }), at(second));
const reading = (second: number, statusId: number, readAt: number) =>
  fromReading(leadFact(at(second), { statusId }), at(readAt));
const statuses = (facts: DealFact[]) => orderFacts(facts).map((entry) => entry.fact.statusId);

describe('orderFacts', () => {
  it('orders by version, whatever the order of arrival', () => {
    expect(statuses([hook(3, 30), hook(1, 10), hook(2, 20)])).toEqual([10, 20, 30]);
  });

  it('places a fact without a version by its arrival', () => {
    expect(statuses([hint(5, 50), hook(1, 10), hook(9, 90)])).toEqual([10, 50, 90]);
  });

  it('follows the moves of one second, whatever the order of arrival', () => {
    const moves = [hook(1, 20, 10), hook(1, 30, 20), hook(1, 142, 30)];
    expect(statuses(moves)).toEqual([20, 30, 142]);
    expect(statuses([...moves].reverse())).toEqual([20, 30, 142]);
  });

  it('believes a reading more than hooks of its second, and a later reading more than an earlier one', () => {
    expect(statuses([reading(1, 142, 2), hook(1, 10)])).toEqual([10, 142]);
    expect(statuses([reading(1, 143, 9), reading(1, 142, 2)])).toEqual([142, 143]);
  });

  it('lets a reading correct hints that had arrived before it, and a later hint move on', () => {
    expect(statuses([hint(5, 50), reading(1, 10, 6)])).toEqual([50, 10]);
    expect(statuses([hint(7, 70), reading(1, 10, 6)])).toEqual([10, 70]);
  });
});

const WORLD: World = {
  wonStatusId: 142,
  lostStatusId: 143,
  productOf: () => ({
    key: 'express',
    name: 'Express',
    expectedPrice: '5000',
    currency: 'KZT',
    counted: true,
    prepayment: null,
  }),
};
const START = { deal: unknownDeal('1'), sales: new Map(), events: [] };

const anyFact = fc
  .record({
    second: fc.integer({ min: 0, max: 20 }),
    delay: fc.integer({ min: 0, max: 20 }),
    kind: fc.constantFrom('hook', 'hint', 'reading', 'delete', 'restore' as const),
    statusId: fc.constantFrom(10, 20, 142, 143),
    oldStatusId: fc.constantFrom(null, 10, 20, 142),
    price: fc.constantFrom(null, '5000', '6000'),
  })
  .map(({ second, delay, kind, statusId, oldStatusId, price }): DealFact => {
    const fields: Partial<LeadFact> = { statusId, oldStatusId, price, priceGiven: price !== null };
    const receivedAt = at(second + delay);
    if (kind === 'reading')
      return fromReading(leadFact(at(second), { ...fields, closedAt: at(second) }), receivedAt);
    if (kind === 'hint') return fromHook(leadFact(null, { ...fields, action: 'status' }), receivedAt);
    if (kind === 'delete') return fromHook(leadFact(null, { action: 'delete', deleted: true }), receivedAt);
    if (kind === 'restore')
      return fromHook(leadFact(at(second), { ...fields, action: 'restore' }), receivedAt);
    return fromHook(leadFact(at(second), fields), receivedAt);
  });

describe('replayFacts', () => {
  it('ends the same for every order of the same facts', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyFact, { maxLength: 12 })
          .chain((facts) =>
            fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
          ),
        ([facts, shuffled]) => {
          expect(replayFacts(WORLD, START, shuffled)).toEqual(replayFacts(WORLD, START, facts));
        },
      ),
    );
  });

  it('continues from where it stands exactly as if it had started anew, when only later facts follow', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 12 }), (facts) => {
        let state: ReturnType<typeof replayFacts> = START;
        const applied: DealFact[] = [];
        for (const entry of facts) {
          if (applied.length > 0 && happenedAt(entry) <= lastPosition(applied)) continue;
          state = replayFacts(WORLD, state, [entry]);
          applied.push(entry);
        }
        expect(state).toEqual(replayFacts(WORLD, START, applied));
      }),
    );
  });
});
