import { expect } from '@playwright/test';
import { product } from './shared.ts';

const test = product('portal');
const story = 'l.brandt reports hxxps://login-m1crosoft.example login-m1crosoft.example 203.0.113.77 2710c7d2c8f5b1d4a6e3f09b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f525d351c';

test('investigates pasted text, and says who was hit', async ({ page, seen, signIn }) => {
  await signIn();
  await seen('investigate-empty');
  await page.getByRole('textbox').first().fill(story);
  await page.getByRole('button', { name: 'Investigate', exact: true }).click();
  await expect(page.getByText('m.okafor').first()).toBeVisible();
  await expect(page.getByText('no answer in 15 s').first()).toBeVisible();
  await seen('investigate');
});

test('keeps a case, and investigates it', async ({ page, seen, signIn }) => {
  await signIn('#/casebooks');
  await page.getByRole('button', { name: /^Casebook, / }).click();
  await page.getByRole('region', { name: 'Casebook' }).getByRole('button', { name: 'New case', exact: true }).first().click();
  await page.getByLabel('Paste text to add what is in it').first().fill(story);
  await page.getByLabel('Paste text to add what is in it').first().press('Enter');
  await expect(page.getByRole('region', { name: 'Casebook' }).getByText('203.0.113.77')).toBeVisible();
  await seen('casebooks');
  await page.getByRole('button', { name: 'Close the casebook' }).click();
  await page.getByRole('table', { name: 'Cases' }).getByRole('link').first().click();
  await expect(page.getByText('203.0.113.77').first()).toBeVisible();
  await seen('case');
  await page.getByRole('button', { name: /^Casebook, / }).click();
  await page.getByRole('region', { name: 'Casebook' }).getByRole('button', { name: 'Investigate this Case' }).click();
  await expect(page).toHaveURL(/#\/investigate\?casebook=casebook-/);
  await expect(page.getByText('m.okafor').first()).toBeVisible();
});

for (const [name, sign] of [['modules', 'Private Intelligence'], ['devices', 'gw1.nwlab.example'], ['clients', 'gw1 widgets'], ['users', 'a.lindqvist']] as const) {
  test(`shows ${name}`, async ({ page, seen, signIn }) => {
    await signIn(`#/${name}`);
    await expect(page.getByText(sign).first()).toBeVisible();
    await seen(name);
  });
}
