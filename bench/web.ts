/**
 * What a person waits for on the big data set, in real Chromium against the product as a process of its own: the first KPI
 * digits (cold, wide screen; and 390 px with the processor four times slower and 1.6 Mbit/s), a change of the period, JavaScript
 * on the wire, requests, and how far the page jumps. Median of five.
 *
 * `npm run bench:web` after `npm run seed:big` and a build of the web application (`npm start` makes one).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { LOGIN, startProduct } from './big/product.ts';

const ROUNDS = 5;
const POLL_MS = 5;
const KPI = '[role=group] data';
/** A phone on a poor network: the figures of the budget. */
const PHONE = { width: 390, height: 844, slowdown: 4, bytesPerSecond: 1_600_000 / 8, latencyMs: 150 };

/** Runs in the page: how far it has jumped so far. */
const LAYOUT_SHIFT = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(0), 500);
})`;

const { url, stop } = await startProduct();

type Round = { kpiMs: number; requests: number; scriptKb: number; shift: number; periodMs: number };

/** One visit of somebody who has never been here: signed in, nothing cached. */
async function visit(browser: Browser, phone: boolean): Promise<Round> {
  const viewport = phone ? { width: PHONE.width, height: PHONE.height } : { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport });
  const signIn = await context.request.post(`${url}/api/v1/session`, {
    data: LOGIN,
    headers: { origin: url },
  });
  if (!signIn.ok()) throw new Error(`sign-in answered ${signIn.status()}`);
  const page = await context.newPage();
  const wire = await watchWire(page, phone);
  const from = performance.now();
  await page.goto(`${url}/?preset=30d`, { waitUntil: 'commit' });
  await page.locator(KPI).first().waitFor();
  const kpiMs = performance.now() - from;
  await page.locator('tfoot data').first().waitFor();
  const { requests, scriptBytes } = wire();
  await page.waitForLoadState('networkidle');
  const shift = await page.evaluate<number>(LAYOUT_SHIFT);
  const periodMs = await changePeriod(page);
  await context.close();
  return { kpiMs, requests, scriptKb: scriptBytes / 1024, shift, periodMs };
}

/** Counts what goes over the wire, compressed as it is; for a phone also slows everything down. */
async function watchWire(page: Page, phone: boolean) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  if (phone) {
    const { bytesPerSecond, latencyMs: latency, slowdown: rate } = PHONE;
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    await session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond },
    });
  }
  const scripts = new Set<string>();
  let requests = 0;
  let scriptBytes = 0;
  session.on('Network.requestWillBeSent', ({ requestId, type }) => {
    requests += 1;
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  return () => ({ requests, scriptBytes });
}

/** From the click of «Предыдущий период» to another figure in the first tile; the hand is on the button already, as hands are. */
async function changePeriod(page: Page): Promise<number> {
  const tile = page.locator(KPI).first();
  const before = await tile.getAttribute('value');
  const button = page.getByRole('button', { name: 'Предыдущий период' });
  await button.hover();
  await sleep(REST_MS);
  const from = performance.now();
  await button.click();
  while ((await tile.getAttribute('value')) === before) await sleep(POLL_MS);
  return performance.now() - from;
}

/** Between a pointer that arrives and its click. */
const REST_MS = 500;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

try {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  console.log(
    '| | first KPI, ms | period change, ms | JavaScript, KB | requests | CLS |\n|---|---|---|---|---|---|',
  );
  for (const [name, phone] of [
    ['1440 px, cold', false],
    ['390 px, CPU x 4, 1.6 Mbit/s', true],
  ] as const) {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await visit(browser, phone));
    const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
    console.log(
      `| ${name} | ${of('kpiMs').toFixed(0)} | ${of('periodMs').toFixed(0)} | ${of('scriptKb').toFixed(0)} | ${of('requests')} | ${of('shift').toFixed(3)} |`,
    );
  }
  console.log('| Umami 3.1, 1 M events, 1440 px | 4300 | 3000 (blank) | 841 | 98 | |');
  await browser.close();
} finally {
  await stop();
}
