import { expect, type Page } from '@playwright/test';
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
