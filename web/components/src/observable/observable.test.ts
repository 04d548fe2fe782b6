import { describe, expect, it } from 'vitest';
import { defang, ellipsis, hostType, keyOf, unicodeForm, visible } from './observable.ts';

describe('an observable', () => {
  it('is spelled so that no program follows it', () => {
    expect(defang({ type: 'url', value: 'https://login.example/a.b?c=d.e' })).toBe('hxxps://login[.]example/a.b?c=d.e');
    expect(defang({ type: 'url', value: 'HTTP://a.example:8080' })).toBe('HxxP://a[.]example:8080');
    expect(defang({ type: 'domain', value: 'login.example' })).toBe('login[.]example');
    expect(defang({ type: 'ip', value: '203.0.113.77' })).toBe('203[.]0[.]113[.]77');
    expect(defang({ type: 'ipv6', value: '2001:db8::1' })).toBe('2001[:]db8[:][:]1');
    expect(defang({ type: 'email', value: 'a@b.example' })).toBe('a[at]b[.]example');
    expect(defang({ type: 'sha256', value: 'ab.cd' })).toBe('ab.cd');
  });

  it('keeps its end when it is cut, a hash both ends', () => {
    expect(ellipsis({ type: 'sha256', value: '2710c7d2'.padEnd(56, '0') + '525d351c' })).toEqual({ head: '2710c7d2…', tail: '525d351c', cut: true });
    const url = ellipsis({ type: 'url', value: 'https://login-m1crosoft.example/common?login_hint=l.brandt' });
    expect(url.head + url.tail).toBe('https://login-m1crosoft.example/common?login_hint=l.brandt');
    expect(url.tail).toHaveLength(8);
    expect(ellipsis({ type: 'domain', value: 'short.example' }).cut).toBe(false);
  });

  it('never puts ten thousand characters in a line', () => {
    const { head, tail } = ellipsis({ type: 'url', value: `https://a.example/${'x'.repeat(10_000)}` });
    expect(head.length + tail.length).toBeLessThanOrEqual(2_000);
  });

  it('shows what would hide: control and bidirectional characters', () => {
    expect(visible('evil\u202egpj.exe\u0000')).toBe('evil\\u202egpj.exe\\u0000');
  });

  it('is the same whatever its case and a URL’s last slash', () => {
    expect(keyOf({ type: 'url', value: 'https://A.example/' })).toBe(keyOf({ type: 'url', value: 'https://a.example' }));
    expect(keyOf({ type: 'domain', value: 'A.example' })).not.toBe(keyOf({ type: 'url', value: 'a.example' }));
  });

  it('shows a punycode name’s Unicode form, and nothing for a malformed one', () => {
    expect(unicodeForm({ type: 'domain', value: 'xn--nrthwind-n4a.example' })).toBe('nörthwind.example');
    expect(unicodeForm({ type: 'domain', value: 'xn--mnchen-3ya.example' })).toBe('münchen.example');
    expect(unicodeForm({ type: 'domain', value: 'xn--99999999999999.example' })).toBeUndefined();
    expect(unicodeForm({ type: 'domain', value: 'plain.example' })).toBeUndefined();
  });

  it('tells a host’s type by its look', () => {
    expect(['203.0.113.77', '2001:db8::1', 'a.example'].map(hostType)).toEqual(['ip', 'ipv6', 'domain']);
  });
});
