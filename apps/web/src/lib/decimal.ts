/**
 * Arithmetic on the decimal strings of the API, exact to the last digit. Money is never a float here:
 * strings become scaled integers, and come back as strings.
 */
type Scaled = { units: bigint; scale: number };

function parse(value: string): Scaled {
  const [whole = '0', fraction = ''] = value.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function align(a: string, b: string): [bigint, bigint] {
  const left = parse(a);
  const right = parse(b);
  const scale = Math.max(left.scale, right.scale);
  return [left.units * 10n ** BigInt(scale - left.scale), right.units * 10n ** BigInt(scale - right.scale)];
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Integer division rounded half away from zero, as accountants round. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const divisor = magnitude(denominator);
  return (sign * (magnitude(numerator) * 2n + divisor)) / (divisor * 2n);
}

function print(units: bigint, digits: number): string {
  const padded = magnitude(units)
    .toString()
    .padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const fraction = digits > 0 ? `.${padded.slice(-digits)}` : '';
  return `${units < 0n ? '-' : ''}${whole}${fraction}`;
}

/** `value` with exactly `digits` decimals: round('12.345', 2) is '12.35'. */
export function round(value: string, digits: number): string {
  const { units, scale } = parse(value);
  return print(divideRounded(units * 10n ** BigInt(digits), 10n ** BigInt(scale)), digits);
}

/** `value` divided by ten to the `power`, with exactly `digits` decimals. */
export function shiftDown(value: string, power: number, digits: number): string {
  const { units, scale } = parse(value);
  return print(divideRounded(units * 10n ** BigInt(digits), 10n ** BigInt(scale + power)), digits);
}

/** Sort order of two decimal strings. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = align(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** part / whole * 100 with one decimal, or null when `whole` is zero. */
export function percentOf(part: string, whole: string): string | null {
  const [left, right] = align(part, whole);
  return right === 0n ? null : print(divideRounded(left * 1000n, right), 1);
}

/** Change against `base` in percent with one decimal; null without a base to compare with. */
export function changePercent(value: string, base: string): string | null {
  const [now, before] = align(value, base);
  return before === 0n ? null : print(divideRounded((now - before) * 1000n, magnitude(before)), 1);
}

/** value / count with `digits` decimals; the count is not zero. */
export function divide(value: string, count: number, digits: number): string {
  const { units, scale } = parse(value);
  return print(divideRounded(units * 10n ** BigInt(digits), BigInt(count) * 10n ** BigInt(scale)), digits);
}

/** The sum of decimal strings, with as many decimals as the longest of them. */
export function sum(values: readonly string[]): string {
  const parts = values.map(parse);
  const scale = Math.max(0, ...parts.map((part) => part.scale));
  return print(
    parts.reduce((total, part) => total + part.units * 10n ** BigInt(scale - part.scale), 0n),
    scale,
  );
}

/** a - b, with the longer fraction of the two. */
export function subtract(a: string, b: string): string {
  const [left, right] = align(a, b);
  return print(left - right, Math.max(parse(a).scale, parse(b).scale));
}
