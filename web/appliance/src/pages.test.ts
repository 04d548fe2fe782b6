import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api, type Role } from '@argiope/components/api/api.ts';
import { deep, faults, mount, settled, words } from '@argiope/components/testing/testing.ts';
import { here } from '@argiope/components/url/url.ts';
import './block-list/block-list.ts';
import './cloud/cloud.ts';
import type { CloudState, Settings } from './data/types.ts';
import './overview/overview.ts';
import { PendingSettings } from './settings/pending.ts';
import './sources/sources.ts';
import './tracking/tracking.ts';

const markup = '<img src=x onerror=alert(1)>';
const answers = new Map<string, (url: URL, init: RequestInit) => Response>();
const calls: { method: string; url: URL; body: unknown }[] = [];
const json = (value: unknown, status = 200) => new Response(status === 204 ? null : JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
const events = (...list: [string, unknown][]) => new Response(list.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''), { headers: { 'content-type': 'text/event-stream' } });

function signedIn(role: Role = 'admin'): Api {
  const api = new Api();
  api.session = { user: { id: '1', login: 't.moreau', role }, csrf: 'T', product: 'appliance', version: '1' };
  return api;
}

beforeEach(() => {
  answers.clear();
  calls.length = 0;
  history.replaceState(null, '', '#/');
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const url = new URL(address, 'http://localhost');
    calls.push({ method: init.method ?? 'GET', url, body: init.body ? JSON.parse(String(init.body)) : undefined });
    return (answers.get(`${init.method} ${url.pathname}`) ?? answers.get(url.pathname))?.(url, init) ?? json({ title: 'Not here', code: 'not-found' }, 404);
  });
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('web tracking', () => {
  const path = '/wsa/api/v2.0/web-tracking/proxy-services';
  const row = (id: string, more: Record<string, unknown> = {}) => ({ attributes: { transactionId: id, serialNumber: 'S', time: '2026-01-14T09:46:31.000Z', decision: 'block', host: 'login-m1crosoft.example', url: 'https://login-m1crosoft.example/', path: '/', method: 'GET', clientIp: '192.0.2.57', user: 'l.brandt', bytesToClient: 2100, ...more } });

  it('shows rows as they come, the total, and where it goes on', async () => {
    history.replaceState(null, '', '#/tracking/web?range=day&domain=login-m1crosoft.example');
    answers.set(path, (url) => (url.searchParams.get('cursor') ? events(['rows', { data: [row('t2'), row('t3')] }], ['done', {}]) : events(['rows', { data: [row('t1'), row('t2')] }], ['total', { totalCount: 3, totalIsExact: true }], ['done', { next: 'C' }])));
    const page = await mount('argiope-tracking', { api: signedIn() });
    await settled(page);
    expect(words(page)).toContain('2 of 3 rows, exact');
    [...deep(page.shadowRoot!, 'argiope-table')!.shadowRoot!.querySelectorAll<HTMLElement>('button')].find((each) => words(each).includes('Older rows'))!.click();
    await settled(page);
    await settled(page);
    expect(words(page)).toContain('3 rows, exact');
    expect(calls.at(-1)!.url.searchParams.get('startDate')).toBe(calls[0]!.url.searchParams.get('startDate'));
    expect(await faults(page)).toEqual([]);
  });

  it('says when rows may be missing and when the search was cut', async () => {
    history.replaceState(null, '', '#/tracking/web?range=day');
    answers.set(path, () => events(['done', { complete: false, next: 'C', availability: { complete: false, gaps: [{ from: '2026-01-14T00:00:00Z', to: '2026-01-14T01:00:00Z', reason: 'not-indexed' }] } }]));
    const page = await mount('argiope-tracking', { api: signedIn() });
    await settled(page);
    expect(words(page)).toContain('not indexed');
    expect(words(page)).toContain('was cut here');
  });

  it('names the cause when the search is refused', async () => {
    history.replaceState(null, '', '#/tracking/web?range=day&clientIp=nonsense');
    answers.set(path, () => json({ error: { message: 'clientIp is no address', code: '400' } }, 400));
    const page = await mount('argiope-tracking', { api: signedIn() });
    await settled(page);
    expect(words(page)).toContain('clientIp is no address');
  });

  it('puts the form into the place, an address apart from a user', async () => {
    history.replaceState(null, '', '#/tracking/web?range=day');
    answers.set(path, () => events(['done', {}]));
    const page = await mount('argiope-tracking', { api: signedIn() });
    const form = deep<HTMLFormElement>(page.shadowRoot!, 'form')!;
    (form.elements.namedItem('who') as HTMLInputElement).value = '192.0.2.0/24';
    (form.elements.namedItem('sha256') as HTMLInputElement).value = 'a'.repeat(64);
    form.requestSubmit();
    await settled(page);
    expect(Object.fromEntries(here().query)).toEqual({ range: 'day', clientIp: '192.0.2.0/24', sha256: 'a'.repeat(64) });
  });

  it('shows every field of an opened row and its raw line, as text', async () => {
    history.replaceState(null, '', '#/tracking/web?range=day&row=t1');
    answers.set(path, () => events(['rows', { data: [row('t1')] }], ['done', {}]));
    answers.set('/wsa/api/v2.0/web-tracking/details', () => json({ data: row('t1', { rawLine: `1 ${markup}`, extras: { odd: markup }, file: { sha256: 'b'.repeat(64), name: markup } }) }));
    const page = await mount('argiope-tracking', { api: signedIn() });
    await settled(page);
    await settled(page);
    const details = deep(page.shadowRoot!, 'argiope-transaction')!;
    expect(words(details)).toContain(`1 ${markup}`);
    expect(deep(details.shadowRoot!, 'img')).toBeUndefined();
    expect(await faults(page)).toEqual([]);
  });
});

describe('cloud service settings', () => {
  const tree = { reporting: { observableIndexing: true, queryTimeoutSeconds: 60 }, cloud: { enabled: true, server: 'lab', servers: [{ name: 'lab', portal: 'http://p', enrolment: 'https://p' }] }, sources: [], system: { hostname: 'gw1' } };
  const cloud = (state: CloudState) => ({ state, enabled: state !== 'disabled', server: 'lab', servers: [{ name: 'lab', portal: 'http://p' }], observableIndexing: true, ...(state === 'registered' || state === 'unreachable' ? { device: { id: 'd1', name: 'gw1', registeredAt: '2026-01-14T09:00:00.000Z' }, lastContact: '2026-01-14T09:00:00.000Z' } : {}) });
  const buttons = (page: HTMLElement) => [...page.shadowRoot!.querySelectorAll<HTMLElement>('.card button')].map((each) => words(each).trim());

  async function open(state: CloudState, role: Role = 'admin', pending?: Settings['pending']) {
    answers.set('/cloud/v1', () => json(cloud(state)));
    answers.set('/settings/v1', () => json({ committed: tree, pending }));
    answers.set('/reindex/v1', () => json({ state: 'done', done: 1, total: 1 }));
    const api = signedIn(role);
    const settings = new PendingSettings(api);
    await settings.load();
    const page = await mount('argiope-cloud', { api, settings });
    await settled(page);
    return page;
  }

  it.each<[CloudState, string[]]>([
    ['disabled', []],
    ['pending-commit', []],
    ['starting', []],
    ['not-registered', ['Register']],
    ['registering', ['Cancel']],
    ['registered', ['Deregister…']],
    ['unreachable', ['Retry', 'Deregister…']],
    ['deregistered-remotely', ['Register']],
  ])('offers in the state %s what can be done in it', async (state, offers) => {
    const page = await open(state);
    expect(buttons(page)).toEqual(offers);
    expect(await faults(page)).toEqual([]);
  });

  it('names cause and cure when registering fails, and keeps the form', async () => {
    const page = await open('not-registered');
    answers.set('/cloud/v1/register', () => json({ title: 'The token has expired', detail: 'It was good until 09:00.', code: 'token-expired' }, 422));
    deep<HTMLTextAreaElement>(page.shadowRoot!, '#token')!.value = ' lab-AAAA \n BBBB ';
    deep<HTMLFormElement>(page.shadowRoot!, 'form')!.requestSubmit();
    await settled(page);
    expect(calls.find((call) => call.url.pathname.endsWith('/register'))!.body).toEqual({ token: 'lab-AAAABBBB' });
    expect(words(page)).toContain('It was good until 09:00.');
    expect(words(page)).toContain('Make a new token in the portal');
  });

  it('offers force only after the portal could not be told', async () => {
    const page = await open('unreachable');
    answers.set('/cloud/v1/deregister', () => json({ title: 'The portal cannot be told', code: 'platform-unreachable' }, 409));
    const press = async (name: string) => {
      [...page.shadowRoot!.querySelectorAll<HTMLElement>('button')].filter((each) => words(each).trim() === name).at(-1)!.click();
      await settled(page);
    };
    await press('Deregister…');
    await press('Deregister');
    await press('Deregister by force');
    expect(calls.filter((call) => call.url.pathname.endsWith('/deregister')).map((call) => call.body)).toEqual([{}, { force: true }]);
  });

  it('lets nobody but an admin register, and waits for a pending commit', async () => {
    const register = (page: HTMLElement) => [...page.shadowRoot!.querySelectorAll<HTMLButtonElement>('button')].find((each) => words(each).trim() === 'Register')!;
    expect(register(await open('not-registered', 'analyst')).disabled).toBe(true);
    const page = await open('not-registered', 'admin', { tree, changes: [{ path: 'cloud.server', from: 'eu', to: 'lab' }] });
    expect(register(page).disabled).toBe(true);
    expect(words(page)).toContain('Waits for the commit');
    expect(words(page)).toContain('cloud.server');
  });
});

describe('sources', () => {
  it('show the ledger with reasons, cures and samples, as text', async () => {
    history.replaceState(null, '', '#/network/sources?source=gw');
    answers.set('/sources/v1', () => json([{ name: 'gw', kind: 'file', path: '/var/log/access.log', format: 'auto', detectedFormat: 'squid', state: 'following', linesPerSecond: 4, ledger: { read: 10, accepted: 7, skipped: 1, rejected: 2, balanced: true, rejectedBy: [{ reason: 'bad-client', count: 2, cure: 'Switch off log_fqdn.', samples: [markup] }], skippedBy: [{ rule: 'companion-log', count: 1 }] }, notices: [{ at: '2026-01-14T09:00:00.000Z', text: 'Rotated.' }] }]));
    answers.set('/settings/v1', () => json({ committed: { sources: [] } }));
    const api = signedIn();
    const page = await mount('argiope-sources', { api, settings: new PendingSettings(api) });
    await settled(page);
    const said = words(page);
    for (const each of ['balances: 10 lines read', 'bad-client', 'Switch off log_fqdn.', markup, 'companion-log', 'Rotated.']) expect(said).toContain(each);
    expect(deep(page.shadowRoot!, 'img')).toBeUndefined();
    expect(await faults(page)).toEqual([]);
  });

  it.each([['following', 'following'], ['reading', 'reading 25 %'], ['waiting', 'waiting'], ['stalled', 'stalled'], ['failed', 'failed'], ['a new word', 'a new word']])('say how a source is when it is %s', async (state, said) => {
    answers.set('/sources/v1', () => json([{ name: 'gw', kind: 'file', path: '/a', format: 'auto', state, detail: 'Why.', linesPerSecond: 0, position: 25, size: 100, ledger: { read: 0, accepted: 0, skipped: 0, rejected: 0, balanced: true } }]));
    const api = signedIn();
    const page = await mount('argiope-sources', { api, settings: new PendingSettings(api) });
    await settled(page);
    expect(words(page)).toContain(said);
  });

  it('submit a pasted logformat as a pending change', async () => {
    answers.set('/sources/v1', () => json([]));
    answers.set('/settings/v1', () => json({ committed: { sources: [] } }));
    answers.set('PATCH /settings/v1/pending', () => json({ committed: { sources: [] }, pending: { tree: { sources: [{}] }, changes: [{ path: 'sources', from: [], to: [{ name: 'lab' }] }] } }));
    const api = signedIn();
    const settings = new PendingSettings(api);
    await settings.load();
    const page = await mount('argiope-sources', { api, settings });
    deep(page.shadowRoot!, '.page-head button')!.click();
    await settled(page);
    const form = deep<HTMLFormElement>(page.shadowRoot!, '#form')!;
    const put = (name: string, value: string) => ((form.elements.namedItem(name) as HTMLInputElement).value = value);
    put('name', 'lab');
    put('path', '/var/log/lab.log');
    put('format', 'logformat');
    (form.elements.namedItem('format') as HTMLElement).dispatchEvent(new Event('change'));
    await settled(page);
    put('logformat', 'logformat lab %ts %>a %ru');
    form.requestSubmit();
    await settled(page);
    expect(calls.find((call) => call.method === 'PATCH')!.body).toEqual({ sources: [{ name: 'lab', path: '/var/log/lab.log', format: 'logformat', logformat: 'logformat lab %ts %>a %ru', zone: 'UTC', uriWhitespace: 'strip', paused: false }] });
    expect(words(page)).toContain('1 pending change');
  });
});

describe('the block list', () => {
  const list = { entries: [{ id: 'b1', type: 'url', value: `https://a.example/${markup}`, reason: markup, by: 't.moreau', at: '2026-01-14T09:00:00.000Z' }], files: { domains: '/lists/domains.txt' }, addresses: { domains: 'http://a/lists/S/domains.txt' }, generation: 3, command: { state: 'failed', exitCode: 1, output: 'squid: no process', at: '2026-01-14T09:00:00.000Z' } };

  it('asks before it unblocks and before it makes a new secret', async () => {
    answers.set('/blocklist/v1', () => json(list));
    answers.set('DELETE /blocklist/v1/b1', () => json(undefined, 204));
    answers.set('POST /blocklist/v1/secret', () => json({}));
    const page = await mount('argiope-block-list', { api: signedIn() });
    await settled(page);
    expect(words(page)).toContain('squid: no process');
    expect(deep(page.shadowRoot!, 'img')).toBeUndefined();
    expect(await faults(page)).toEqual([]);
    deep(page.shadowRoot!, '[aria-label^="Remove URL"]')!.click();
    await settled(page);
    expect(calls.every((call) => call.method === 'GET')).toBe(true);
    const press = async (name: string) => {
      [...page.shadowRoot!.querySelectorAll<HTMLElement>('button')].filter((each) => words(each).trim() === name).at(-1)!.click();
      await settled(page);
    };
    await press('Remove the block');
    await press('New secret…');
    expect(calls.some((call) => call.url.pathname.endsWith('/secret'))).toBe(false);
    await press('Make a new secret');
    expect(calls.filter((call) => call.method !== 'GET').map((call) => `${call.method} ${call.url.pathname}`)).toEqual(['DELETE /blocklist/v1/b1', 'POST /blocklist/v1/secret']);
  });
});

describe('the overview', () => {
  it('says so when the range is empty or the report fails', async () => {
    const none = { allow: 0, monitor: 0, warn: 0, block: 0, redirect: 0, error: 0 };
    history.replaceState(null, '', '#/reporting/overview?range=hour');
    answers.set('/reports/v1/overview', () => json({ range: { from: '2026-01-14T08:00:00Z', to: '2026-01-14T09:00:00Z' }, totals: { ...none, transactions: 0, bytes: 0, users: 0, domains: 0 }, exact: true, series: { bucketSeconds: 60, buckets: [] }, topDomains: [], topUsers: [], topClients: [], blockedDomains: [], availability: { complete: true, gaps: [] } }));
    const page = await mount('argiope-overview', { api: signedIn() });
    await settled(page);
    expect(words(page)).toContain('Nothing was blocked in this range.');
    expect(await faults(page)).toEqual([]);
    answers.set('/reports/v1/overview', () => json({ title: 'The store is down', code: 'store-down' }, 503));
    location.hash = '#/reporting/overview?range=week';
    window.dispatchEvent(new Event('hashchange'));
    await settled(page);
    expect(words(page)).toContain('The store is down');
  });
});
