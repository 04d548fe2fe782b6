import { describe, expect, it } from 'vitest';
import { apiQuery, isAddress, number, request, rowOf, searchKey, text } from './search.ts';

const now = new Date('2026-01-14T09:47:00Z');
const of = (words: string) => new URLSearchParams(words);

describe('a search', () => {
  it('becomes the parameters of the API', () => {
    const sent = of(apiQuery(of('range=custom&from=2026-01-13T00:00:00Z&to=2026-01-14T00:00:00Z&domain=login-m1crosoft.example&transactionStatus=all&row=7'), { limit: 100 }, now));
    expect(Object.fromEntries(sent)).toEqual({ startDate: '2026-01-13T00:00:00.000Z', endDate: '2026-01-14T00:00:00.000Z', domain: 'login-m1crosoft.example', limit: '100' });
    expect(of(apiQuery(of('url=https://a.example'), {}, now)).get('urlMatch')).toBe('exact');
    expect(of(apiQuery(of('urlMatch=prefix'), {}, now)).has('urlMatch')).toBe(false);
  });

  it('is another one only when its filters differ', () => {
    expect(searchKey(of('domain=a&row=1'))).toBe(searchKey(of('row=2&domain=a')));
    expect(searchKey(of('domain=a'))).not.toBe(searchKey(of('domain=b')));
  });

  it('tells an address from a user', () => {
    expect(['192.0.2.57', '192.0.2.0/24', '2001:db8::/32', 'l.brandt', 'NW\\l.brandt', 'a.b.c.d'].map(isAddress)).toEqual([true, true, true, false, false, false]);
  });
});

describe('a row', () => {
  const row = rowOf({ attributes: { transactionId: 't1', serialNumber: 'S', time: 1768382071102, decision: 'block', host: 'a.example', url: 'https://a.example/x?y=1', method: 'GET', file: { sha256: 'ab' }, urlCategories: ['New', 'Odd'], bytesToClient: 2100 } })!;

  it('is read with inner objects, lists and numbers', () => {
    expect([row.id, row.time, text(row, 'file.sha256'), text(row, 'urlCategories'), number(row, 'bytesToClient'), text(row, 'user')]).toEqual(['t1', '2026-01-14T09:14:31.102Z', 'ab', 'New, Odd', 2100, undefined]);
  });

  it('says what was asked for after the host', () => {
    expect(request(row)).toBe('GET /x?y=1');
    expect(request(rowOf({ attributes: { transactionId: '2', isTunnel: true, method: 'CONNECT', port: 443 } })!)).toBe('CONNECT tunnel, port 443');
  });

  it('is left out when it has no name', () => {
    expect(rowOf({ attributes: {} })).toBeUndefined();
    expect(rowOf(null)).toBeUndefined();
  });
});
