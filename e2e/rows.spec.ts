import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';
import { kpi, signIn, teamRow } from './support/pages.ts';

let academy: Academy;

test.use({ viewport: { width: 1440, height: 900 }, actionTimeout: 15_000 });
test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 30 });
  await waitForHistory(academy);
});
test.afterAll(async () => {
  await academy.stop();
});

const admin = (page: Page, path: string) => signIn(page, `${academy.url}${path}`, academy.logins().admin);

/** Clicks the number, counts the rows it opened to the last, and goes back to where it stands. */
async function opensItsRows(page: Page, number: Locator, list: 'Лиды' | 'Продажи'): Promise<void> {
  const from = page.url();
  const counted = Number(await number.getAttribute('value'));
  await number.click();
  await expect(page.getByRole('heading', { level: 1, name: list })).toBeVisible();
  if (counted === 0) await expect(page.locator('[data-empty]')).toBeVisible();
  else {
    const table = page.getByRole('table', { name: new RegExp(`${list} за`) });
    await expect(table).toBeVisible();
    // A refund of an earlier sale is a row that subtracts: the page says how many there are.
    const rows = async () => {
      const all = Number(await table.getAttribute('aria-rowcount')) - 1;
      const refunds = /возвраты прежних продаж: (\d+)/.exec(await page.getByRole('main').innerText());
      return all - 2 * Number(refunds?.[1] ?? 0);
    };
    await expect.poll(rows).toBe(counted);
  }
  await page.goBack();
  await expect(page).toHaveURL(from);
}

test('on «Команды» a tile, a cell of each set and a stage of the funnel open exactly their rows', async ({
  page,
}) => {
  await admin(page, '/?preset=last_week');
  await opensItsRows(page, kpi(page, 'Продажи'), 'Продажи');
  await opensItsRows(page, kpi(page, 'Лиды'), 'Лиды');
  await page.getByRole('button', { name: 'Воронка', exact: true }).click();
  await expect(page).toHaveURL(/columns=funnel/);
  const cells = teamRow(page, 'Muha').getByRole('cell');
  await opensItsRows(page, cells.nth(3).locator('data'), 'Продажи');
  await opensItsRows(page, cells.nth(5).locator('data'), 'Продажи');
  const funnel = page.getByRole('region', { name: 'Воронка всех команд' }).getByRole('listitem');
  await opensItsRows(page, funnel.nth(1).locator('data'), 'Лиды');
  await opensItsRows(page, funnel.nth(2).locator('data'), 'Продажи');
});

test('stages, cohorts and the tags’ pivot open exactly their people and sales', async ({ page }) => {
  await admin(page, '/funnel?preset=last_week');
  const stages = page.locator('[data-stage]').locator('xpath=ancestor::li');
  await opensItsRows(page, stages.nth(1).locator('data').first(), 'Лиды');
  const cohort = page
    .getByRole('table', { name: /Когорты за/ })
    .getByRole('row')
    .nth(1)
    .getByRole('cell');
  await opensItsRows(page, cohort.nth(0).locator('data'), 'Лиды');
  await opensItsRows(page, cohort.nth(1).locator('data'), 'Лиды');
  await page.goto(`${academy.url}/utm?preset=last_week`);
  const tag = page
    .getByRole('table', { name: /по меткам за/ })
    .getByRole('row')
    .nth(1)
    .getByRole('cell');
  await opensItsRows(page, tag.nth(0).locator('data'), 'Лиды');
  await opensItsRows(page, tag.nth(1).locator('data'), 'Продажи');
});

test('today’s strip of a cabinet opens today’s rows of that team', async ({ page }) => {
  await admin(page, '/cabinet/kenesary?preset=14d');
  const today = page.getByRole('region', { name: /^Сегодня/ });
  await opensItsRows(page, today.locator('data').nth(1), 'Лиды');
  await today.locator('data').nth(2).click();
  await expect(page).toHaveURL(/preset=today/);
  await expect(page).toHaveURL(/team=kenesary/);
});

test('a biggest change of a campaign opens that campaign, over exactly the compared days', async ({
  page,
}) => {
  await admin(page, '/?preset=7d');
  const changes = page.getByRole('region', { name: 'Что изменилось сильнее всего' });
  await expect(changes).toContainText('Сравниваем только завершённые дни');
  const link = changes.locator('a[href*="campaign="]').first();
  await expect(link).toBeVisible();
  await link.click();
  await expect(page).toHaveURL(/start=\d{4}-\d\d-\d\d/);
  await expect(page.locator('tr[aria-current=true]')).toBeInViewport();
});

test('a tag nobody knows is assigned from its audit card: one click to the rule, Back to the card', async ({
  page,
}) => {
  const value = 'novyi-zapusk';
  const tags = { utm_source: 'fb_muha', utm_campaign: value };
  const lead = { id: 'rows-1', name: 'Айгерим', phone: '+7 701 000 00 78', source: 'proftest', ...tags };
  await academy.post('/api/landing/leads', { leads: [{ ...lead, created_at: new Date().toISOString() }] });
  await admin(page, '/utm?show=unknown');
  const row = page
    .getByRole('table', { name: 'Неизвестные значения' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: value }) });
  await row.getByRole('link', { name: /^Назначить/ }).click();
  const form = page.getByRole('dialog', { name: 'Новое правило' });
  await expect(form.getByLabel('Значение')).toHaveValue(value);
  await form.getByLabel('Команда').selectOption('muha');
  await form.getByRole('button', { name: 'Добавить в черновик' }).click();
  await expect(page.getByRole('region', { name: 'Черновик' })).toBeVisible();
  await expect(page).not.toHaveURL(/value=/);
});

test('the cabinet of a targetologist has own tags and own keys, and not a word of other teams', async ({
  page,
}) => {
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    if (/utm\/own|team-accounts/.test(response.url())) answers.push(response.text());
  });
  await signIn(page, academy.url, academy.logins().targetologist);
  const keys = page.getByRole('region', { name: 'Мои токены и кабинеты' }).first();
  await expect(keys).toContainText('Токен Meta действует');
  await expect(keys.getByRole('table')).toContainText('читается');
  await expect(page.getByRole('region', { name: /^Мои метки/ }).first()).toBeVisible();
  expect(answers.length).toBeGreaterThanOrEqual(2);
  for (const body of await Promise.all(answers)) expect(body).not.toMatch(/arystan|muha|traf4/i);
});
