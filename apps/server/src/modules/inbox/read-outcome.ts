import type { DeliveryReason } from '@traffic/contract';

type Code = DeliveryReason['code'];

const PLAIN: Record<string, Code> = { 'no events in it': 'no_events' };
const LED: readonly (readonly [string, Code])[] = [
  ['no deals in it: ', 'no_deals'],
  ['foreign account ', 'foreign_account'],
  ['too_large: ', 'too_large'],
  ['too_deep: ', 'too_deep'],
  ['too_many_keys: ', 'too_many_keys'],
  ['bad_json: ', 'bad_json'],
  ['failed: ', 'failed'],
];

/**
 * The code and the parameters in an outcome's text, so that a screen says it in its own language. Read from the text, not
 * kept beside it: what was processed years ago is said in words too. A text that is none of ours is `unknown`, and itself.
 */
export function readOutcome(outcome: string | null): DeliveryReason | null {
  if (outcome === null) return null;
  const nothing = { deals: null, changed: null, detail: null };
  const plain = PLAIN[outcome];
  if (plain !== undefined) return { code: plain, ...nothing };
  const [, deals, changed] = /^deals: (\d+), changed: (\d+)$/.exec(outcome) ?? [];
  if (deals !== undefined && changed !== undefined)
    return { code: 'deals', deals: Number(deals), changed: Number(changed), detail: null };
  const led = LED.find(([start]) => outcome.startsWith(start));
  if (led === undefined) return { code: 'unknown', ...nothing, detail: outcome };
  return { code: led[1], ...nothing, detail: outcome.slice(led[0].length) };
}
