import { readFileSync } from 'node:fs';
import { expect, test as plain, type APIRequestContext, type Browser, type Locator, type Page } from '@playwright/test';
import { browser as settings } from './flags.ts';
import { listen, look } from './look.ts';

interface Account {
  readonly login: string;
  readonly password: string;
}
interface Ready {
  readonly platform: { readonly url: string };
  readonly appliance: { readonly url: string; readonly lists: { readonly domains: string } };
  readonly users: readonly [Account, Account];
  readonly apiClient: { readonly id: string; readonly password: string };
}
const ready = (): Ready => JSON.parse(readFileSync(process.env.ARGIOPE_READY_FILE!, 'utf8')) as Ready;

const domain = 'login-m1crosoft.example';
const beacon = '203.0.113.77';
const hits = [['l.brandt', '21'], ['m.okafor', '17'], ['s.iyer', '10']] as const;
const menuOf = (page: Page) => page.getByRole('dialog', { name: `Actions for domain ${domain}` });
const blockedDomains = (page: Page) => page.getByRole('table', { name: 'Blocked domains' });
/** What the open dialog holds. */
const dialogOf = (page: Page) => page.locator('argiope-dialog[open]');
const casebookOf = (page: Page) => page.getByRole('region', { name: 'Casebook' });

/** Every page of the test is listened to, those it opens itself too; at the end none may have said anything. */
const test = plain.extend<{ said: string[]; newcomer: () => Promise<Page>; seen: (page: Page, name: string) => Promise<void> }>({
  said: async ({ context }, use) => {
    const said: string[] = [];
    context.on('page', (page) => listen(page, said));
    await use(said);
    expect(said).toEqual([]);
  },
  page: async ({ said, context }, use) => {
    void said;
    await use(await context.newPage());
  },
  /** A page of somebody else, in a browser of their own. */
  newcomer: async ({ browser, said }, use) => {
    const contexts: Awaited<ReturnType<Browser['newContext']>>[] = [];
    await use(async () => {
      const context = await browser.newContext({ viewport: settings.viewport, locale: settings.locale, timezoneId: settings.timezoneId });
      contexts.push(context);
      context.on('page', (page) => listen(page, said));
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  seen: async ({ said }, use) => {
    await use((page, name) => look(page, name, said));
  },
});

async function signIn(page: Page, address: string, { login, password }: Account): Promise<void> {
  await page.goto(address);
  await page.getByLabel('User name').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeHidden();
}

/** Presses Tab until the focus is there, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < 600; step++) {
    if (await target.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to ${target}`);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

async function type(page: Page, target: Locator, words: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(words);
}

/** The button for more blocked domains, if the name is not among the first: by day others are blocked more often. */
async function furtherRows(page: Page): Promise<Locator | undefined> {
  await expect(page.getByRole('button', { name: /^Time range: Hour/ })).toBeVisible();
  await expect(blockedDomains(page)).toHaveAttribute('aria-busy', 'false');
  if (await blockedDomains(page).getByRole('button', { name: `Actions for domain ${domain}` }).isVisible()) return undefined;
  return page.locator('argiope-table[heading="Blocked domains"]').getByRole('button', { name: 'Show more' });
}

async function published(request: APIRequestContext): Promise<string[]> {
  const answer = await request.get(ready().appliance.lists.domains);
  expect(answer.status()).toBe(200);
  return (await answer.text()).split('\n').map((line) => line.trim());
}

/** The widget of the page's account signed out and the name unblocked, whatever an earlier test left. */
async function fromTheStart(page: Page): Promise<void> {
  const { appliance, users } = ready();
  const session = (await (await page.request.post(`${appliance.url}/session/v1`, { data: users[1] })).json()) as { csrf: string };
  const headers = { 'x-argiope-csrf': session.csrf };
  await page.request.delete(`${appliance.url}/widgets/v1/session`, { headers });
  const { entries } = (await (await page.request.get(`${appliance.url}/blocklist/v1`)).json()) as { entries: { id: string; value: string }[] };
  for (const each of entries) if (each.value === domain) await page.request.delete(`${appliance.url}/blocklist/v1/${encodeURIComponent(each.id)}`, { headers });
  await page.request.delete(`${appliance.url}/session/v1`, { headers });
  await page.context().clearCookies();
  expect(await published(page.request)).not.toContain(domain);
}

async function targetsAreShown(portal: Page): Promise<void> {
  const table = portal.getByRole('region', { name: 'Who was hit, and how often by what' });
  for (const [user, times] of hits) await expect(table.getByRole('row', { name: user })).toContainText(times);
  await expect(portal.getByRole('list', { name: 'Why this verdict' }).getByRole('listitem').first()).toBeVisible();
  await expect(portal.getByRole('region', { name: 'What is known of it' })).toContainText('malicious');
}

test('the story by mouse', async ({ page, context, newcomer, seen }) => {
  const { appliance, platform, users } = ready();
  await fromTheStart(page);

  const desk = await newcomer();
  await signIn(desk, `${platform.url}/#/clients`, users[0]);
  await desk.getByRole('button', { name: 'Add API client' }).click();
  await desk.getByRole('textbox', { name: 'Name', exact: true }).fill('widgets by mouse');
  await desk.getByRole('radio', { name: 'Casebook and pivot menu' }).check();
  await seen(desk, 'portal-client-add');
  await desk.getByRole('button', { name: 'Add new client' }).click();
  const made = dialogOf(desk).locator('.secret code');
  const id = (await made.nth(0).innerText()).trim();
  const password = (await made.nth(1).innerText()).trim();
  await seen(desk, 'portal-client-made');
  await dialogOf(desk).locator('> button', { hasText: 'Close' }).click();
  await desk.getByRole('button', { name: 'Close all the same' }).click();
  await expect(desk.getByText(id)).toBeVisible();
  await seen(desk, 'portal-clients');

  await signIn(page, appliance.url, users[1]);
  await page.getByRole('button', { name: 'Casebook, signed out' }).click();
  await page.getByLabel('Client ID').fill(id);
  await page.getByLabel('Client password').fill('not the password');
  await page.getByRole('button', { name: 'Authenticate' }).click();
  await expect(dialogOf(page).getByRole('alert')).toBeVisible();
  await seen(page, 'appliance-widget-sign-in');
  await page.getByLabel('Client password').fill(password);
  await page.getByRole('button', { name: 'Authenticate' }).click();
  await expect(page.getByRole('button', { name: /^Casebook, \d+ observables?$/ })).toBeVisible();

  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.getByRole('button', { name: /^Time range/ }).click();
  await page.getByRole('button', { name: 'Hour', exact: true }).click();
  await (await furtherRows(page))?.click();
  await expect(blockedDomains(page).getByText('malicious').first()).toBeVisible();
  await seen(page, 'appliance-overview-hour');
  await blockedDomains(page).getByRole('button', { name: `Actions for domain ${domain}` }).click();
  await expect(menuOf(page).getByText('malicious').first()).toBeVisible();
  await menuOf(page).getByRole('button', { name: 'Add to new case' }).click();
  await page.getByRole('button', { name: 'Casebook, 1 observable', exact: true }).click();
  await expect(casebookOf(page).getByText(domain)).toBeVisible();

  await page.getByRole('link', { name: 'Tracking' }).click();
  await page.getByRole('textbox', { name: 'Website' }).fill(beacon);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByText(/rows?, exact/)).toBeVisible();
  const grip = page.getByRole('button', { name: `Drag IP ${beacon}` }).first();
  await grip.hover({ force: true });
  await grip.dragTo(casebookOf(page), { force: true });
  await expect(casebookOf(page).getByText(beacon)).toBeVisible();
  await page.getByLabel('Title of the case').fill('Fake sign-in page');
  await page.getByLabel('Title of the case').press('Enter');
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByLabel('New note').fill('Three colleagues reached it; the beacon follows.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByLabel('Note', { exact: true })).toHaveValue('Three colleagues reached it; the beacon follows.');

  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Investigate this Case' }).click();
  const portal = await opened;
  await expect(portal).toHaveURL(/#\/investigate\?casebook=casebook-/);
  await portal.getByLabel('User name').fill(users[1].login);
  await portal.getByLabel('Password').fill(users[1].password);
  await portal.getByRole('button', { name: 'Sign in' }).click();
  await expect(portal).toHaveURL(/#\/investigate\?casebook=casebook-/);
  await portal.getByRole('button', { name: `Show domain ${domain}` }).click();
  await targetsAreShown(portal);
  await seen(portal, 'portal-investigate-case');
  await portal.getByRole('button', { name: /^Block this domain at / }).click();
  await expect(dialogOf(portal).locator('code')).toHaveText(domain);
  await seen(portal, 'portal-confirm');
  expect(await published(page.request)).not.toContain(domain);
  await dialogOf(portal).getByRole('button', { name: 'Block this domain' }).click();
  await expect(portal.getByRole('button', { name: /^Unblock this domain at / })).toBeVisible();
  expect(await published(page.request)).toContain(domain);

  await page.getByRole('button', { name: 'Close the casebook' }).click();
  await page.getByRole('link', { name: /System/ }).click();
  await page.getByRole('link', { name: 'Block list' }).click();
  await expect(page.getByRole('row', { name: new RegExp(domain) })).toBeVisible();
  await seen(page, 'appliance-block-list');
  await page.getByRole('button', { name: `Remove domain ${domain}` }).click();
  await page.getByRole('button', { name: 'Remove the block' }).click();
  await expect(page.getByRole('row', { name: new RegExp(domain) })).toBeHidden();
  expect(await published(page.request)).not.toContain(domain);

  // Tomorrow, and for a colleague: the case is there, with all that was put into it.
  await desk.getByRole('link', { name: 'Casebooks' }).click();
  await desk.getByRole('table', { name: 'Cases' }).getByRole('link', { name: 'Fake sign-in page' }).first().click();
  for (const words of [domain, beacon, 'Three colleagues reached it; the beacon follows.']) await expect(desk.getByRole('main').getByText(words).first()).toBeVisible();
  await seen(desk, 'portal-case');
});

test('the story by keyboard alone', async ({ page, context }) => {
  const { appliance, platform, users } = ready();
  await fromTheStart(page);
  const enter = async (at: Page, account: Account) => {
    await expect(at.getByLabel('User name')).toBeFocused();
    await at.keyboard.type(account.login);
    await at.keyboard.press('Tab');
    await at.keyboard.type(account.password);
    await at.keyboard.press('Enter');
    await expect(at.getByLabel('User name')).toBeHidden();
  };

  const desk = await context.newPage();
  await desk.goto(platform.url);
  await enter(desk, users[1]);
  await desk.keyboard.press('Escape');
  await tabTo(desk, desk.getByRole('link', { name: 'API clients' }));
  await desk.keyboard.press('Enter');
  await press(desk, desk.getByRole('button', { name: 'Add API client' }));
  await type(desk, desk.getByRole('textbox', { name: 'Name', exact: true }), 'widgets by keyboard');
  const both = desk.getByRole('radio', { name: 'Casebook and pivot menu' });
  for (let step = 0; step < 3 && !(await both.isChecked()); step++) {
    await tabTo(desk, desk.getByRole('radio', { checked: true }));
    await desk.keyboard.press('ArrowDown');
  }
  await expect(both).toBeChecked();
  await press(desk, desk.getByRole('button', { name: 'Add new client' }));
  const made = dialogOf(desk).locator('.secret code');
  const id = (await made.nth(0).innerText()).trim();
  const password = (await made.nth(1).innerText()).trim();

  await page.bringToFront();
  await page.goto(appliance.url);
  await enter(page, users[1]);
  await press(page, page.getByRole('button', { name: /^Time range/ }));
  await press(page, page.getByRole('button', { name: 'Hour', exact: true }));
  const more = await furtherRows(page);
  if (more) await press(page, more);
  await expect(blockedDomains(page).getByRole('button', { name: `Actions for domain ${domain}` })).toBeVisible();
  await page.keyboard.press('c');
  await press(page, page.getByRole('button', { name: 'Sign in…' }));
  await expect(page.getByLabel('Client ID')).toBeFocused();
  await page.keyboard.type(id);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(dialogOf(page).getByRole('alert')).toBeVisible();
  await type(page, page.getByLabel('Client password'), password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('No case is open')).toBeVisible();
  await page.keyboard.press('Escape');

  await tabTo(page, blockedDomains(page).locator('tr.line').first());
  const row = blockedDomains(page).getByRole('row', { name: new RegExp(domain.replaceAll('.', '\\.')) });
  for (let step = 0; step < 100 && !(await row.evaluate((element) => element.matches(':focus'))); step++) await page.keyboard.press('j');
  await expect(row).toBeFocused();
  await page.keyboard.press('.');
  await expect(menuOf(page).getByText('malicious').first()).toBeVisible();
  const fresh = menuOf(page).getByRole('button', { name: 'Add to new case' });
  for (let step = 0; step < 10 && !(await fresh.evaluate((element) => element.matches(':focus'))); step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Casebook, 1 observable', exact: true })).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await type(page, page.getByRole('textbox', { name: 'Website' }), beacon);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/rows?, exact/)).toBeVisible();
  const found = page.getByRole('button', { name: `Actions for IP ${beacon}` }).first();
  await press(page, found);
  const current = page.getByRole('dialog', { name: `Actions for IP ${beacon}` }).getByRole('button', { name: /^Add to current case/ });
  await expect(current).toBeVisible();
  for (let step = 0; step < 10 && !(await current.evaluate((element) => element.matches(':focus'))); step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Casebook, 2 observables' })).toBeVisible();

  await page.keyboard.press('c');
  await expect(casebookOf(page).getByText(beacon)).toBeVisible();
  await type(page, page.getByLabel('Title of the case'), 'Fake sign-in page, by keyboard');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('tab', { name: /^Observables/ }));
  await page.keyboard.press('ArrowRight');
  await type(page, page.getByLabel('New note'), 'Found without a mouse.');
  await press(page, page.getByRole('button', { name: 'Add note' }));
  await expect(page.getByLabel('Note', { exact: true })).toHaveValue('Found without a mouse.');
  const opened = context.waitForEvent('page');
  await press(page, page.getByRole('button', { name: 'Investigate this Case' }));
  const portal = await opened;
  await expect(portal).toHaveURL(/#\/investigate\?casebook=casebook-/);
  await press(portal, portal.getByRole('button', { name: `Show domain ${domain}` }));
  await targetsAreShown(portal);
  await press(portal, portal.getByRole('button', { name: /^Block this domain at / }));
  await press(portal, dialogOf(portal).getByRole('button', { name: 'Block this domain' }));
  await expect(portal.getByRole('button', { name: /^Unblock this domain at / })).toBeVisible();
  expect(await published(page.request)).toContain(domain);
  await press(portal, portal.getByRole('button', { name: /^Unblock this domain at / }));
  await press(portal, dialogOf(portal).getByRole('button', { name: 'Unblock this domain' }));
  await expect(portal.getByRole('button', { name: /^Block this domain at / })).toBeVisible();
  expect(await published(page.request)).not.toContain(domain);
});

test('every page of the appliance', async ({ page, seen }) => {
  const { appliance, users } = ready();
  await page.goto(appliance.url);
  await expect(page.getByLabel('User name')).toBeFocused();
  await seen(page, 'appliance-sign-in');
  await signIn(page, appliance.url, users[0]);
  await expect(blockedDomains(page).locator('tr.line').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Casebook, \d+ observables?$/ })).toBeVisible();
  await seen(page, 'appliance-overview');

  await page.goto(`${appliance.url}/#/tracking/web?range=day&domain=${domain}`);
  await expect(page.getByText(/rows?, exact/)).toBeVisible();
  await page.getByRole('row', { name: /GET/ }).first().getByText(/GET/).click();
  await expect(page.getByRole('heading', { name: 'Raw line' })).toBeVisible();
  await expect(page.getByText('malicious').first()).toBeVisible();
  await seen(page, 'appliance-tracking');
  await page.getByRole('button', { name: `Actions for domain ${domain}` }).first().click();
  await expect(menuOf(page).getByText(/Block this domain/)).toBeVisible();
  await expect(menuOf(page).getByText('malicious').first()).toBeVisible();
  await seen(page, 'appliance-pivot');
  await menuOf(page).getByRole('button', { name: 'Add to new case' }).click();
  await page.getByRole('button', { name: 'Casebook, 1 observable', exact: true }).click();
  await page.getByLabel('Paste text to add what is in it').fill(`beacon to ${beacon} hxxps://${domain}/common/login`);
  await page.getByLabel('Paste text to add what is in it').press('Enter');
  await expect(casebookOf(page).getByText(beacon)).toBeVisible();
  await expect(casebookOf(page).getByText('malicious').first()).toBeVisible();
  await seen(page, 'appliance-casebook');
  await page.getByRole('button', { name: 'Close the casebook' }).click();

  await page.goto(`${appliance.url}/#/network/cloud`);
  await expect(page.getByText('registered, connected')).toBeVisible();
  await seen(page, 'appliance-cloud');
  await page.getByRole('button', { name: 'Edit settings' }).click();
  await page.getByLabel('Index observables').uncheck();
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.getByRole('button', { name: /^Commit changes/ }).click();
  await expect(page.getByLabel('Comment')).toBeVisible();
  await seen(page, 'appliance-commit');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('No pending changes')).toBeVisible();

  await page.goto(`${appliance.url}/#/network/sources`);
  const source = page.getByRole('table').first().locator('tr.line').first();
  await expect(source).toBeVisible();
  await seen(page, 'appliance-sources');
  await page.goto(`${appliance.url}/#/system/users`);
  await expect(page.getByRole('row', { name: /a\.lindqvist/ })).toBeVisible();
  await seen(page, 'appliance-users');
});

test('every page of the portal', async ({ page, seen }) => {
  const { platform, users } = ready();
  await page.goto(platform.url);
  await expect(page.getByLabel('User name')).toBeFocused();
  await seen(page, 'portal-sign-in');
  await signIn(page, platform.url, users[0]);
  await expect(page.getByRole('heading', { name: 'Investigate' })).toBeVisible();
  await seen(page, 'portal-start');
  await page.getByRole('textbox').first().fill(`A colleague reports ${domain.replace('.example', '[.]example')}; then ${beacon} and hxxps://${domain}/common/login`);
  await page.getByRole('button', { name: 'Investigate', exact: true }).click();
  await expect(page.getByText('m.okafor').first()).toBeVisible();
  await expect(page.getByText(/^(\d+) of \1 answered$/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Why this verdict' })).toBeVisible();
  await seen(page, 'portal-investigate');
  await page.getByRole('button', { name: 'Add to case' }).click();
  await expect(page.getByRole('button', { name: 'Casebook, 3 observables' })).toBeVisible();
  await page.goto(`${platform.url}/#/casebooks`);
  await expect(page.getByRole('table', { name: 'Cases' }).getByRole('link').first()).toBeVisible();
  await seen(page, 'portal-casebooks');
  await page.goto(`${platform.url}/#/modules`);
  await expect(page.getByRole('row', { name: /Private Intelligence.*ok/ })).toBeVisible();
  await seen(page, 'portal-modules');
  await page.getByRole('button', { name: /^Add module / }).first().click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeVisible();
  await seen(page, 'portal-module-add');
  await page.keyboard.press('Escape');
  await page.goto(`${platform.url}/#/devices`);
  await page.getByRole('button', { name: 'Add device' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('gw9');
  await page.getByRole('button', { name: 'Add, and make a token' }).click();
  await expect(dialogOf(page).locator('.secret code').first()).toBeVisible();
  await seen(page, 'portal-device-token');
  await page.getByRole('button', { name: 'Done' }).click();
  await seen(page, 'portal-devices');
  await page.getByRole('button', { name: 'Delete device gw9' }).click();
  await page.getByRole('button', { name: 'Delete the device' }).click();
  await expect(page.getByRole('row', { name: /gw9/ })).toBeHidden();
  await page.goto(`${platform.url}/#/users`);
  await expect(page.getByRole('row', { name: /a\.lindqvist/ })).toBeVisible();
  await seen(page, 'portal-users');
});

test('what is hostile is shown as text', async ({ page, seen }) => {
  const { platform, users, apiClient } = ready();
  const markup = '"><img src=x onerror="window.ran=1"><script>window.ran=1</script>';
  const long = `http://long.example/${'a'.repeat(10_000 - 'http://long.example/'.length)}`;
  const { access_token: token } = (await (
    await page.request.post(`${platform.url}/iroh/oauth2/token`, { form: { grant_type: 'client_credentials' }, headers: { authorization: `Basic ${Buffer.from(`${apiClient.id}:${apiClient.password}`).toString('base64')}` } })
  ).json()) as { access_token: string };
  const answer = await page.request.post(`${platform.url}/ctia/casebook?wait_for=true`, {
    headers: { authorization: `Bearer ${token}` },
    data: { title: `Hostile ${markup}`, short_description: markup, description: markup, timestamp: new Date().toISOString(), observables: [{ type: 'file_name', value: markup }, { type: 'url', value: long }], texts: [{ type: 'note', text: markup }] },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const id = String(((await answer.json()) as { id: string }).id).split('/').at(-1)!;
  await signIn(page, `${platform.url}/#/casebooks/${id}`, users[0]);
  const ran = () => page.evaluate(() => (window as unknown as { ran?: number }).ran);
  const fits = () => page.evaluate(() => document.scrollingElement!.scrollWidth <= window.innerWidth && document.scrollingElement!.scrollHeight <= window.innerHeight);
  await expect(page.getByRole('table', { name: 'Observables' }).getByText('<img src=x onerror').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title of the case' })).toHaveValue(`Hostile ${markup}`);
  await seen(page, 'portal-hostile-case');
  await page.getByRole('button', { name: /^Casebook, 2 observables/ }).click();
  await expect(casebookOf(page).getByText('<img src=x onerror').first()).toBeVisible();
  await seen(page, 'portal-hostile-casebook');
  const panel = (await casebookOf(page).boundingBox())!;
  for (const remove of await casebookOf(page).getByRole('button', { name: /^Remove / }).all()) {
    const box = (await remove.boundingBox())!;
    expect(box.x + box.width).toBeLessThan(panel.x + panel.width);
  }
  expect(await fits()).toBe(true);
  await page.getByRole('button', { name: 'Close the casebook' }).click();
  await page.goto(`${platform.url}/#/investigate?casebook=${id}`);
  await expect(page.getByText(/^(\d+) of \1 answered$/)).toBeVisible();
  await expect(page.getByText('<img src=x onerror').first()).toBeVisible();
  await seen(page, 'portal-hostile-investigate');
  expect(await fits()).toBe(true);
  expect(await ran()).toBeUndefined();
  expect(await page.locator('img, script:not([src])').count()).toBe(0);
});
