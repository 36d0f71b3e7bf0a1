import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectSound } from './support/axe.ts';
import { freePort, ROOT, startService, type Service, until } from './support/service.ts';

let vite: Service;
let url: string;

test.beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const options = ['--port', String(port), '--strictPort', '--host', '127.0.0.1'];
  vite = startService('node', ['node_modules/vite/bin/vite.js', 'apps/web', ...options], {});
  await until('the development server', 60_000, async () =>
    (await fetch(`${url}/design`)).ok ? true : null,
  );
});
test.afterAll(async () => {
  await vite.stop('SIGTERM');
});

const TITLES = { ru: 'Дизайн-система', kk: 'Дизайн жүйесі', en: 'Design system' } as const;

for (const { width, looks } of [
  { width: 1280, looks: ['ru dark', 'ru light', 'en light', 'kk dark'] },
  { width: 390, looks: ['ru dark', 'kk light'] },
] as const)
  test(`the design page shows all of it at ${width} in its languages and themes, accessible and no wider than the screen`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${url}/design`);
    for (const look of looks) {
      const [language, theme] = look.split(' ') as ['ru' | 'kk' | 'en', 'light' | 'dark'];
      await page.locator('header select').selectOption(language);
      await expect(page.getByRole('heading', { level: 1, name: TITLES[language] })).toBeVisible();
      if ((await page.locator('html').getAttribute('data-theme')) !== theme)
        await page.locator('header button').click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(page.getByRole('slider')).toBeVisible();
      await expect(page.locator('[data-bar=main]')).toBeAttached();
      await expectSound(page, look);
    }
  });

test('five thousand rows are walked by the keyboard: few are drawn, each says its place, header and first column stand', async ({
  page,
}) => {
  await page.goto(`${url}/design`);
  const table = page.getByRole('table', { name: 'Длинный список' });
  await expect(table).toHaveAttribute('aria-rowcount', '5001');
  const region = page.getByRole('region', { name: 'Длинный список' });
  await region.focus();
  await page.keyboard.press('End');
  const last = table
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: '5\u00a0000', exact: true }) });
  await expect(last).toBeInViewport();
  await expect(last).toHaveAttribute('aria-rowindex', '5001');
  expect(await table.getByRole('row').count()).toBeLessThan(80);
  await expect(table.getByRole('columnheader').first()).toBeInViewport();
  const [box, header] = [
    await region.boundingBox(),
    await table.getByRole('columnheader').first().boundingBox(),
  ];
  expect(Math.abs((header?.y ?? 0) - (box?.y ?? -99))).toBeLessThanOrEqual(1);
});

test('the built application knows nothing of the design page', async () => {
  const files = await readdir(join(ROOT, 'apps/web/dist'), { recursive: true });
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => file.includes('design'))).toEqual([]);
});
