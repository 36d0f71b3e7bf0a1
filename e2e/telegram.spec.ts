import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { expectSound } from './support/axe.ts';
import { signIn } from './support/pages.ts';
import { until } from './support/service.ts';

const TEAM_CHAT = '-1009000001';
const PATH = '/settings?tab=notifications';

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
});
test.afterAll(async () => {
  await academy.stop();
});

const open = async (page: Page) => {
  await signIn(page, `${academy.url}${PATH}`, academy.logins().admin);
  await expect(page.getByRole('heading', { level: 2, name: 'Чаты Telegram' })).toBeVisible();
};
const texts = async (chatId: string) => {
  const { messages } = await academy.simulator<{ messages: { chat_id: string; text: string }[] }>(
    'GET',
    '/telegram/messages',
  );
  return messages.filter((message) => message.chat_id === chatId).map(({ text }) => text);
};

test('a team’s chat connects itself by a code, is told of its team’s sale alone, and is removed', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Подключить чат' }).click();
  const sheet = page.getByRole('dialog', { name: 'Подключить чат' });
  await sheet.getByLabel('Чьи данные').selectOption('kenesary');
  await sheet.getByRole('button', { name: 'Получить код' }).click();
  const command = (await page.locator('[data-secret]').innerText()).trim();
  await expect(sheet.getByText('@traffic_sim_bot')).toBeVisible();
  await expect(sheet.getByRole('status')).toContainText('Ждём сообщения');
  await academy.simulator('POST', '/telegram/messages', { chat_id: TEAM_CHAT, text: command });
  await expect(sheet.getByRole('status')).toContainText('Чат подключён');
  await sheet.getByRole('button', { name: 'Готово' }).click();
  const row = page.getByRole('table', { name: 'Чаты Telegram' }).getByRole('row', { name: /Kenesary/ });
  await expect(row).toContainText('работает');
  await until('the welcome', 15_000, async () => ((await texts(TEAM_CHAT)).length > 0 ? true : null));

  const utm = (utm_source: string) => ({ utm: { utm_source } });
  await academy.simulator('POST', '/sales', { team: 'arystan', product: 'express', ...utm('fb_arystan') });
  await academy.simulator('POST', '/sales', { team: 'kenesary', product: 'express', ...utm('fb_kenesary') });
  const sold = async () => (await texts(TEAM_CHAT)).filter((text) => text.includes('НОВАЯ ПРОДАЖА'));
  await until('the sale', 30_000, async () => ((await sold()).length > 0 ? true : null));
  const everybody = async () =>
    (await texts('-1001234567890')).filter((text) => text.includes('НОВАЯ ПРОДАЖА'));
  await until('both sales', 30_000, async () => ((await everybody()).length === 2 ? true : null));
  expect(await sold()).toEqual([expect.stringContaining('Kenesary, ПОЗДРАВЛЯЕМ!')]);

  await row.getByRole('button', { name: /^Изменить/ }).click();
  const chat = page.getByRole('dialog');
  await chat.getByRole('button', { name: 'Убрать' }).click();
  await page.getByRole('button', { name: 'Убрать' }).last().click();
  await expect(row).toHaveCount(0);
});

test('choices of a chat are kept, and a test says what Telegram answered', async ({ page }) => {
  await open(page);
  const row = page.getByRole('table', { name: 'Чаты Telegram' }).getByRole('row', { name: /-1001234567890/ });
  await row.getByRole('button', { name: /^Изменить/ }).click();
  const chat = page.getByRole('dialog');
  await chat.getByLabel('Лиды').check();
  await chat.getByLabel('Язык').selectOption('kk');
  await chat.getByRole('button', { name: 'Сохранить' }).click();
  await expect(row).toContainText('Продажи, Лиды, Отчёты, Тревоги');
  await expect(row).toContainText('Қазақша');

  await academy.simulator('POST', '/faults', { telegram: { status: 403, times: 1 } });
  await row.getByRole('button', { name: /^Изменить/ }).click();
  await chat.getByRole('button', { name: 'Отправить проверку' }).click();
  await expect(chat.getByRole('status')).toContainText('Не принято: 403');
  await chat.getByRole('button', { name: 'Отправить проверку' }).click();
  await expect(chat.getByRole('status')).toContainText('Доставлено');
});

test('the history tells what was broken, what it changed and for how long, by state', async ({ page }) => {
  // The chat that refused the bot above, and took a message again.
  await signIn(page, `${academy.url}/integrations?tab=incidents`, academy.logins().admin);
  const table = page.getByRole('table', { name: 'История неполадок' });
  const row = table.getByRole('row', { name: /Telegram не пускает бота в чат/ });
  await expect(row).toContainText('закончилась');
  await expect(row).toContainText('Сообщения в Telegram не доходят');
  await expect(row).toContainText('Администраторы');
  await expectSound(page, 'the history');
  await page.getByRole('combobox', { name: 'Состояние' }).selectOption({ label: 'Идут сейчас' });
  await expect(page).toHaveURL(/alarms=open/);
  await expect(row).toHaveCount(0);
  await page.goBack();
  await expect(row).toHaveCount(1);
});

test('quiet hours are kept', async ({ page }) => {
  await open(page);
  const quiet = page.getByRole('region', { name: 'Тихие часы' });
  await quiet.getByLabel('Не беспокоить').check();
  await quiet.getByLabel('До').fill('07:30');
  await quiet.getByRole('button', { name: 'Сохранить' }).click();
  await expect(quiet.getByRole('status')).toContainText('Сохранено');
  await page.reload();
  await expect(quiet.getByLabel('До')).toHaveValue('07:30');
  await expect(quiet.getByLabel('Не беспокоить')).toBeChecked();
});

for (const [width, colorScheme, language] of [
  [1440, 'light', 'ru'],
  [1440, 'dark', 'kk'],
  [390, 'light', 'kk'],
  [390, 'dark', 'ru'],
] as const)
  test(`the chats at ${width}, ${colorScheme}, ${language} have no serious accessibility finding`, async ({
    page,
  }, info) => {
    await page.setViewportSize({ width, height: 1000 });
    await page.emulateMedia({ colorScheme });
    await open(page);
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language);
    await page.reload();
    await expect(page.getByRole('table').first()).toBeVisible();
    await expectSound(page, `${width} ${colorScheme} ${language}`);
    await page.screenshot({ path: info.outputPath('chats.png'), fullPage: true });
    await page.getByRole('button', { name: language === 'kk' ? 'Чат қосу' : 'Подключить чат' }).click();
    await page.getByRole('button', { name: language === 'kk' ? 'Код алу' : 'Получить код' }).click();
    await expect(page.locator('[data-secret]')).toBeVisible();
    await expectSound(page, `the code, ${width} ${colorScheme} ${language}`);
    await page.screenshot({ path: info.outputPath('code.png') });
    await page.goto(`${academy.url}/integrations?tab=incidents`);
    await expect(page.getByRole('table')).toBeVisible();
    await expectSound(page, `the history, ${width} ${colorScheme} ${language}`);
    await page.screenshot({ path: info.outputPath('history.png'), fullPage: true });
  });
