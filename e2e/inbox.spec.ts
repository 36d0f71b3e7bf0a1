import { expect, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { signIn, walkList } from './support/pages.ts';
import { until } from './support/service.ts';

const DELIVERIES = 100;

type History = { stats: { total_sales: number; total_revenue: string } };

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
  for (let id = 1; id <= DELIVERIES; id += 1) {
    const deal = { id: 5000 + id, status_id: 142, pipeline_id: 10350882, price: 5000, name: 'Айгерим Тест' };
    const updated_at = Math.floor(Date.now() / 1000);
    await postHook(academy.webhookUrl, hookBody('status', { ...deal, updated_at }));
  }
  await postHook(academy.webhookUrl, 'account[id]=31415926');
  await until('all sales', 60_000, async () => ((await stats()).total_sales === DELIVERIES ? true : null));
});
test.afterAll(async () => {
  await academy.stop();
});

const stats = async () => (await academy.api<History>('/api/amocrm/sales-history?preset=7d&limit=1')).stats;

test('replaying a hundred deliveries from the screen counts them first and changes no figure', async ({
  page,
}) => {
  const before = await stats();
  await signIn(page, `${academy.url}/inbox?state=processed`, academy.logins().admin);
  const list = page.getByRole('region', { name: 'Что пришло' }).first();
  await expect(list.getByRole('rowheader')).toHaveCount(50);
  expect(await walkList(page, list.getByRole('table'))).toBe(DELIVERIES);
  await list.getByRole('button', { name: 'Повторить всё показанное' }).click();
  const replay = page.getByRole('dialog', { name: 'Обработать заново' });
  await expect(replay.getByRole('status')).toContainText('100\u00a0вебхуков');
  await replay.getByRole('button', { name: 'Повторить', exact: true }).click();
  await expect(replay.getByRole('status')).toContainText('Поставлено в очередь: 100\u00a0вебхуков');
  await until('the replay', 60_000, async () => {
    const { deliveries } = await academy.api<{ deliveries: { state: string }[] }>(
      '/api/v1/inbox?state=pending&limit=1',
    );
    return deliveries.length === 0 ? true : null;
  });
  expect(await stats()).toEqual(before);
});

test('a delivery shows what came with names masked, and one is replayed as a new attempt', async ({
  page,
}) => {
  await signIn(page, `${academy.url}/inbox?state=processed`, academy.logins().admin);
  await page.getByRole('rowheader').getByRole('button').first().click();
  const drawer = page.getByRole('dialog', { name: /Вебхук \d+/ });
  await expect(drawer.getByRole('region', { name: 'Что пришло' })).toContainText(
    'leads[status][0][status_id]',
  );
  await expect(drawer).not.toContainText('Айгерим Тест');
  await expect(drawer).toContainText(/Сделок: 1, изменилось: [01]/);
  const attempts = await drawer.getByRole('listitem').count();
  await drawer.getByRole('button', { name: 'Обработать заново' }).click();
  await expect(drawer.getByRole('status')).toContainText('Поставлен в очередь');
  await expect(drawer.getByRole('listitem')).toHaveCount(attempts + 1, { timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page).toHaveURL(/state=processed/);
});

test('a filter of the address survives a reload, Back undoes one step', async ({ page }) => {
  await signIn(page, `${academy.url}/inbox`, academy.logins().admin);
  await page.getByLabel('Состояние', { exact: true }).selectOption('ignored');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await page.goBack();
  await expect(page.getByRole('rowheader')).toHaveCount(50);
});
