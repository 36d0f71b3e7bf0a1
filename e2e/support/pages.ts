import { expect, type Locator, type Page } from '@playwright/test';
import type { Login } from './academy.ts';

/** Signs in on the login page, wherever the product sent us for it. */
export async function signIn(page: Page, url: string, login: Login): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Почта').fill(login.email);
  await page.getByLabel('Пароль').fill(login.password);
  await page.getByRole('button', { name: 'Войти' }).click();
  // The sign-in page has a heading too; leaving it earlier would cut the request that signs in.
  await expect(page).not.toHaveURL(/\/login/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** The plain figure of a KPI tile, such as "451" or "13946000.00". */
export function kpi(page: Page, name: string) {
  return page.getByRole('group', { name, exact: true }).locator('data');
}

/** The row of a team, of «Не распределено» or of «Итого» in the teams table. */
export function teamRow(page: Page, name: string) {
  return page
    .getByRole('table', { name: /Показатели команд/ })
    .getByRole('row')
    .filter({
      has: page.getByRole('rowheader', { name: new RegExp(`^${name}`) }),
    });
}

/** The numbers of a row in their plain form; a figure that is unknown is null. */
export async function figures(page: Page, name: string, columns: number[]): Promise<(string | null)[]> {
  await expect(teamRow(page, name)).toBeVisible();
  const cells = teamRow(page, name).getByRole('cell');
  return Promise.all(
    columns.map(async (column) => {
      const data = cells.nth(column).locator('data');
      return (await data.count()) === 0 ? null : data.first().getAttribute('value');
    }),
  );
}

/**
 * Goes down a long list by the keyboard until its foot says that all of it is shown.
 *
 * @returns how many rows there were: each says its place, drawn at the same time or not
 */
export async function walkList(page: Page, table: Locator): Promise<number> {
  const seen = new Set<string>();
  const region = table.locator('..');
  await region.focus();
  const all = page.getByText(/^Показано ([\d\u00a0]+)(, это все| из \1)$/);
  const look = async (): Promise<void> => {
    const rows = table.locator('tbody tr[aria-rowindex]');
    for (const place of await rows.evaluateAll((drawn) => drawn.map((row) => row.ariaRowIndex)))
      seen.add(place ?? '');
  };
  const below = () =>
    region.evaluate((box) => Math.round(box.scrollHeight - box.clientHeight - box.scrollTop));
  await expect(async () => {
    await look();
    await page.keyboard.press('End');
    await expect(all).toBeVisible({ timeout: 500 });
    // And is there: the way back up begins where the list ends, not somewhere on the way down.
    await expect.poll(below, { timeout: 500 }).toBeLessThanOrEqual(1);
  }).toPass();
  // Back up in steps smaller than what is drawn at once.
  for (let top = await region.evaluate((box) => box.scrollTop); top > 0; ) {
    await page.keyboard.press('PageUp');
    await expect(async () => {
      const now = await region.evaluate((box) => box.scrollTop);
      expect(now).toBeLessThan(top);
    }).toPass();
    await look();
    top = await region.evaluate((box) => box.scrollTop);
  }
  return seen.size;
}
