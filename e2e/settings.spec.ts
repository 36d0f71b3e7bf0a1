import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { signIn } from './support/pages.ts';
import { until } from './support/service.ts';

type Sales = { sales: { lead_id: string; product_key: string }[] };

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
});
test.afterAll(async () => {
  await academy.stop();
});

const open = async (page: Page, tab: string) => {
  await signIn(page, `${academy.url}/settings?tab=${tab}`, academy.logins().admin);
  await expect(page.getByRole('heading', { level: 1, name: 'Настройки' })).toBeVisible();
};
const secret = async (page: Page) => (await page.locator('[data-secret]').innerText()).trim();

test('the last administrator cannot be disabled, and the screen says why', async ({ page }) => {
  await open(page, 'users');
  const row = page.getByRole('row', { name: /это вы/ });
  await row.getByRole('button', { name: 'Отключить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
  await expect(page.getByRole('alert')).toContainText('Это последний администратор');
  await expect(row).toContainText('работает');
});

test('a key is shown once, works, and stops working when it is revoked', async ({ page }) => {
  await open(page, 'tokens');
  await page.getByRole('button', { name: 'Новый ключ' }).click();
  const form = page.getByRole('dialog', { name: 'Новый ключ' });
  await form.getByLabel('Название').fill('Выгрузка в таблицу');
  await form.getByRole('button', { name: 'Создать ключ' }).click();
  const headers = { authorization: `Bearer ${await secret(page)}` };
  const ask = async () => (await fetch(`${academy.url}/api/v1/products`, { headers })).status;
  expect(await ask()).toBe(200);
  await form.getByRole('button', { name: 'Ключ сохранён' }).click();
  await expect(page.locator('[data-secret]')).toHaveCount(0);
  const row = page.getByRole('row', { name: /Выгрузка в таблицу/ });
  await row.getByRole('button', { name: 'Отозвать' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
  await expect(row).toContainText('отозван');
  expect(await ask()).toBe(401);
});

test('a pipeline that sells another product tells its sales anew', async ({ page }) => {
  const deal = { id: 4001, status_id: 142, pipeline_id: 9430994, price: 5000 };
  const updated_at = Math.floor(Date.now() / 1000);
  await postHook(academy.webhookUrl, hookBody('status', { ...deal, updated_at }));
  const productOf = async () => {
    const { sales } = await academy.api<Sales>('/api/amocrm/sales-history?preset=7d');
    return sales.find(({ lead_id }) => lead_id === '4001')?.product_key ?? null;
  };
  await until('the sale', 15_000, productOf);
  await open(page, 'products');
  await page.getByLabel('Что продаёт: ОП').selectOption({ label: 'Express Course' });
  await expect(async () => expect(await productOf()).toBe('express')).toPass({ timeout: 30_000 });
});

test('a test message says per chat what Telegram answered', async ({ page }) => {
  await open(page, 'notifications');
  await page.getByRole('button', { name: 'Отправить проверку' }).click();
  const answers = page.getByRole('status', { name: 'Что ответил Telegram' });
  await expect(answers).toContainText('Чат -1001234567890');
  await expect(answers).toContainText('доставлено');
});
