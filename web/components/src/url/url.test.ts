import { beforeEach, describe, expect, it } from 'vitest';
import { amend, decodedTwice, go, hashOf, here, parsePlace } from './url.ts';

describe('a place', () => {
  beforeEach(() => history.replaceState(null, '', '#/'));

  it('is a path and a query', () => {
    const { path, query } = parsePlace('#/tracking/web?domain=a.example&range=day');
    expect([path, query.get('domain'), query.get('range')]).toEqual(['/tracking/web', 'a.example', 'day']);
    expect(parsePlace('').path).toBe('/');
  });

  it('comes back as it was, whatever the value', () => {
    const value = 'https://a.example/?x=1&y=%20#"><img src=x>';
    expect(parsePlace(hashOf('/x', { value })).query.get('value')).toBe(value);
  });

  it('is amended in part', () => {
    go('/x', { a: '1', b: '2' });
    amend({ a: undefined, c: '3' });
    expect(here().query.toString()).toBe('b=2&c=3');
  });

  it('tolerates a second encoding, and no third', () => {
    expect(decodedTwice('https%3A%2F%2Fa.example')).toBe('https://a.example');
    expect(decodedTwice('50%25 off')).toBe('50% off');
    expect(decodedTwice('100% sure')).toBe('100% sure');
    expect(decodedTwice('%zz%41')).toBe('%zz%41');
  });
});
