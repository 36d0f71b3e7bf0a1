/**
 * Lighthouse on the big data set, desktop, signed in: «Команды» and a cabinet; the median of three for what a busy machine
 * changes. Prints the scores with what cost points; exits 1 below the limits.
 *
 * `npm run bench:lighthouse` after `npm run seed:big` and a build of the web application (`npm start` makes one).
 */
import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { freePort, LOGIN, startProduct } from './big/product.ts';

const ROUNDS = 3;
const LIMITS = { performance: 95, accessibility: 100, 'best-practices': 95 } as const;
const CATEGORIES = Object.keys(LIMITS) as (keyof typeof LIMITS)[];

const product = await startProduct();
const port = await freePort();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
});

async function signIn(): Promise<string> {
  const answer = await fetch(`${product.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: product.url },
    body: JSON.stringify(LOGIN),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** One visit: scores out of 100, and the audits that are not perfect. */
async function measure(url: string, cookie: string) {
  const result = await lighthouse(
    url,
    { port, onlyCategories: CATEGORIES, extraHeaders: { cookie }, logLevel: 'error' },
    desktopConfig,
  );
  if (!result) throw new Error(`Lighthouse says nothing of ${url}`);
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map((key) => Math.round((categories[key]?.score ?? 0) * 100));
  const lost = CATEGORIES.flatMap((key) => categories[key]?.auditRefs ?? [])
    .filter(({ weight, id }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${id} ${audits[id]?.displayValue ?? ''}`.trim());
  return { scores, lost };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

let below = false;
try {
  const cookie = await signIn();
  console.log(`| page | ${CATEGORIES.join(' | ')} | not perfect |\n|---|---|---|---|---|`);
  const { teams } = (await (await fetch(`${product.url}/api/v1/teams`, { headers: { cookie } })).json()) as {
    teams: { slug: string }[];
  };
  for (const path of ['/', `/cabinet/${teams[0]?.slug ?? ''}`]) {
    const rounds: Awaited<ReturnType<typeof measure>>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(product.url + path, cookie));
    const scores = CATEGORIES.map((_, index) => median(rounds.map((round) => round.scores[index] ?? 0)));
    const lost = new Set(rounds.flatMap((round) => round.lost));
    console.log(`| ${path} | ${scores.join(' | ')} | ${[...lost].join(', ')} |`);
    below ||= CATEGORIES.some((key, index) => (scores[index] ?? 0) < LIMITS[key]);
  }
} finally {
  await browser.close();
  await product.stop();
}
process.exitCode = below ? 1 : 0;
