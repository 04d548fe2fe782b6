/** A typed value that can be judged. The value is what was seen, however odd, and is never taken for markup. */
export interface Observable {
  readonly type: string;
  readonly value: string;
}

export type Disposition = 'clean' | 'malicious' | 'suspicious' | 'common' | 'unknown';

const byNumber: Record<number, Disposition> = { 1: 'clean', 2: 'malicious', 3: 'suspicious', 4: 'common', 5: 'unknown' };

/** The word for a disposition's number in the data model. */
export const dispositionOf = (number: unknown): Disposition => byNumber[number as number] ?? 'unknown';

export const dispositionNumber: Record<Disposition, number> = { clean: 1, malicious: 2, suspicious: 3, common: 4, unknown: 5 };
export const dispositionName: Record<Disposition, string> = { clean: 'Clean', malicious: 'Malicious', suspicious: 'Suspicious', common: 'Common', unknown: 'Unknown' };

/** Worst first: the order in which lists and counts name them. */
export const worstFirst: readonly Disposition[] = ['malicious', 'suspicious', 'unknown', 'common', 'clean'];

/** The mime type under which a chip carries its observable while it is dragged. */
export const DRAG_TYPE = 'application/x-argiope-observable';

const names: Record<string, string> = {
  ip: 'IP', ipv6: 'IPv6', domain: 'domain', url: 'URL', md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', email: 'email', hostname: 'hostname',
  file_name: 'file name', file_path: 'file path', user: 'user', user_agent: 'user agent', mac_address: 'MAC address',
};
const groups: Record<string, string> = {
  ip: 'Addresses', ipv6: 'Addresses', domain: 'Domains', url: 'URLs', md5: 'Files, MD5', sha1: 'Files, SHA-1', sha256: 'Files, SHA-256',
  email: 'Mail addresses', hostname: 'Host names', file_name: 'File names', user: 'Users',
};

/** A type's name in a sentence: "domain", "SHA-256". */
export const typeName = (type: string): string => names[type] ?? type.replaceAll('_', ' ');

/** The heading for a list of one type. */
export const groupName = (type: string): string => groups[type] ?? capital(typeName(type));

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What makes two observables the same: type and value in lower case, of a URL also without its last `/`. */
export function keyOf({ type, value }: Observable): string {
  const lower = value.toLowerCase();
  return `${type}:${type === 'url' && lower.endsWith('/') ? lower.slice(0, -1) : lower}`;
}

/** `ip` or `ipv6`, by the look of an address. */
export const addressType = (address: string): 'ip' | 'ipv6' => (address.includes(':') ? 'ipv6' : 'ip');

/** `domain`, or an address's type where a host is one. */
export const hostType = (host: string): string =>
  host.includes(':') ? 'ipv6' : /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? 'ip' : 'domain';

/** Spelled so that no program takes it for a link: `hxxps://login[.]example/`. */
export function defang({ type, value }: Observable): string {
  switch (type) {
    case 'ip':
    case 'domain':
    case 'hostname':
      return value.replaceAll('.', '[.]');
    case 'ipv6':
      return value.replaceAll(':', '[:]');
    case 'email':
      return value.replace('@', '[at]').replaceAll('.', '[.]');
    case 'url': {
      const scheme = value.replace(/^(h)tt(ps?:)/i, (_, h: string, rest: string) => `${h}xx${rest}`).replace(/^ftp:/i, 'fxp:');
      const match = /^([a-z]+:\/\/)?([^/?#]*)(.*)$/is.exec(scheme);
      return match ? (match[1] ?? '') + match[2]!.replaceAll('.', '[.]') + match[3]! : scheme;
    }
    default:
      return value;
  }
}

/** A long value in two parts, so that its end stays to be seen; of a hash the first and last eight digits. `cut`: it
 * hardly fits a line, so it is shown whole on focus. */
export function ellipsis({ type, value }: Observable): { readonly head: string; readonly tail: string; readonly cut: boolean } {
  if ((type === 'sha256' || type === 'sha1' || type === 'md5') && value.length > 20) {
    return { head: `${value.slice(0, 8)}…`, tail: value.slice(-8), cut: true };
  }
  const shown = Array.from(value.length > 2000 ? value.slice(0, 1000) + value.slice(-1000) : value);
  if (shown.length <= 16) return { head: shown.join(''), tail: '', cut: false };
  return { head: shown.slice(0, -8).join(''), tail: shown.slice(-8).join(''), cut: shown.length > 24 };
}

/** The value as it may be shown in a line: control, bidirectional and invisible characters become visible marks. */
export function visible(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (mark) =>
    mark === ' ' ? mark : `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The name a browser's own decoding gives a punycode domain, where it differs. */
export function unicodeForm({ type, value }: Observable): string | undefined {
  if (type !== 'domain' || !value.toLowerCase().includes('xn--')) return undefined;
  const labels = value.split('.').map((label) => (label.toLowerCase().startsWith('xn--') ? decodePunycode(label.slice(4)) : label));
  return labels.includes(undefined) ? undefined : visible(labels.join('.'));
}

/** RFC 3492 section 6.2; undefined when it is malformed. */
function decodePunycode(input: string): string | undefined {
  const cut = input.lastIndexOf('-');
  const output = cut > 0 ? Array.from(input.slice(0, cut), (c) => c.charCodeAt(0)) : [];
  let at = cut > 0 ? cut + 1 : 0;
  for (let n = 128, i = 0, bias = 72; at < input.length; ) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const code = input.toLowerCase().charCodeAt(at++);
      const digit = code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 22 : 99;
      if (digit > 35 || Number.isNaN(code)) return undefined;
      i += digit * weight;
      const limit = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if (digit < limit) break;
      weight *= 36 - limit;
      if (weight > 2 ** 31) return undefined;
    }
    const count = output.length + 1;
    let delta = before === 0 ? Math.floor((i - before) / 700) : (i - before) >> 1;
    delta += Math.floor(delta / count);
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff) return undefined;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}
