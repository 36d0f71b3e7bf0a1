import { expect, type Page } from '@playwright/test';

/**
 * What a person would call broken about where things stand: a page wider than the screen, a label that does not fit into its
 * box, a control that something else lies upon. Tables scroll inside themselves and are left out of the last.
 */
const FINDINGS = `(() => {
  const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.clientWidth > 1;
  const name = (element) => element.tagName + ' «' + (element.innerText || element.ariaLabel || '').trim().slice(0, 40) + '»';
  const found = [];
  const extra = document.documentElement.scrollWidth - window.innerWidth;
  if (extra > 0) found.push('the page is ' + extra + ' px wider than the screen');
  for (const label of document.querySelectorAll('nav a > span, button, h1, h2, h3, thead th, label, legend, dt, [role=status]')) {
    if (!visible(label) || label.innerText.trim() === '' || label.closest('.truncate')) continue;
    if (label.scrollWidth > label.clientWidth + 1) found.push('clipped: ' + name(label));
  }
  for (const control of document.querySelectorAll('a, button, input, select')) {
    if (!visible(control) || control.closest('[role=region], nav ul, .sr-only') || control.matches('.sr-only')) continue;
    const { x, y, width, height } = control.getBoundingClientRect();
    const [middle, line] = [x + width / 2, y + height / 2];
    if (middle < 0 || line < 0 || middle > window.innerWidth || line > window.innerHeight) continue;
    const top = document.elementFromPoint(middle, line);
    if (top && !control.contains(top) && !top.contains(control) && !top.closest('label')?.contains(control))
      found.push('covered: ' + name(control) + ' by ' + name(top));
  }
  return [...new Set(found)];
})()`;

/** Nothing is clipped, covered or wider than the screen. */
export async function expectPlaced(page: Page, what: string): Promise<void> {
  expect.soft(await page.evaluate<string[]>(FINDINGS), what).toEqual([]);
}
