import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Observable } from '@argiope/components/observable/observable.ts';
import { session } from '../session/session.ts';
import { applied, defaultTitle, mergeField, missing, type Case } from './case.ts';
import { cases } from './cases.ts';
import { Queue } from './queue.ts';

const domain = (value: string): Observable => ({ type: 'domain', value });

describe('merging a field', () => {
  it('sends mine when nobody else touched it', () => expect(mergeField('a', 'b', 'a').outcome).toBe('send'));
  it('has nothing to do when theirs is mine', () => expect(mergeField('a', 'b', 'b').outcome).toBe('same'));
  it('keeps theirs when mine is what it was', () => expect(mergeField('a', 'a', 'c').outcome).toBe('same'));
  it('asks a person when both changed it', () => expect(mergeField('a', 'b', 'c')).toEqual({ outcome: 'clash', theirs: 'c' }));
});

describe('a case', () => {
  const empty: Case = { id: '1', title: 't', short_description: '', description: '', observables: [], notes: [] };

  it('holds each observable once', () => {
    expect(missing([domain('a.example')], [domain('A.example'), domain('b.example'), domain('b.example')])).toEqual([domain('b.example')]);
  });

  it('shows changes before they are sent', () => {
    const noted = applied(applied(empty, { kind: 'add', observables: [domain('a.example')] }), { kind: 'note', text: 'seen' });
    expect([noted.observables.length, noted.notes[0]!.text]).toEqual([1, 'seen']);
    expect(applied(noted, { kind: 'rewrite', old: 'seen', text: 'seen twice' }).notes[0]!.text).toBe('seen twice');
    expect(applied(noted, { kind: 'remove', observables: [domain('A.EXAMPLE')] }).observables).toEqual([]);
  });

  it('has a dated name until someone names it', () => {
    expect(defaultTitle(new Date(2026, 0, 14, 9, 47))).toMatch(/^Case 14 January 2026.* 09:47$/);
  });
});

describe('the queue', () => {
  it('outlives rubbish in the storage, and follows a case to its real name', () => {
    localStorage.setItem('q', '{rubbish');
    const queue = new Queue('q');
    expect(queue.all()).toEqual([]);
    queue.add('new-1', { kind: 'note', text: 'x' });
    queue.rename('new-1', 'casebook-9');
    expect(queue.first()!.caseId).toBe('casebook-9');
  });

  it('says when the storage is full', () => {
    const full = { getItem: () => null, removeItem: () => undefined, setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } } as unknown as Storage;
    expect(new Queue('q', full).add('1', { kind: 'note', text: 'x' })).toBe(false);
  });
});

/** The platform's casebooks as far as the widget needs them. */
class Platform {
  down = false;
  declining = false;
  loseAnswers = 0;
  readonly books = new Map<string, { title: string; short_description: string; description: string; observables: Observable[]; texts: { type: string; text: string }[]; external: string; version: number }>();
  readonly calls: string[] = [];

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (this.down) throw new TypeError('down');
    const answer = this.answer(init.method ?? 'GET', url, init.body ? JSON.parse(String(init.body)) : undefined, init.headers as Record<string, string>);
    if (this.loseAnswers > 0 && init.method === 'POST') {
      this.loseAnswers--;
      throw new TypeError('lost');
    }
    return answer;
  };

  private answer(method: string, url: string, body: any, headers: Record<string, string>): Response {
    const json = (status: number, value: unknown, more: Record<string, string> = {}) => new Response(status === 204 ? null : JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...more } });
    this.calls.push(`${method} ${url}`);
    if (url === '/session/v1') return json(200, { user: { id: 'u1', login: 'a.lindqvist', role: 'analyst' }, csrf: 'T', product: 'platform', version: '1' });
    if (url.startsWith('/ctia/casebook/search')) return json(200, []);
    const external = /^\/ctia\/casebook\/external_id\/(.+)$/.exec(url);
    if (external) return json(200, [...this.books].filter(([, book]) => book.external === external[1]).map(([id]) => ({ id: `http://p/ctia/casebook/${id}` })));
    if (method === 'POST' && url === '/ctia/casebook') {
      const id = `casebook-${this.books.size + 1}`;
      this.books.set(id, { title: body.title, short_description: '', description: '', observables: body.observables, texts: [], external: body.external_ids[0], version: 1 });
      return json(201, { id: `http://p/ctia/casebook/${id}` });
    }
    const [, id, sub] = /^\/(?:ctia\/casebook|casebooks\/v1)\/([^/]+)(?:\/(\w+))?$/.exec(url)!;
    const book = this.books.get(id!);
    if (!book) return json(404, { error: 'casebook not found' });
    if (method === 'GET') return json(200, { casebook: { title: book.title, short_description: book.short_description, description: book.description }, version: book.version, observables: book.observables, texts: book.texts }, { etag: `"${book.version}"` });
    if (this.declining) return json(400, { error: 'Spec', message: 'The title is too long' });
    if (method === 'DELETE') return this.books.delete(id!), json(204, undefined);
    if (method === 'PATCH') {
      if (headers['if-match'] && headers['if-match'] !== `"${book.version}"`) return json(412, { error: 'version' });
      Object.assign(book, body);
    } else {
      const list = book[sub as 'observables'] as unknown[];
      const same = (one: unknown) => body[sub!].some((each: unknown) => JSON.stringify(each) === JSON.stringify(one));
      (book as Record<string, unknown>)[sub!] = body.operation === 'add' ? [...list, ...body[sub!]] : list.filter((one) => !same(one));
    }
    book.version++;
    return json(200, {});
  }
}

describe('cases', () => {
  let platform: Platform;
  const until = async (what: () => boolean) => {
    for (const end = Date.now() + 3000; !what(); ) {
      if (Date.now() > end) throw new Error('did not come true in 3 s');
      await new Promise((done) => setTimeout(done, 5));
    }
  };
  const sent = () => until(() => cases.pending.length === 0);

  beforeEach(async () => {
    localStorage.clear();
    platform = new Platform();
    vi.stubGlobal('fetch', platform.fetch);
    session.configure({ platform: '' });
    await until(() => session.state === 'signed-in');
    await cases.flush();
    await cases.reload();
  });

  afterEach(() => vi.unstubAllGlobals());

  it('make the first one when something is added and none is open', async () => {
    cases.add([domain('a.example')]);
    expect(cases.current!.observables).toHaveLength(1);
    await sent();
    expect([...platform.books.values()][0]!.observables).toEqual([domain('a.example')]);
    expect(cases.current!.id).toBe('casebook-1');
  });

  it('send everything in order, and skip what is there already', async () => {
    cases.create([domain('a.example')], 'Fake sign-in page');
    expect(cases.add([domain('b.example')])).toBe(true);
    expect(cases.add([domain('B.example')])).toBe(false);
    cases.change({ kind: 'note', text: 'l.brandt typed a password' });
    cases.change({ kind: 'remove', observables: [domain('a.example')] });
    await sent();
    const book = platform.books.get('casebook-1')!;
    expect([book.title, book.observables, book.texts]).toEqual(['Fake sign-in page', [domain('b.example')], [{ type: 'note', text: 'l.brandt typed a password' }]]);
  });

  it('keep what was typed while the network is down, and send it later', async () => {
    cases.create([], 'Before');
    await sent();
    platform.down = true;
    cases.change({ kind: 'field', field: 'description', base: '', value: 'typed in a tunnel' });
    await until(() => cases.waiting !== '');
    expect(cases.current!.description).toBe('typed in a tunnel');
    expect(cases.pending).toHaveLength(1);
    platform.down = false;
    await cases.flush();
    await sent();
    expect(platform.books.get('casebook-1')!.description).toBe('typed in a tunnel');
    expect(cases.waiting).toBe('');
  });

  it('show the case as it was last read while nobody answers', async () => {
    cases.create([domain('a.example')], 'Known');
    await sent();
    platform.down = true;
    await cases.open('casebook-1');
    expect(cases.current).toMatchObject({ title: 'Known' });
    expect(cases.trouble).not.toBe('');
  });

  it('never make two when the answer was lost', async () => {
    platform.loseAnswers = 1;
    cases.create([domain('a.example')], 'Once');
    await until(() => cases.waiting !== '');
    await cases.flush();
    await sent();
    expect(platform.books.size).toBe(1);
    expect(cases.current!.id).toBe('casebook-1');
  });

  it('never add twice when the answer was lost', async () => {
    cases.create([], 'Once');
    await sent();
    platform.loseAnswers = 1;
    cases.add([domain('a.example')]);
    await until(() => cases.waiting !== '');
    await cases.flush();
    await sent();
    platform.loseAnswers = 1;
    cases.change({ kind: 'note', text: 'n' });
    await until(() => cases.waiting !== '');
    await cases.flush();
    await sent();
    expect(platform.books.get('casebook-1')!.observables).toHaveLength(1);
    expect(platform.books.get('casebook-1')!.texts).toHaveLength(1);
  });

  it('merge by field what someone else changed meanwhile', async () => {
    cases.create([], 'Mine');
    await sent();
    Object.assign(platform.books.get('casebook-1')!, { title: 'Theirs', version: 7 });
    cases.change({ kind: 'field', field: 'description', base: '', value: 'my words' });
    await sent();
    expect(platform.books.get('casebook-1')).toMatchObject({ title: 'Theirs', description: 'my words' });
    expect(cases.current).toMatchObject({ title: 'Theirs', description: 'my words' });
  });

  it('leave it to a person when both changed one field, and lose neither', async () => {
    cases.create([], 'Base');
    await sent();
    Object.assign(platform.books.get('casebook-1')!, { title: 'Theirs', version: 7 });
    cases.change({ kind: 'field', field: 'title', base: 'Base', value: 'Mine' });
    await until(() => cases.pending[0]?.theirs !== undefined);
    expect(platform.books.get('casebook-1')!.title).toBe('Theirs');
    cases.settle(cases.pending[0]!, 'Mine');
    await sent();
    expect(platform.books.get('casebook-1')!.title).toBe('Mine');
  });

  it('keep the text of a change that was declined', async () => {
    cases.create([], 'Base');
    await sent();
    platform.declining = true;
    cases.change({ kind: 'field', field: 'title', base: 'Base', value: 'Far too long' });
    await until(() => cases.pending[0]?.declined !== undefined);
    expect(cases.pending[0]!.declined).toContain('too long');
    cases.discard(cases.pending[0]!);
    expect(cases.current!.title).toBe('Base');
  });

  it('forget a case that is gone, the copy too', async () => {
    cases.create([], 'Base');
    await sent();
    platform.books.clear();
    await cases.reload();
    expect(cases.current).toBeUndefined();
  });

  it('delete, and take it as done when somebody else did', async () => {
    cases.create([], 'Base');
    await sent();
    platform.books.clear();
    cases.remove('casebook-1');
    await sent();
    expect(cases.currentId).toBe('');
  });
});
