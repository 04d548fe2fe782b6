import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { Api, type Session } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { keys } from '@argiope/components/keys/keys.ts';
import '@argiope/components/shell/account.ts';
import '@argiope/components/shell/keys-help.ts';
import '@argiope/components/shell/rail.ts';
import '@argiope/components/shell/top-bar.ts';
import '@argiope/components/sign-in/sign-in.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { PlaceController, go } from '@argiope/components/url/url.ts';
import { configureWidgets } from '@argiope/widgets/index.ts';
import type { Status } from './data/types.ts';
import './overview/overview.ts';
import './settings/commit.ts';
import { PendingSettings } from './settings/pending.ts';
import './tracking/tracking.ts';

interface Page {
  readonly path: string;
  readonly label: string;
  readonly title: string;
  readonly draw: (app: ArgiopeAppliance) => TemplateResult;
  readonly key: string;
  readonly load?: () => Promise<unknown>;
  readonly admin?: boolean;
}

interface Area {
  readonly label: string;
  readonly heading: string;
  readonly pages: readonly Page[];
}

const areas: readonly Area[] = [
  { label: 'Reporting', heading: 'Web reporting', pages: [{ path: '/reporting/overview', label: 'Overview', title: 'Overview', key: 'g o', draw: (app) => html`<argiope-overview .api=${app.api}></argiope-overview>` }] },
  { label: 'Tracking', heading: '', pages: [{ path: '/tracking/web', label: 'Web tracking', title: 'Web tracking', key: 'g t', draw: (app) => html`<argiope-tracking .api=${app.api}></argiope-tracking>` }] },
  {
    label: 'Network',
    heading: 'Network',
    pages: [
      { path: '/network/sources', label: 'Sources', title: 'Sources', key: 'g s', load: () => import('./sources/sources.ts'), draw: (app) => html`<argiope-sources .api=${app.api} .settings=${app.settings}></argiope-sources>` },
      { path: '/network/cloud', label: 'Cloud service settings', title: 'Cloud service settings', key: 'g c', load: () => import('./cloud/cloud.ts'), draw: (app) => html`<argiope-cloud .api=${app.api} .settings=${app.settings}></argiope-cloud>` },
    ],
  },
  {
    label: 'System administration',
    heading: 'System administration',
    pages: [
      { path: '/system/block-list', label: 'Block list', title: 'Block list', key: 'g b', load: () => import('./block-list/block-list.ts'), draw: (app) => html`<argiope-block-list .api=${app.api}></argiope-block-list>` },
      { path: '/system/users', label: 'Users', title: 'Users', key: 'g u', admin: true, load: () => import('@argiope/components/users/users.ts'), draw: (app) => html`<argiope-users .api=${app.api}></argiope-users>` },
    ],
  },
];

/** The appliance's pages: sign-in, bar, the page the hash names, and the casebook over all of them. */
@element('argiope-appliance')
export class ArgiopeAppliance extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; height: 100vh; }
      .work { display: flex; flex: 1 1 auto; min-height: 0; }
      main { flex: 1 1 auto; min-width: 0; overflow: auto; display: flex; flex-direction: column; scrollbar-width: thin; }
      main > * { flex: 1 0 auto; }
      .split { width: 1px; height: 16px; background: var(--argiope-line); }
      .away { display: grid; place-items: center; height: 100vh; }
      .away .notice { max-width: 480px; }
      argiope-tracking { height: 100%; flex: 1 1 0; min-height: 0; }
      .skip { position: absolute; inset: 4px auto auto -9999px; }
      .skip:focus { inset-inline-start: 4px; z-index: 100; background: var(--argiope-surface-raised); padding: 4px 8px; }
    `,
  ];
  readonly api = new Api();
  readonly settings = new PendingSettings(this.api);
  private readonly place = new PlaceController(this, () => this.moved());
  @state() private session?: Session;
  @state() private ready = false;
  @state() private trouble = '';
  @state() private notice = '';
  @state() private hostname = '';
  @state() private loaded = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.api.addEventListener('signed-out', this.signedOut);
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
    configureWidgets({ api: this.api, platform: '/widgets/v1/platform' });
    for (const page of this.pages()) keys.add({ keys: page.key, does: `go to ${page.label}`, run: () => go(page.path) });
    void this.settings.load().catch(() => undefined);
    void this.api.get<Status>('/status/v1').then(
      (status) => (this.hostname = status.hostname),
      () => undefined,
    );
    this.moved();
  }

  private readonly signedOut = () => {
    this.notice = this.session ? 'You are signed out.' : '';
    this.session = undefined;
  };

  private pages(): Page[] {
    return areas.flatMap((area) => area.pages).filter((page) => !page.admin || this.session?.user.role === 'admin');
  }

  private get page(): Page {
    return this.pages().find((page) => page.path === this.place.place.path) ?? areas[0]!.pages[0]!;
  }

  private moved(): void {
    const page = this.page;
    document.title = `${page.title} – Argiope`;
    if (!page.load || this.loaded.has(page.path)) return;
    page.load().then(
      () => (this.loaded = new Set([...this.loaded, page.path])),
      () => (this.trouble = 'The page could not be loaded. Load it again.'),
    );
  }

  override render() {
    if (!this.ready) return nothing;
    if (this.trouble) return html`<div class="away"><div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.trouble}</span><button class="button small" @click=${this.resume}>Try again</button></div></div>`;
    if (!this.session) return html`<argiope-sign-in .api=${this.api} product="Web appliance" notice=${this.notice} @argiope-signed-in=${(event: CustomEvent<Session>) => this.begin(event.detail)}></argiope-sign-in>`;
    const page = this.page;
    const area = areas.find((each) => each.pages.includes(page))!;
    const pages = area.pages.filter((each) => !each.admin || this.session?.user.role === 'admin');
    return html`<a class="skip" href="#main" @click=${this.skip}>Skip to the page</a>
      <argiope-top-bar host=${this.hostname} .tabs=${areas.map((each) => ({ href: `#${each.pages[0]!.path}`, label: each.label, current: each === area }))}>
        <argiope-commit .settings=${this.settings}></argiope-commit><span class="split"></span>
        <argiope-account .api=${this.api} @argiope-keys=${() => keys.list().find((key) => key.keys === '?')?.run()}></argiope-account>
      </argiope-top-bar>
      <div class="work">
        ${area.heading ? html`<argiope-rail heading=${area.heading} .items=${pages.map((each) => ({ href: `#${each.path}`, label: each.label, current: each === page }))}></argiope-rail>` : nothing}
        <main id="main" tabindex="-1">${!page.load || this.loaded.has(page.path) ? page.draw(this) : nothing}</main>
      </div>
      <argiope-casebook></argiope-casebook>
      <argiope-keys-help></argiope-keys-help>`;
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  }
}
