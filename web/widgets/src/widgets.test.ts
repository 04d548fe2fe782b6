import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@argiope/components/api/problem.ts';
import { deep, faults, mount, settled, words } from '@argiope/components/testing/testing.ts';
import { faultOf } from './casebook/sign-in.ts';
import './index.ts';
import { errorsIn, linksIn, safeLink, verdictsIn } from './platform/answers.ts';
import { session } from './session/session.ts';

const markup = '<img src=x onerror=alert(1)>.example';
const calls: { method: string; url: string; headers: Record<string, string>; body: unknown }[] = [];
let signedIn = true;
let scopes: string[] | undefined;
let triggered: 'success' | 'failure' | 'lost' | 'unknown' = 'success';

const json = (status: number, value: unknown, more: Record<string, string> = {}) => new Response(status === 204 ? null : JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...more } });
const stream = (...events: [string, unknown][]) => new Response(events.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''), { headers: { 'content-type': 'text/event-stream' } });
const servers = [{ name: 'lab', portal: 'http://portal.example:8440' }];

async function answer(url: string, init: RequestInit): Promise<Response> {
  const method = init.method ?? 'GET';
  const body = init.body ? JSON.parse(String(init.body)) : undefined;
  calls.push({ method, url, headers: init.headers as Record<string, string>, body });
  if (url === '/session/v1') return json(200, { user: { id: 'u1', login: 't.moreau', role: 'analyst' }, csrf: 'T', product: 'appliance', version: '1' });
  if (url === '/widgets/v1/session') {
    if (method === 'POST') signedIn = true;
    return json(200, { signedIn, scopes, servers, server: 'lab', clientId: 'client-1', portal: 'http://portal.example:8440' });
  }
  const path = url.replace('/widgets/v1/platform', '');
  if (path.startsWith('/iroh/iroh-enrich/deliberate')) {
    const [observable] = body;
    return stream(
      ['plan', { modules: [{ module: 'Private Intelligence' }, { module: 'Slow relay' }] }],
      ['module', { module: 'Private Intelligence', took_ms: 12, data: { verdicts: { count: 1, docs: [{ type: 'verdict', observable, disposition: 2, valid_time: { end_time: '2026-02-13T00:00:00Z' } }] } } }],
      ['module', { module: 'Slow relay', took_ms: 15000, errors: [{ module: 'Slow relay', code: 'timeout', message: 'no answer in 15 s', type: 'fatal' }] }],
      ['done', { took_ms: 15000 }],
    );
  }
  if (path.startsWith('/iroh/iroh-enrich/refer')) return stream(['module', { module: 'gw1', data: [{ id: 'r', title: 'Search for this domain', description: '', module: 'gw1', url: 'https://gw1.example/#/tracking' }, { id: 'x', title: 'Bad', url: 'javascript:alert(1)' }] }], ['done', {}]);
  if (path.startsWith('/iroh/iroh-response/respond/observables')) return json(200, { data: [{ id: 'block/1', title: 'Block this domain', description: 'Refuses it at the gateway', module: 'gw1', module_instance_id: 'mi-1', url: '' }] });
  if (path.startsWith('/iroh/iroh-response/respond/trigger')) {
    if (triggered === 'lost') throw new TypeError('lost');
    if (triggered === 'unknown') return json(200, { data: { status: 'failure' }, errors: [{ module: 'gw1', code: 'outcome unknown', message: 'no answer yet', type: 'error' }] });
    return json(200, { data: { status: triggered } });
  }
  if (path.startsWith('/ctia/casebook/search')) return json(200, []);
  if (path === '/ctia/judgement') return json(201, { id: 'http://p/ctia/judgement/judgement-1' });
  return json(404, { error: 'not_found' });
}

const until = async (what: () => boolean) => {
  for (const end = Date.now() + 3000; !what(); ) {
    if (Date.now() > end) throw new Error('did not come true in 3 s');
    await new Promise((done) => setTimeout(done, 5));
  }
};

beforeEach(async () => {
  localStorage.clear();
  calls.length = 0;
  signedIn = true;
  scopes = undefined;
  triggered = 'success';
  vi.stubGlobal('fetch', answer);
  session.configure({ platform: '/widgets/v1/platform' });
  await until(() => session.state !== 'unknown');
});

let nth = 0;
async function openMenu(value = `host${nth++}.example`) {
  const pivot = await mount('argiope-pivot', { type: 'domain', value });
  deep(pivot.shadowRoot!, 'button')!.click();
  await settled(pivot);
  const menu = deep(pivot.shadowRoot!, 'argiope-pivot-menu')!;
  await until(() => words(menu).includes('Block this domain'));
  await settled(menu);
  return { pivot, menu, button: (name: string) => [...menu.shadowRoot!.querySelectorAll<HTMLElement>('button, a')].find((each) => words(each).includes(name))! };
}

describe('the pivot menu', () => {
  it('tells its button by type and value', async () => {
    const pivot = await mount('argiope-pivot', { type: 'domain', value: 'login-m1crosoft.example' });
    expect(deep(pivot.shadowRoot!, 'button')!.getAttribute('aria-label')).toBe('Actions for domain login-m1crosoft.example');
  });

  it('fills in while modules answer, and says which failed', async () => {
    const { menu } = await openMenu();
    expect(words(menu)).toContain('Private Intelligence');
    expect(words(menu)).toContain('malicious');
    expect(words(menu)).toContain('no answer in 15 s');
    expect(words(menu)).toContain('Search for this domain');
  });

  it('offers no link that could run a script', async () => {
    const { menu } = await openMenu();
    expect([...menu.shadowRoot!.querySelectorAll('a')].map((link) => link.href)).toEqual(['https://gw1.example/#/tracking']);
  });

  it('names module, value and effect before it acts, and sends one key', async () => {
    const { menu, button } = await openMenu('once.example');
    button('Block this domain…').click();
    await settled(menu);
    const step = deep(menu.shadowRoot!, '.step')!;
    expect(words(step)).toMatch(/Block this domain at gw1: Refuses it at the gateway/);
    expect(words(step)).toContain('once.example');
    expect(calls.some((call) => call.url.includes('/trigger/'))).toBe(false);
    const go = deep(menu.shadowRoot!, '.go')!;
    go.click();
    go.click();
    await until(() => words(menu).includes('has confirmed it'));
    const sent = calls.filter((call) => call.url.includes('/trigger/'));
    expect(sent).toHaveLength(1);
    expect(sent[0]!.url).toContain('/trigger/mi-1/block%2F1?');
    expect(sent[0]!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tries again under the same key when the answer was lost, under another after a failure', async () => {
    const { menu, button } = await openMenu();
    triggered = 'lost';
    button('Block this domain…').click();
    await settled(menu);
    deep(menu.shadowRoot!, '.go')!.click();
    await until(() => words(menu).includes('at most once'));
    triggered = 'failure';
    await settled(menu);
    deep(menu.shadowRoot!, '.go')!.click();
    await until(() => words(menu).includes('Nothing will fire later'));
    await settled(menu);
    deep(menu.shadowRoot!, '.go')!.click();
    await until(() => calls.filter((call) => call.url.includes('/trigger/')).length === 3);
    const keys = calls.filter((call) => call.url.includes('/trigger/')).map((call) => call.headers['idempotency-key']);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('keeps the key while nobody knows what became of the order', async () => {
    const { menu, button } = await openMenu();
    triggered = 'unknown';
    button('Block this domain…').click();
    await settled(menu);
    deep(menu.shadowRoot!, '.go')!.click();
    await until(() => words(menu).includes('has not confirmed it'));
    expect(words(menu)).not.toContain('Nothing will fire later');
    await settled(menu);
    deep(menu.shadowRoot!, '.go')!.click();
    await until(() => calls.filter((call) => call.url.includes('/trigger/')).length === 2);
    const keys = calls.filter((call) => call.url.includes('/trigger/')).map((call) => call.headers['idempotency-key']);
    expect(keys[1]).toBe(keys[0]);
  });

  it('judges with a disposition and an end', async () => {
    const { menu, button } = await openMenu();
    button('Judge it…').click();
    await settled(menu);
    deep<HTMLFormElement>(menu.shadowRoot!, 'form')!.requestSubmit();
    await until(() => calls.some((call) => call.url.endsWith('/ctia/judgement')));
    expect(calls.find((call) => call.url.endsWith('/ctia/judgement'))!.body).toMatchObject({ disposition: 2, disposition_name: 'Malicious', priority: 100, confidence: 'High' });
  });

  it('shows markup as text, and cuts ten thousand characters', async () => {
    const { menu } = await openMenu(markup);
    expect(deep(menu.shadowRoot!, 'img')).toBeUndefined();
    expect(words(menu)).toContain('<img src=x');
    const long = await openMenu('x'.repeat(10_000));
    expect(words(long.menu).length).toBeLessThan(4_000);
  });

  it('investigates in the portal, with the percent sign doubled', async () => {
    const opened = vi.fn();
    vi.stubGlobal('open', opened);
    const { button } = await openMenu('50%.example');
    button('Investigate').click();
    expect(opened).toHaveBeenCalledWith('http://portal.example:8440/#/investigate?q=50%2525.example', '_blank', 'noopener');
  });

  it('offers only what the client’s scopes allow', async () => {
    scopes = ['enrich', 'response'];
    session.configure({ platform: '/widgets/v1/platform' });
    await until(() => session.state === 'signed-in');
    const { menu } = await openMenu();
    expect(words(menu)).not.toContain('Add to current case');
    expect(words(menu)).not.toContain('Judge it');
    expect(words(menu)).toContain('Investigate');
    const book = await mount('argiope-casebook');
    deep(book.shadowRoot!, '.opener')!.click();
    await settled(book);
    expect(words(book)).toContain('lacks the scope casebook');
  });

  it('asks to sign in when nobody is', async () => {
    signedIn = false;
    session.configure({ platform: '/widgets/v1/platform' });
    await until(() => session.state === 'signed-out');
    const pivot = await mount('argiope-pivot', { type: 'domain', value: 'out.example' });
    deep(pivot.shadowRoot!, 'button')!.click();
    await settled(pivot);
    expect(words(deep(pivot.shadowRoot!, 'argiope-pivot-menu')!)).toContain('Sign in to use cases');
  });

  it('has no accessibility fault, also while confirming and judging', async () => {
    const { pivot, menu, button } = await openMenu();
    expect(await faults(pivot)).toEqual([]);
    button('Block this domain…').click();
    await settled(menu);
    expect(await faults(pivot)).toEqual([]);
    button('Judge it…').click();
    await settled(menu);
    expect(await faults(pivot)).toEqual([]);
  });
});

describe('the casebook', () => {
  it('opens the sign-in dialog when nobody is signed in', async () => {
    signedIn = false;
    session.configure({ platform: '/widgets/v1/platform' });
    await until(() => session.state === 'signed-out');
    const book = await mount('argiope-casebook');
    deep(book.shadowRoot!, '.opener')!.click();
    await settled(book);
    const dialog = deep<HTMLDialogElement>(book.shadowRoot!, 'dialog')!;
    expect(dialog.open).toBe(true);
    expect(words(book)).toContain('Login to use Casebook/Pivot Menu');
    expect(await faults(book)).toEqual([]);
  });

  it('opens its menu by right click and by the menu key', async () => {
    const book = await mount('argiope-casebook');
    const opener = deep(book.shadowRoot!, '.opener')!;
    const popup = deep(book.shadowRoot!, '.popover')!;
    opener.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    expect(popup.matches(':popover-open')).toBe(true);
    popup.hidePopover();
    opener.dispatchEvent(new KeyboardEvent('keydown', { key: 'F10', shiftKey: true, bubbles: true }));
    expect(popup.matches(':popover-open')).toBe(true);
    expect(words(popup)).toContain('Sign out');
  });

  it('has no accessibility fault with a case open', async () => {
    const book = await mount('argiope-casebook');
    deep(book.shadowRoot!, '.opener')!.click();
    await settled(book);
    deep(book.shadowRoot!, '[aria-label="New case"]')!.click();
    await settled(book);
    expect(await faults(book)).toEqual([]);
  });

  it('tells four failures of the sign-in apart', () => {
    const texts = (['wrong-credentials', 'missing-scope', 'wrong-region', 'portal-down'] as const).map((code) => faultOf(new ApiError(401, code, 'x', '', { missingScopes: ['casebook'] })));
    expect(new Set(texts).size).toBe(4);
    expect(texts[1]).toContain('casebook');
  });
});

describe('what modules answer', () => {
  it('is read leniently', () => {
    expect(verdictsIn([null, 7, { module: 'x', data: { verdicts: { docs: [{}, { observable: { type: 'ip', value: '1.2.3.4' }, disposition_name: 'Suspicious' }] } } }]).get('ip:1.2.3.4')).toEqual([{ module: 'x', disposition: 'suspicious', until: undefined }]);
    expect(linksIn({})).toEqual([]);
    expect(linksIn([{ title: 'T', 'query-params': { list: 'a', bad: 7 } }])[0]!.parameters).toEqual({ list: 'a' });
    expect(errorsIn([{ message: 'm' }])[0]).toMatchObject({ warning: false, message: 'm' });
  });

  it('is opened only over http', () => {
    expect(['https://a.example/"x"', 'javascript:alert(1)', 'data:text/html,x', '//a.example', 'x'].map(safeLink)).toEqual(['https://a.example/%22x%22', undefined, undefined, undefined, undefined]);
  });
});
