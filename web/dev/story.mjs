// Canned answers: Northwind Lab on the day of the fake sign-in page. Shapes as docs/api/own-routes.md tells them.
const minute = 60_000;
const now = Date.now();
const iso = (ms) => new Date(ms).toISOString();
const ago = (minutes) => iso(now - minutes * minute);

export const phish = 'login-m1crosoft.example';
export const hash = '2710c7d2c8f5b1d4a6e3f09b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f525d351c';
export const beacon = '203.0.113.77';
const server = '198.51.100.23';
const people = { 'l.brandt': '192.0.2.57', 's.iyer': '192.0.2.88', 'm.okafor': '192.0.2.41' };

const noise = ['www.nwlab.example', 'mail.nwlab.example', 'updates.osvendor.example', 'cdn.adswirl.example', 'news.dailyferry.example', 'wiki.nwlab.example', 'login.microsoft.example', 'static.weathervane.example'];
const users = ['h.nakagawa', 'e.soto', 'j.castellan', 'p.vandermeer', 'r.haugen', 'l.brandt', 's.iyer', 'm.okafor', 't.moreau'];

function row(n, minutes, user, host, path, more = {}) {
  return {
    transactionId: `t-${n}`, serialNumber: 'AG-0001', time: iso(now - minutes * minute - (n % 60) * 997), duration: 40 + (n * 37) % 900, clientIp: people[user] ?? `192.0.2.${20 + (n % 200)}`, clientPort: 40000 + n, user,
    method: 'GET', url: `https://${host}${path}`, scheme: 'https', host, domain: host.split('.').slice(-2).join('.'), port: 443, path, isTunnel: false, serverIp: server, hierarchyCode: 'HIER_DIRECT', status: 200, resultCode: 'TCP_MISS',
    bytesToClient: 900 + (n * 7919) % 220_000, bytesFromClient: 512 + n, mime: 'text/html', decision: 'allow', device: 'squid-gw1', urlCategories: [], ...more,
  };
}

export const transactions = [
  row(1, 0.6, 'l.brandt', phish, '/', { decision: 'block', decisionReason: 'block list', status: 403, resultCode: 'TCP_DENIED', bytesToClient: 2100, mime: 'text/html' }),
  row(2, 3, 's.iyer', phish, '/common/oauth2/v2.0/authorize?client_id=4765445b-32c6&login_hint=s.iyer', { decision: 'block', decisionReason: 'reputation', status: 403, resultCode: 'TCP_DENIED', bytesToClient: 2100 }),
  row(3, 4, 'm.okafor', phish, '/', { decision: 'block', decisionReason: 'reputation', status: 403, bytesToClient: 2100 }),
  row(4, 6, 'm.okafor', `cdn.${phish}`, '/dl/Invoice_2026-0114.zip', { decision: 'monitor', decisionReason: 'file', bytesToClient: 184_500, mime: 'application/zip', policy: 'Staff default', urlCategories: ['Newly seen'], reputationScore: -4.1, file: { name: 'Invoice_2026-0114.zip', sha256: hash, type: 'application/zip', verdict: 'unknown' }, referrer: `https://${phish}/common/reprocess?ctx=rQIIAeNisFLOKCkpKLbS`, userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/146.0', extras: { 'x-note': 'archive, scanned' } }),
  row(5, 8, 'l.brandt', beacon, '/c2/poll', { domain: undefined, serverIp: beacon }),
  row(6, 9, 'l.brandt', beacon, '', { isTunnel: true, method: 'CONNECT', url: `tunnel://${beacon}:443/`, domain: undefined, serverIp: beacon, decisionReason: 'tunnel' }),
  row(7, 13, 's.iyer', phish, '/', { decision: 'warn', decisionReason: 'new domain', bytesToClient: 3000 }),
  row(8, 14, 'h.nakagawa', 'paste.hidebin.example', '/raw/<script>alert(1)</script>', { decision: 'redirect', decisionReason: 'policy', status: 302 }),
  row(9, 15, 'e.soto', 'old.intranet.example', '/x', { decision: 'error', decisionReason: 'dns', status: 503 }),
  row(10, 16, 'p.vandermeer', 'xn--nrthwind-n4a.example', '/', {}),
  ...Array.from({ length: 190 }, (_, n) => row(20 + n, 17 + n * 6, users[n % users.length], n % 9 === 0 ? phish : noise[n % noise.length], n % 9 === 0 ? `/assets/${n}.js` : `/page/${n}`, n % 23 === 5 ? { decision: 'block', decisionReason: 'category', status: 403 } : {})),
];

export function overview(from, to) {
  const start = Math.floor(from / 3_600_000) * 3_600_000;
  const hours = Math.max(1, Math.min(24 * 31, Math.ceil((to - start) / 3_600_000)));
  const shape = [11, 10, 9, 10.2, 12, 11.2, 9.6, 8.8, 5.4, 3.8, 3, 2.6, 2.4, 2.2, 1.9, 1.5, 1.4, 1.4, 1.3, 1.6, 3, 5.2, 9.9, 11.6];
  const buckets = Array.from({ length: hours }, (_, n) => {
    const all = Math.round(shape[n % 24] * 1000);
    return { from: iso(start + n * 3_600_000), allow: all, monitor: Math.round(all * 0.012), warn: Math.round(all * 0.006), block: Math.round(all * 0.01) + (n === hours - 1 ? 40 : 0), redirect: 0, error: Math.round(all * 0.004) };
  });
  const sum = (key) => buckets.reduce((total, bucket) => total + bucket[key], 0);
  const totals = { allow: sum('allow'), monitor: sum('monitor'), warn: sum('warn'), block: sum('block'), redirect: 0, error: sum('error'), bytes: 42_700_000_000, users: 63, domains: 4118 };
  totals.transactions = totals.allow + totals.monitor + totals.warn + totals.block + totals.error;
  const domain = (name, transactions, blocked, bytes) => ({ domain: name, transactions, blocked, bytes });
  return {
    range: { from: iso(from), to: iso(to) }, totals, exact: true, series: { bucketSeconds: 3600, buckets },
    topDomains: [domain('nwlab.example', 48210, 0, 9_120_000_000), domain('osvendor.example', 22110, 0, 12_800_000_000), domain('weathervane.example', 9120, 12, 410_000_000), domain('dailyferry.example', 7345, 3, 880_000_000), domain('microsoft.example', 6120, 0, 510_000_000), domain('adswirl.example', 1147, 147, 3_400_000), domain('trackgrid.example', 802, 802, 1_700_000), domain(phish, 48, 7, 4_100_000), domain(beacon, 25, 4, 96_000), domain('xn--nrthwind-n4a.example', 12, 0, 44_000)],
    topUsers: [['l.brandt', 4118, 31], ['m.okafor', 3976, 27], ['s.iyer', 3544, 24], ['j.castellan', 3310, 37], ['p.vandermeer', 3204, 22], ['h.nakagawa', 2980, 213], ['build-agent-2', 2871, 12], ['e.soto', 2655, 66], ['r.haugen', 2610, 19], ['t.moreau', 2402, 8]].map(([user, transactions, blocked]) => ({ user, transactions, blocked, bytes: transactions * 231_000 })),
    topClients: [['192.0.2.57', 4118, 31], ['192.0.2.41', 3976, 27], ['192.0.2.88', 3544, 24], ['2001:db8:20::63', 3204, 22], ['192.0.2.72', 2980, 213], ['192.0.2.140', 2871, 12]].map(([client, transactions, blocked]) => ({ client, transactions, blocked, bytes: transactions * 231_000 })),
    blockedDomains: [['trackgrid.example', 802, 51], ['beacon.metricpix.example', 411, 40], ['sweep.coinreel.example', 188, 9], ['cdn.adswirl.example', 147, 33], ['free-gift.cardwin.example', 41, 12], ['dl.toolbarhub.example', 12, 3], ['paste.hidebin.example', 9, 2], [phish, 7, 3], ['198.51.100.180', 5, 1], [beacon, 4, 1]].map(([name, transactions, count]) => ({ domain: name, transactions, users: count })),
    availability: { from: iso(from), to: iso(to), complete: true, gaps: [] },
  };
}

export const sources = () => [
  { name: 'squid-gw1', kind: 'file', path: '/var/log/squid/access.log', format: 'auto', detectedFormat: 'squid', state: 'following', linesPerSecond: 41.2, lagSeconds: 0.4, lastLineAt: iso(Date.now() - 700), position: 48_120_332, size: 48_120_332,
    ledger: { read: 184_262, accepted: 184_212, skipped: 38, rejected: 12, balanced: true, skippedBy: [{ rule: 'companion-log', count: 38, first: ago(900), last: ago(30) }], rejectedBy: [{ reason: 'bad-client', count: 9, first: ago(800), last: ago(12), cure: 'The client is a name, not an address. Switch off log_fqdn in squid.conf, or use a logformat with %>a.', samples: ['1764000001.120    187 pc-17.nwlab.example TCP_MISS/200 14820 GET http://www.example.org/ - HIER_DIRECT/198.51.100.7 text/html', '1764000009.001 <img src=x onerror=alert(1)>'] }, { reason: 'time-implausible', count: 3, last: ago(99), cure: 'The stamp is more than a day ahead. Set the gateway’s clock right.', samples: ['9999999999.000 1 192.0.2.1 TCP_MISS/200 1 GET http://a.example/ - HIER_NONE/- -'] }], fieldFaults: [{ field: 'bytesToClient', count: 2 }] },
    notices: [{ at: ago(61), text: 'The file was rotated by renaming; the rest of the old one was read first.' }] },
  { name: 'wsa-archive.gz', kind: 'import', path: '/srv/logs/wsa-archive.gz', format: 'auto', detectedFormat: 'wsa', state: 'done', linesPerSecond: 0, lastLineAt: ago(500), ledger: { read: 1200, accepted: 1200, skipped: 0, rejected: 0, balanced: true, skippedBy: [], rejectedBy: [], fieldFaults: [] }, notices: [] },
  { name: 'branch-2', kind: 'file', path: '/mnt/branch2/access.log', format: 'squid', state: 'failed', detail: 'The file does not exist.', linesPerSecond: 0, ledger: { read: 0, accepted: 0, skipped: 0, rejected: 0, balanced: true }, notices: [] },
];

export const blockEntries = () => [
  { id: 'b1', type: 'domain', value: 'free-gift.cardwin.example', reason: 'Lottery page, reported by e.soto', by: 't.moreau', at: ago(2000) },
  { id: 'b2', type: 'sha256', value: hash, reason: 'Dropper in the invoice mail', by: 'a.lindqvist', at: ago(12), until: iso(now + 30 * 86_400_000), origin: 'portal' },
  { id: 'b3', type: 'url', value: 'https://dl.toolbarhub.example/get/"><img src=x onerror=alert(1)>/setup.exe', reason: 'Toolbar', by: 't.moreau', at: ago(9000) },
];

export const opinions = {
  [phish]: [['Private Intelligence', 2], ['URL feed', 2], ['Community exchange', 3]],
  [`cdn.${phish}`]: [['Community exchange', 3]],
  [beacon]: [['Private Intelligence', 2]],
  [hash]: [['Private Intelligence', 2]],
  'paste.hidebin.example': [['URL feed', 3]],
  'sweep.coinreel.example': [['URL feed', 3]],
  'free-gift.cardwin.example': [['Private Intelligence', 2]],
  'mail.nwlab.example': [['Private Intelligence', 4]],
  'updates.osvendor.example': [['Private Intelligence', 1]],
  [server]: [['URL feed', 5]],
};
export const until = iso(now + 30 * 86_400_000);

const seenAt = (minutes) => ({ start_time: ago(minutes + 20), end_time: ago(minutes) });
const target = (user) => ({ type: 'endpoint', observables: [{ type: 'ip', value: people[user] }, { type: 'user', value: user }], observed_time: seenAt(6) });
const hits = {
  [phish]: [['l.brandt', 21, 0.6], ['m.okafor', 17, 4], ['s.iyer', 10, 3]],
  [beacon]: [['l.brandt', 25, 8]],
  [hash]: [['l.brandt', 1, 33], ['m.okafor', 1, 6]],
  [`cdn.${phish}`]: [['l.brandt', 2, 33], ['m.okafor', 1, 6]],
};

/** What gw1 tells of an observable: a sighting for each person who went there. */
export const sightings = (observable) =>
  (hits[observable.value] ?? []).map(([user, count, minutes], n) => ({
    id: `transient:sighting-${observable.value}-${n}`, type: 'sighting', title: 'Web transactions of one client', source: 'gw1.nwlab.example', sensor: 'network.proxy', confidence: 'High', severity: 'Medium', count, resolution: n === 0 ? 'blocked' : 'allowed',
    observables: [observable], observed_time: seenAt(minutes), targets: [target(user)], external_references: [{ url: `http://localhost:8441/#/tracking/web?domain=${encodeURIComponent(observable.value)}` }],
    relations: [{ origin: 'gw1', relation: 'Connected_To', source: { type: 'ip', value: people[user] }, related: observable }, ...(observable.value === phish ? [{ origin: 'gw1', relation: 'Resolved_To', source: observable, related: { type: 'ip', value: server } }] : []), ...(observable.value === hash ? [{ origin: 'gw1', relation: 'Downloaded_From', source: observable, related: { type: 'url', value: `https://cdn.${phish}/dl/Invoice_2026-0114.zip` } }] : [])],
  }));

/** The rule that made a verdict, as `?explain=true` tells it. */
export const trace = (observable, disposition) => ({
  considered: 3, expired: 1, steps: ['3 judgements; 2 count, 1 has expired.', 'Highest priority wins: 95, a.lindqvist.', 'No tie, so the order of dispositions was not needed.'],
  judgements: [
    { judgement_id: 'judgement-1', disposition, disposition_name: 'Malicious', priority: 95, source: 'a.lindqvist', reason: 'Copies our sign-in page', valid_time: { start_time: ago(50), end_time: until }, counts: true },
    { judgement_id: 'judgement-2', disposition: 3, disposition_name: 'Suspicious', priority: 50, source: 'Mail gateway', reason: '<b>new</b> domain', valid_time: { start_time: ago(90), end_time: until }, counts: true },
    { judgement_id: 'judgement-3', disposition: 5, disposition_name: 'Unknown', priority: 30, source: 'URL feed', valid_time: { start_time: ago(9000), end_time: ago(100) }, counts: false },
  ],
});

export const moduleTypes = [
  { id: '2c8b4134-c521-5be5-aaf8-af06e5e27cbb', title: 'Private Intelligence', default_name: 'Private Intelligence', short_description: 'Your own judgements, sightings and indicators.', description: '', tips: '', capabilities: ['health', 'deliberate', 'observe'].map((id) => ({ id, description: '' })), configuration_spec: [] },
  { id: 'c9a4ad1c-22c4-4c5c-9f0e-4a6b3f2d1e00', title: 'Web appliance', default_name: 'Web appliance', short_description: 'A registered gateway: who went there, and blocks.', description: '', tips: 'Register the appliance first: **Devices**.', capabilities: ['health', 'observe', 'refer', 'respond'].map((id) => ({ id, description: '' })), configuration_spec: [{ key: 'device', type: 'device', label: 'Device', tooltip: 'A registered appliance', required: true }, { key: 'days', type: 'integer', label: 'Days to look back', tooltip: '1 to 90', required: false }] },
];
export const moduleInstances = () => [
  { id: 'mi-private', name: 'Private Intelligence', module_type_id: moduleTypes[0].id, enabled: true, visibility: 'org', settings: {}, created_at: ago(9000) },
  { id: 'mi-gw1', name: 'gw1', module_type_id: moduleTypes[1].id, enabled: true, visibility: 'org', settings: { device: 'device-7f3c', days: 30 }, created_at: ago(800) },
];
export const devices = () => [
  { id: 'device-7f3c', name: 'gw1.nwlab.example', type: 'web-appliance', description: 'Head office', status: 'connected', version: '0.1.0', ip: '192.0.2.10', created_at: ago(900), registered_at: ago(860), last_seen: ago(0.1) },
  { id: 'device-90aa', name: 'gw2.nwlab.example', type: 'web-appliance', description: 'Branch', status: 'new', created_at: ago(20) },
];
export const clients = () => [{ id: 'client-3f0a7c1e-2b1d-4a77-9d6f-0c1b2a3d4e5f', name: 'gw1 widgets', scopes: ['casebook', 'enrich', 'private-intel', 'response', 'inspect'], owner: 't.moreau', createdAt: ago(800), lastUsedAt: ago(1) }];
export const scopes = {
  presets: [{ id: 'both-widgets', title: 'Both widgets', scopes: ['casebook', 'enrich', 'private-intel', 'response', 'inspect'] }, { id: 'casebook-only', title: 'Casebook only', scopes: ['casebook', 'private-intel', 'inspect'] }, { id: 'pivot-only', title: 'Pivot menu only', scopes: ['enrich', 'response'] }],
  scopes: [{ name: 'casebook', title: 'Casebooks', children: [{ name: 'casebook:read', title: 'read' }, { name: 'casebook:write', title: 'write' }] }, { name: 'enrich', title: 'Ask modules' }, { name: 'inspect', title: 'Find observables in text' }, { name: 'private-intel', title: 'Private intelligence' }, { name: 'response', title: 'Respond' }],
};
