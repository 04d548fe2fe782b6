import AxeBuilder from '@axe-core/playwright';
import { expect, test as plain, type Page } from '@playwright/test';
// @ts-expect-error the server of canned answers is plain JavaScript
import { start } from '../dev/server.mjs';

const screens = `${import.meta.dirname}/../../target/screens`;

/** A page of one product on canned answers, in their first state, with a console that must stay silent. */
export const product = (name: 'appliance' | 'portal') =>
  plain.extend<{ seen: (name: string) => Promise<void>; signIn: (place?: string) => Promise<void>; address: string }, { server: { address: string; close: () => void } }>({
    server: [
      async ({}, use) => {
        const server = (await start({ product: name })) as { address: string; close: () => void };
        await use(server);
        server.close();
      },
      { scope: 'worker' },
    ],
    address: async ({ server, page }, use) => {
      const said: string[] = [];
      // A browser reports every refusal; those that a test provokes are not the page's fault.
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/status of (401|403|409|422|502)/.test(message.text()) && said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      await page.request.post(`${server.address}/dev/v1/state`, { data: { reset: true } });
      (page as Page & { said?: string[] }).said = said;
      await use(server.address);
      expect(said).toEqual([]);
    },
    signIn: async ({ page, address }, use) => {
      await use(async (place = '') => {
        await page.goto(`${address}/${place}`);
        await page.getByLabel('User name').fill('t.moreau');
        await page.getByLabel('Password').fill('right');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      });
    },
    /** Looks at a page in both themes. What axe and the camera themselves make the console say does not count. */
    seen: async ({ page }, use) => {
      await use(async (shot) => {
        const { said = [] } = page as Page & { said?: string[] };
        const before = said.length;
        for (const theme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const grave = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
          await page.screenshot({ path: `${screens}/${name}-${shot}-${theme}.png`, caret: 'initial' });
          expect(grave.map((each) => `${each.id}: ${each.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`)).toEqual([]);
        }
        await page.emulateMedia({ colorScheme: 'light' });
        said.splice(before);
      });
    },
  });
