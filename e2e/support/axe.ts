import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The page as it stands has no serious or critical accessibility finding, and nothing makes it wider than the screen; a walk goes on. */
export async function expectSound(page: Page, what: string): Promise<void> {
  await expectNoneGrave(new AxeBuilder({ page }), what);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(tooWide, `${what}: wider than the screen`).toBeLessThanOrEqual(0);
}

/** A page that is sound has no serious finding about its colours either: for a look that differs in nothing else. */
export async function expectSoundColours(page: Page, what: string): Promise<void> {
  const axe = new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']);
  await expectNoneGrave(axe, what);
}

async function expectNoneGrave(axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect
    .soft(
      grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 400)).join(' | ')}`),
      what,
    )
    .toEqual([]);
}
