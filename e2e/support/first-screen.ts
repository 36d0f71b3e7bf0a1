import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** What a page took over the wire so far, and how far it has jumped. */
export type Cost = {
  urls: string[];
  scriptBytes: number;
  /** Cumulative layout shift, with what moved. */
  shift: { score: number; moved: string[] };
};

/** Starts counting; call before the page is opened. */
export async function countCost(page: Page): Promise<() => Promise<Cost>> {
  const urls: string[] = [];
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    urls.push(response.url());
    if (response.url().endsWith('.js')) scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.addInitScript(`window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value, sources }) => ({
      value,
      moved: sources.map(({ node, previousRect: a, currentRect: b }) =>
        [value.toFixed(4), 'x', a.x, '->', b.x, 'y', a.y, '->', b.y,
          (node?.nodeType === 1 ? node : node?.parentElement)?.outerHTML.slice(0, 90) ?? ''].join(' ')),
    })))).observe({ type: 'layout-shift', buffered: true });`);
  return async () => {
    const shifts = await page.evaluate<{ value: number; moved: string[] }[]>('window.shifts');
    return {
      urls,
      scriptBytes: (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0),
      shift: {
        score: shifts.reduce((sum, { value }) => sum + value, 0),
        moved: shifts.flatMap(({ moved }) => moved),
      },
    };
  };
}
