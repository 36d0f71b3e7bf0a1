import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';
import { expectSound } from './support/axe.ts';
import { signIn } from './support/pages.ts';

const DATASET = '1122334455667788';

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 1 });
  await waitForHistory(academy);
});
test.afterAll(async () => {
  await academy.stop();
});

const open = (page: Page, path = '/conversions', login = academy.logins().admin) =>
  signIn(page, `${academy.url}${path}`, login);

type Taken = { events: { event: { event_id: string; event_name: string; user_data: object } }[] };
const taken = async () =>
  (await academy.simulator<Taken>('GET', '/meta/events')).events.map(({ event }) => event);
const sell = () =>
  academy.simulator<{ dealId: number }>('POST', '/sales', {
    team: 'muha',
    product: 'flagman',
    amount: 490_000,
  });

test('sending is switched on by its form: incomplete it is refused, whole it is kept without showing the key', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByText('Отправка выключена')).toBeVisible();
  await page.getByRole('combobox', { name: /^Отправка/ }).selectOption('live');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByLabel('Набор данных (dataset ID)').fill(DATASET);
  await page.getByRole('textbox', { name: 'Ключ Conversions API' }).fill('sim-meta-token');
  // The landing pages of the simulator do not ask.
  await page.getByLabel('Если о согласии ничего не известно').selectOption('send');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено.')).toBeVisible();
  await expect(page.getByText('Отправка выключена')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Ключ сохранён')).toBeVisible();
  expect(await page.content()).not.toContain('sim-meta-token');
});

test('a sale of the CRM is told to Meta once and stands in the ledger with what it was found by', async ({
  page,
}) => {
  const { dealId } = await sell();
  await open(page);
  const row = page
    .getByRole('table', { name: 'Журнал событий' })
    .getByRole('row')
    .filter({ hasText: String(dealId) });
  await expect(row).toContainText('ушло', { timeout: 90_000 });
  await expect(row).toContainText('телефон');
  await expect(row).toContainText(/490\s000,00/);
  const events = (await taken()).filter(({ event_id }) => event_id === `purchase:${dealId}`);
  expect(events).toHaveLength(1);
  expect(JSON.stringify(events)).not.toMatch(/@|\+7/);
});

test('an answer that never came is put before a person, who decides', async ({ page }) => {
  await academy.simulator('POST', '/faults', { meta: { loseAnswer: true, times: 1 } });
  const { dealId } = await sell();
  await open(page);
  const doubts = page.getByRole('region', { name: 'Нужно ваше решение' });
  await expect(doubts).toContainText(String(dealId), { timeout: 90_000 });
  await doubts
    .getByRole('listitem')
    .filter({ hasText: String(dealId) })
    .getByRole('checkbox')
    .check();
  await doubts.getByRole('button', { name: 'Считать отправленными' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Считать отправленными' }).click();
  await expect(doubts).toHaveCount(0);
  await page.getByLabel('Состояние').selectOption('sent');
  const row = page.getByRole('row').filter({ hasText: String(dealId) });
  await expect(row).toContainText('решил администратор');
  expect((await taken()).filter(({ event_id }) => event_id === `purchase:${dealId}`)).toHaveLength(1);
});

test('nobody but an administrator finds the page', async ({ page }) => {
  await open(page, '/', academy.logins().targetologist);
  await page.goto(`${academy.url}/conversions`);
  await expect(page.getByText('Страница администратора')).toBeVisible();
  expect((await page.request.get(`${academy.url}/api/v1/conversions`)).status()).toBe(403);
});

test('a targetologist makes an own key for an assistant, which reads that team only, and takes it back', async ({
  page,
}) => {
  await open(page, '/', academy.logins().targetologist);
  await page.goto(`${academy.url}/account`);
  const card = page.getByRole('region', { name: 'Мои ключи' }).first();
  await card.getByLabel('Где будет ключ').fill('ассистент');
  await card.getByRole('button', { name: 'Создать ключ' }).click();
  const token = (await card.locator('[data-secret]').textContent()) ?? '';
  await expect(card).toContainText(`${academy.url}/mcp`);
  await card.getByRole('button', { name: 'Ключ сохранён' }).click();
  const ask = () =>
    fetch(`${academy.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
        params: { name: 'overview', arguments: { preset: '7d' } },
      }),
    });
  const said = await (await ask()).text();
  expect(said).toContain('structuredContent');
  await expectSound(page, '/account');
  await card.getByRole('button', { name: 'Отозвать' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
  await expect(card).toContainText('отозван');
  expect((await ask()).status).toBe(401);
});

for (const { colorScheme, width, language } of [
  { colorScheme: 'light', width: 1440, language: 'ru' },
  { colorScheme: 'dark', width: 1440, language: 'kk' },
  { colorScheme: 'light', width: 390, language: 'kk' },
  { colorScheme: 'dark', width: 390, language: 'ru' },
] as const)
  test(`the page at ${width}, ${colorScheme}, ${language}: accessible, no wider than the screen`, async ({
    browser,
  }) => {
    const context = await browser.newContext({
      ...{ colorScheme, locale: 'ru-RU' },
      viewport: { width, height: 900 },
    });
    const page = await context.newPage();
    await open(page);
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language);
    await page.goto(`${academy.url}/conversions`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('table').first()).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await expectSound(page, '/conversions');
    await context.close();
  });
