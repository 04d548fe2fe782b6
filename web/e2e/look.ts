import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const screens = `${import.meta.dirname}/../../target/screens`;

/** Looks at a page in both themes: a picture of each under `target/screens`, and nothing serious for axe. What axe and
 * the camera themselves make the console say does not count. */
export async function look(page: Page, name: string, said: string[] = []): Promise<void> {
  const before = said.length;
  const grave: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `${screens}/${name}-${theme}.png`, caret: 'initial' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const each of violations) if (each.impact === 'serious' || each.impact === 'critical') grave.push(`${name}, ${theme}: ${each.id}: ${each.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  said.splice(before);
  expect.soft(grave).toEqual([]);
}

/** What the console of a page says. A browser reports every refusal; those that a test provokes are not the page's fault. */
export function listen(page: Page, said: string[]): void {
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/status of (401|403|409|422|502)/.test(message.text()) && said.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`${page.url()}: ${String(error)}`));
}
