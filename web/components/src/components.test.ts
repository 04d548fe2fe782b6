import { describe, expect, it } from 'vitest';
import { Api } from './api/api.ts';
import { axisTop } from './chart/chart.ts';
import { Keys } from './keys/keys.ts';
import './index.ts';
import { faults, mount, settled, words } from './testing/testing.ts';
import { toast } from './toast/toast.ts';

describe('every small component', () => {
  const api = new Api();
  api.session = { user: { id: '1', login: 't.moreau', role: 'admin' }, csrf: 'T', product: 'appliance', version: '1' };
  const buckets = [0, 1, 2].map((n) => ({ from: `2026-01-14T0${n}:00:00.000Z`, to: `2026-01-14T0${n + 1}:00:00.000Z`, values: { allow: 12 * n, block: n } }));
  const series = [{ key: 'allow', label: 'allowed', ink: 'var(--argiope-decision-allow)' }, { key: 'block', label: 'blocked', ink: 'var(--argiope-decision-block)' }];

  it.each<[string, Record<string, unknown>]>([
    ...(['malicious', 'suspicious', 'unknown', 'common', 'clean'] as const).map((disposition): [string, Record<string, unknown>] => ['argiope-verdict', { disposition }]),
    ['argiope-verdict', { disposition: 'suspicious', expired: true }],
    ...(['allow', 'monitor', 'warn', 'block', 'redirect', 'error'] as const).map((decision): [string, Record<string, unknown>] => ['argiope-decision', { decision }]),
    ...(['asking', 'ok', 'late', 'failed', 'warning', 'off'] as const).map((state): [string, Record<string, unknown>] => ['argiope-pill', { name: 'URL feed', state, took: 12, retry: state === 'late' }]),
    ['argiope-time', { value: '2026-01-14T09:46:31.000Z', relative: true }],
    ['argiope-tile', { label: 'Blocked', figure: '1,906', sub: 'exact', spark: [1, 2, 3], href: '#/x' }],
    ['argiope-chart', { heading: 'Transactions', series, buckets }],
    ['argiope-chart', { heading: 'Transactions', series, buckets: [] }],
    ['argiope-range', {}],
    ['argiope-account', { api }],
    ['argiope-top-bar', { host: 'gw1.nwlab.example', tabs: [{ href: '#/', label: 'Reporting', current: true }] }],
    ['argiope-rail', { heading: 'Network', items: [{ href: '#/', label: 'Sources', icon: 'list', current: true }] }],
    ['argiope-sign-in', { api, product: 'Web appliance', notice: 'Your session has ended.' }],
    ['argiope-dialog', { open: true, heading: 'Commit changes' }],
    ['argiope-keys-help', { open: true }],
  ])('%s %j has no accessibility fault', async (name, properties) => {
    expect(await faults(await mount(name, properties))).toEqual([]);
  });

  it('says verdicts and decisions in words', async () => {
    expect(words(await mount('argiope-verdict', { disposition: 'malicious', count: 4 }))).toContain('4 malicious');
    expect(words(await mount('argiope-decision', { decision: 'block' }))).toContain('blocked');
  });

  it('drills down from a bar by mouse and by keyboard', async () => {
    const chart = await mount('argiope-chart', { heading: 'Transactions', series, buckets });
    const drilled: unknown[] = [];
    chart.addEventListener('argiope-drill', (event) => drilled.push((event as CustomEvent).detail));
    const bars = chart.shadowRoot!.querySelectorAll<SVGElement>('.bar');
    bars[2]!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const plot = chart.shadowRoot!.querySelector('.plot svg')!;
    plot.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
    plot.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(drilled).toEqual([{ from: buckets[2]!.from, to: buckets[2]!.to }, { from: buckets[1]!.from, to: buckets[1]!.to }]);
  });

  it('offers the chart’s figures as a table', async () => {
    const chart = await mount('argiope-chart', { heading: 'Transactions', series, buckets });
    chart.shadowRoot!.querySelector<HTMLElement>('[aria-label=Table]')!.click();
    await settled(chart);
    expect(chart.shadowRoot!.querySelectorAll('tbody tr')).toHaveLength(3);
    expect(await faults(chart)).toEqual([]);
  });

  it('chooses an axis that is easy to read', () => {
    expect([0, 4, 5, 93, 12_400].map(axisTop)).toEqual([4, 4, 8, 100, 16_000]);
  });

  it('takes back by a toast’s undo, once', async () => {
    document.body.replaceChildren();
    let undone = 0;
    let kept = 0;
    toast('Removed.', { undo: () => undone++, kept: () => kept++ });
    const host = document.querySelector<HTMLElement>('argiope-toasts')!;
    await settled(host);
    host.shadowRoot!.querySelector<HTMLElement>('.toast .button.small')!.click();
    await settled(host);
    expect([undone, kept, words(host).trim()]).toEqual([1, 0, '']);
  });
});

describe('the page’s keys', () => {
  const press = (target: EventTarget, key: string) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));

  it('hear one key and two in a row, and rest while someone types', () => {
    const heard: string[] = [];
    const page = document.createElement('div');
    document.body.append(page);
    const keys = new Keys(page);
    keys.add({ keys: '/', does: 'search', run: () => heard.push('/') }, { keys: 'g o', does: 'overview', run: () => heard.push('g o') });
    press(page, '/');
    press(page, 'g');
    press(page, 'o');
    press(page, 'o');
    const input = document.createElement('input');
    page.append(input);
    press(input, '/');
    expect(heard).toEqual(['/', 'g o']);
  });
});
