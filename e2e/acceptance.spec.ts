import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { figures, kpi, signIn, teamRow } from './support/pages.ts';
import { until } from './support/service.ts';

/** Columns of the set «Главное» after the team's name. */
const [SPEND, SALES, REVENUE, ROAS] = [0, 3, 5, 7];
const ALMATY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty' });
/** A business day of the academy, days back from today. */
const dayBack = (days: number) => ALMATY.format(Date.now() - days * 86_400_000);
const DAY = dayBack(3);
const NEXT = dayBack(2);

type Overview = { total: { spend: string | null; sales: number; spend_unconverted: number } };
type Sources = { sources: { key: string; status: string }[] };

let academy: Academy;

/** The world of the acceptance: A spends 100 and sells for 300, B spends 900 and sells for 900; the bank gives no rates. */
test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0, faults: { rates: { empty: true } } });
  const spend = { kenesary: 100, arystan: 900, muha: 0, traf4: 0 };
  for (const [team, amount] of Object.entries(spend))
    for (const day of [DAY, NEXT]) await academy.simulator('POST', '/spend', { team, day, amount });
  await academy.post('/api/traffic-facebook/refresh');
  await sell(7001, 'fb_kenesary', 300, `${DAY}T12:00:00`);
  await sell(7002, 'fb_arystan', 900, `${DAY}T23:59:00`);
  await until('two sales', 60_000, async () => ((await overview(DAY)).total.sales === 2 ? true : null));
  await until('the spend, which has no rate', 90_000, async () =>
    (await overview(NEXT)).total.spend_unconverted > 0 ? true : null,
  );
});
test.afterAll(async () => {
  await academy.stop();
});

const overview = (day: string) => academy.api<Overview>(`/api/v1/overview?date=${day}`);

/** A won deal, told by a hook, at a moment of Almaty (UTC+5 since 2024). */
async function sell(id: number, tag: string, price: number, moment: string): Promise<void> {
  const updated_at = Date.parse(`${moment}Z`) / 1000 - 5 * 3600;
  const deal = { id, status_id: 142, pipeline_id: 10350882, price, utm_source: tag, updated_at };
  expect((await postHook(academy.webhookUrl, hookBody('status', deal))).status).toBe(200);
}

const open = (page: Page, path: string) => signIn(page, `${academy.url}${path}`, academy.logins().admin);
const onDay = (day: string) => `start=${day}&end=${day}`;

test('spend of a day without a rate is marked and not counted, the settings name the day, and a rate brings it in with its day', async ({
  page,
}) => {
  await open(page, `/?${onDay(DAY)}`);
  const tile = page.getByRole('group', { name: 'Расход', exact: true });
  await expect(tile).toContainText(/без курса: \d+ дн\./);
  await page.goto(`${academy.url}/settings?tab=rates&${onDay(DAY)}`);
  await expect(page.getByText(/Нет курса.*USD|USD.*нет курса/i).first()).toBeVisible();
  await page.getByLabel('День').fill(DAY);
  await page.getByLabel('Курс, ₸').fill('1');
  await page.getByRole('button', { name: 'Задать курс' }).click();
  await until('the spend in tenge', 60_000, async () =>
    Number((await overview(DAY)).total.spend) === 1000 ? true : null,
  );
  await page.goto(`${academy.url}/?${onDay(DAY)}`);
  await expect(kpi(page, 'Расход')).toHaveAttribute('value', /^1000\.00$/);
  await expect(tile).not.toContainText('без курса');
  await tile.getByRole('button', { name: 'Расход', exact: true }).click();
  const explanation = page.getByRole('dialog', { name: 'Расход' });
  await expect(explanation).toContainText('Курс USD');
  await expect(explanation).toContainText(/1,00.*₸/);
});

test('A 100 -> 300 and B 900 -> 900 make ROAS 1,20 on the screen: sums, not a mean of 3 and 1', async ({
  page,
}) => {
  await open(page, `/?${onDay(DAY)}`);
  await expect(kpi(page, 'ROAS')).toHaveText(/^1,20/);
  const columns = [SPEND, REVENUE, ROAS];
  const [a, b, total] = [
    await figures(page, 'Kenesary', columns),
    await figures(page, 'Arystan', columns),
    await figures(page, 'Итого', columns),
  ];
  expect(a.map(Number)).toEqual([100, 300, 3]);
  expect(b.map(Number)).toEqual([900, 900, 1]);
  expect(total.map(Number)).toEqual([1000, 1200, 1.2]);
});

test('in a browser in New York a sale of 23:59 in Almaty lies on its Almaty day, with its Almaty time', async ({
  page,
}) => {
  expect(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(
    'America/New_York',
  );
  await open(page, `/?${onDay(DAY)}`);
  expect(await figures(page, 'Arystan', [SALES])).toEqual(['1']);
  await page.goto(`${academy.url}/?${onDay(NEXT)}`);
  expect(await figures(page, 'Arystan', [SALES])).toEqual(['0']);
  await page.goto(`${academy.url}/sales?team=arystan&${onDay(DAY)}`);
  const row = page
    .getByRole('table', { name: /Продажи за/ })
    .getByRole('row')
    .nth(1);
  await expect(row).toContainText('23:59');
  await expect(row).toContainText('7002');
});

test('a table sorts by click and by Enter and says so; header, first column and totals stand while it scrolls', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 500 });
  await open(page, `/?${onDay(DAY)}`);
  const table = page.getByRole('table', { name: /Показатели команд/ });
  const names = () => table.locator('tbody').first().getByRole('rowheader').allInnerTexts();
  const spend = table.getByRole('columnheader', { name: /Расход/ });
  await spend.getByRole('button').click();
  await expect(spend).toHaveAttribute('aria-sort', 'descending');
  expect((await names())[0]).toContain('Arystan');
  await page.keyboard.press('Enter');
  await expect(spend).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=spend/);
  expect((await names())[0]).not.toContain('Arystan');
  expect((await names()).at(-1)).toContain('Не распределено');
  await page.goBack();
  await expect(spend).toHaveAttribute('aria-sort', 'descending');

  const region = page.getByRole('region', { name: /Показатели команд/ });
  await region.scrollIntoViewIfNeeded();
  const placesOf = async () => {
    const box = await region.boundingBox();
    const [head, name, total] = await Promise.all([
      table.getByRole('columnheader').first().boundingBox(),
      teamRow(page, 'Kenesary').getByRole('rowheader').boundingBox(),
      teamRow(page, 'Итого').getByRole('rowheader').boundingBox(),
    ]);
    if (!box || !head || !name || !total) throw new Error('the table is not drawn');
    return [head.y - box.y, head.x - box.x, name.x - box.x, total.y + total.height - box.y - box.height];
  };
  await region.evaluate((box) => box.scrollTo(0, 0));
  const still = await placesOf();
  await region.evaluate((box) => box.scrollTo(300, 1000));
  for (const [index, place] of (await placesOf()).entries())
    expect(Math.abs(place - (still[index] ?? 0)), `place ${index}`).toBeLessThanOrEqual(2);
});

test('a week’s plan is set on the screen and stands in the cabinet: how much of it is done', async ({
  page,
}) => {
  await open(page, '/teams?tab=plans');
  await page.getByRole('button', { name: 'План команды Kenesary' }).click();
  const form = page.getByRole('dialog', { name: 'План: Kenesary' });
  await form.getByLabel('Выручка, KZT').fill('700 000');
  await form.getByLabel('Продажи').fill('14');
  await form.getByLabel('Расход, KZT').fill('70000');
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('table', { name: /План и факт команд за неделю/ })).toContainText(
    '700\u00a0000',
  );
  await page.goto(`${academy.url}/cabinet/kenesary?preset=this_week`);
  await expect(page.locator('[data-plan=revenue]')).toContainText('план');
});

test('a token that expires is told on the main page and in the team’s cabinet within a cycle, without a reload, and cells say incomplete', async ({
  page,
}) => {
  await open(page, `/?preset=today`);
  await expect(kpi(page, 'Продажи')).toBeVisible();
  const banner = page.getByText('Не получилось обновить расходы из Meta: Meta не принимает токен');
  await expect(banner).toHaveCount(0);
  await academy.simulator('POST', '/faults', { meta: { expiredToken: true } });
  await academy.post('/api/traffic-facebook/refresh').catch(() => undefined);
  await until('a failed source', 60_000, async () => {
    const { sources } = await academy.api<Sources>('/api/v1/overview?preset=today');
    return sources.find(({ key }) => key === 'meta')?.status === 'failed' ? true : null;
  });
  await expect(banner).toBeVisible({ timeout: 90_000 });
  const row = teamRow(page, 'Kenesary');
  await expect(row.getByText(/Неполно|неполн/i).first()).toBeAttached();
  await row.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Kenesary');
  await expect(banner).toBeVisible();
  await expect(page.getByRole('group', { name: 'Расход', exact: true })).toContainText(/неполн/i);
});
