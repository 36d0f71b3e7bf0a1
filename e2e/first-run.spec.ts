import { expect, test } from '@playwright/test';
import { type Bare, startBare } from './support/bare.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { expectSound } from './support/axe.ts';
import { kpi, signIn } from './support/pages.ts';

let bare: Bare;

test.beforeAll(async () => {
  bare = await startBare();
});
test.afterAll(async () => {
  await bare.stop();
});

/** What the preset cannot bring along. */
const steps = ['amocrm', 'webhooks', 'first_hook', 'meta', 'telegram', 'first_lead', 'first_sale', 'users'];

test('with nothing configured an admin first sees a checklist, not zeros; it ticks by itself, and gives way to figures', async ({
  page,
}) => {
  await signIn(page, bare.url, bare.admin);
  const checklist = page.getByRole('region', { name: 'Первые шаги' });
  await expect(checklist).toBeVisible();
  await expect(checklist.getByRole('status')).toContainText('Готово 2 из 11');
  for (const step of steps)
    await expect(checklist.locator(`[data-step=${step}]`)).toHaveAttribute('data-state', 'todo');
  await expect(checklist).toContainText('AMOCRM_ACCESS_TOKEN');
  await expect(page.getByRole('group', { name: 'Расход' })).toHaveCount(0);
  await expect(page.locator('data[value="0"]')).toHaveCount(0);
  await expectSound(page, 'the checklist');
  await page.goto(`${bare.url}/sales`);
  const notConnected = page.locator('[data-empty=not_connected]');
  await expect(notConnected).toContainText('Источники не подключены');
  const look = notConnected.locator('[data-look]');
  expect(await look.evaluate((box) => getComputedStyle(box).borderTopStyle)).toBe('dashed');
  await page.goto(bare.url);
  await expect(checklist).toBeVisible();
  await page.evaluate(() => {
    document.body.dataset.untouched = 'yes';
  });

  const opened = { id: 1, status_id: 1, pipeline_id: 10350882, price: 5000, updated_at: 1_795_000_000 };
  await postHook(bare.webhookUrl, hookBody('update', opened));
  await expect(checklist.locator('[data-step=first_hook]')).toHaveAttribute('data-state', 'done');
  await expect(checklist.getByRole('status')).toContainText('Готово 4 из 11');

  const updated_at = Math.floor(Date.now() / 1000);
  await postHook(bare.webhookUrl, hookBody('status', { ...opened, status_id: 142, updated_at }));
  await expect(kpi(page, 'Продажи')).toHaveAttribute('value', '1');
  expect(await page.evaluate(() => document.body.dataset.untouched)).toBe('yes');
  await expect(checklist).toHaveCount(0);
});

test('what nobody has told us is «—», and what is left to set up stands folded below', async ({ page }) => {
  await signIn(page, bare.url, bare.admin);
  for (const name of ['Расход', 'Лиды', 'ROAS', 'CPA продажи']) {
    await expect(page.getByRole('group', { name, exact: true })).toContainText('—');
    await expect(kpi(page, name)).toHaveCount(0);
  }
  const rest = page.getByText(/Осталось настроить: \d+/);
  await rest.click();
  await expect(page.locator('[data-step=meta]')).toBeVisible();
  await expect(page.locator('[data-step=first_sale]')).toHaveCount(0);
  await page.getByRole('link', { name: 'К людям' }).click();
  await expect(page).toHaveURL(/\/settings\?.*tab=users/);
});

test('the empties of the reports tell apart what has not come yet from a period without anything', async ({
  page,
}) => {
  await signIn(page, `${bare.url}/leads`, bare.admin);
  const noData = page.locator('[data-empty=no_data]');
  await expect(noData).toContainText('ждёт первого события');
  expect(await noData.locator('[data-look]').evaluate((box) => getComputedStyle(box).borderTopStyle)).toBe(
    'solid',
  );
  await page.goto(`${bare.url}/funnel`);
  await expect(noData.first()).toBeVisible();
  for (const path of ['/sales?preset=yesterday', '/ads?preset=yesterday', '/utm?preset=yesterday']) {
    await page.goto(bare.url + path);
    await expect(page.locator('[data-empty=filtered]')).toContainText('За этот период');
    await expect(noData).toHaveCount(0);
  }
});
