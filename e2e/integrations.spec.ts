import { expect, type Page, test } from '@playwright/test';
import { type Academy, letIn, type Login, startAcademy, waitForHistory } from './support/academy.ts';
import { signIn } from './support/pages.ts';

const ANALYST: Login = { email: 'analyst@school.example', password: 'invented-analyst-password' };
let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 10 });
  await waitForHistory(academy);
  await letIn(academy, { ...ANALYST, name: 'Аналитик Тест', role: 'analyst' });
});
test.afterAll(async () => {
  await academy.stop();
});

const open = (page: Page, path: string, login = academy.logins().admin) =>
  signIn(page, `${academy.url}${path}`, login);

test('the verdict names what needs a look, and every check says its cause and what to do', async ({
  page,
}) => {
  await open(page, '/integrations');
  await expect(page.getByRole('status').first()).toContainText(
    /Работает с замечаниями|Всё подключённое работает/,
  );
  const services = page.getByRole('region', { name: 'Сервисы' });
  await expect(services).toContainText('AmoCRM отвечает');
  await expect(services).toContainText('Redis не подключён');
  const checks = page.getByRole('list', { name: 'Диагностика' });
  await expect(checks.getByRole('listitem')).toHaveCount(16);
  const tripwire = checks.getByRole('listitem').filter({ hasText: 'База Tripwire' });
  await expect(tripwire).toContainText('Что делать: Задайте TRIPWIRE_DATABASE_URL');
  await expect(checks.getByRole('listitem').filter({ hasText: 'Каждая выигранная сделка' })).toContainText(
    'в порядке',
  );
});

test('a comparison asked for on the screen is done and its counts are shown', async ({ page }) => {
  await open(page, '/integrations?tab=reconciliations');
  const table = page.getByRole('table', { name: 'Сверки с AmoCRM' });
  await expect(table.getByRole('row').nth(1)).toBeVisible();
  const before = await table.getByRole('row').count();
  await page.getByRole('button', { name: 'Сверить сейчас' }).click();
  await expect(table.getByRole('row')).toHaveCount(before + 1, { timeout: 60_000 });
  await expect(table.getByRole('row').nth(1)).toContainText('сходится');
});

test('the calendar shows a square a day, and a day before the source began is no gap', async ({ page }) => {
  await open(page, '/integrations?tab=gaps&preset=30d');
  const calendar = page.getByRole('table', { name: 'Дни без данных' });
  const leads = calendar.getByRole('row', { name: /^Лендинги/ });
  await expect(leads.getByRole('cell')).toHaveCount(31);
  await expect(leads).toContainText('до начала работы источника');
  await expect(leads.getByRole('cell').last()).toHaveText('0');
});

test('an analyst reads the constructor and the integrations, and finds no button that changes anything', async ({
  page,
}) => {
  await open(page, '/teams', ANALYST);
  await expect(page.getByText('изменить может администратор')).toBeVisible();
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  for (const name of [
    /Добавить/,
    /Новая команда/,
    /Изменить/,
    /Убрать/,
    /Применить/,
    /Отбросить/,
    /Отменить/,
  ])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  for (const tab of ['values', 'versions']) {
    await page.goto(`${academy.url}/teams?tab=${tab}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').getByRole('button', { name: /Назначить|Отменить/ })).toHaveCount(0);
  }
  await page.goto(`${academy.url}/integrations`);
  await expect(page.getByRole('region', { name: 'Ключи и сроки' }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Сверки' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Сверить|Проверить/ })).toHaveCount(0);
  for (const path of ['/inbox', '/settings']) {
    await page.goto(`${academy.url}${path}`);
    await expect(page.getByText('Страница администратора')).toBeVisible();
  }
  for (const [method, path] of [
    ['PUT', '/api/v1/rules/draft'],
    ['POST', '/api/v1/teams'],
    ['POST', '/api/v1/inbox/replay'],
    ['POST', '/api/admin/diagnostics'],
    ['PATCH', '/api/v1/users/any'],
    ['PUT', '/api/v1/products/pipelines/1'],
  ] as const) {
    const options = { method, data: {}, headers: { origin: academy.url } };
    expect((await page.request.fetch(`${academy.url}${path}`, options)).status(), path).toBe(403);
  }
});

test('a targetologist finds none of these pages', async ({ page }) => {
  await open(page, '/', academy.logins().targetologist);
  for (const path of ['/teams', '/inbox', '/integrations', '/settings']) {
    await page.goto(`${academy.url}${path}`);
    await expect(page.getByText('Страница администратора')).toBeVisible();
  }
});

type Overview = { teams: { team: { slug: string } | null; metrics: { spend: string } }[] };
const spendOf = async (slug: string) => {
  const { teams } = await academy.api<Overview>('/api/v1/overview?preset=7d');
  return Number(teams.find(({ team }) => team?.slug === slug)?.metrics.spend);
};

test('an ad account handed to another team takes its spend along, and the sum stays', async ({ page }) => {
  const before = [await spendOf('traf4'), await spendOf('muha')] as const;
  await open(page, '/settings');
  await page.getByRole('button', { name: 'Сменить команду: onAI Academy Traf4' }).click();
  const drawer = page.getByRole('dialog', { name: 'onAI Academy Traf4' });
  await drawer.getByLabel('Команда').selectOption('muha');
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  await drawer.getByLabel('С дня').fill(day);
  await drawer.getByRole('button', { name: 'Закрепить за командой' }).click();
  await expect(drawer.getByRole('status')).toContainText('Сменили команду');
  await expect(drawer.getByRole('listitem')).toHaveCount(2);
  await expect(async () => {
    const after = [await spendOf('traf4'), await spendOf('muha')] as const;
    expect(after[0]).toBeLessThan(before[0]);
    expect(after[1]).toBeGreaterThan(before[1]);
    expect(after[0] + after[1]).toBeCloseTo(before[0] + before[1], 0);
  }).toPass({ timeout: 30_000 });
});

test('an account is left out of the reading and taken back by one click', async ({ page }) => {
  await open(page, '/settings?tab=facebook');
  const box = page.getByRole('checkbox', { name: 'Считать расход кабинета onAI Academy Arystan' });
  await expect(box).toBeChecked();
  await box.click();
  await expect(box).not.toBeChecked();
  await page.reload();
  await expect(box).not.toBeChecked();
  await box.click();
  await expect(box).toBeChecked();
});

test('a rate set by hand wins over the bank’s until it is removed', async ({ page }) => {
  const before = await spendOf('kenesary');
  await open(page, '/settings?tab=rates&preset=7d');
  await page.getByLabel('Курс, ₸').fill('1000,5');
  await page.getByRole('button', { name: 'Задать курс' }).click();
  const row = page
    .getByRole('table', { name: 'Курсы валют' })
    .getByRole('row')
    .filter({ hasText: 'вручную' });
  await expect(row.locator('data')).toHaveAttribute('value', /^1000\.50*$/);
  await expect(async () => expect(await spendOf('kenesary')).not.toBe(before)).toPass({ timeout: 20_000 });
  await row.getByRole('button', { name: 'Убрать' }).click();
  await expect(row).toHaveCount(0);
});

test.describe('with a Meta token that has five days left', () => {
  let ending: Academy;

  test.beforeAll(async () => {
    ending = await startAcademy({ historyDays: 2, faults: { meta: { tokenDays: 5.5 } } });
  });
  test.afterAll(async () => {
    await ending.stop();
  });

  test('it is told ahead of time, with the day and what to do, while everything still works', async ({
    page,
  }) => {
    await expect(async () => {
      const { tokens } = await ending.api<{ tokens: { service: string; days_left: number | null }[] }>(
        '/api/tokens/health',
      );
      expect(tokens.find(({ service }) => service === 'meta')?.days_left).toBe(5);
    }).toPass({ timeout: 60_000 });
    await signIn(page, `${ending.url}/integrations`, ending.logins().admin);
    await expect(page.getByRole('status').first()).toContainText('токен Meta');
    const keys = page.getByRole('table', { name: 'Ключи и сроки' });
    await expect(keys).toContainText('Токен Meta истечёт, осталось дней: 5');
    await expect(keys).toContainText('обновите FB_ACCESS_TOKEN');
    const tokens = page.getByRole('list', { name: 'Диагностика' }).getByRole('listitem').first();
    await expect(tokens).toContainText('Токены');
    await expect(tokens).toContainText('ошибка');
  });
});

test.describe('with a dead Meta token', () => {
  let broken: Academy;

  test.beforeAll(async () => {
    broken = await startAcademy({ historyDays: 5, faults: { meta: { expiredToken: true } } });
  });
  test.afterAll(async () => {
    await broken.stop();
  });

  test('the page names it in the verdict, among the alarms, and with what to do', async ({ page }) => {
    await expect(async () => {
      const { tokens } = await broken.api<{ tokens: { service: string; valid: boolean | null }[] }>(
        '/api/tokens/health',
      );
      expect(tokens.find(({ service }) => service === 'meta')?.valid).toBe(false);
    }).toPass({ timeout: 60_000 });
    await signIn(page, `${broken.url}/integrations`, broken.logins().admin);
    await expect(page.getByRole('status').first()).toContainText('токен Meta');
    await expect(page.getByRole('region', { name: 'Тревоги' })).toContainText('Meta');
    const keys = page.getByRole('table', { name: 'Ключи и сроки' });
    await expect(keys).toContainText('Токен Meta больше не действует');
    await expect(keys).toContainText('обновите FB_ACCESS_TOKEN');
  });
});
