import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';
import { figures, signIn, walkList } from './support/pages.ts';

/** Positions of figures in a row of the teams table. */
const LEADS = 1;

let academy: Academy;

test.use({ viewport: { width: 1440, height: 900 }, actionTimeout: 15_000 });
test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 40 });
  await waitForHistory(academy);
});
test.afterAll(async () => {
  await academy.stop();
});

const admin = (page: Page) => signIn(page, academy.url, academy.logins().admin);
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('a count of leads opens a list of exactly so many, and Back returns', async ({ page }) => {
  await admin(page);
  await page.goto(`${academy.url}/?preset=last_week`);
  const [leads] = await figures(page, 'Muha', [LEADS]);
  await page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: /^Muha/ }) })
    .getByRole('link', { name: leads ?? '', exact: true })
    .first()
    .click();
  await expect(heading(page, 'Лиды')).toBeVisible();
  await expect(page).toHaveURL(/preset=last_week.*team=muha|team=muha.*preset=last_week/);
  const table = page.getByRole('table', { name: /Лиды за/ });
  await expect(table).toHaveAttribute('aria-rowcount', String(Number(leads) + 1));
  expect(await walkList(page, table)).toBe(Number(leads));
  await page.goBack();
  await expect(heading(page, 'Команды')).toBeVisible();
});

test('the URL says everything: another browser shows the same numbers', async ({ page, browser }) => {
  await admin(page);
  await page.goto(`${academy.url}/?preset=last_week`);
  await page.getByRole('button', { name: 'по лиду' }).click();
  await page.getByLabel('Сравнение').selectOption('year');
  await page.keyboard.press('w');
  await page.getByRole('button', { name: /Показать на графике: Лиды/ }).click();
  await expect(page).toHaveURL(/basis=cohort/);
  await expect(page).toHaveURL(/compare=year/);
  await expect(page).toHaveURL(/group=week/);
  await expect(page).toHaveURL(/metric=leads/);
  await expect(page.getByRole('slider', { name: /Лиды за/ })).toBeVisible();
  const shown = await figures(page, 'Итого', [0, 1, 3, 5]);
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, academy.url, academy.logins().admin);
  await other.goto(page.url());
  await expect(async () => expect(await figures(other, 'Итого', [0, 1, 3, 5])).toEqual(shown)).toPass();
  await expect(other.getByRole('button', { name: 'по лиду' })).toHaveAttribute('aria-pressed', 'true');
  await context.close();
  await page.goBack();
  await expect(page).not.toHaveURL(/metric=leads/);
});

test('the chart is walked by the arrow keys and has the same as a table', async ({ page }) => {
  await admin(page);
  const chart = page.getByRole('slider', { name: /Выручка за/ });
  await chart.focus();
  const last = await chart.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  await expect(chart).not.toHaveAttribute('aria-valuetext', last ?? '');
  await page.getByRole('button', { name: 'Показать таблицей' }).click();
  const rows = page.getByRole('table', { name: 'Динамика: Выручка' }).getByRole('row');
  await expect(rows).toHaveCount(31);
});

test('campaigns open down to the ad, each with what it cost and brought', async ({ page }) => {
  await admin(page);
  await page.goto(`${academy.url}/ads`);
  const table = page.getByRole('table', { name: /Кампании, группы и объявления/ });
  const rows = table.getByRole('row');
  const before = await rows.count();
  await table
    .getByRole('button', { name: /^Открыть/ })
    .first()
    .click();
  await expect(async () => expect(await rows.count()).toBeGreaterThan(before)).toPass();
  const withSets = await rows.count();
  await table
    .getByRole('button', { name: /^Открыть/ })
    .first()
    .click();
  await expect(async () => expect(await rows.count()).toBeGreaterThan(withSets)).toPass();
  await table.getByRole('button', { name: 'Выручка, ₸' }).click();
  await expect(page).toHaveURL(/sort=revenue/);
  await expect(table.getByRole('columnheader', { name: /Выручка/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
});

test('cohorts, models and the funnel answer for one team and for all', async ({ page }) => {
  await admin(page);
  await page.goto(`${academy.url}/funnel`);
  await expect(page.getByRole('table', { name: /Когорты за/ })).toBeVisible();
  const models = page.getByRole('table', { name: /Продажи команд по моделям/ });
  const totals = models.getByRole('row').last().locator('data');
  await expect(totals.first()).toBeVisible();
  const values = await totals.evaluateAll((all) => all.map((one) => (one as HTMLDataElement).value));
  expect(new Set(values.map(Number)).size).toBe(1);
  await page.getByRole('combobox', { name: 'Команда' }).selectOption('muha');
  await expect(page).toHaveURL(/team=muha/);
  await expect(page.locator('[data-stage=lead]')).toBeAttached();
});

test('a lead tells its story and whose it is; a search finds it by phone', async ({ page }) => {
  await admin(page);
  await page.goto(`${academy.url}/leads`);
  const first = page
    .getByRole('table', { name: /Лиды за/ })
    .getByRole('row')
    .nth(1);
  const name = await first.getByRole('button').innerText();
  await first.getByRole('button').click();
  const drawer = page.getByRole('dialog', { name: 'Лид' });
  await expect(drawer).toContainText('Оставил заявку');
  await expect(drawer).toContainText('Основание');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await page.getByRole('searchbox').fill(name);
  await expect(page.getByRole('button', { name: new RegExp(`Поиск: ${name}`) })).toBeVisible();
  await expect(page.getByRole('table', { name: /Лиды за/ })).toContainText(name);
  await page.getByRole('searchbox').fill('такого человека нет');
  await expect(page.getByText('Ничего не найдено')).toBeVisible();
  await page.getByRole('button', { name: 'Сбросить фильтры' }).click();
  await expect(page.getByRole('table', { name: /Лиды за/ })).toBeVisible();
});

test('a lead leads an administrator to what is kept of the person, and no contact stands in the address', async ({
  page,
}) => {
  await admin(page);
  await page.goto(`${academy.url}/leads`);
  const first = page
    .getByRole('table', { name: /Лиды за/ })
    .getByRole('row')
    .nth(1)
    .getByRole('button');
  const name = await first.innerText();
  await first.click();
  await page.getByRole('link', { name: 'Персональные данные: выгрузить или стереть' }).click();
  const people = page.getByRole('table', { name: 'Персональные данные' });
  await expect(people.getByRole('row', { name: new RegExp(name) }).first()).toBeVisible();
  await expect(people.getByRole('button', { name: 'Стереть данные' }).first()).toBeVisible();
  expect(new URL(page.url()).search).toBe('?tab=privacy');
  // Pages without figures of a period show no control for one.
  await expect(page.getByRole('button', { name: /^Период:/ })).toHaveCount(0);
});

test('an administrator decides otherwise on a sale, and takes it back', async ({ page }) => {
  await admin(page);
  await page.goto(`${academy.url}/sales?team=muha`);
  await page
    .getByRole('table', { name: /Продажи за/ })
    .getByRole('button')
    .first()
    .click();
  const receipt = page.getByRole('dialog', { name: 'Квитанция продажи' });
  await receipt.getByLabel('Команда').selectOption('traf4');
  await receipt.getByLabel('Причина').fill('спор решён на планёрке');
  await receipt.getByRole('button', { name: 'Закрепить' }).click();
  await expect(receipt).toContainText('Назначено вручную');
  await receipt.getByRole('button', { name: 'Вернуть решение правил' }).click();
  await expect(receipt).not.toContainText('Назначено вручную');
});

test('keys work in any layout: palette, help, steps', async ({ page }) => {
  await admin(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Куда перейти/ }).fill('прод');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Продажи')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Клавиши' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/group=month/);
});

test('a targetologist sees own rows only, and no page of others', async ({ page }) => {
  await signIn(page, academy.url, academy.logins().targetologist);
  await page.goto(`${academy.url}/leads`);
  const table = page.getByRole('table', { name: /Лиды за/ });
  await expect(table).toBeVisible();
  for (const other of ['Arystan', 'Muha', 'Traf4']) await expect(table.getByText(other)).toHaveCount(0);
  await page.goto(`${academy.url}/teams`);
  await expect(page.getByText('Страница администратора')).toBeVisible();
  for (const path of ['/api/v1/leads?team=muha', '/api/v1/export.csv?report=sales&team=muha'])
    expect((await page.request.get(academy.url + path)).status()).toBe(403);
});

test('one widget that fails says why beside what works, and recovers by its button', async ({ page }) => {
  await admin(page);
  const failure = { code: 'unavailable', message: 'База данных недоступна', request_id: 'req-77' };
  await page.route('**/api/v1/cohorts*', (route) =>
    route.fulfill({ status: 503, json: { success: false, error: failure } }),
  );
  await page.goto(`${academy.url}/funnel`);
  const alert = page.getByRole('alert').filter({ hasText: 'Не получилось загрузить когорты' });
  await expect(alert).toContainText('База данных недоступна', { timeout: 30_000 });
  await expect(alert).toContainText('req-77');
  await expect(page.locator('[data-stage=lead]')).toBeAttached();
  await page.unroute('**/api/v1/cohorts*');
  await alert.getByRole('button', { name: 'Повторить' }).click();
  await expect(page.getByRole('table', { name: /Когорты за/ })).toBeVisible();
});
