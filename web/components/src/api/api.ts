import { readEvents, type ServerEvent } from './events.ts';
import { ApiError, problemOf } from './problem.ts';

export type Role = 'admin' | 'analyst' | 'read-only';

export interface Session {
  readonly user: { readonly id: string; readonly login: string; readonly name?: string; readonly role: Role };
  readonly csrf: string;
  readonly product: 'platform' | 'appliance';
  readonly version: string;
}

export interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** How long to wait for the answer's head; 30 s unless told. */
  readonly deadlineMs?: number;
}

/** What came back, with its head: for `ETag`, `X-Next` and the like. */
export interface Answer<T> {
  readonly body: T;
  readonly headers: Headers;
  readonly status: number;
}

const KNOWN = 'argiope.session';

/** Our own server, by session cookie: adds the token against forged requests to every write, and turns
 * everything but success into an [ApiError]. Tells `signed-out` (an event) when the session has ended. */
export class Api extends EventTarget {
  session?: Session;

  constructor(private readonly base = '') {
    super();
  }

  /** The session there is, if any. With `ifKnown` the server is asked only where this browser has signed in before:
   * a browser writes every refusal on its console. */
  async resume({ ifKnown = false } = {}): Promise<Session | undefined> {
    if (ifKnown && localStorage.getItem(KNOWN) === null) return undefined;
    try {
      this.session = await this.get<Session>('/session/v1');
      localStorage.setItem(KNOWN, 'yes');
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      this.forget();
    }
    return this.session;
  }

  async signIn(login: string, password: string): Promise<Session> {
    this.session = await this.post<Session>('/session/v1', { login, password });
    localStorage.setItem(KNOWN, 'yes');
    return this.session;
  }

  async signOut(): Promise<void> {
    await this.delete('/session/v1');
    this.forget();
    this.dispatchEvent(new Event('signed-out'));
  }

  private forget(): void {
    this.session = undefined;
    localStorage.removeItem(KNOWN);
  }

  get mayWrite(): boolean {
    return this.session?.user.role !== 'read-only';
  }

  get isAdmin(): boolean {
    return this.session?.user.role === 'admin';
  }

  get<T>(path: string, options?: RequestOptions): Promise<T> {
    return this.request<T>('GET', path, undefined, options).then((answer) => answer.body);
  }

  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('POST', path, body, options).then((answer) => answer.body);
  }

  put<T>(path: string, body: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('PUT', path, body, options).then((answer) => answer.body);
  }

  patch<T>(path: string, body: unknown, options?: RequestOptions): Promise<T> {
    return this.request<T>('PATCH', path, body, options).then((answer) => answer.body);
  }

  delete<T = void>(path: string, options?: RequestOptions): Promise<T> {
    return this.request<T>('DELETE', path, undefined, options).then((answer) => answer.body);
  }

  async request<T>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer<T>> {
    const response = await this.fetch(method, path, body, 'application/json', options);
    const content = response.status === 204 ? undefined : await json(response);
    return { body: content as T, headers: response.headers, status: response.status };
  }

  /** Events as they come, until the server ends them or `options.signal` does. */
  async *stream(method: string, path: string, body?: unknown, options: RequestOptions = {}): AsyncGenerator<ServerEvent> {
    const response = await this.fetch(method, path, body, 'text/event-stream', options);
    if (!response.body || !(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
      throw new ApiError(502, 'no-stream', 'The server did not answer with a stream of events.');
    }
    yield* readEvents(response.body);
  }

  private async fetch(method: string, path: string, body: unknown, accept: string, options: RequestOptions): Promise<Response> {
    const headers: Record<string, string> = { accept, ...options.headers };
    if (body !== undefined) headers['content-type'] ??= 'application/json';
    if (method !== 'GET' && this.session) headers['x-argiope-csrf'] = this.session.csrf;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), options.deadlineMs ?? 30_000);
    const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal,
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw limit.signal.aborted
        ? new ApiError(0, 'timeout', 'The server did not answer in time. Try again.')
        : new ApiError(0, 'offline', 'The server cannot be reached. Check the network, then try again.');
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return response;
    const problem = problemOf(response.status, await json(response).catch(() => undefined));
    // Below the widgets' way to the platform, a 401 may be the platform's and leaves our own session as it is.
    const ours = problem.code === 'not-signed-in' || !(path.startsWith('/widgets/v1/') || path === '/session/v1');
    if (problem.status === 401 && ours && this.session) {
      this.forget();
      this.dispatchEvent(new Event('signed-out'));
    }
    throw problem;
  }
}

async function json(response: Response): Promise<unknown> {
  const words = await response.text();
  if (words === '') return undefined;
  try {
    return JSON.parse(words);
  } catch {
    if (!response.ok) return undefined;
    throw new ApiError(502, 'not-json', 'The server answered something that is no JSON.');
  }
}

/** A query string out of what is there: absent and empty values are left out, lists repeat. */
export function query(values: Record<string, string | number | boolean | undefined | readonly string[]>): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) for (const item of value) parts.append(name, item);
    else if (value !== undefined && value !== '') parts.set(name, String(value));
  }
  const words = parts.toString();
  return words === '' ? '' : `?${words}`;
}
