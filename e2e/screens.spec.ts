import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { figures, kpi, signIn, teamRow } from './support/pages.ts';

/** Columns of the set «Главное» after the team's name. */
const [SPEND, LEADS, SALES, REVENUE] = [0, 1, 3, 5];
const TEAMS = ['Kenesary', 'Arystan', 'Muha', 'Traf4'];

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 40 });
  await waitForHistory(academy);
});
test.afterAll(async () => {
  await academy.stop();
});

const admin = (page: Page) => signIn(page, academy.url, academy.logins().admin);

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto(academy.url);
  await page.getByLabel('Почта').fill(academy.logins().admin.email);
  await page.getByLabel('Пароль').fill('not the password');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('alert')).toContainText('Почта или пароль не подходят');
});

test('teams and «Не распределено» make the totals on the screen, and the totals are the KPIs', async ({
  page,
}) => {
  await admin(page);
  await expect(page.getByRole('group', { name: /./ })).not.toHaveCount(0);
  for (const name of ['Расход', 'Лиды', 'Продажи', 'Выручка', 'ROAS', 'CPA продажи'])
    await expect(kpi(page, name)).toBeVisible();
  const columns = [SPEND, LEADS, SALES, REVENUE];
  const rows = await Promise.all([...TEAMS, 'Не распределено'].map((name) => figures(page, name, columns)));
  const total = await figures(page, 'Итого', columns);
  for (const [index, shown] of total.entries()) {
    const parts = rows.map((row) => Number(row[index]));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Number(shown), 2);
  }
  expect([
    await kpi(page, 'Лиды').getAttribute('value'),
    await kpi(page, 'Продажи').getAttribute('value'),
  ]).toEqual([total[1], total[2]]);
});

test('a sale that arrives appears without reload, in its team, and changes its revenue', async ({ page }) => {
  await admin(page);
  const [sales, revenue] = await figures(page, 'Muha', [SALES, REVENUE]);
  const deal = { id: 81, status_id: 142, pipeline_id: 10418746, price: 490000, utm_source: 'fb_muha' };
  const updated_at = Math.floor(Date.now() / 1000);
  await page.evaluate(() => {
    document.body.dataset.untouched = 'yes';
  });
  expect((await postHook(academy.webhookUrl, hookBody('status', { ...deal, updated_at }))).status).toBe(200);
  await expect(async () => {
    const after = await figures(page, 'Muha', [SALES, REVENUE]);
    expect(after.map(Number)).toEqual([Number(sales) + 1, Number(revenue) + 490000]);
  }).toPass({ timeout: 15_000 });
  expect(await page.evaluate(() => document.body.dataset.untouched)).toBe('yes');
});

test('a cabinet shows its four-stage funnel, and a sale tells why it is the team’s', async ({ page }) => {
  await admin(page);
  await teamRow(page, 'Kenesary').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Kenesary');
  for (const stage of ['spend', 'proftest', 'express', 'main'])
    await expect(page.locator(`[data-bar=${stage}]`)).toBeAttached();
  await page
    .getByRole('table', { name: /продаж/i })
    .getByRole('button')
    .first()
    .click();
  const receipt = page.getByRole('dialog', { name: 'Квитанция продажи' });
  await expect(receipt).toContainText('Kenesary');
  await page.keyboard.press('Escape');
  await expect(receipt).toBeHidden();
});

test('a targetologist sees the own cabinet only: no other team by URL, by API, or by name', async ({
  page,
}) => {
  await signIn(page, academy.url, academy.logins().targetologist);
  await expect(page).toHaveURL(/\/cabinet\/kenesary/);
  await expect(page.getByRole('link', { name: 'Команды' })).toHaveCount(0);
  await page.goto(`${academy.url}/cabinet/arystan`);
  await expect(page.getByText('Этот кабинет вам не открыт')).toBeVisible();
  await expect(page.locator('data')).toHaveCount(0);
  const answer = await page.request.get(`${academy.url}/api/v1/overview?team=arystan`);
  expect(answer.status()).toBe(403);
  expect(await answer.text()).not.toContain('Arystan');
});

test('language and theme are chosen once and stay; signing out ends the session', async ({ page }) => {
  await admin(page);
  await page.getByLabel('Язык').selectOption('en');
  await expect(page.getByRole('heading', { level: 1, name: 'Teams' })).toBeVisible();
  await page.getByRole('button', { name: /theme/i }).click();
  const theme = await page.locator('html').getAttribute('data-theme');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Teams' })).toBeVisible();
  expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
  await page.getByRole('button', { name: /Profile/ }).click();
  await page
    .getByRole('menuitem', { name: 'Sign out' })
    .or(page.getByRole('button', { name: 'Sign out' }))
    .click();
  await expect(page).toHaveURL(/login/);
  expect((await page.request.get(`${academy.url}/api/v1/session`)).status()).toBe(401);
});

test.describe('with a dead Meta token', () => {
  let broken: Academy;

  test.beforeAll(async () => {
    broken = await startAcademy({ historyDays: 10, faults: { meta: { expiredToken: true } } });
  });
  test.afterAll(async () => {
    await broken.stop();
  });

  test('the screen says what is broken and shows unknown spend as unknown, never as zero', async ({
    page,
  }) => {
    await expect(async () => {
      const { sources } = await broken.api<{ sources: { key: string; status: string }[] }>(
        '/api/v1/overview',
      );
      expect(sources.find((source) => source.key === 'meta')?.status).toBe('failed');
    }).toPass({ timeout: 30_000 });
    await signIn(page, broken.url, broken.logins().admin);
    await expect(page.getByText('Meta не принимает токен')).toBeVisible();
    await expect(kpi(page, 'Продажи')).toBeVisible();
    await expect(page.getByRole('group', { name: 'Расход', exact: true })).toContainText('Неизвестно');
    await expect(kpi(page, 'Расход')).toHaveCount(0);
    expect(await figures(page, 'Kenesary', [SPEND])).toEqual([null]);
  });
});
