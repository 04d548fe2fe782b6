import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import { chip } from '@argiope/components/chip/chip.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { typeName, visible } from '@argiope/components/observable/observable.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import { plural } from '@argiope/components/time/time.ts';
import '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { listNames, type BlockEntry, type BlockLists, type ListName } from '../data/types.ts';
import { page } from '../page/page.ts';

const types = ['domain', 'url', 'ip', 'ipv6', 'sha256'] as const;
const titles: Record<ListName, string> = { domains: 'Domains', urls: 'URLs', ips: 'Addresses', sha256: 'SHA-256', squid: 'Squid' };

/** System administration, block list: what the gateways refuse, and where they read it.
 * @prop api */
@element('argiope-block-list')
export class ArgiopeBlockList extends LitElement {
  static override styles = [
    ...page,
    css`
      .lists { display: grid; grid-template-columns: 96px minmax(0, 1fr) auto minmax(0, 1fr) auto; gap: 0 var(--argiope-space-3); align-items: center; padding: var(--argiope-space-3) var(--argiope-space-4); font-size: var(--argiope-type-2); }
      .lists code { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; line-height: 28px; }
      .lists .head { color: var(--argiope-ink-2); font-size: var(--argiope-type-1); }
      .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--argiope-space-4); }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private lists?: BlockLists;
  @state() private loading = true;
  @state() private error = '';
  @state() private adding = false;
  @state() private renewing = false;
  @state() private removing?: BlockEntry;
  @state() private fault = '';
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private readonly load = async () => {
    try {
      this.lists = await this.api.get<BlockLists>('/blocklist/v1');
      this.error = '';
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.loading = false;
    }
  };

  private readonly columns: Column<BlockEntry>[] = [
    { id: 'value', title: 'Observable', value: (entry) => entry.value, show: (entry) => chip(entry.type, entry.value) },
    { id: 'type', title: 'Type', width: '88px', value: (entry) => typeName(entry.type) },
    { id: 'reason', title: 'Reason', width: '200px', value: (entry) => entry.reason, show: (entry) => html`<span title=${entry.reason}>${entry.reason}</span>` },
    { id: 'by', title: 'By', width: '150px', value: (entry) => entry.by, show: (entry) => html`${entry.by}${entry.origin ? html` <span class="quiet small">${entry.origin}</span>` : nothing}` },
    { id: 'at', title: 'Since', width: '150px', value: (entry) => entry.at, show: (entry) => html`<argiope-time value=${entry.at} relative></argiope-time>` },
    { id: 'until', title: 'Until', width: '110px', value: (entry) => entry.until, show: (entry) => (entry.until ? html`<argiope-time value=${entry.until}></argiope-time>` : html`<span class="quiet">for ever</span>`) },
    { id: 'remove', title: 'Remove', width: '104px', unsortable: true, value: () => undefined, show: (entry) => html`<button class="button small" ?disabled=${!this.api.mayWrite} aria-label="Remove ${typeName(entry.type)} ${visible(entry.value.slice(0, 100))}" @click=${() => (this.removing = entry)}>Remove…</button>` },
  ];

  override render() {
    const lists = this.lists;
    return html`<div class="page-head"><h1>Block list</h1><span class="quiet small grow">${lists ? `${plural(lists.entries.length, 'entry', 'entries')}, published as number ${lists.generation}` : ''}</span>
        <button class="button" ?disabled=${!this.api.mayWrite} @click=${this.add}><argiope-icon name="plus"></argiope-icon>Add entry</button></div>
      <argiope-table framed heading="Entries" sub="refused by every gateway that reads the lists below" url-key="b" sorted-by="-at" .columns=${this.columns} .rows=${lists?.entries ?? []} .rowKey=${(entry: BlockEntry) => entry.id} .empty=${'Nothing is blocked. Block from a pivot menu, or add an entry here.'} ?loading=${this.loading} error=${this.error} @argiope-again=${this.load}></argiope-table>
      ${lists?.command?.state === 'failed' ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><div><p>The command that tells the gateway to read the lists again failed (${lists.command.exitCode}), <argiope-time value=${lists.command.at} look="ago"></argiope-time>. The lists are written; the gateway may still use the old ones.</p><code class="raw">${lists.command.output}</code></div></div>` : nothing}
      ${lists ? this.published(lists) : nothing} ${this.dialogs()}`;
  }

  private published(lists: BlockLists) {
    return html`<div class="card"><div class="card-head"><h2>Where gateways read it</h2><span class="quiet small grow">files for a gateway on this machine, addresses for the others; the addresses hold a secret</span>
        ${this.api.isAdmin ? html`<button class="button small" @click=${() => (this.renewing = true)}><argiope-icon name="refresh-cw"></argiope-icon>New secret…</button>` : nothing}</div>
      <div class="lists"><span class="head">List</span><span class="head">File</span><span></span><span class="head">Address</span><span></span>
        ${listNames.map((name) => html`<span>${titles[name]}</span>${this.copyable(lists.files?.[name], `file path of ${titles[name]}`)}${this.copyable(lists.addresses?.[name], `address of ${titles[name]}`)}`)}</div></div>`;
  }

  private copyable(value: string | undefined, name: string) {
    return html`<code title=${value ?? nothing}>${value ?? '–'}</code>${value ? html`<button class="button icon small" aria-label="Copy the ${name}" @click=${() => void navigator.clipboard.writeText(value).then(() => toast('Copied.'))}><argiope-icon name="copy"></argiope-icon></button>` : html`<span></span>`}`;
  }

  private dialogs() {
    const gone = this.removing;
    return html`<argiope-dialog heading="Add entry" ?open=${this.adding} @argiope-close=${() => (this.adding = false)}>
        ${this.adding
          ? html`<form class="form" id="add" @submit=${this.save}>
              <div class="pair"><div class="field"><label for="type">Type</label><select class="select" id="type" name="type">${types.map((type) => html`<option value=${type}>${typeName(type)}</option>`)}</select></div>
                <div class="field"><label for="until">Until</label><input class="input" id="until" name="until" type="datetime-local" /><span class="hint">Empty: for ever.</span></div></div>
              <div class="field"><label for="value">Value</label><input class="input mono" id="value" name="value" required maxlength="8000" spellcheck="false" autocapitalize="none" autocomplete="off" /><span class="hint">A domain means its sub-domains too.</span></div>
              <div class="field"><label for="reason">Reason</label><input class="input" id="reason" name="reason" required maxlength="1000" autocomplete="off" /></div>
              ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}
            </form>`
          : nothing}
        <button slot="foot" class="button plain" @click=${() => (this.adding = false)}>Cancel</button>
        <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#add')?.requestSubmit()}>Block it</button>
      </argiope-dialog>
      <argiope-dialog heading="Remove the block" ?open=${gone !== undefined} @argiope-close=${() => (this.removing = undefined)}>
        <div class="form"><p>The gateways that read the lists let it through again, within their next reading.</p>${gone ? html`<code class="raw">${visible(gone.value.slice(0, 2000))}</code><p class="quiet small">Blocked by ${gone.by}: ${gone.reason}</p>` : nothing}</div>
        <button slot="foot" class="button plain" @click=${() => (this.removing = undefined)}>Cancel</button>
        <button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.unblock}>Remove the block</button>
      </argiope-dialog>
      <argiope-dialog heading="New secret" ?open=${this.renewing} @argiope-close=${() => (this.renewing = false)}>
        <p>The addresses change at once. Every gateway that reads them over the network keeps its last list and gets no further changes until you give it the new address. Files are not affected.</p>
        <button slot="foot" class="button plain" @click=${() => (this.renewing = false)}>Cancel</button>
        <button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.renew}>Make a new secret</button>
      </argiope-dialog>`;
  }

  private add(): void {
    this.fault = '';
    this.adding = true;
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const until = String(data.get('until') ?? '');
    this.busy = true;
    this.fault = '';
    try {
      await this.api.post('/blocklist/v1', { type: data.get('type'), value: String(data.get('value')).trim(), reason: String(data.get('reason')).trim(), until: until ? new Date(until).toISOString() : undefined });
      this.adding = false;
      toast('Blocked, and published.');
      await this.load();
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }

  private async unblock(): Promise<void> {
    const gone = this.removing;
    if (!gone) return;
    await this.doing(async () => {
      await this.api.delete(`/blocklist/v1/${encodeURIComponent(gone.id)}`);
      toast('Block removed.', { seconds: 10, undo: () => void this.doing(() => this.api.post('/blocklist/v1', { type: gone.type, value: gone.value, reason: gone.reason, until: gone.until })) });
    });
  }

  private async renew(): Promise<void> {
    await this.doing(async () => {
      await this.api.post('/blocklist/v1/secret', {});
      toast('The addresses have a new secret.');
    });
  }

  private async doing(what: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    try {
      await what();
      this.removing = undefined;
      this.renewing = false;
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    } finally {
      this.busy = false;
      await this.load();
    }
  }
}
