import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Academy, letIn, type Login, startAcademy } from './support/academy.ts';
import { expectSound } from './support/axe.ts';
import { signIn } from './support/pages.ts';

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
});
test.afterAll(async () => {
  await academy.stop();
});

const PASSWORD = 'четыре слова и пробел';
const openUsers = async (page: Page) => {
  await signIn(page, `${academy.url}/settings?tab=users`, academy.logins().admin);
  await expect(page.getByRole('heading', { level: 1, name: 'Настройки' })).toBeVisible();
};
const secret = async (page: Page) => (await page.locator('[data-secret]').innerText()).trim();
const strangerOf = async (browser: Browser) => (await browser.newContext({ locale: 'ru-RU' })).newPage();
/** The same page under the address the browser was given: links are made of PUBLIC_URL. */
const pathOf = (link: string) => `${academy.url}${new URL(link).pathname}`;

test('a person is invited by a link that opens once, changes the role without signing in again, and is signed out when disabled', async ({
  page,
  browser,
}) => {
  await openUsers(page);
  await page.getByRole('button', { name: 'Пригласить' }).click();
  const form = page.getByRole('dialog', { name: 'Приглашение' });
  await form.getByLabel('Почта').fill('aliya@school.example');
  await form.getByLabel('Команда').selectOption('muha');
  await form.getByRole('button', { name: 'Создать приглашение' }).click();
  const link = await secret(page);
  expect(link).toMatch(/\/invite\/[\w-]{43}$/);
  await form.getByRole('button', { name: 'Ссылка передана' }).click();
  await expect(page.getByRole('row', { name: /aliya@school\.example/ })).toBeVisible();

  const own = await strangerOf(browser);
  await own.goto(pathOf(link));
  await expect(own.getByText('Доступ для: aliya@school.example')).toBeVisible();
  await expectSound(own, 'the invite page');
  await own.getByLabel('Имя').fill('Алия');
  await own.getByLabel('Пароль').fill(PASSWORD);
  await own.getByRole('button', { name: 'Начать работу' }).click();
  await expect(own).toHaveURL(/cabinet\/muha/);

  const late = await strangerOf(browser);
  await late.goto(pathOf(link));
  await expect(late.getByRole('heading', { name: 'Ссылка не действует' })).toBeVisible();
  await late.context().close();

  await page.reload();
  await page.getByRole('button', { name: 'Изменить: aliya@school.example' }).click();
  await page.getByRole('dialog').getByLabel('Роль').selectOption('analyst');
  await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
  const row = page.getByRole('row', { name: /Алия/ });
  await expect(row).toContainText('Аналитик');
  await own.goto(`${academy.url}/`);
  await expect(own.getByRole('heading', { level: 1, name: 'Команды' })).toBeVisible();

  await row.getByRole('button', { name: 'Отключить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
  await expect(row).toContainText('отключён');
  await own.reload();
  await expect(own).toHaveURL(/login/);
  await own.context().close();

  await page.goto(`${academy.url}/settings?tab=audit`);
  const log = page.getByRole('table', { name: 'Журнал действий' });
  await expect(log.getByRole('row', { name: /Создано приглашение/ })).toBeVisible();
  await expect(log.getByRole('row', { name: /Создан пользователь/ })).toContainText('Алия');
  await expect(log.getByRole('row', { name: /Изменён пользователь/ }).first()).toContainText(
    '"disabled":true',
  );
  await expectSound(page, 'the audit log');
  // On a phone no part of a row stands outside the screen.
  await page.setViewportSize({ width: 390, height: 844 });
  const box = page.getByRole('region', { name: 'Журнал действий' }).last();
  await expect(box.getByRole('rowheader').first()).toBeVisible();
  expect(await box.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  // A day is said in the product's language; the browser's own field speaks the browser's.
  await page.getByLabel('С дня').fill('2020-11-05');
  await page.getByLabel('С дня').blur();
  await page.getByLabel('Действие').selectOption('user.invite');
  await expect(page.getByText('5 ноя, 2020')).toBeVisible();
  await expect(log.getByRole('row', { name: /Изменён пользователь/ })).toHaveCount(0);
});

test('an invite that waits can be taken back', async ({ page, browser }) => {
  await openUsers(page);
  const { link } = await academy.post<{ link: string }>('/api/v1/invites', {
    email: 'nobody@school.example',
    role: 'analyst',
  });
  await page.reload();
  const row = page.getByRole('row', { name: /nobody@school\.example/ });
  await row.getByRole('button', { name: 'Отозвать' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
  await expect(row).toHaveCount(0);
  const stranger = await strangerOf(browser);
  await stranger.goto(pathOf(link));
  await expect(stranger.getByRole('heading', { name: 'Ссылка не действует' })).toBeVisible();
  await stranger.context().close();
});

test('who forgot the password sets a new one by a link; the old one and old sessions are dead', async ({
  page,
  browser,
}) => {
  const forgetful: Login = { email: 'boris@school.example', password: 'a long forgotten password' };
  await letIn(academy, { ...forgetful, name: 'Борис', role: 'analyst' });
  const own = await strangerOf(browser);
  await signIn(own, academy.url, forgetful);
  await openUsers(page);
  await page.getByRole('button', { name: `Изменить: ${forgetful.email}` }).click();
  await page.getByRole('button', { name: 'Ссылка для нового пароля' }).click();
  const link = await secret(page);
  const other = await strangerOf(browser);
  await other.goto(pathOf(link));
  await other.getByLabel('Пароль').fill('коротко');
  await other.getByLabel('Пароль').fill(PASSWORD);
  await other.getByRole('button', { name: 'Сохранить пароль' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Команды' })).toBeVisible();
  await own.reload();
  await expect(own).toHaveURL(/login/);
  await own.getByLabel('Почта').fill(forgetful.email);
  await own.getByLabel('Пароль').fill(forgetful.password);
  await own.getByRole('button', { name: 'Войти' }).click();
  await expect(own.getByRole('alert')).toContainText('не подходят');
  await own.context().close();
  await other.context().close();
});

test('a person sees where they are signed in, ends another session, and changes the password', async ({
  page,
  browser,
}) => {
  const login: Login = { email: 'dana@school.example', password: 'the first long password' };
  await letIn(academy, { ...login, name: 'Дана', role: 'targetologist', team: 'muha' });
  const [phone, laptop] = [await strangerOf(browser), await strangerOf(browser)];
  await signIn(phone, academy.url, login);
  await signIn(laptop, academy.url, login);
  await signIn(page, `${academy.url}/`, login);
  await page.getByRole('button', { name: 'Профиль: Дана' }).click();
  await page.getByRole('link', { name: 'Пароль и входы' }).click();
  const rows = page.getByRole('table', { name: 'Где выполнен вход' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.filter({ hasText: 'вы здесь' })).toHaveCount(1);
  await expectSound(page, 'the account page');
  await rows.getByRole('button', { name: 'Завершить' }).first().click();
  await expect(rows).toHaveCount(3);

  await page.getByLabel('Нынешний пароль').fill('not this one at all');
  await page.getByLabel('Новый пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await expect(page.getByRole('alert')).toContainText('Нынешний пароль не подходит');
  await page.getByLabel('Нынешний пароль').fill(login.password);
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Пароль изменён' })).toBeVisible();
  await expect(rows).toHaveCount(2);
  for (const other of [phone, laptop]) {
    await other.reload();
    await expect(other).toHaveURL(/login/);
    await other.context().close();
  }
});
