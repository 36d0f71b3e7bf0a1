/** Above this the normal approximation is as good as the sum, and the sum would underflow. */
const EXACT_UP_TO = 500;

/** The chance of at most `count` independent events where `mean` are expected. */
export function chanceOfAtMost(count: number, mean: number): number {
  if (mean <= 0) return 1;
  if (mean > EXACT_UP_TO) return normalBelow((count + 0.5 - mean) / Math.sqrt(mean));
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k += 1) {
    term *= mean / k;
    sum += term;
  }
  return Math.min(1, sum);
}

/** The chance of at least `count` independent events where `mean` are expected. */
export const chanceOfAtLeast = (count: number, mean: number): number =>
  count <= 0 ? 1 : Math.max(0, 1 - chanceOfAtMost(count - 1, mean));

/** The normal distribution below `z`: Abramowitz and Stegun 7.1.26, right to seven digits. */
function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}

/** People come in bursts, so that real counts spread wider than independent ones: what is said needs more than 5 %. */
export const SURPRISE = 0.005;

/** How sure a claim is, by the chance that nothing happened. */
export function confidenceOf(chance: number): 'high' | 'medium' | 'low' {
  if (chance < 0.00001) return 'high';
  return chance < 0.0005 ? 'medium' : 'low';
}
