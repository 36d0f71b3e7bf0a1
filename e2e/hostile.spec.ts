import { expect, type Page, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { expectSound } from './support/axe.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { signIn } from './support/pages.ts';
import { until } from './support/service.ts';

/** What somebody may type into a form to be run by whoever looks at it, or to break the screen. */
const SCRIPT = `"><img src=x onerror="window.__ran=1"><script>window.__ran=1</script>`;
const TURNED = '\u202Eетсоп\u202D {{name}} $t(shell.signOut) ${7*7}';
const LONG = 'Ж'.repeat(280);
const FORMULA = '=HYPERLINK("http://evil.example";"клик")';
const NAMES = [SCRIPT, TURNED, LONG, FORMULA];

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
  const created_at = new Date(Date.now() - 60_000).toISOString();
  await academy.post('/api/landing/leads', {
    leads: NAMES.map((name, index) => ({
      ...{ id: `hostile-${index}`, name, phone: `+7701555120${index}`, email: `h${index}@mail.example` },
      ...{ source: 'proftest', created_at, utm_source: name, utm_campaign: name, utm_content: name },
    })),
  });
  const updated_at = Math.floor(Date.now() / 1000);
  for (const [index, name] of NAMES.entries()) {
    const deal = { id: 5100 + index, name, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at };
    await postHook(academy.webhookUrl, hookBody('status', { ...deal, utm_source: name }));
  }
  await postHook(
    academy.webhookUrl,
    `leads[status][0][id]=${encodeURIComponent(SCRIPT)}&x=${'%00'.repeat(9)}`,
  );
  await until('the sales', 20_000, async () => {
    const { sales } = await academy.api<{ sales: object[] }>('/api/amocrm/sales-history?preset=7d');
    return sales.length >= NAMES.length ? true : null;
  });
});
test.afterAll(async () => {
  await academy.stop();
});

/** Everything the browser refused or the page threw: a screen of ours does neither. */
function watch(page: Page): string[] {
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|violates|Refused to/.test(message.text())) said.push(message.text());
  });
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return said;
}

const PAGES = [
  '/',
  '/leads',
  '/sales',
  '/utm',
  '/ads',
  '/funnel',
  '/teams?tab=values',
  '/inbox',
  '/settings?tab=audit',
];

for (const width of [1440, 390])
  test(`hostile names and tags run nowhere and break no screen, ${width} px`, async ({ page }) => {
    test.slow();
    const said = watch(page);
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, academy.url, academy.logins().admin);
    for (const path of PAGES) {
      await page.goto(`${academy.url}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
      const state = await page.evaluate(() => ({
        ran: '__ran' in window,
        injected: document.querySelectorAll('img[src="x"]').length,
        tooWide: document.documentElement.scrollWidth - window.innerWidth,
      }));
      expect(state, path).toEqual({ ran: false, injected: 0, tooWide: expect.any(Number) });
      expect(state.tooWide, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
    }
    expect(said).toEqual([]);
  });

test('the story of a hostile lead is text, placeholders of ours included', async ({ page }) => {
  const said = watch(page);
  const { leads } = await academy.api<{ leads: { id: string; name: string }[] }>('/api/v1/leads?preset=7d');
  await signIn(page, academy.url, academy.logins().admin);
  for (const { id, name } of leads) {
    await page.goto(`${academy.url}/leads?lead=${id}`);
    await expect(page.getByRole('dialog').getByText(name.slice(0, 20)).first()).toBeVisible();
  }
  expect(await page.evaluate(() => '__ran' in window)).toBe(false);
  expect(said).toEqual([]);
});

test('a name sent to Telegram is one line of text', async () => {
  const log = await until('the notices', 90_000, async () => {
    const { messages } = await academy.simulator<{ messages: { text: string }[] }>(
      'GET',
      '/telegram/messages',
    );
    return messages.length >= NAMES.length ? messages : null;
  });
  for (const { text } of log) {
    expect(text).not.toContain('<script');
    expect(text).not.toContain('\u202E');
  }
});

test('the reference of the API works under a policy without unsafe-inline and unsafe-eval', async ({
  page,
}) => {
  const said = watch(page);
  await signIn(page, academy.url, academy.logins().admin);
  const answer = await page.goto(`${academy.url}/api/docs/`);
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe');
  await expect(page.getByRole('link', { name: /\/healthz/ }).first()).toBeVisible({ timeout: 30_000 });
  const styled = await page.evaluate(() => {
    const sheet = [...document.styleSheets].find(
      ({ ownerNode }) => (ownerNode as Element | null)?.id === 'scalar-style',
    );
    return sheet?.cssRules.length ?? 0;
  });
  expect(styled).toBeGreaterThan(100);
  expect(said).toEqual([]);
});

test('a person is found, given out and erased, and is found no more', async ({ page }) => {
  await signIn(page, `${academy.url}/settings?tab=privacy`, academy.logins().admin);
  await page.getByLabel('Имя, телефон, почта или номер сделки').fill('8 701 555 12 02');
  await page.getByRole('button', { name: 'Найти' }).click();
  const row = page.getByRole('row').filter({ hasText: 'h2@mail.example' });
  await expect(row).toBeVisible();
  // Under the pointer a button is paler: the page is looked at without it.
  await page.mouse.move(0, 0);
  await expectSound(page, 'personal data');
  const download = page.waitForEvent('download');
  await row.getByRole('button', { name: 'Выгрузить всё о человеке' }).click();
  expect((await download).suggestedFilename()).toMatch(/^person-\d+\.json$/);
  await row.getByRole('button', { name: 'Стереть данные' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Почему').fill('Запрос человека');
  await form.getByRole('button', { name: 'Стереть навсегда' }).click();
  await expect(form.getByRole('status')).toContainText('Данные стёрты');
  await form.getByRole('button', { name: 'Готово' }).click();
  await page.getByLabel('Имя, телефон, почта или номер сделки').fill('h2@mail.example');
  await page.getByRole('button', { name: 'Найти' }).click();
  await expect(page.getByText('Никого не нашли')).toBeVisible();
});
