import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import type { IconName } from '@argiope/components/icon/icon.ts';
import { count } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import type { Cloud, Reindex, SettingsTree } from '../data/types.ts';
import { page } from '../page/page.ts';
import '../settings/commit.ts';
import type { PendingSettings } from '../settings/pending.ts';
import { cannotRegister, cureOf, stateWords, type StateWords } from './words.ts';

const icons: Record<StateWords['kind'], IconName> = { ok: 'check', warning: 'circle-alert', error: 'x', busy: 'loader-circle', off: 'circle-slash' };
type Server = SettingsTree['cloud']['servers'][number];

/** Network, cloud service settings: the way from off to registered, and back.
 * @prop api, settings */
@element('argiope-cloud')
export class ArgiopeCloud extends LitElement {
  static override styles = [
    ...page,
    css`
      :host { --argiope-dialog-width: 640px; }
      .halves { display: grid; grid-template-columns: minmax(320px, 2fr) 3fr; }
      .halves > div { padding: var(--argiope-space-5); display: grid; gap: var(--argiope-space-4); align-content: start; }
      .halves p { font-size: var(--argiope-type-2); }
      .halves > div + div { border-inline-start: 1px solid var(--argiope-line); }
      @media (max-width: 900px) { .halves { grid-template-columns: minmax(0, 1fr); } }
      .halves .form { max-width: 420px; }
      .halves h3 { font-size: var(--argiope-type-2); }
      ol { display: grid; gap: var(--argiope-space-3); font-size: var(--argiope-type-2); list-style: decimal; padding-inline-start: 20px; }
      li::marker { color: var(--argiope-ink-2); }
      li.done { color: var(--argiope-ink-2); }
      .servers { display: grid; grid-template-columns: 96px 1fr 1fr auto; gap: var(--argiope-space-2); align-items: center; }
      .servers .small { color: var(--argiope-ink-2); }
      .notice p + p { margin-top: var(--argiope-space-2); }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) settings!: PendingSettings;
  @state() private cloud?: Cloud;
  @state() private reindex?: Reindex;
  @state() private trouble = '';
  @state() private fault?: { message: string; code: string };
  @state() private busy = false;
  @state() private editing = false;
  @state() private editFault = '';
  @state() private servers: Server[] = [];
  @state() private leaving: false | 'ask' | 'force' = false;
  private timer?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings.addEventListener('change', this.redraw);
    this.settings.addEventListener('committed', this.look);
    void this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.settings.removeEventListener('change', this.redraw);
    this.settings.removeEventListener('committed', this.look);
  }

  private readonly redraw = () => this.requestUpdate();

  /** Looks at the state now, and again by itself: soon while something is going on. */
  private readonly look = async () => {
    clearTimeout(this.timer);
    try {
      this.cloud = await this.api.get<Cloud>('/cloud/v1');
      if (this.cloud.observableIndexing) this.reindex = await this.api.get<Reindex>('/reindex/v1');
      this.trouble = '';
    } catch (error) {
      this.trouble = messageOf(error);
    }
    const soon = this.cloud?.state === 'starting' || this.cloud?.state === 'registering' || this.reindex?.state === 'running';
    clearTimeout(this.timer);
    if (this.isConnected) this.timer = setTimeout(() => void this.look(), soon ? 1_000 : 5_000);
  };

  override render() {
    const cloud = this.cloud;
    return html`<div class="page-head"><h1 class="grow">Cloud service settings</h1>${this.api.isAdmin ? html`<button class="button" @click=${this.edit}><argiope-icon name="pencil"></argiope-icon>Edit settings</button>` : nothing}</div>
      <argiope-pending-notice .settings=${this.settings}></argiope-pending-notice>
      ${this.trouble ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span class="grow">${this.trouble}</span><button class="button small" @click=${this.look}>Try again</button></div>` : nothing}
      ${cloud ? this.card(cloud) : nothing} ${this.dialogs()}`;
  }

  private card(cloud: Cloud) {
    const words = stateWords[cloud.state];
    const registered = cloud.state === 'registered' || cloud.state === 'unreachable';
    return html`<div class="card">
      <div class="card-head ruled"><h2>Threat response</h2><span class="state ${words.kind} grow" role="status"><argiope-icon name=${icons[words.kind]} size="13"></argiope-icon>${words.word}</span>
        ${cloud.state === 'registering' ? html`<button class="button" ?disabled=${this.busy} @click=${() => this.call('cancel')}>Cancel</button>` : nothing}
        ${cloud.state === 'unreachable' ? html`<button class="button" ?disabled=${this.busy} @click=${() => this.call('retry')}><argiope-icon name="refresh-cw"></argiope-icon>Retry</button>` : nothing}
        ${registered && this.api.isAdmin ? html`<button class="button danger" ?disabled=${this.busy} @click=${() => (this.leaving = 'ask')}>Deregister…</button>` : nothing}</div>
      <div class="halves">
        <div>${this.facts(cloud, registered)} ${cloud.state === 'not-registered' || cloud.state === 'deregistered-remotely' ? this.form(cloud) : nothing}</div>
        <div>
          <p>${words.says}</p>
          ${this.faults(cloud)}
          ${registered ? this.link(cloud) : this.steps(cloud)}
        </div>
      </div>
    </div>`;
  }

  private facts(cloud: Cloud, registered: boolean) {
    const tree = this.settings.tree;
    const coming = tree && tree.cloud.enabled !== cloud.enabled ? ` (pending: ${tree.cloud.enabled ? 'on' : 'off'})` : '';
    const indexing = tree && tree.reporting.observableIndexing !== cloud.observableIndexing ? ` (pending: ${tree.reporting.observableIndexing ? 'on' : 'off'})` : '';
    return html`<dl class="facts">
      <dt>Service</dt><dd>${cloud.enabled ? 'on' : 'off'}<span class="quiet small">${coming}</span></dd>
      <dt>Observable indexing</dt><dd>${cloud.observableIndexing ? 'on' : 'off'}<span class="quiet small">${indexing}</span></dd>
      ${cloud.observableIndexing && this.reindex ? html`<dt>Older rows</dt><dd>${this.older(this.reindex)}</dd>` : nothing}
      <dt>Telemetry</dt><dd>none</dd>
      ${registered || !cloud.enabled ? html`<dt>Server</dt><dd>${cloud.server || html`<span class="quiet">none chosen</span>`}</dd>` : nothing}
      ${cloud.device && registered ? html`<dt>Device name</dt><dd><code>${cloud.device.name}</code></dd><dt>Device id</dt><dd><code>${cloud.device.id}</code></dd><dt>Registered</dt><dd><argiope-time value=${cloud.device.registeredAt} relative></argiope-time></dd>` : nothing}
    </dl>`;
  }

  /** Rows stored while indexing was off, and how far their indexing is. */
  private older(reindex: Reindex) {
    const again = this.api.isAdmin ? html`<button class="button link small" ?disabled=${this.busy} @click=${this.index}>Index them now</button>` : nothing;
    switch (reindex.state) {
      case 'running':
        return html`<span class="state busy" role="status"><argiope-icon name="loader-circle" size="12"></argiope-icon>indexing, ${count(reindex.done)} of ${count(reindex.total)}</span>`;
      case 'done':
        return html`<span class="state ok"><argiope-icon name="check" size="12"></argiope-icon>indexed</span>`;
      case 'failed':
        return html`<span class="state error"><argiope-icon name="x" size="12"></argiope-icon>failed${reindex.detail ? `: ${reindex.detail}` : ''}</span> ${again}`;
      case 'idle':
        return html`those stored while it was off are not searchable by URL or hash ${again}`;
    }
  }

  private async index(): Promise<void> {
    this.busy = true;
    try {
      this.reindex = await this.api.post<Reindex>('/reindex/v1', {});
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    } finally {
      this.busy = false;
      void this.look();
    }
  }

  private link(cloud: Cloud) {
    return html`<dl class="facts">
      <dt>Last contact</dt><dd>${cloud.lastContact ? html`<argiope-time value=${cloud.lastContact} look="ago"></argiope-time>` : html`<span class="quiet">none yet</span>`}</dd>
      ${cloud.nextRetryAt ? html`<dt>Next try</dt><dd><argiope-time value=${cloud.nextRetryAt} look="full"></argiope-time></dd>` : nothing}
      <dt>Direction</dt><dd>outbound only; no port is open for it here</dd>
    </dl>`;
  }

  private form(cloud: Cloud) {
    const reason = cannotRegister(cloud, this.settings.now, this.api.isAdmin);
    const chosen = this.settings.tree?.cloud.server ?? cloud.server ?? '';
    const server = cloud.servers.find((each) => each.name === chosen);
    return html`<form class="form" @submit=${this.register}>
      <div class="field"><label for="server">Threat response server</label>
        <select class="select" id="server" ?disabled=${!this.api.isAdmin} @change=${this.choose}><option value="" ?selected=${chosen === ''}>choose one</option>${cloud.servers.map((each) => html`<option value=${each.name} ?selected=${each.name === chosen}>${each.name}</option>`)}</select>
        <span class="hint">${server ? html`Portal <code>${server.portal}</code>` : cloud.servers.length === 0 ? 'None is configured: Edit settings, Servers.' : 'The choice is a setting: commit it.'}</span></div>
      <div class="field"><label for="token">Registration token</label><textarea class="textarea mono" id="token" name="token" rows="2" spellcheck="false" autocomplete="off" required maxlength="400"></textarea>
        <span class="hint">Make one in the portal: Devices, Add device. It registers one device and works for 60 minutes.</span></div>
      <div class="row"><button class="button primary" ?disabled=${this.busy || reason !== ''} aria-describedby="why">Register</button><span class="small quiet" id="why">${reason}</span></div>
    </form>`;
  }

  private steps(cloud: Cloud) {
    const steps: [string, boolean][] = [
      ['Enable the service and observable indexing: Edit settings, Submit, then Commit changes.', cloud.enabled && cloud.observableIndexing],
      ['Choose the server, and commit.', cloud.enabled && !!cloud.server],
      ['In its portal, switch the integration on and add a device: Devices. It shows a token once.', false],
      ['Paste the token here and register.', false],
      ['In the portal, add this appliance as a module: Modules, Web appliance.', false],
    ];
    return html`<h3>How it goes</h3><ol>${steps.map(([words, done]) => html`<li class=${done ? 'done' : ''}>${words}${done ? html` <span class="state ok"><argiope-icon name="check" size="12"></argiope-icon>done</span>` : nothing}</li>`)}</ol>`;
  }

  private faults(cloud: Cloud) {
    const fault = this.fault ?? (cloud.error && cloud.state !== 'registered' ? cloud.error : undefined);
    if (!fault) return nothing;
    const cure = cureOf(fault.code);
    return html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><div><p><b>${fault.message}</b></p>${cure && cure !== fault.message ? html`<p>${cure}</p>` : nothing}</div></div>`;
  }

  private dialogs() {
    const tree = this.settings.tree;
    return html`<argiope-dialog heading="Edit cloud service settings" ?open=${this.editing} @argiope-close=${() => (this.editing = false)}>
        ${this.editing && tree
          ? html`<form class="form" id="edit" @submit=${this.submit}>
              <label class="check"><input type="checkbox" name="enabled" .checked=${tree.cloud.enabled} />Enable threat response</label>
              <label class="check"><input type="checkbox" name="indexing" .checked=${tree.reporting.observableIndexing} />Index observables: URLs, file hashes and names become searchable. Needed to register.</label>
              <div class="field"><label for="choice">Threat response server</label><select class="select" id="choice" name="server"><option value="">choose one</option>${this.servers.map((each) => html`<option value=${each.name} ?selected=${each.name === tree.cloud.server}>${each.name}</option>`)}</select></div>
              <div class="field"><span class="label">Servers</span>
                <div class="servers"><span class="small">Name (region)</span><span class="small">Portal</span><span class="small">Enrolment</span><span></span>
                  ${this.servers.map(
                    (server, at) => html`<input class="input mono" aria-label="Name of server ${at + 1}" pattern="[a-z0-9]{1,16}" title="1 to 16 lower-case letters and digits" required .value=${server.name} @change=${(event: Event) => this.setServer(at, 'name', event)} />
                      <input class="input mono" aria-label="Portal of server ${at + 1}" type="url" required .value=${server.portal} @change=${(event: Event) => this.setServer(at, 'portal', event)} />
                      <input class="input mono" aria-label="Enrolment of server ${at + 1}" type="url" required .value=${server.enrolment} @change=${(event: Event) => this.setServer(at, 'enrolment', event)} />
                      <button class="button icon" type="button" aria-label="Remove server ${server.name || at + 1}" @click=${() => (this.servers = this.servers.filter((_, each) => each !== at))}><argiope-icon name="x"></argiope-icon></button>`,
                  )}
                </div>
                <div><button class="button small" type="button" @click=${() => (this.servers = [...this.servers, { name: '', portal: '', enrolment: '' }])}><argiope-icon name="plus"></argiope-icon>Add server</button></div></div>
              ${this.editFault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.editFault}</span></div>` : nothing}
            </form>`
          : nothing}
        <button slot="foot" class="button plain" @click=${() => (this.editing = false)}>Cancel</button>
        <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#edit')?.requestSubmit()}>Submit</button>
      </argiope-dialog>
      <argiope-dialog heading="Deregister this appliance" ?open=${this.leaving !== false} @argiope-close=${() => (this.leaving = false)}>
        <div class="form">
          <p>The portal and its modules can no longer ask this appliance who went where, nor block through it. Registering again takes a new token. What is blocked stays blocked.</p>
          ${this.leaving === 'force' ? html`<div class="notice warning" role="alert"><argiope-icon name="triangle-alert"></argiope-icon><span>The portal cannot be told now. By force, only this appliance forgets; delete the device in the portal too.</span></div>` : nothing}
        </div>
        <button slot="foot" class="button plain" @click=${() => (this.leaving = false)}>Cancel</button>
        <button slot="foot" class="button danger" ?disabled=${this.busy} @click=${() => this.call('deregister', this.leaving === 'force' ? { force: true } : {})}>${this.leaving === 'force' ? 'Deregister by force' : 'Deregister'}</button>
      </argiope-dialog>`;
  }

  private edit(): void {
    this.editFault = '';
    this.servers = [...(this.settings.tree?.cloud.servers ?? [])];
    this.editing = true;
  }

  private setServer(at: number, field: keyof Server, event: Event): void {
    const value = (event.target as HTMLInputElement).value.trim();
    this.servers = this.servers.map((server, each) => (each === at ? { ...server, [field]: value } : server));
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.editFault = '';
    try {
      await this.settings.submit({ cloud: { enabled: data.get('enabled') === 'on', server: String(data.get('server') ?? ''), servers: this.servers }, reporting: { observableIndexing: data.get('indexing') === 'on' } });
      this.editing = false;
      toast(this.settings.changes > 0 ? 'Submitted. It takes effect when you commit.' : 'Nothing has changed.', { kind: 'info' });
      await this.look();
    } catch (error) {
      this.editFault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }

  private async choose(event: Event): Promise<void> {
    try {
      await this.settings.submit({ cloud: { server: (event.target as HTMLSelectElement).value } });
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    }
  }

  private async register(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const token = String(new FormData(form).get('token') ?? '').replace(/\s+/g, '');
    if (await this.call('register', { token })) form.reset();
  }

  private async call(what: 'register' | 'deregister' | 'cancel' | 'retry', body: unknown = {}): Promise<boolean> {
    this.busy = true;
    this.fault = undefined;
    try {
      this.cloud = await this.api.post<Cloud>(`/cloud/v1/${what}`, body, { deadlineMs: 60_000 });
      this.leaving = false;
      if (what === 'register' && this.cloud.state === 'registered') toast('The appliance is registered.');
      if (what === 'deregister') toast('The appliance is deregistered.');
      return true;
    } catch (error) {
      const code = error instanceof ApiError ? error.code : '';
      if (what === 'deregister' && code === 'platform-unreachable') this.leaving = 'force';
      else {
        this.fault = { message: messageOf(error), code };
        this.leaving = false;
      }
      return false;
    } finally {
      this.busy = false;
      void this.look();
    }
  }
}
