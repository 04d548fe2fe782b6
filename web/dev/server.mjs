// Serves the built pages with the real Content-Security-Policy, and canned answers behind them. For development and
// browser tests only. PRODUCT=appliance|portal, PORT (0: any). Prints its address. Nothing is kept.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blockEntries, clients, devices, moduleInstances, moduleTypes, opinions, overview, scopes, sightings, sources, trace, transactions, until } from './story.mjs';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const dist = (product) => fileURLToPath(new URL(`../${product}/dist/`, import.meta.url));

function fresh() {
  const tree = { reporting: { observableIndexing: true, queryTimeoutSeconds: 60 }, cloud: { enabled: true, server: 'lab', servers: [{ name: 'lab', portal: 'http://localhost:8440', enrolment: 'https://localhost:8442' }] }, sources: sources().filter((each) => each.kind === 'file').map((each) => ({ name: each.name, path: each.path, format: each.format, zone: 'UTC', uriWhitespace: 'strip', paused: false })), system: { hostname: 'gw1.nwlab.example' } };
  return {
    signedIn: false, widget: false, down: false, tree, pending: undefined, blocks: blockEntries(), secret: randomUUID(), cloud: 'registered', cases: new Map(), keys: new Map(), instances: moduleInstances(), devices: devices(), clients: clients(), integration: true,
    users: [{ id: 'u1', login: 't.moreau', name: 'Tessa Moreau', role: 'admin', enabled: true, createdAt: '2026-01-02T08:00:00.000Z', lastSignIn: new Date().toISOString() }, { id: 'u2', login: 'a.lindqvist', name: 'Anna Lindqvist', role: 'analyst', enabled: true, createdAt: '2026-01-02T08:10:00.000Z' }],
  };
}

const merge = (into, patch) => {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const result = { ...into };
  for (const [key, value] of Object.entries(patch)) result[key] = merge(into?.[key], value);
  return result;
};
const changes = (from, to, path = '') => {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (from && to && typeof from === 'object' && typeof to === 'object' && !Array.isArray(from) && !Array.isArray(to)) return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => changes(from[key], to[key], path ? `${path}.${key}` : key));
  return [{ path, from, to }];
};

export function start({ product = 'appliance', port = 0 } = {}) {
  let state = fresh();
  const problem = (response, status, code, title, detail = '', more = {}) => send(response, status, { type: 'about:blank', title: 'Not as asked.', status, detail: `${title}. ${detail}`.trim(), code, ...more }, { 'content-type': 'application/problem+json' });
  const send = (response, status, body, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  const events = async (response, list) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    for (const [event, data, wait = 0] of list) {
      if (wait) await new Promise((done) => setTimeout(done, wait));
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    response.end();
  };
  const settings = () => ({ committed: state.tree, ...(state.pending ? { pending: { tree: state.pending, changes: changes(state.tree, state.pending) } } : {}), lastCommit: { number: 41, time: '2026-01-14T08:41:00.000Z', author: 't.moreau', changes: [] } });
  const cloud = () => {
    const base = { enabled: state.tree.cloud.enabled, server: state.tree.cloud.server, servers: state.tree.cloud.servers.map(({ name, portal }) => ({ name, portal })), observableIndexing: state.tree.reporting.observableIndexing };
    const device = { id: 'device-7f3c', name: 'gw1.nwlab.example', registeredAt: new Date(Date.now() - 8e6).toISOString() };
    if (!state.tree.cloud.enabled) return { state: state.pending?.cloud.enabled ? 'pending-commit' : 'disabled', ...base };
    if (state.cloud === 'registered') return { state: 'registered', ...base, device, lastContact: new Date(Date.now() - 4000).toISOString() };
    if (state.cloud === 'unreachable') return { state: 'unreachable', ...base, device, lastContact: new Date(Date.now() - 400_000).toISOString(), nextRetryAt: new Date(Date.now() + 20_000).toISOString(), error: { code: 'connect', message: 'Nothing answers at localhost:8442.', at: new Date().toISOString() } };
    return { state: state.cloud, ...base };
  };
  const blocklist = () => {
    const names = { domains: 'domains.txt', urls: 'urls.txt', ips: 'ips.txt', sha256: 'sha256.txt', squid: 'squid.conf' };
    const map = (make) => Object.fromEntries(Object.entries(names).map(([name, file]) => [name, make(file)]));
    return { entries: state.blocks, files: map((file) => `/srv/argiope-data/appliance/lists/${file}`), addresses: map((file) => `http://localhost:8441/lists/${state.secret.replaceAll('-', '')}/${file}`), generation: 17 };
  };
  const verdictsOf = (module, list) => list.flatMap((observable) => (opinions[observable.value] ?? []).filter(([name]) => name === module).map(([, disposition]) => ({ type: 'verdict', observable, disposition, ...(module === 'Private Intelligence' ? { trace: trace(observable, disposition) } : {}), valid_time: { start_time: '2026-01-01T00:00:00.000Z', end_time: until } })));
  const modules = ['Private Intelligence', 'gw1', 'URL feed', 'Community exchange', 'Slow relay'];

  async function platform(method, path, query, body, request, response) {
    if (state.down) return problem(response, 502, 'portal-down', 'The portal does not answer', 'Nothing listens at localhost:8440.');
    const stream = (request.headers.accept ?? '').includes('event-stream');
    if (path === '/iroh/iroh-inspect/inspect') {
      const found = [...String(body.content).matchAll(/\b[0-9a-f]{64}\b|https?:\/\/\S+|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:example|test)\b/gi)].map(([value]) => ({ type: /^[0-9a-f]{64}$/i.test(value) ? 'sha256' : value.startsWith('http') ? 'url' : /^\d/.test(value) ? 'ip' : 'domain', value }));
      return send(response, 200, found);
    }
    if (path.endsWith('/deliberate/observables')) {
      const answers = modules.filter((name) => name !== 'gw1' && name !== 'Slow relay').map((name) => [name, verdictsOf(name, body)]);
      if (!stream) return send(response, 200, { data: answers.map(([module, docs]) => ({ module, module_instance_id: module, module_type_id: 'x', data: { verdicts: { count: docs.length, docs } } })), errors: [] });
      return events(response, [['plan', { modules: ['Private Intelligence', 'URL feed', 'Community exchange', 'Slow relay'].map((module) => ({ module, module_instance_id: module, deadline_ms: 15000 })), observables: body.length }], ...answers.map(([module, docs], n) => ['module', { module, module_instance_id: module, took_ms: 12 + n * 90, data: docs.length ? { verdicts: { count: docs.length, docs } } : {} }, n * 40]), ['module', { module: 'Slow relay', module_instance_id: 'Slow relay', took_ms: 15000, errors: [{ module: 'Slow relay', code: 'timeout', message: 'no answer in 15 s', type: 'fatal' }] }, 80], ['done', { took_ms: 300 }]]);
    }
    if (path.endsWith('/observe/observables')) {
      const docs = body.flatMap(sightings);
      return events(response, [['plan', { modules: ['Private Intelligence', 'gw1', 'Slow relay'].map((module) => ({ module, module_instance_id: module, deadline_ms: 15000 })), observables: body.length }], ['module', { module: 'Private Intelligence', module_instance_id: 'Private Intelligence', took_ms: 9, data: { indicators: { count: 1, docs: [{ id: 'indicator-1', title: 'Fake sign-in pages', description: 'Look-alike names of our mail supplier', producer: 'Northwind Lab' }] } } }], ['module', { module: 'gw1', module_instance_id: 'gw1', took_ms: 84, data: { sightings: { count: docs.length, docs } } }, 60], ['module', { module: 'Slow relay', module_instance_id: 'Slow relay', took_ms: 15000, errors: [{ module: 'Slow relay', code: 'timeout', message: 'no answer in 15 s', type: 'fatal' }] }, 60], ['done', { took_ms: 15000 }]]);
    }
    if (path.endsWith('/refer/observables')) {
      const what = { ip: 'IP', ipv6: 'IPv6', domain: 'domain', url: 'URL', sha256: 'SHA256' }[body[0].type] ?? body[0].type;
      const data = [{ id: 'refer-gw1', title: `Search for this ${what}`, description: 'Web tracking of gw1', module: 'gw1', module_instance_id: 'mi-gw1', url: `http://localhost:8441/#/tracking/web?domain=${encodeURIComponent(body[0].value)}`, categories: ['search'] }];
      return stream ? events(response, [['module', { module: 'gw1', module_instance_id: 'mi-gw1', took_ms: 3, data }], ['done', {}]]) : send(response, 200, { data });
    }
    if (path.endsWith('/respond/observables')) {
      const what = { ip: 'IP', ipv6: 'IPv6', domain: 'domain', url: 'URL', sha256: 'SHA256' }[body[0].type];
      const blocked = state.blocks.some((entry) => entry.value === body[0].value);
      return send(response, 200, { data: what ? [{ id: blocked ? 'unblock' : 'block', title: `${blocked ? 'Unblock' : 'Block'} this ${what}`, description: blocked ? 'gateways that read gw1’s lists let it through again' : 'gateways that read gw1’s lists refuse it, sub-domains too', module: 'gw1', module_instance_id: 'mi-gw1', module_type_id: 'x', url: '', categories: [] }] : [] });
    }
    const trigger = /\/respond\/trigger\/([^/]+)\/([^/]+)$/.exec(path);
    if (trigger) {
      const key = request.headers['idempotency-key'];
      if (!state.keys.has(key)) {
        state.keys.set(key, randomUUID());
        const value = query.get('observable_value');
        if (trigger[2] === 'block') state.blocks = [{ id: randomUUID(), type: query.get('observable_type'), value, reason: 'Blocked from the portal', by: 't.moreau', at: new Date().toISOString(), origin: 'portal' }, ...state.blocks];
        else state.blocks = state.blocks.filter((entry) => entry.value !== value);
      }
      return send(response, 200, { data: { status: 'success' } }, { 'x-argiope-ledger-id': state.keys.get(key) });
    }
    if (path === '/ctia/judgement') return send(response, 201, { ...body, id: `http://localhost:8440/ctia/judgement/judgement-${randomUUID()}` });
    if (path.startsWith('/ctia/judgement/')) return send(response, 204);
    if (path === '/ctia/casebook/search') {
      const words = (query.get('simple_query') ?? '').replaceAll('*', '').toLowerCase();
      return send(response, 200, [...state.cases.values()].filter((each) => each.title.toLowerCase().includes(words)).reverse().map((each) => ({ ...each, id: `http://localhost:8440/ctia/casebook/${each.id}` })));
    }
    if (path.startsWith('/ctia/casebook/external_id/')) return send(response, 200, [...state.cases.values()].filter((each) => each.external_ids?.includes(path.split('/').pop())));
    if (path === '/ctia/casebook') {
      const made = { texts: [], observables: [], ...body, id: `casebook-${randomUUID()}`, timestamp: new Date().toISOString(), owner: 't.moreau', version: 1 };
      state.cases.set(made.id, made);
      return send(response, 201, { ...made, id: `http://localhost:8440/ctia/casebook/${made.id}` });
    }
    const found = /^\/(?:ctia\/casebook|casebooks\/v1)\/([^/]+)(?:\/(\w+))?$/.exec(path);
    const book = found && state.cases.get(found[1]);
    if (found && !book) return send(response, 404, { error: 'casebook not found' });
    if (found && method === 'GET') {
      const by = (each) => ({ ...each, by: 't.moreau', at: book.timestamp });
      return send(response, 200, path.startsWith('/casebooks') ? { casebook: book, version: book.version, observables: book.observables.map(by), texts: book.texts.map(by), history: [] } : book, { etag: `"${book.version}"` });
    }
    if (found && method === 'DELETE') return state.cases.delete(book.id), send(response, 204);
    if (found) {
      if (method === 'PATCH') {
        if (request.headers['if-match'] && request.headers['if-match'] !== `"${book.version}"`) return send(response, 412, { error: 'version' });
        Object.assign(book, body);
      } else {
        const same = (one) => body[found[2]].some((each) => Object.entries(each).every(([key, value]) => one[key] === value));
        book[found[2]] = body.operation === 'add' ? [...book[found[2]], ...body[found[2]]] : book[found[2]].filter((one) => !same(one));
      }
      book.version++;
      book.timestamp = new Date().toISOString();
      return send(response, 200, book);
    }
    if (path === '/iroh/iroh-int/module-type') return send(response, 200, moduleTypes);
    if (path === '/iroh/iroh-int/module-instance') return method === 'GET' ? send(response, 200, state.instances) : (state.instances.push({ id: randomUUID(), created_at: new Date().toISOString(), ...body }), send(response, 201, state.instances.at(-1)));
    const instance = /^\/iroh\/iroh-int\/module-instance\/(.+)$/.exec(path);
    if (instance && method === 'DELETE') return (state.instances = state.instances.filter((each) => each.id !== instance[1])), send(response, 204);
    if (instance) return send(response, 200, Object.assign(state.instances.find((each) => each.id === instance[1]), body));
    if (path.startsWith('/iroh/iroh-enrich/health')) return send(response, 200, { data: { data: { status: 'ok' } } });
    if (path === '/exchange/v1/integration') return (state.integration = body.enabled ?? state.integration), send(response, 200, { enabled: state.integration, region: 'lab', enrolment: 'https://localhost:8442' });
    if (path === '/iroh/iroh-sse/device') return method === 'GET' ? send(response, 200, state.devices) : (state.devices.push({ id: randomUUID(), status: 'new', created_at: new Date().toISOString(), ...body }), send(response, 201, state.devices.at(-1)));
    if (/^\/iroh\/iroh-sse\/device\/[^/]+\/token$/.test(path)) return send(response, 200, { token: 'lab-K7QF2-MZDWX-T49HN-C3PRA-6BVEQ-P-7HD3WMQX2RZK4TNY', expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    const device = /^\/iroh\/iroh-sse\/device\/([^/]+)$/.exec(path);
    if (device) return (state.devices = state.devices.filter((each) => each.id !== device[1])), send(response, 204);
    if (path === '/clients/v1/scopes') return send(response, 200, scopes);
    if (path === '/clients/v1') return method === 'GET' ? send(response, 200, state.clients) : (state.clients.push({ id: `client-${randomUUID()}`, owner: 't.moreau', createdAt: new Date().toISOString(), scopes: [], ...body }), send(response, 201, { ...state.clients.at(-1), password: 'vY7-qk2m-8Hs4-Jx1Lr9-Tn' }));
    if (path.startsWith('/clients/v1/')) return (state.clients = state.clients.filter((each) => each.id !== path.split('/')[3])), send(response, 204);
    if (path === '/iroh/profile/whoami') return send(response, 200, { user: { 'user-id': 'u1', 'user-name': 't.moreau' }, org: { name: 'Northwind Lab' } });
    return problem(response, 404, 'not-found', 'Nothing is here');
  }

  async function own(method, path, query, body, request, response) {
    if (path === '/dev/v1/state') return (state = body.reset ? fresh() : Object.assign(state, body)), send(response, 204);
    if (path === '/session/v1' && method === 'POST') {
      if (body.password === 'wrong') return problem(response, 401, 'wrong-credentials', 'User name or password is wrong', 'Check both.');
      state.signedIn = true;
    } else if (path === '/session/v1' && method === 'DELETE') {
      state.signedIn = false;
      return send(response, 204);
    }
    if (!state.signedIn) return problem(response, 401, 'not-signed-in', 'You are not signed in', 'Sign in.');
    if (path === '/session/v1') return send(response, 200, { user: { id: 'u1', login: 't.moreau', name: 'Tessa Moreau', role: 'admin' }, csrf: 'canned', product: product === 'portal' ? 'platform' : 'appliance', version: '0.1.0' });
    if (method !== 'GET' && request.headers['x-argiope-csrf'] !== 'canned') return problem(response, 403, 'csrf', 'The request does not come from our page', 'Load the page again.');
    if (path === '/users/v1' && method === 'GET') return send(response, 200, state.users);
    if (path === '/users/v1') {
      if (state.users.some((each) => each.login === body.login)) return problem(response, 409, 'login-taken', 'This user name is taken', 'Choose another.');
      const user = { id: randomUUID(), enabled: true, createdAt: new Date().toISOString(), ...body };
      state.users.push(user);
      return send(response, 201, { ...user, ...(body.password ? { password: undefined } : { password: 'kite-ember-47-otter' }) });
    }
    if (path.startsWith('/users/v1/')) return Object.assign(state.users.find((each) => each.id === path.split('/')[3]), body), send(response, 200, {});
    if (product === 'portal') return platform(method, path, query, body, request, response);
    if (path === '/widgets/v1/session') {
      if (method === 'POST') {
        if (body.clientPassword === 'wrong') return problem(response, 401, 'wrong-credentials', 'Client id or password is wrong');
        if (body.clientPassword === 'scope') return problem(response, 403, 'missing-scope', 'A scope is missing', '', { missingScopes: ['casebook'] });
        if (body.clientPassword === 'region') return problem(response, 409, 'wrong-region', 'Another server', 'It belongs to the server eu.');
        if (body.clientPassword === 'down') return problem(response, 502, 'portal-down', 'No answer', 'http://localhost:8440 refused the connection.');
        state.widget = true;
      } else if (method === 'DELETE') {
        state.widget = false;
        return send(response, 204);
      }
      return send(response, 200, { signedIn: state.widget, ...(state.widget ? { clientId: 'client-3f0a', server: 'lab' } : {}), servers: [{ name: 'lab', portal: 'http://localhost:8440' }], portal: 'http://localhost:8440' });
    }
    if (path.startsWith('/widgets/v1/platform/')) return state.widget ? platform(method, path.slice('/widgets/v1/platform'.length), query, body, request, response) : problem(response, 401, 'widget-signed-out', 'The widgets are signed out', 'Sign in again.');
    if (path === '/status/v1') return send(response, 200, { hostname: state.tree.system.hostname, product: 'appliance', version: '0.1.0', serial: 'AG-0001', ingest: { linesPerSecond: 41, sources: 2 }, store: { transactions: 184212, days: 3 }, cloud: { state: cloud().state } });
    if (path === '/reports/v1/overview') return send(response, 200, overview(Date.parse(query.get('from')), Date.parse(query.get('to'))));
    if (path === '/settings/v1') return send(response, 200, settings());
    if (path === '/settings/v1/pending') {
      if (method === 'DELETE') state.pending = undefined;
      else state.pending = merge(state.pending ?? state.tree, body);
      if (state.pending && changes(state.tree, state.pending).length === 0) state.pending = undefined;
      return send(response, 200, settings());
    }
    if (path === '/settings/v1/commit') {
      if (body.comment === 'overtaken') return problem(response, 409, 'overtaken', 'Someone else committed', '', { author: 'a.lindqvist', time: new Date().toISOString() });
      if (!state.pending) return problem(response, 409, 'nothing-pending', 'Nothing is pending');
      state.tree = state.pending;
      state.pending = undefined;
      return send(response, 200, { number: 42, time: new Date().toISOString(), author: 't.moreau', comment: body.comment ?? '', changes: [] });
    }
    if (path === '/sources/v1') return send(response, 200, sources());
    if (path === '/blocklist/v1' && method === 'GET') return send(response, 200, blocklist());
    if (path === '/blocklist/v1') return state.blocks.unshift({ id: randomUUID(), by: 't.moreau', at: new Date().toISOString(), ...body }), send(response, 201, state.blocks[0]);
    if (path === '/blocklist/v1/secret') return (state.secret = randomUUID()), send(response, 200, blocklist().addresses);
    if (path.startsWith('/blocklist/v1/')) return (state.blocks = state.blocks.filter((each) => each.id !== path.split('/')[3])), send(response, 204);
    if (path === '/reindex/v1') return (state.reindexed ||= method === 'POST'), send(response, 200, state.reindexed ? { state: 'done', done: 184212, total: 184212 } : { state: 'idle', done: 0, total: 0 });
    if (path === '/cloud/v1') return send(response, 200, cloud());
    if (path === '/cloud/v1/register') {
      if (!body.token.startsWith('lab-')) return problem(response, 422, 'wrong-region', 'The token belongs to another server, us', 'Choose it, or make a token here.');
      state.cloud = 'registered';
      return send(response, 200, cloud());
    }
    if (path === '/cloud/v1/deregister') {
      if (state.cloud === 'unreachable' && !body.force) return problem(response, 409, 'platform-unreachable', 'The portal cannot be told');
      state.cloud = 'not-registered';
      return send(response, 200, cloud());
    }
    if (path.startsWith('/cloud/v1/')) return send(response, 200, cloud());
    if (path === '/wsa/api/v2.0/web-tracking/proxy-services') {
      const text = (each, name) => String(each[name] ?? '').toLowerCase();
      const fits = (each) => {
        const want = (name) => query.get(name)?.toLowerCase();
        const status = { completed: ['allow', 'monitor', 'redirect'], blocked: ['block'], monitored: ['monitor'], warned: ['warn'] }[query.get('transactionStatus')];
        return (!want('domain') || text(each, 'host') === want('domain') || text(each, 'host').endsWith(`.${want('domain')}`)) && (!want('website') || text(each, 'url').includes(want('website'))) && (!want('user') || text(each, 'user') === want('user')) && (!want('clientIp') || each.clientIp === want('clientIp')) && (!want('sha256') || each.file?.sha256 === want('sha256')) && (!want('decision') || each.decision === want('decision')) && (!status || status.includes(each.decision)) && each.time >= query.get('startDate') && each.time < query.get('endDate');
      };
      const all = transactions.filter(fits).sort((a, b) => (a.time < b.time ? 1 : -1));
      const from = Number(query.get('cursor') ?? 0);
      const limit = Number(query.get('limit') ?? 50);
      const page = all.slice(from, from + limit).map((attributes) => ({ attributes }));
      const next = from + limit < all.length ? String(from + limit) : undefined;
      const availability = { from: query.get('startDate'), to: query.get('endDate'), complete: true, gaps: [] };
      return events(response, [...Array.from({ length: Math.ceil(page.length / 50) }, (_, n) => ['rows', page.slice(n * 50, n * 50 + 50), 20]), ['total', { totalCount: all.length, totalIsExact: true }], ['done', { next, availability }]]);
    }
    if (path === '/wsa/api/v2.0/web-tracking/details') {
      const found = transactions.find((each) => each.transactionId === query.get('transactionId'));
      return found ? send(response, 200, { data: { attributes: { ...found, rawLine: `${(Date.parse(found.time) / 1000).toFixed(3)} ${found.duration} ${found.clientIp} ${found.resultCode}/${found.status} ${found.bytesToClient} ${found.method} ${found.url} ${found.user} HIER_DIRECT/${found.serverIp} ${found.mime}` } } }) : problem(response, 404, 'not-found', 'No such transaction');
    }
    return problem(response, 404, 'not-found', 'Nothing is here');
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    response.setHeader('content-security-policy', policy);
    response.setHeader('x-content-type-options', 'nosniff');
    try {
      const file = url.pathname === '/' ? 'index.html' : normalize(url.pathname).replace(/^\/+/, '');
      if (request.method === 'GET' && (file === 'index.html' || file.startsWith('assets/'))) {
        const content = await readFile(join(dist(product), file));
        response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' });
        return response.end(content);
      }
      const apart = { '/foreign.html': './foreign.html', '/argiope-widgets.js': '../widgets/dist/argiope-widgets.js' }[url.pathname];
      if (apart) {
        const content = await readFile(new URL(apart, import.meta.url));
        response.writeHead(200, { 'content-type': kinds[extname(apart)] });
        return response.end(content);
      }
      let words = '';
      for await (const part of request) words += part;
      await own(request.method, url.pathname, url.searchParams, words ? JSON.parse(words) : {}, request, response);
    } catch (error) {
      response.headersSent ? response.end() : problem(response, 500, 'canned', 'The canned server failed', String(error));
    }
  });
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done({ address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await start({ product: process.env.PRODUCT ?? 'appliance', port: Number(process.env.PORT ?? 0) });
  console.log(address);
}
