import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';
import { expectSound } from './support/axe.ts';
import { kpi, signIn } from './support/pages.ts';

type Fact = { key: string; value: string; page: string };
type Advice = { recommendations: { rule: string; team: { slug: string } | null; facts: Fact[] }[] };
type Plans = {
  rows: { team: { slug: string }; plan: { revenue: string } | null; fact: { revenue: string } }[];
};

let academy: Academy;

test.use({ viewport: { width: 1440, height: 900 }, actionTimeout: 15_000 });
/** Through the real pipeline: hooks, REST, Graph API and leads of a school with a trouble in each of three teams. */
test.beforeAll(async () => {
  academy = await startAcademy({
    historyDays: 64,
    situations: 'dying_creative:kenesary,broken_landing:arystan,untagged_campaign:muha',
  });
  await waitForHistory(academy);
});
test.afterAll(async () => {
  await academy.stop();
});

const admin = (page: Page) => signIn(page, academy.url, academy.logins().admin);
const card = (page: Page, rule: string) => page.locator(`article[data-rule=${rule}]`);

test('planted troubles are found, their figures are those of the reports they link to, and a word on them is kept', async ({
  page,
}) => {
  await admin(page);
  await page.goto(`${academy.url}/advice`);
  await page.getByRole('button', { name: 'Проверить сейчас' }).click();
  await expect(card(page, 'landing_step')).toBeVisible({ timeout: 60_000 });
  const { recommendations } = await academy.api<Advice>('/api/facebook-ads/recommendations/all');
  expect(recommendations.map(({ rule, team }) => `${rule} ${team?.slug}`).toSorted()).toEqual([
    'creative_fatigue kenesary',
    'landing_step arystan',
    'untagged_campaign muha',
  ]);

  const leads = recommendations
    .find(({ rule }) => rule === 'landing_step')
    ?.facts.find(({ key }) => key === 'leads');
  const link = card(page, 'landing_step')
    .getByRole('link')
    .filter({ has: page.locator(`data[value="${leads?.value}"]`) });
  await link.first().click();
  await expect(page).toHaveURL(/cabinet\/arystan\?/);
  await expect(kpi(page, 'Лиды')).toHaveAttribute('value', leads?.value ?? '');
  await expect(page.getByRole('region', { name: 'Рекомендации' })).toContainText('Клики есть, заявок меньше');
  await page.goBack();

  await card(page, 'creative_fatigue').getByRole('button', { name: 'Принять' }).click();
  await expect(card(page, 'creative_fatigue')).toHaveCount(0);
  await card(page, 'untagged_campaign').getByRole('button', { name: 'Скрыть…' }).click();
  await page.getByLabel('Почему это не нужно').fill('Тестовая кампания');
  await page.getByRole('button', { name: 'Скрыть', exact: true }).click();
  await expect(card(page, 'untagged_campaign')).toHaveCount(0);
  await page.getByRole('button', { name: 'Решённые' }).click();
  await expect(page).toHaveURL(/state=decided/);
  await expect(card(page, 'untagged_campaign')).toContainText('Тестовая кампания');
  await expect(card(page, 'creative_fatigue')).toContainText('принято');
});

test('a plan is proposed from four full weeks, saved, and shown on the tiles with its pace', async ({
  page,
}) => {
  await admin(page);
  await page.goto(`${academy.url}/teams?tab=plans`);
  await page.getByRole('button', { name: 'План команды Kenesary' }).click();
  const form = page.getByRole('dialog', { name: 'План: Kenesary' });
  await expect(form).toContainText('Предложение: выручка');
  await form.getByRole('button', { name: 'Взять предложение' }).click();
  await form.getByRole('button', { name: 'Сохранить' }).click();
  await expect(form).toHaveCount(0);
  const { rows } = await academy.api<Plans>('/api/v1/plans');
  const row = rows.find(({ team }) => team.slug === 'kenesary');
  expect(Number(row?.plan?.revenue)).toBeGreaterThan(0);

  await page.goto(`${academy.url}/cabinet/kenesary?preset=this_week`);
  await expect(kpi(page, 'Выручка')).toHaveAttribute('value', row?.fact.revenue ?? '');
  const tile = page.getByRole('group', { name: 'Выручка', exact: true });
  await expect(tile.locator('[data-plan=revenue]')).toContainText(/план \d+/);
  await expect(tile.locator('[data-plan=revenue]')).toContainText(/темп \d+/);
  await expect(page.getByRole('region', { name: 'План недели' })).toContainText('из ');
  // A finished month has no plan of a week.
  await page.goto(`${academy.url}/cabinet/kenesary?preset=last_month`);
  await expect(kpi(page, 'Выручка')).toBeVisible();
  await expect(page.locator('[data-plan]')).toHaveCount(0);
});

test('a forecast and a shift of budget say what they stand on', async ({ page }) => {
  await admin(page);
  await page.goto(`${academy.url}/advice`);
  await expect(page.getByRole('region', { name: 'Чем закончится месяц' })).toContainText(
    /Такие прогнозы ошибались на|Истории мало/,
  );
  const panel = page.getByRole('region', { name: 'А если перенести бюджет?' });
  await panel.getByRole('button', { name: 'Посчитать' }).click();
  await expect(panel.getByRole('status')).toContainText(/Оценка по прошлому|Оценки нет/);
  await expect(panel.getByRole('status')).toContainText(/Недель: \d+, продаж: \d+/);
});

test('a targetologist sees the own team alone', async ({ page }) => {
  await signIn(page, `${academy.url}/advice`, academy.logins().targetologist);
  await expect(page.getByRole('heading', { level: 1, name: 'Рекомендации' })).toBeVisible();
  await page.getByRole('button', { name: 'Проверить сейчас' }).click();
  await expect(page.getByText(/Проверено/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel('Команда')).toHaveCount(0);
  const own = (await page.evaluate(async () => {
    const answer = await fetch('/api/facebook-ads/recommendations/all?state=all');
    return answer.json();
  })) as Advice;
  expect(new Set(own.recommendations.map(({ team }) => team?.slug)).size).toBeLessThanOrEqual(1);
});

for (const [width, colorScheme, language] of [
  [1440, 'light', 'ru'],
  [390, 'dark', 'kk'],
  [390, 'light', 'en'],
] as const)
  test(`advice and plans are sound at ${width}, ${colorScheme}, ${language}`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    await admin(page);
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language);
    for (const path of ['/advice', '/teams?tab=plans', '/cabinet/kenesary?preset=this_week']) {
      await page.goto(`${academy.url}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await expectSound(page, `${path} at ${width}`);
    }
    await context.close();
  });
