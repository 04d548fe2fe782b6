import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { Api, type Session } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import type { IconName } from '@argiope/components/icon/icon.ts';
import { keys } from '@argiope/components/keys/keys.ts';
import '@argiope/components/shell/account.ts';
import '@argiope/components/shell/keys-help.ts';
import '@argiope/components/shell/rail.ts';
import '@argiope/components/sign-in/sign-in.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { PlaceController, go, hashOf } from '@argiope/components/url/url.ts';
import { configureWidgets } from '@argiope/widgets/index.ts';
import './investigate/investigate.ts';

interface Page {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  readonly key: string;
  readonly draw: (app: ArgiopePortal) => TemplateResult;
  readonly load?: () => Promise<unknown>;
  readonly admin?: boolean;
}

const pages: readonly Page[] = [
  { path: '/investigate', label: 'Investigate', icon: 'search', key: 'g i', draw: (app) => html`<argiope-investigate .api=${app.api}></argiope-investigate>` },
  { path: '/casebooks', label: 'Casebooks', icon: 'book-open', key: 'g c', load: () => import('./casebooks/casebooks.ts'), draw: (app) => html`<argiope-casebooks .api=${app.api}></argiope-casebooks>` },
  { path: '/modules', label: 'Modules', icon: 'plug', key: 'g m', load: () => import('./modules/modules.ts'), draw: (app) => html`<argiope-modules .api=${app.api}></argiope-modules>` },
  { path: '/devices', label: 'Devices', icon: 'router', key: 'g d', load: () => import('./devices/devices.ts'), draw: (app) => html`<argiope-devices .api=${app.api}></argiope-devices>` },
  { path: '/clients', label: 'API clients', icon: 'key-round', key: 'g a', load: () => import('./clients/clients.ts'), draw: (app) => html`<argiope-clients .api=${app.api}></argiope-clients>` },
  { path: '/users', label: 'Users', icon: 'users', key: 'g u', admin: true, load: () => import('@argiope/components/users/users.ts'), draw: (app) => html`<argiope-users .api=${app.api}></argiope-users>` },
];

/** The portal: sign-in, rail, the page the hash names, and the casebook over all of them. */
@element('argiope-portal')
export class ArgiopePortal extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; height: 100vh; }
      main { flex: 1 1 auto; min-width: 0; overflow: auto; display: flex; flex-direction: column; scrollbar-width: thin; }
      main > * { flex: 1 0 auto; }
      argiope-investigate { height: 100%; flex: 1 1 0; min-height: 0; }
      .away { display: grid; place-items: center; height: 100vh; width: 100%; }
      .away .notice { max-width: 480px; }
      argiope-sign-in { flex: 1 1 auto; }
      .foot { padding: var(--argiope-space-3); border-top: 1px solid var(--argiope-line); }
      .skip { position: absolute; inset: 4px auto auto -9999px; }
      .skip:focus { inset-inline-start: 4px; z-index: 100; background: var(--argiope-surface-raised); padding: 4px 8px; }
    `,
  ];
  readonly api = new Api();
  private readonly place = new PlaceController(this, () => this.moved());
  @state() private session?: Session;
  @state() private ready = false;
  @state() private trouble = '';
  @state() private notice = '';
  @state() private loaded = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.api.addEventListener('signed-out', this.signedOut);
    plainLink();
    void this.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.api.removeEventListener('signed-out', this.signedOut);
  }

  private async resume(): Promise<void> {
    this.trouble = '';
    try {
      const session = await this.api.resume({ ifKnown: true });
      if (session) this.begin(session);
    } catch (error) {
      this.trouble = messageOf(error);
    } finally {
      this.ready = true;
    }
  }

  private begin(session: Session): void {
    this.session = session;
    this.notice = '';
    configureWidgets({ api: this.api, platform: '' });
    for (const page of this.pages()) keys.add({ keys: page.key, does: `go to ${page.label}`, run: () => go(page.path) });
    this.moved();
  }

  private readonly signedOut = () => {
    this.notice = this.session ? 'You are signed out.' : '';
    this.session = undefined;
  };

  private pages(): Page[] {
    return pages.filter((page) => !page.admin || this.session?.user.role === 'admin');
  }

  private get page(): Page {
    const path = this.place.place.path;
    return this.pages().find((page) => path === page.path || path.startsWith(`${page.path}/`)) ?? pages[0]!;
  }

  private moved(): void {
    const page = this.page;
    document.title = `${page.label} – Argiope`;
    if (!page.load || this.loaded.has(page.path)) return;
    page.load().then(
      () => (this.loaded = new Set([...this.loaded, page.path])),
      () => (this.trouble = 'The page could not be loaded. Load it again.'),
    );
  }

  override render() {
    if (!this.ready) return nothing;
    if (this.trouble) return html`<div class="away"><div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.trouble}</span><button class="button small" @click=${this.resume}>Try again</button></div></div>`;
    if (!this.session) return html`<argiope-sign-in .api=${this.api} product="Threat response" notice=${this.notice} @argiope-signed-in=${(event: CustomEvent<Session>) => this.begin(event.detail)}></argiope-sign-in>`;
    const page = this.page;
    return html`<a class="skip" href="#main" @click=${this.skip}>Skip to the page</a>
      <argiope-rail brand .items=${this.pages().map((each) => ({ href: hashOf(each.path), label: each.label, icon: each.icon, current: each === page }))}>
        <div class="foot" slot="foot"><argiope-account .api=${this.api} @argiope-keys=${() => keys.list().find((key) => key.keys === '?')?.run()}></argiope-account></div>
      </argiope-rail>
      <main id="main" tabindex="-1">${!page.load || this.loaded.has(page.path) ? page.draw(this) : nothing}</main>
      <argiope-casebook></argiope-casebook>
      <argiope-keys-help></argiope-keys-help>`;
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  }
}

/** `/investigate?q=…` is a link that others make: it goes on as `/#/investigate?q=…`. */
function plainLink(): void {
  if (location.pathname !== '/investigate') return;
  history.replaceState(history.state, '', `/${hashOf('/investigate', new URLSearchParams(location.search))}`);
  window.dispatchEvent(new Event('argiope-place'));
}
