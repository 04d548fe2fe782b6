import { beforeEach, describe, expect, it } from 'vitest';
import { here } from '../url/url.ts';
import { deep, faults, mount, settled, words } from '../testing/testing.ts';
import { arrange, csv, ndjson, parseSort, type Column } from './rows.ts';
import './table.ts';
import type { ArgiopeTable } from './table.ts';

interface Row {
  readonly domain: string;
  readonly hits?: number;
}
const columns: Column<Row>[] = [
  { id: 'domain', title: 'Domain', value: (row) => row.domain },
  { id: 'hits', title: 'Hits', value: (row) => row.hits, number: true },
];
const rows: Row[] = [{ domain: 'b.example', hits: 9 }, { domain: 'a.example', hits: 10 }, { domain: 'c.example' }];

describe('rows', () => {
  it('are sorted by number, what is absent last both ways', () => {
    expect(arrange(rows, columns, '', parseSort('hits')).map((row) => row.hits)).toEqual([9, 10, undefined]);
    expect(arrange(rows, columns, '', parseSort('-hits')).map((row) => row.hits)).toEqual([10, 9, undefined]);
  });

  it('are found by any column', () => {
    expect(arrange(rows, columns, 'A.EX')).toEqual([rows[1]]);
  });

  it('are exported so that a spreadsheet runs no formula', () => {
    expect(csv([{ domain: '=cmd|x', hits: 1 }, { domain: 'a,"b"' }], columns)).toBe('Domain,Hits\r\n\'=cmd|x,1\r\n"a,""b""",\r\n');
    expect(ndjson(rows.slice(0, 1), columns)).toBe('{"domain":"b.example","hits":9}\n');
  });
});

describe('a table', () => {
  beforeEach(() => history.replaceState(null, '', '#/'));
  const table = (more: Record<string, unknown> = {}) => mount<ArgiopeTable<Row>>('argiope-table', { heading: 'Top domains', columns, rows, rowKey: (row: Row) => row.domain, ...more });
  const shown = (host: HTMLElement) => [...host.shadowRoot!.querySelectorAll('tr.line')].map((tr) => tr.querySelector('td')!.textContent!.trim());

  it('sorts on a click and keeps that in the place', async () => {
    const host = await table({ urlKey: 't' });
    host.shadowRoot!.querySelectorAll<HTMLElement>('th button')[1]!.click();
    await settled(host);
    expect(shown(host)).toEqual(['a.example', 'b.example', 'c.example']);
    expect(here().query.get('t.sort')).toBe('-hits');
    expect(host.shadowRoot!.querySelectorAll('th')[1]!.getAttribute('aria-sort')).toBe('descending');
  });

  it('reads its view from the place', async () => {
    history.replaceState(null, '', '#/?t.find=c.ex&t.columns=domain');
    const host = await table({ urlKey: 't' });
    expect(shown(host)).toEqual(['c.example']);
    expect(host.shadowRoot!.querySelectorAll('th')).toHaveLength(1);
  });

  it('is walked by j and k, and opened by Enter', async () => {
    const host = await table({ opens: true });
    const opened: Row[] = [];
    host.addEventListener('argiope-open', (event) => opened.push((event as CustomEvent<Row>).detail));
    host.focusRows();
    const press = (key: string) => host.shadowRoot!.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    press('j');
    press('j');
    press('j');
    press('k');
    press('Enter');
    expect(opened).toEqual([rows[1]]);
  });

  it('selects rows for what can be done to many', async () => {
    const host = await table({ selectable: true });
    const seen: Row[][] = [];
    host.addEventListener('argiope-select', (event) => seen.push((event as CustomEvent<Row[]>).detail));
    deep<HTMLInputElement>(host.shadowRoot!, 'td.tick input')!.click();
    await settled(host);
    expect(seen.at(-1)).toEqual([rows[0]]);
    expect(words(host)).toContain('1 selected');
  });

  it('says what to do when it is empty, partial or failed', async () => {
    expect(words(await table({ rows: [], empty: 'No source yet. Add one.' }))).toContain('Add one');
    expect(words(await table({ partial: '1 of 2 answered' }))).toContain('1 of 2');
    const host = await table({ rows: [], error: 'The server failed.' });
    expect(words(host)).toContain('Try again');
  });

  it.each([['full', {}], ['empty', { rows: [] }], ['loading', { rows: [], loading: true }], ['failed', { error: 'no' }], ['partial', { partial: 'some' }], ['selectable', { selectable: true }]])('has no accessibility fault when %s', async (_state, more) => {
    expect(await faults(await table(more))).toEqual([]);
  });

  it('shows markup as the text it is', async () => {
    const host = await table({ rows: [{ domain: '<img src=x onerror=alert(1)>' }] });
    expect(host.shadowRoot!.querySelector('img')).toBeNull();
    expect(words(host)).toContain('<img src=x');
  });
});
