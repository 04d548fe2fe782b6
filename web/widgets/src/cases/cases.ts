import { query } from '@argiope/components/api/api.ts';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import type { Observable } from '@argiope/components/observable/observable.ts';
import { shortId } from '../platform/platform.ts';
import { session } from '../session/session.ts';
import { applied, defaultTitle, mergeField, missing, type Case, type CaseItem, type Change, type Field, type Note } from './case.ts';
import { Queue, type Queued } from './queue.ts';

export interface CaseHead {
  readonly id: string;
  readonly title: string;
  readonly changed?: string;
  readonly owner?: string;
  readonly size: number;
}

type Json = Record<string, unknown>;
const NEW = 'new-';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const rows = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** The cases, and the one that is current. Every change goes through a queue in the browser, is shown at once
 * and sent in order; what another person changed meanwhile is merged, field by field. Tells `change`. */
export class Cases extends EventTarget {
  /** The current case, with what is not sent yet already in it. */
  current?: Case;
  heads: readonly CaseHead[] = [];
  /** Why changes wait, if they do. */
  waiting = '';
  loading = false;
  trouble = '';
  private server?: Case;
  private owner = '';
  private queue = new Queue('argiope.none');
  private flushing?: Promise<void>;
  private again?: ReturnType<typeof setTimeout>;
  private pause = 2_000;

  constructor() {
    super();
    session.addEventListener('change', () => void this.signedIn());
    window.addEventListener('online', () => void this.flush());
    window.addEventListener('storage', (event) => {
      if (event.key?.startsWith('argiope.case')) this.show();
    });
  }

  private async signedIn(): Promise<void> {
    if (session.state !== 'signed-in' || !session.may('casebook')) {
      if (session.state !== 'unknown' && session.state !== 'unreachable') {
        this.server = this.current = undefined;
        this.heads = [];
        // What waits to be sent stays; what can be read again does not.
        localStorage.removeItem(`argiope.case-copy.${session.owner}`);
      }
      this.tell();
      return;
    }
    if (this.owner !== session.owner) {
      this.owner = session.owner;
      this.queue = new Queue(`argiope.cases.${this.owner}`);
    }
    await this.flush();
    await this.reload();
  }

  get pending(): Queued[] {
    return this.queue.all();
  }

  get currentId(): string {
    return localStorage.getItem(`argiope.case.${this.owner}`) ?? '';
  }

  private set currentId(id: string) {
    if (id) localStorage.setItem(`argiope.case.${this.owner}`, id);
    else localStorage.removeItem(`argiope.case.${this.owner}`);
  }

  /** Reads the current case again; one that is gone is forgotten. */
  async reload(): Promise<void> {
    const id = this.currentId;
    if (!id || id.startsWith(NEW)) return this.show();
    this.loading = !this.server;
    this.tell();
    try {
      this.server = await this.read(id);
      this.trouble = '';
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        this.currentId = '';
        this.server = undefined;
      } else this.trouble = messageOf(error);
    } finally {
      this.loading = false;
    }
    this.show();
  }

  async find(words = ''): Promise<void> {
    const safe = words.replace(/[+\-|"*()~\\]/g, ' ').trim();
    const search = query({ simple_query: safe ? safe.split(/\s+/).map((word) => `${word}*`).join(' ') : undefined, sort_by: 'timestamp', sort_order: 'desc', limit: 50 });
    try {
      const { body } = await session.request<unknown>('GET', `/ctia/casebook/search${search}`);
      this.heads = rows(body).map((each) => ({ id: shortId(text(each.id)), title: text(each.title) || 'Untitled case', changed: text(each.modified) || text(each.timestamp) || undefined, owner: text(each.owner) || undefined, size: rows(each.observables).length }));
      this.trouble = '';
    } catch (error) {
      this.trouble = messageOf(error);
    }
    this.tell();
  }

  async open(id: string): Promise<void> {
    this.currentId = id;
    this.server = undefined;
    this.current = undefined;
    await this.reload();
    this.changed();
  }

  /** Makes a case and makes it the current one. */
  create(observables: readonly Observable[] = [], title = defaultTitle()): void {
    const id = `${NEW}${crypto.randomUUID()}`;
    this.currentId = id;
    this.server = undefined;
    this.put(id, { kind: 'create', title, observables: missing([], observables) });
  }

  /** Adds to the current case, or to a new one if there is none. False when all were there already. */
  add(observables: readonly Observable[]): boolean {
    if (!this.currentId) {
      this.create(observables);
      return true;
    }
    const fresh = missing(this.current?.observables ?? [], observables);
    if (fresh.length > 0) this.put(this.currentId, { kind: 'add', observables: fresh });
    return fresh.length > 0;
  }

  change(change: Change): void {
    if (this.currentId) this.put(this.currentId, change);
  }

  /** Puts the current case aside; no case is current then. */
  close(): void {
    this.currentId = '';
    this.server = undefined;
    this.show();
    this.changed();
  }

  /** Deletes a case, for everyone. */
  remove(id: string): void {
    if (this.currentId === id) this.close();
    this.heads = this.heads.filter((head) => head.id !== id);
    this.put(id, { kind: 'delete' });
  }

  /** Settles a field that both changed. */
  settle(waiting: Queued, value: string): void {
    if (waiting.change.kind !== 'field') return;
    this.queue.update(waiting.key, { change: { ...waiting.change, base: waiting.theirs ?? waiting.change.base, value }, theirs: undefined, declined: undefined });
    this.show();
    void this.flush();
  }

  discard(waiting: Queued): void {
    this.queue.remove(waiting.key);
    this.show();
  }

  retry(waiting: Queued): void {
    this.queue.update(waiting.key, { declined: undefined });
    void this.flush();
  }

  private put(id: string, change: Change): void {
    if (!this.queue.add(id, change)) this.trouble = 'This browser’s storage is full, so the change could not be kept. Free some space and try again.';
    this.show();
    this.changed();
    void this.flush();
  }

  /** Draws the current case from what the platform has and what waits. */
  private show(): void {
    const id = this.currentId;
    if (this.server && this.server.id === id) this.keep(this.server);
    let now = this.server && this.server.id === id ? this.server : this.kept(id);
    for (const { caseId, change } of this.queue.all()) {
      if (caseId !== id) continue;
      if (change.kind === 'create') now = { id, title: change.title, short_description: '', description: '', observables: change.observables, notes: [] };
      else if (now) now = applied(now, change);
    }
    this.current = now;
    this.tell();
  }

  /** The case as it was last read stays in the browser, so that it can be shown while nobody answers. */
  private keep(now: Case): void {
    try {
      localStorage.setItem(`argiope.case-copy.${this.owner}`, JSON.stringify(now));
    } catch {
      // The storage is full: the copy is a convenience, unlike what waits to be sent.
      localStorage.removeItem(`argiope.case-copy.${this.owner}`);
    }
  }

  private kept(id: string): Case | undefined {
    try {
      const copy = JSON.parse(localStorage.getItem(`argiope.case-copy.${this.owner}`) ?? '') as Case;
      return id !== '' && copy.id === id ? copy : undefined;
    } catch {
      return undefined;
    }
  }

  /** Sends what waits, one after the other; only one tab of a browser does it at a time. */
  flush(): Promise<void> {
    if (session.state !== 'signed-in') return Promise.resolve();
    clearTimeout(this.again);
    return (this.flushing ??= this.locked(() => this.sendAll()).finally(() => {
      this.flushing = undefined;
      if (this.queue.first() && !this.waiting) void this.flush();
    }));
  }

  private async locked(run: () => Promise<void>): Promise<void> {
    if (!navigator.locks) return run();
    await navigator.locks.request(`argiope.cases.${this.owner}`, run);
  }

  private async sendAll(): Promise<void> {
    for (let next = this.queue.first(); next; next = this.queue.first()) {
      try {
        await this.send(next);
        this.waiting = '';
        this.pause = 2_000;
      } catch (error) {
        const retry = error instanceof ApiError && (error.offline || error.status >= 500 || error.status === 429 || error.status === 401);
        if (!retry) {
          this.queue.update(next.key, { declined: messageOf(error) });
          this.show();
          continue;
        }
        this.queue.update(next.key, { tried: true });
        this.waiting = error.status === 401 ? 'You are signed out.' : error.offline ? 'The network is down.' : 'The portal does not answer.';
        this.again = setTimeout(() => void this.flush(), this.pause);
        this.pause = Math.min(60_000, this.pause * 2);
        this.show();
        return;
      }
    }
    this.show();
  }

  private async send(next: Queued): Promise<void> {
    const { change, caseId, key, tried } = next;
    if (change.kind === 'create') {
      const id = await this.made(change, key, tried ?? false);
      this.queue.remove(key);
      this.queue.rename(caseId, id);
      if (this.currentId === caseId) {
        this.server = await this.read(id).catch(() => ({ id, title: change.title, short_description: '', description: '', observables: change.observables, notes: [] }));
        this.currentId = id;
      }
      this.show();
      this.changed();
      return;
    }
    const path = `/ctia/casebook/${encodeURIComponent(caseId)}`;
    const sub = (name: string, operation: string, list: readonly unknown[]) => (list.length === 0 ? undefined : session.request('POST', `${path}/${name}`, { operation, [name]: list }));
    const plain = ({ type, value }: Observable) => ({ type, value });
    switch (change.kind) {
      case 'field':
        if (!(await this.sendField(caseId, change.field, change.base, change.value, key))) return;
        break;
      case 'add':
        await sub('observables', 'add', missing((await this.read(caseId)).observables, change.observables).map(plain));
        break;
      case 'remove': {
        const gone = new Set(change.observables.map((each) => `${each.type}:${each.value}`));
        await sub('observables', 'remove', (await this.read(caseId)).observables.filter((each) => gone.has(`${each.type}:${each.value}`)).map(plain));
        break;
      }
      case 'note':
        if (!tried || !(await this.read(caseId)).notes.some((note) => note.text === change.text)) await sub('texts', 'add', [{ type: 'note', text: change.text }]);
        break;
      case 'rewrite': {
        const held = (await this.read(caseId)).notes;
        if (!held.some((note) => note.text === change.text)) await sub('texts', 'add', [{ type: 'note', text: change.text }]);
        if (held.some((note) => note.text === change.old)) await sub('texts', 'remove', [{ type: 'note', text: change.old }]);
        break;
      }
      case 'unnote':
        await sub('texts', 'remove', [{ type: 'note', text: change.text }]);
        break;
      case 'delete':
        await session.request('DELETE', path).catch((error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 404) throw error;
        });
        break;
    }
    this.queue.remove(key);
    if (change.kind !== 'delete' && this.currentId === caseId) this.server = await this.read(caseId);
    this.show();
  }

  /** Makes the case, unless an earlier try whose answer was lost has done it. */
  private async made(change: Change & { kind: 'create' }, key: string, tried: boolean): Promise<string> {
    const external = `argiope-widget-${key}`;
    if (tried) {
      const { body } = await session.request<unknown>('GET', `/ctia/casebook/external_id/${encodeURIComponent(external)}`);
      const there = text(rows(body)[0]?.id);
      if (there) return shortId(there);
    }
    const { body } = await session.request<Json>('POST', '/ctia/casebook', {
      title: change.title,
      timestamp: new Date().toISOString(),
      external_ids: [external],
      observables: change.observables.map(({ type, value }) => ({ type, value })),
      texts: [],
    });
    return shortId(text(body.id));
  }

  /** Writes a field if nobody else changed it; reads again and merges when somebody was quicker. */
  private async sendField(caseId: string, field: Field, base: string, value: string, key: string): Promise<boolean> {
    for (let round = 0; round < 5; round++) {
      const now = await this.read(caseId);
      if (caseId === this.currentId) this.server = now;
      const merged = mergeField(base, value, now[field]);
      if (merged.outcome === 'same') return true;
      if (merged.outcome === 'clash') {
        this.queue.update(key, { theirs: merged.theirs });
        this.show();
        return false;
      }
      try {
        await session.request('PATCH', `/ctia/casebook/${encodeURIComponent(caseId)}`, { [field]: value }, { headers: now.version ? { 'if-match': now.version } : {} });
        return true;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412) throw error;
      }
    }
    throw new ApiError(503, 'busy', 'Others are changing this case all the time. Your text is kept and sent later.');
  }

  /** A case with who added what and when. */
  private async read(id: string): Promise<Case> {
    const { body, headers } = await session.request<Json>('GET', `/casebooks/v1/${encodeURIComponent(id)}`);
    const entity = (body.casebook ?? {}) as Json;
    // The number itself first: a server that compresses may dress up the tag.
    const version = body.version === undefined ? (headers.get('etag') ?? undefined) : `"${String(body.version)}"`;
    return {
      id,
      title: text(entity.title),
      short_description: text(entity.short_description),
      description: text(entity.description),
      observables: rows(body.observables ?? entity.observables).filter((each) => typeof each.type === 'string' && typeof each.value === 'string') as unknown as CaseItem[],
      notes: rows(body.texts ?? entity.texts).filter((each) => typeof each.text === 'string') as unknown as Note[],
      changed: text(entity.modified) || text(entity.timestamp) || undefined,
      version,
    };
  }

  private changed(): void {
    this.dispatchEvent(new CustomEvent('case-changed', { detail: { id: this.currentId } }));
  }

  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** The page's cases. */
export const cases = new Cases();
