import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import '@argiope/components/time/time.ts';
import { plural } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { page } from '../page/page.ts';

interface Client {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly owner: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
  readonly password?: string;
}
interface Scope {
  readonly name: string;
  readonly title: string;
  readonly children?: readonly Scope[];
}
interface Choices {
  readonly presets: readonly { readonly id: string; readonly title: string; readonly scopes: readonly string[] }[];
  readonly scopes: readonly Scope[];
}

/** The API clients: add one by preset or scope, see its password once, delete.
 * @prop api - the platform */
@element('argiope-clients')
export class ArgiopeClients extends LitElement {
  static override styles = [
    page,
    css`
      .scopes { display: grid; grid-template-columns: 1fr 1fr; gap: var(--argiope-space-2) var(--argiope-space-4); max-height: 220px; overflow: auto; padding: var(--argiope-space-3); border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); }
      .presets { display: grid; gap: var(--argiope-space-2); }
      argiope-dialog { --argiope-dialog-width: 560px; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private clients: readonly Client[] = [];
  @state() private choices: Choices = { presets: [], scopes: [] };
  @state() private chosen = new Set<string>();
  @state() private preset = '';
  @state() private loading = true;
  @state() private error = '';
  @state() private adding = false;
  @state() private fault = '';
  @state() private busy = false;
  @state() private made?: Client;
  @state() private leaving = false;
  @state() private deleting?: Client;
  private copied = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private readonly load = async (): Promise<void> => {
    this.error = '';
    try {
      [this.clients, this.choices] = await Promise.all([this.api.get<Client[]>('/clients/v1'), this.api.get<Choices>('/clients/v1/scopes')]);
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.loading = false;
    }
  };

  private readonly columns: Column<Client>[] = [
    { id: 'name', title: 'Name', value: (each) => each.name, show: (each) => html`<span class="strong">${each.name}</span>` },
    { id: 'id', title: 'Client id', value: (each) => each.id, show: (each) => html`<code>${each.id}</code>` },
    { id: 'scopes', title: 'Scopes', value: (each) => each.scopes.join(', ') },
    { id: 'owner', title: 'Owner', width: '120px', value: (each) => each.owner },
    { id: 'used', title: 'Last used', width: '150px', value: (each) => each.lastUsedAt, show: (each) => (each.lastUsedAt ? html`<argiope-time value=${each.lastUsedAt} relative></argiope-time>` : html`<span class="quiet">never</span>`) },
    { id: 'delete', title: 'Delete', width: '100px', unsortable: true, value: () => undefined, show: (each) => html`<button class="button small" aria-label="Delete client ${each.name}" @click=${() => (this.deleting = each)}>Delete…</button>` },
  ];

  override render() {
    return html`<div class="page-head"><h1>API clients</h1><span class="quiet small grow">programs and widgets that sign in with an id and a password</span>
        <button class="button" ?disabled=${this.choices.presets.length === 0} @click=${this.add}><argiope-icon name="plus"></argiope-icon>Add API client</button></div>
      <argiope-table framed heading="Clients" sub=${plural(this.clients.length, 'client')} url-key="k" .columns=${this.columns} .rows=${this.clients} .rowKey=${(each: Client) => each.id} .empty=${'No client yet. An appliance’s widgets need one with the preset for both widgets.'} ?loading=${this.loading} error=${this.error} @argiope-again=${this.load}></argiope-table>
      ${this.form()} ${this.shownOnce()}
      <argiope-dialog heading="Delete the client" ?open=${this.deleting !== undefined} @argiope-close=${() => (this.deleting = undefined)}>
        <p>Whatever signs in as <b>${this.deleting?.name}</b> is refused from the next second on. This cannot be taken back; a new client gets another id and password.</p>
        <button slot="foot" class="button plain" @click=${() => (this.deleting = undefined)}>Cancel</button><button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.deleteClient}>Delete the client</button>
      </argiope-dialog>`;
  }

  private form() {
    return html`<argiope-dialog heading="Add API client" ?open=${this.adding} @argiope-close=${() => (this.adding = false)}>
      ${this.adding
        ? html`<form class="form" id="add" @submit=${this.save}>
            <div class="field"><label for="name">Name</label><input class="input" id="name" name="name" required maxlength="200" autocomplete="off" placeholder="such as the appliance’s name" /></div>
            <div class="field"><span class="label" id="for">For</span><div class="presets" role="radiogroup" aria-labelledby="for">
              ${this.choices.presets.map((each) => html`<label class="check"><input type="radio" name="preset" .checked=${this.preset === each.id} @change=${() => this.choose(each.id, each.scopes)} />${each.title}</label>`)}
              <label class="check"><input type="radio" name="preset" .checked=${this.preset === ''} @change=${() => (this.preset = '')} />Scopes of its own</label></div></div>
            <div class="field"><span class="label">Scopes <span class="quiet">${plural(this.chosen.size, 'scope')}; a scope covers all below it</span></span>
              <div class="scopes" role="group" aria-label="Scopes">${this.choices.scopes.map((each) => html`<label class="check" title=${each.title}><input type="checkbox" .checked=${this.chosen.has(each.name)} @change=${(event: Event) => this.tick(each.name, (event.target as HTMLInputElement).checked)} /><span>${each.name}</span></label>`)}</div></div>
            ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}
          </form>`
        : nothing}
      <button slot="foot" class="button plain" @click=${() => (this.adding = false)}>Cancel</button>
      <button slot="foot" class="button primary" ?disabled=${this.busy || this.chosen.size === 0} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#add')?.requestSubmit()}>Add new client</button>
    </argiope-dialog>`;
  }

  private shownOnce() {
    const made = this.made;
    return html`<argiope-dialog heading="The client’s id and password" held ?open=${made !== undefined} @argiope-cancel=${this.leave} @argiope-close=${() => (this.made = undefined)}>
      ${made
        ? html`<div class="form"><div class="notice warning"><argiope-icon name="triangle-alert"></argiope-icon><span>The password is shown this once. Copy it before you close; nobody can look it up later.</span></div>
            <div class="secret"><span class="quiet small">Client id</span><code>${made.id}</code>${this.copier(made.id, 'client id')}<span class="quiet small">Password</span><code>${made.password}</code>${this.copier(made.password ?? '', 'password')}</div>
            ${this.leaving ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>Nothing was copied yet. Close all the same?</span></div>` : nothing}</div>`
        : nothing}
      <button slot="foot" class="button" @click=${() => this.copy(`${made?.id ?? ''}\n${made?.password ?? ''}`)}>Copy both</button>
      <button slot="foot" class="button primary" @click=${this.leave}>${this.leaving ? 'Close all the same' : 'Close'}</button>
    </argiope-dialog>`;
  }

  private copier(value: string, name: string) {
    return html`<button class="button icon small" aria-label="Copy the ${name}" @click=${() => this.copy(value)}><argiope-icon name="copy"></argiope-icon></button>`;
  }

  private copy(value: string): void {
    this.copied = true;
    this.leaving = false;
    void navigator.clipboard.writeText(value).then(() => toast('Copied.'), () => toast('The browser does not let us copy. Select the text instead.', { kind: 'error' }));
  }

  private leave(): void {
    if (!this.copied && !this.leaving) this.leaving = true;
    else this.made = undefined;
  }

  private add(): void {
    this.fault = '';
    const first = this.choices.presets[0];
    this.preset = first?.id ?? '';
    this.chosen = new Set(first?.scopes);
    this.adding = true;
  }

  private choose(id: string, scopes: readonly string[]): void {
    this.preset = id;
    this.chosen = new Set(scopes);
  }

  private tick(name: string, on: boolean): void {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(name);
    else chosen.delete(name);
    this.chosen = chosen;
    this.preset = '';
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim();
    this.busy = true;
    this.fault = '';
    try {
      const made = await this.api.post<Client>('/clients/v1', this.preset ? { name, preset: this.preset } : { name, scopes: [...this.chosen] });
      this.adding = false;
      this.copied = this.leaving = false;
      this.made = made;
      await this.load();
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }

  private async deleteClient(): Promise<void> {
    if (!this.deleting) return;
    this.busy = true;
    try {
      await this.api.delete(`/clients/v1/${encodeURIComponent(this.deleting.id)}`);
      toast('The client is deleted.');
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    } finally {
      this.busy = false;
      this.deleting = undefined;
      await this.load();
    }
  }
}
