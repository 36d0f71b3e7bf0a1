import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy, waitForHistory } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { signIn } from './support/pages.ts';
import { until } from './support/service.ts';

type Totals = { teams: { team: { slug: string } | null; metrics: { sales: number } }[] };

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 14 });
  await waitForHistory(academy);
});
test.afterAll(async () => {
  await academy.stop();
});

async function salesOf(slug: string): Promise<number> {
  const { teams } = await academy.api<Totals>('/api/v1/overview?preset=90d');
  const row = teams.find(({ team }) => team?.slug === slug);
  return row?.metrics.sales ?? Number.NaN;
}

/** An application and three sales of a tag nobody knows yet. */
async function sellUnknown(tag: string): Promise<void> {
  const lead = { id: 'wonder-1', name: 'Айгерим', phone: '+7 701 000 00 77', utm_source: tag };
  const created_at = new Date().toISOString();
  await academy.post('/api/landing/leads', { leads: [{ ...lead, source: 'proftest', created_at }] });
  const before = await academy.api<{ total: { sales: number } }>('/api/v1/unattributed');
  for (const id of [9001, 9002, 9003]) {
    const deal = { id, status_id: 142, pipeline_id: 10350882, price: 5000, utm_source: tag };
    const body = hookBody('status', { ...deal, updated_at: Math.floor(Date.now() / 1000) });
    expect((await postHook(academy.webhookUrl, body)).status).toBe(200);
  }
  await until('the sales without a team', 15_000, async () => {
    const { total } = await academy.api<{ total: { sales: number } }>('/api/v1/unattributed');
    return total.sales === before.total.sales + 3 ? true : null;
  });
}

const open = async (page: Page, path: string) => {
  await signIn(page, `${academy.url}${path}`, academy.logins().admin);
  await expect(page.getByRole('heading', { level: 1, name: 'Конструктор команд' })).toBeVisible();
};

test('a new tag becomes a rule, its preview names the sales that move, applying moves exactly them, undo brings them back', async ({
  page,
}) => {
  await sellUnknown('wonder_blogger');
  const before = await salesOf('muha');
  await open(page, '/teams?tab=values');
  await page.getByRole('button', { name: 'Назначить: wonder_blogger' }).click();
  const form = page.getByRole('dialog', { name: 'Новое правило' });
  await form.getByLabel('Команда').selectOption('muha');
  await form.getByRole('button', { name: 'Добавить в черновик' }).click();

  const draft = page.getByRole('region', { name: 'Черновик' });
  await expect(draft).toContainText('Сменят команду: 3\u00a0продажи, 1\u00a0лид');
  const row = draft.getByRole('row', { name: /Muha/ }).first();
  await expect(row.locator('data').first()).toHaveAttribute('value', String(before + 3));
  await expect(draft.getByRole('region', { name: 'Что сменит команду' }).getByRole('rowheader')).toHaveCount(
    3,
  );
  expect(await salesOf('muha')).toBe(before);

  await draft.getByRole('button', { name: 'Применить' }).click();
  await page.getByLabel('Зачем это изменение').fill('блогер работает с Muha');
  await page.getByRole('button', { name: 'Применить правила' }).click();
  await expect(draft).toBeHidden();
  await expect(async () => expect(await salesOf('muha')).toBe(before + 3)).toPass({ timeout: 20_000 });

  await page.getByRole('link', { name: 'Версии', exact: true }).click();
  const versions = page.getByRole('region', { name: 'Версии правил' }).first();
  await expect(versions).toContainText('блогер работает с Muha');
  await versions.getByRole('button', { name: /^Отменить версию/ }).click();
  await page.getByRole('button', { name: 'Отменить версию', exact: true }).click();
  await expect(async () => expect(await salesOf('muha')).toBe(before)).toPass({ timeout: 30_000 });
});

test('a conflict is found by its filter, a removed rule is told before it is gone, a draft is discarded', async ({
  page,
}) => {
  await open(page, '/teams?show=conflicts');
  const rules = page.getByRole('region', { name: 'Правила' }).first();
  await expect(rules).toContainText('Спор: Kenesary, Traf4');
  await rules.getByRole('button', { name: 'Убрать правило: pb_agency' }).first().click();
  const draft = page.getByRole('region', { name: 'Черновик' });
  await expect(draft).toContainText('убрано: 1');
  await expect(rules).not.toContainText('Спор:');
  await draft.getByRole('button', { name: 'Отбросить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отбросить' }).click();
  await expect(draft).toBeHidden();
  await expect(rules).toContainText('Спор: Kenesary, Traf4');
});

test('an own channel is added to the draft like a rule: reports keep the lists in force', async ({
  page,
}) => {
  await open(page, '/teams');
  await page.getByRole('button', { name: 'Изменить каналы' }).click();
  const form = page.getByRole('dialog', { name: 'Изменить каналы' });
  await form.getByLabel('Свои каналы, не реклама').fill('email, sms, whatsapp');
  await form.getByRole('button', { name: 'Сохранить в черновик' }).click();
  const draft = page.getByRole('region', { name: 'Черновик' });
  await expect(draft).toBeVisible();
  await expect(page.getByText('email, sms, whatsapp')).toBeVisible();
  const { owned_utm_sources } = await academy.api<{ owned_utm_sources: string[] }>('/api/v1/rules');
  expect(owned_utm_sources).toEqual(['email', 'sms']);
  await draft.getByRole('button', { name: 'Отбросить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Отбросить' }).click();
  await expect(draft).toBeHidden();
});

test('a team is made with a name of its own; a taken one is refused in words', async ({ page }) => {
  await open(page, '/teams');
  await page.getByRole('button', { name: 'Новая команда' }).click();
  const form = page.getByRole('dialog', { name: 'Новая команда' });
  await form.getByLabel('Имя').fill('Muha');
  await form.getByLabel('Адрес кабинета').fill('second-muha');
  await form.getByRole('button', { name: 'Создать' }).click();
  await expect(form.getByRole('alert')).toContainText('Команда с таким именем или адресом уже есть');
  await form.getByLabel('Имя').fill('Zhuldyz');
  await form.getByRole('button', { name: 'Создать' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Разделы' }).getByText('Zhuldyz')).toBeVisible();
});
