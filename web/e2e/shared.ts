import { expect, test as plain, type Page } from '@playwright/test';
import { listen, look } from './look.ts';
// @ts-expect-error the server of canned answers is plain JavaScript
import { start } from '../dev/server.mjs';

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
      listen(page, said);
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
    seen: async ({ page }, use) => {
      await use((shot) => look(page, `mock/${name}-${shot}`, (page as Page & { said?: string[] }).said));
    },
  });
