import { afterEach, describe, expect, it, vi } from 'vitest';
import { Api, query } from './api.ts';
import { readEvents } from './events.ts';
import { ApiError, messageOf, problemOf } from './problem.ts';

const answer = (status: number, body: unknown, type = 'application/json') =>
  new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } });

afterEach(() => vi.unstubAllGlobals());

describe('errors', () => {
  it('read problem documents and every published shape', () => {
    expect(problemOf(409, { title: 'In conflict with what there is.', detail: 'The login is taken. Choose another', code: 'login-taken' })).toMatchObject({ code: 'login-taken', title: 'In conflict with what there is.', message: 'The login is taken. Choose another.' });
    expect(problemOf(403, { error: 'missing-scope', error_description: 'The client lacks casebook' }).message).toBe('The client lacks casebook.');
    expect(problemOf(400, { error: { message: 'startDate is missing', code: '400' } })).toMatchObject({ code: '400', message: 'startDate is missing.' });
    expect(problemOf(404, { error: 'casebook not found' }).message).toBe('casebook not found.');
    expect(problemOf(503, 'rubbish').message).toContain('503');
  });

  it('keep what a problem adds', () => {
    expect(problemOf(403, { title: 'Scope missing', code: 'missing-scope', missingScopes: ['casebook'] }).body.missingScopes).toEqual(['casebook']);
  });
});

describe('the client', () => {
  it('sends the token against forged requests with writes only', async () => {
    const sent: [string, Record<string, string>][] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      sent.push([`${init.method} ${url}`, init.headers as Record<string, string>]);
      return url === '/session/v1' ? answer(200, { user: { id: '1', login: 'a', role: 'admin' }, csrf: 'T', product: 'appliance', version: '1' }) : answer(204, '');
    });
    const api = new Api();
    await api.resume();
    await api.get('/x');
    await api.delete('/x');
    expect(sent.map(([call, headers]) => [call, headers['x-argiope-csrf']])).toEqual([['GET /session/v1', undefined], ['GET /x', undefined], ['DELETE /x', 'T']]);
  });

  it('says that the server is not reached, and tells it from a refusal', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('network');
    });
    const error = await new Api().get('/x').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).offline).toBe(true);
    expect(messageOf(error)).toContain('cannot be reached');
  });

  it('asks for a session only where this browser had one', async () => {
    let asked = 0;
    localStorage.clear();
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      asked++;
      return init.method === 'DELETE' ? answer(204, '') : answer(200, { user: { id: '1', login: 'a', role: 'admin' }, csrf: 'T', product: 'appliance', version: '1' });
    });
    const api = new Api();
    expect([await api.resume({ ifKnown: true }), asked]).toEqual([undefined, 0]);
    await api.signIn('a', 'p');
    expect((await new Api().resume({ ifKnown: true }))?.user.login).toBe('a');
    await api.signOut();
    expect(await new Api().resume({ ifKnown: true })).toBeUndefined();
    expect(asked).toBe(3);
  });

  it('tells when the session ended', async () => {
    let ended = 0;
    const api = new Api();
    api.session = { user: { id: '1', login: 'a', role: 'admin' }, csrf: 'T', product: 'appliance', version: '1' };
    api.addEventListener('signed-out', () => ended++);
    vi.stubGlobal('fetch', async () => answer(401, { title: 'Not signed in', code: 'widget-signed-out' }));
    await api.get('/widgets/v1/platform/ctia/casebook/search').catch(() => undefined);
    expect(ended).toBe(0);
    vi.stubGlobal('fetch', async () => answer(401, { error: { message: 'Log in again', code: '401' } }));
    await api.get('/wsa/api/v2.0/web-tracking/details').catch(() => undefined);
    expect([ended, api.session]).toEqual([1, undefined]);
  });

  it('refuses an answer that is no JSON', async () => {
    vi.stubGlobal('fetch', async () => answer(200, '<html>', 'text/html'));
    await expect(new Api().get('/x')).rejects.toMatchObject({ code: 'not-json' });
  });

  it('reads events however the bytes are cut, and drops rubbish', async () => {
    const text = 'event: plan\r\ndata: {"a":"ü"}\r\n\r\nevent: module\ndata: not json\n\n: comment\n\nevent: done\ndata: {"took_ms":1}';
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 3, 7, bytes.length]) {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
          controller.close();
        },
      });
      const events = [];
      for await (const event of readEvents(stream)) events.push(event);
      expect(events).toEqual([{ event: 'plan', data: { a: 'ü' } }, { event: 'done', data: { took_ms: 1 } }]);
    }
  });

  it('leaves absent values out of a query', () => {
    expect(query({ a: 'x y', b: undefined, c: '', mids: ['1', '2'] })).toBe('?a=x+y&mids=1&mids=2');
    expect(query({})).toBe('');
  });
});
