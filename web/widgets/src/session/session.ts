import { Api, type RequestOptions, type Answer } from '@argiope/components/api/api.ts';
import type { ServerEvent } from '@argiope/components/api/events.ts';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import { verdictsIn } from '../platform/answers.ts';

/** Where the widgets' host page finds things. */
export interface WidgetSettings {
  /** The host's own back end. */
  readonly api?: Api;
  /** Before every platform path: empty in the portal, `/widgets/v1/platform` on an appliance. */
  readonly platform: string;
  /** The portal's address, for links; what the sign-in answers goes before it. */
  readonly portal?: string;
}

export interface Server {
  readonly name: string;
  readonly portal: string;
}

interface SignInAnswer {
  readonly signedIn: boolean;
  readonly clientId?: string;
  readonly server?: string;
  readonly servers: readonly Server[];
  readonly portal?: string;
  readonly scopes?: readonly string[];
}

export type WidgetState = 'unknown' | 'signed-in' | 'signed-out' | 'unreachable';

/** The widgets' one way to the platform, shared by all of a page: through the host's back end, which holds the
 * credentials. Where the host is the portal itself, its session is the widgets'. Tells `change`. */
export class WidgetSession extends EventTarget {
  state: WidgetState = 'unknown';
  clientId = '';
  server = '';
  servers: readonly Server[] = [];
  private scopes?: readonly string[];
  trouble = '';
  private api = new Api();
  private platform = '';
  private signInPath?: string;
  private portalAddress = '';
  private started?: Promise<void>;

  /** Tells where things are. Called once by the page, or by the casebook's attributes. */
  configure(settings: WidgetSettings): void {
    this.api = settings.api ?? this.api;
    this.platform = settings.platform.replace(/\/$/, '');
    this.portalAddress = (settings.portal ?? this.portalAddress).replace(/\/$/, '');
    this.signInPath = this.platform.endsWith('/platform') ? this.platform.replace(/\/platform$/, '/session') : undefined;
    this.started = undefined;
    this.become('unknown');
    void this.start();
  }

  /** Whether the sign-in is the widgets' own, not the page's. */
  get ownSignIn(): boolean {
    return this.signInPath !== undefined;
  }

  /** Whose cases and drafts these are, on this browser. */
  get owner(): string {
    return `${this.api.session?.user.id ?? 'nobody'}@${this.platform || 'portal'}`;
  }

  get login(): string {
    return this.api.session?.user.login ?? '';
  }

  /** Whether the client was given a scope. In the portal the account's role decides, and the server says so. */
  may(scope: 'casebook' | 'enrich' | 'private-intel' | 'response'): boolean {
    return !this.scopes || this.scopes.some((each) => each === scope || each.startsWith(`${scope}:`) || each.startsWith(`${scope}/`) || (scope === 'casebook' && each === 'private-intel'));
  }

  /** The portal's address, if it is another than this page's. */
  get portal(): string {
    return this.portalAddress || (this.servers.find((server) => server.name === this.server)?.portal ?? '').replace(/\/$/, '');
  }

  get mayWrite(): boolean {
    return this.api.mayWrite;
  }

  /** Finds out, once, whether someone is signed in. */
  start(): Promise<void> {
    return (this.started ??= this.look());
  }

  private async look(): Promise<void> {
    try {
      if (!this.api.session) await this.api.resume();
      if (!this.api.session) this.become('signed-out');
      else if (this.signInPath) this.take(await this.api.get<SignInAnswer>(this.signInPath));
      else this.become('signed-in');
    } catch (error) {
      this.trouble = messageOf(error);
      this.started = undefined;
      this.become('unreachable');
    }
  }

  async signIn(clientId: string, clientPassword: string, server: string): Promise<void> {
    this.take(await this.api.post<SignInAnswer>(this.signInPath!, { clientId, clientPassword, server }));
  }

  async signOut(): Promise<void> {
    await this.api.delete(this.signInPath!);
    this.clientId = '';
    this.become('signed-out');
  }

  /** A link that starts an investigation of any text. A `%` is doubled, for routers that decode twice. */
  investigateText(text: string): string {
    return `${this.portalAddress}/#/investigate?q=${encodeURIComponent(text.replace(/\r?\n/g, ' ').replaceAll('%', '%25'))}`;
  }

  investigateCase(id: string): string {
    return `${this.portalAddress}/#/investigate?casebook=${encodeURIComponent(id)}`;
  }

  /** Says to the page that something is to be investigated; unless it minds, the portal opens: here if this is
   * the portal, else in another tab. */
  investigate(from: EventTarget, href: string, detail: unknown): void {
    const event = new CustomEvent('argiope-investigate', { detail, bubbles: true, composed: true, cancelable: true });
    if (!from.dispatchEvent(event)) return;
    if (this.ownSignIn) window.open(href, '_blank', 'noopener');
    else location.assign(href);
  }

  async request<T>(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<Answer<T>> {
    await this.start();
    try {
      return await this.api.request<T>(method, this.platform + path, body, options);
    } catch (error) {
      throw this.noted(error);
    }
  }

  async *stream(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<ServerEvent> {
    await this.start();
    try {
      yield* this.api.stream('POST', this.platform + path, body, { signal, deadlineMs: 60_000 });
    } catch (error) {
      throw this.noted(error);
    }
  }

  private noted(error: unknown): unknown {
    if (error instanceof ApiError && (error.code === 'widget-signed-out' || error.code === 'not-signed-in')) this.become('signed-out');
    return error;
  }

  private take(answer: SignInAnswer): void {
    this.servers = answer.servers ?? [];
    this.clientId = answer.clientId ?? '';
    this.scopes = answer.signedIn ? answer.scopes : undefined;
    this.server = answer.server ?? this.servers[0]?.name ?? '';
    if (answer.portal) this.portalAddress = answer.portal.replace(/\/$/, '');
    this.become(answer.signedIn ? 'signed-in' : 'signed-out');
  }

  private become(state: WidgetState): void {
    this.state = state;
    if (state !== 'unreachable') this.trouble = '';
    verdicts.ask = state === 'signed-in' && this.may('enrich') ? (list) => this.deliberate(list) : undefined;
    this.dispatchEvent(new Event('change'));
  }

  private async deliberate(list: readonly { type: string; value: string }[]) {
    const { body } = await this.request<{ data?: readonly unknown[] }>('POST', '/iroh/iroh-enrich/deliberate/observables', list.map(({ type, value }) => ({ type, value })));
    return verdictsIn(body.data ?? []);
  }
}

/** The page's session. */
export const session = new WidgetSession();

/** Tells the widgets where things are. */
export const configureWidgets = (settings: WidgetSettings): void => session.configure(settings);
