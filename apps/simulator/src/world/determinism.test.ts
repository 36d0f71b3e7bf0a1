import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ANCHOR, readPreset } from '../test/start.ts';
import { type Academy, openAcademy } from './academy.ts';
import { generateBetween, generateHistory } from './generate-history.ts';
import { deliveryOn } from './spend.ts';

const ANCHOR_MS = Date.parse(ANCHOR);

function fingerprint({ world }: Academy): string {
  const everything = [...world.people.values(), ...world.leads.values(), ...world.deals.values()];
  return createHash('sha256').update(JSON.stringify(everything)).digest('hex');
}

function live(seed: number, days: number): Academy {
  const academy = openAcademy(seed, readPreset());
  generateHistory(academy, ANCHOR_MS, days);
  return academy;
}

describe('the world', () => {
  it('is the same for the same seed, anchor and preset', () => {
    const [first, second] = [live(7, 40), live(7, 40)];
    expect(fingerprint(first)).toBe(fingerprint(second));
    expect(deliveryOn(first, '2026-11-10', ANCHOR_MS)).toEqual(deliveryOn(second, '2026-11-10', ANCHOR_MS));
  });

  it('differs for another seed', () => {
    expect(fingerprint(live(7, 10))).not.toBe(fingerprint(live(8, 10)));
  });

  it('does not depend on where time is cut: a day lived in two parts is the same day', () => {
    const whole = live(3, 5);
    const parts = openAcademy(3, readPreset());
    const start = whole.calendar.startOf('2026-11-15');
    generateBetween(parts, start, ANCHOR_MS - 7_000_000);
    generateBetween(parts, ANCHOR_MS - 7_000_000, ANCHOR_MS);
    expect(fingerprint(parts)).toBe(fingerprint(whole));
  });

  it('gives every person another phone', () => {
    const phones = [...live(1, 60).world.people.values()].map((person) => person.phoneDigits);
    expect(new Set(phones).size).toBe(phones.length);
  });

  it('has nothing dated after its anchor', () => {
    const { world } = live(1, 20);
    const latest = Math.max(...[...world.deals.values()].map((deal) => deal.updatedAtSec));
    expect(latest * 1000).toBeLessThanOrEqual(ANCHOR_MS + 1000);
  });
});
