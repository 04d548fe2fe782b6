import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import type { IconName } from '@argiope/components/icon/icon.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import '@argiope/components/time/time.ts';
import { plural } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { list, record, text } from '../investigate/findings.ts';
import { page } from '../page/page.ts';

interface Device {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly status: string;
  readonly version: string;
  readonly ip: string;
  readonly registered?: string;
  readonly seen?: string;
}
interface Integration {
  readonly enabled: boolean;
  readonly region: string;
  readonly enrolment: string;
}

const looks: Record<string, [string, IconName]> = { connected: ['ok', 'check'], disconnected: ['warning', 'triangle-alert'], registered: ['', 'check'], new: ['', 'circle-dashed'] };

/** The devices of the services exchange: the integration switch, one-time tokens, states as they change.
 * @prop api - the platform */
@element('argiope-devices')
export class ArgiopeDevices extends LitElement {
  static override styles = [page, css`ol { padding-inline-start: var(--argiope-space-5); list-style: decimal; display: grid; gap: var(--argiope-space-2); }`];
  @property({ attribute: false }) api!: Api;
  @state() private devices: readonly Device[] = [];
  @state() private integration?: Integration;
  @state() private loading = true;
  @state() private error = '';
  @state() private adding = false;
  @state() private fault = '';
  @state() private busy = false;
  @state() private token?: { readonly device: string; readonly token: string; readonly expires: string };
  @state() private deleting?: Device;
  @state() private switching = false;
  private timer?: ReturnType<typeof setInterval>;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    this.timer = setInterval(() => document.visibilityState === 'visible' && void this.load(), 5_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private readonly load = async (): Promise<void> => {
    try {
      this.integration = await this.api.get<Integration>('/exchange/v1/integration');
      this.devices = this.integration.enabled ? list(await this.api.get<unknown>('/iroh/iroh-sse/device')).map(record).map((each) => ({ id: text(each.id), name: text(each.name), description: text(each.description), status: text(each.status), version: text(each.version), ip: text(each.ip), registered: text(each.registered_at) || undefined, seen: text(each.last_seen) || undefined })) : [];
      this.error = '';
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.loading = false;
    }
  };

  private get may(): boolean {
    return this.api.isAdmin;
  }

  private readonly columns: Column<Device>[] = [
    { id: 'name', title: 'Name', value: (each) => each.name, show: (each) => html`<span class="strong">${each.name}</span>` },
    { id: 'description', title: 'Description', value: (each) => each.description },
    { id: 'status', title: 'State', width: '130px', value: (each) => each.status, show: (each) => html`<span class="state ${looks[each.status]?.[0] ?? ''}"><argiope-icon name=${looks[each.status]?.[1] ?? 'circle-help'} size="12"></argiope-icon>${each.status}</span>` },
    { id: 'version', title: 'Version', width: '84px', value: (each) => each.version },
    { id: 'ip', title: 'Address', width: '120px', value: (each) => each.ip, show: (each) => html`<code>${each.ip}</code>` },
    { id: 'seen', title: 'Last contact', width: '130px', value: (each) => each.seen, show: (each) => (each.status === 'connected' ? html`now` : each.seen ? html`<argiope-time value=${each.seen} relative></argiope-time>` : html`<span class="quiet">never</span>`) },
    { id: 'do', title: 'Do', width: '170px', unsortable: true, value: () => undefined, show: (each) => html`<span class="row"><button class="button small" ?disabled=${!this.may} aria-label="New token for ${each.name}" @click=${() => void this.issue(each)}>New token</button><button class="button small" ?disabled=${!this.may} aria-label="Delete device ${each.name}" @click=${() => (this.deleting = each)}>Delete…</button></span>` },
  ];

  override render() {
    const on = this.integration?.enabled ?? false;
    return html`<div class="page-head"><h1>Devices</h1><span class="quiet small grow">appliances that keep a link to this platform</span>
        <button class="button" ?disabled=${!on || !this.may} @click=${() => { this.fault = ''; this.adding = true; }}><argiope-icon name="plus"></argiope-icon>Add device</button></div>
      ${this.integration
        ? html`<div class="card"><div class="card-head"><h2>Integration</h2><span class="state ${on ? 'ok' : ''}"><argiope-icon name=${on ? 'check' : 'circle-slash'} size="12"></argiope-icon>${on ? 'on' : 'off'}</span>
            <span class="quiet small grow">region <b>${this.integration.region}</b>, enrolment at <code>${this.integration.enrolment}</code></span>
            <button class="button small" ?disabled=${!this.may || this.busy} @click=${() => (on ? (this.switching = true) : void this.turn(true))}>${on ? 'Switch off…' : 'Switch on'}</button></div></div>`
        : nothing}
      ${on || this.loading || this.error
        ? html`<argiope-table framed heading="Devices" sub=${plural(this.devices.length, 'device')} url-key="d" .columns=${this.columns} .rows=${this.devices} .rowKey=${(each: Device) => each.id} .empty=${'No device yet. Add one, and give its token to the appliance.'} ?loading=${this.loading} error=${this.error} @argiope-again=${this.load}></argiope-table>`
        : html`<div class="notice"><argiope-icon name="info"></argiope-icon><span>The integration is off for your organisation: no device can register or be asked. An admin can switch it on.</span></div>`}
      ${this.dialogs()}`;
  }

  private dialogs() {
    const token = this.token;
    return html`<argiope-dialog heading="Add device" ?open=${this.adding} @argiope-close=${() => (this.adding = false)}>
        ${this.adding
          ? html`<form class="form" id="add" @submit=${this.save}>
              <div class="field"><label for="name">Name</label><input class="input" id="name" name="name" required maxlength="200" autocomplete="off" placeholder="such as gw1" /></div>
              <div class="field"><label for="description">Description</label><input class="input" id="description" name="description" maxlength="1000" autocomplete="off" /></div>
              ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}</form>`
          : nothing}
        <button slot="foot" class="button plain" @click=${() => (this.adding = false)}>Cancel</button>
        <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#add')?.requestSubmit()}>Add, and make a token</button>
      </argiope-dialog>
      <argiope-dialog heading="One-time token for ${token?.device ?? ''}" ?open=${token !== undefined} @argiope-close=${() => (this.token = undefined)}>
        ${token
          ? html`<div class="form"><div class="notice warning"><argiope-icon name="triangle-alert"></argiope-icon><span>The token is shown this once, registers one device, and ends <argiope-time value=${token.expires}></argiope-time>.</span></div>
              <div class="secret"><span class="quiet small">Token</span><code>${token.token}</code><button class="button icon small" aria-label="Copy the token" @click=${() => void navigator.clipboard.writeText(token.token).then(() => toast('Copied.'))}><argiope-icon name="copy"></argiope-icon></button></div>
              <ol><li>On the appliance open Network, Cloud service settings.</li><li>Edit the settings, enable the service, submit, then commit the change.</li><li>Choose the server of region <b>${this.integration?.region}</b>.</li><li>Paste the token and press Register.</li><li>Add the appliance under Modules here, with this device.</li></ol></div>`
          : nothing}
        <button slot="foot" class="button primary" @click=${() => (this.token = undefined)}>Done</button>
      </argiope-dialog>
      <argiope-dialog heading="Delete the device" ?open=${this.deleting !== undefined} @argiope-close=${() => (this.deleting = undefined)}>
        <p><b>${this.deleting?.name}</b> is cut off at once and can no longer be asked. Its modules stay and fail until they are deleted. It can register again with a new token.</p>
        <button slot="foot" class="button plain" @click=${() => (this.deleting = undefined)}>Cancel</button><button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.deleteDevice}>Delete the device</button>
      </argiope-dialog>
      <argiope-dialog heading="Switch the integration off" ?open=${this.switching} @argiope-close=${() => (this.switching = false)}>
        <p>All links are cut, and no device can be asked or used to block anything until the integration is on again.</p>
        <button slot="foot" class="button plain" @click=${() => (this.switching = false)}>Cancel</button><button slot="foot" class="button danger" ?disabled=${this.busy} @click=${() => void this.turn(false)}>Switch off</button>
      </argiope-dialog>`;
  }

  private async doing(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await what();
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    } finally {
      this.busy = false;
      await this.load();
    }
  }

  private async turn(enabled: boolean): Promise<void> {
    this.switching = false;
    await this.doing(async () => void (await this.api.put('/exchange/v1/integration', { enabled })));
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.fault = '';
    try {
      const made = record(await this.api.post('/iroh/iroh-sse/device', { name: String(data.get('name')).trim(), type: 'web-appliance', description: String(data.get('description')).trim() }));
      this.adding = false;
      await this.issue({ id: text(made.id), name: text(made.name) });
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
      await this.load();
    }
  }

  private async issue(device: { readonly id: string; readonly name: string }): Promise<void> {
    await this.doing(async () => {
      const answer = record(await this.api.post(`/iroh/iroh-sse/device/${encodeURIComponent(device.id)}/token`, {}));
      this.token = { device: device.name, token: text(answer.token), expires: text(answer.expires_at) };
    });
  }

  private async deleteDevice(): Promise<void> {
    const gone = this.deleting;
    this.deleting = undefined;
    if (gone) await this.doing(() => this.api.delete(`/iroh/iroh-sse/device/${encodeURIComponent(gone.id)}`));
  }
}
