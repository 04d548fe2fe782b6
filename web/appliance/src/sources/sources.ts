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
import { bytes, count, duration, plural } from '@argiope/components/time/time.ts';
import '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { PlaceController, amend } from '@argiope/components/url/url.ts';
import type { Ledger, Source, SourceSetting } from '../data/types.ts';
import { page } from '../page/page.ts';
import '../settings/commit.ts';
import type { PendingSettings } from '../settings/pending.ts';

const formats: readonly [string, string][] = [
  ['auto', 'found out from the first lines'],
  ['squid', 'Squid native'],
  ['squid-combined', 'Squid common or combined'],
  ['wsa', 'Web appliance access log'],
  ['logformat', 'a logformat line, pasted below'],
];
/** How each state of a source looks: `waiting` for a file that is not there yet, `stalled` on a store that takes nothing. */
const looks: Readonly<Record<string, readonly [string, IconName]>> = { following: ['ok', 'check'], reading: ['busy', 'arrow-down'], waiting: ['warning', 'clock'], paused: ['', 'pause'], stalled: ['error', 'circle-alert'], queued: ['', 'clock'], done: ['ok', 'check'], failed: ['error', 'x'] };
const fresh: SourceSetting = { name: '', path: '', format: 'auto', zone: 'UTC', uriWhitespace: 'strip', paused: false };

/** Network, sources: where log lines come from, and what has become of each of them.
 * @prop api, settings */
@element('argiope-sources')
export class ArgiopeSources extends LitElement {
  static override styles = [
    ...page,
    css`
      :host { --argiope-dialog-width: 560px; }
      .ledger { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); }
      .ledger > div { padding: var(--argiope-space-4) var(--argiope-space-5); min-width: 0; }
      .ledger > div + div { border-inline-start: 1px solid var(--argiope-line); }
      .ledger h3 { font-size: var(--argiope-type-1); color: var(--argiope-ink-2); font-weight: 500; }
      .ledger .figure { font-size: var(--argiope-type-5); line-height: 28px; font-weight: 600; }
      .reason { padding: var(--argiope-space-4) var(--argiope-space-5); border-top: 1px solid var(--argiope-line); display: grid; gap: var(--argiope-space-2); font-size: var(--argiope-type-2); }
      .raw { max-height: 128px; overflow: auto; }
      .raw + .raw { margin-top: -1px; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) settings!: PendingSettings;
  @state() private sources: readonly Source[] = [];
  @state() private loading = true;
  @state() private error = '';
  @state() private editing?: SourceSetting;
  @state() private editingName = '';
  @state() private format = 'auto';
  @state() private fault = '';
  @state() private busy = false;
  private timer?: ReturnType<typeof setTimeout>;
  private readonly place = new PlaceController(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings.addEventListener('committed', this.look);
    this.settings.addEventListener('change', this.redraw);
    void this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.settings.removeEventListener('committed', this.look);
    this.settings.removeEventListener('change', this.redraw);
  }

  private readonly redraw = () => this.requestUpdate();

  private readonly look = async () => {
    clearTimeout(this.timer);
    try {
      this.sources = await this.api.get<Source[]>('/sources/v1');
      this.error = '';
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.loading = false;
    }
    clearTimeout(this.timer);
    if (this.isConnected) this.timer = setTimeout(() => void this.look(), 3_000);
  };

  private readonly columns: Column<Source>[] = [
    { id: 'name', title: 'Name', width: '150px', value: (source) => source.name, show: (source) => html`<span class="strong">${source.name}</span>` },
    { id: 'state', title: 'State', width: '132px', value: (source) => source.state, show: (source) => this.stateOf(source) },
    { id: 'path', title: 'File', value: (source) => source.path, show: (source) => html`<code title=${source.path}>${source.path}</code>` },
    { id: 'format', title: 'Format', width: '130px', value: (source) => source.detectedFormat ?? source.format, show: (source) => html`${source.detectedFormat ?? source.format}${source.format === 'auto' && source.detectedFormat ? html` <span class="quiet small">found</span>` : nothing}` },
    { id: 'rate', title: 'Lines/s', width: '76px', number: true, value: (source) => Math.round(source.linesPerSecond) },
    { id: 'lag', title: 'Lag', width: '72px', number: true, value: (source) => source.lagSeconds, show: (source) => (source.lagSeconds === undefined ? '–' : duration(source.lagSeconds * 1000)) },
    { id: 'accepted', title: 'Accepted', width: '92px', number: true, value: (source) => source.ledger.accepted },
    { id: 'skipped', title: 'Skipped', width: '80px', number: true, value: (source) => source.ledger.skipped },
    { id: 'rejected', title: 'Rejected', width: '84px', number: true, value: (source) => source.ledger.rejected, show: (source) => (source.ledger.rejected === 0 ? '0' : html`<b>${count(source.ledger.rejected)}</b>`) },
    { id: 'last', title: 'Last line', width: '132px', hidden: true, value: (source) => source.lastLineAt, show: (source) => (source.lastLineAt ? html`<argiope-time value=${source.lastLineAt}></argiope-time>` : '–') },
    { id: 'edit', title: 'Edit', width: '72px', unsortable: true, value: () => undefined, show: (source) => (source.kind === 'file' && this.api.isAdmin ? html`<button class="button small" aria-label="Edit ${source.name}" @click=${() => this.edit(source.name)}>Edit</button>` : nothing) },
  ];

  private stateOf(source: Source) {
    const [kind, icon] = looks[source.state] ?? ['', 'info'];
    const part = source.state === 'reading' && source.size && source.position !== undefined ? ` ${Math.floor((100 * source.position) / source.size)} %` : '';
    return html`<span class="state ${kind}" title=${source.detail || nothing}><argiope-icon name=${icon} size="12"></argiope-icon>${source.state}${part}</span>`;
  }

  override render() {
    const at = this.place.place.query.get('source') ?? '';
    const open = this.sources.find((source) => source.name === at);
    return html`<div class="page-head"><h1>Sources</h1><span class="quiet small grow">${this.loading ? '' : plural(this.sources.length, 'source')}</span>${this.api.isAdmin ? html`<button class="button" @click=${() => this.edit()}><argiope-icon name="plus"></argiope-icon>Add source</button>` : nothing}</div>
      <argiope-pending-notice .settings=${this.settings}></argiope-pending-notice>
      <argiope-table framed heading="Sources" sub="a row opens its ledger" url-key="s" sorted-by="name" opens current=${at} .columns=${this.columns} .rows=${this.sources} .rowKey=${(source: Source) => source.name} .empty=${'No source yet. Add the gateway’s log file, or import files with the command “argiope import”.'} ?loading=${this.loading} error=${this.error} @argiope-again=${this.look} @argiope-open=${(event: CustomEvent<Source>) => amend({ source: event.detail.name === at ? undefined : event.detail.name })}></argiope-table>
      ${open ? this.detail(open) : nothing} ${this.form()}`;
  }

  private detail(source: Source) {
    const { ledger } = source;
    return html`<div class="card" role="region" aria-label="Ledger of ${source.name}">
      <div class="card-head"><h2>${source.name}</h2><span class="quiet small grow">${source.detail ? `${source.detail} ` : ''}${source.position === undefined ? '' : `at ${bytes(source.position)}${source.size === undefined ? '' : ` of ${bytes(source.size)}`}`}</span>
        <span class="state ${ledger.balanced ? 'ok' : 'error'}"><argiope-icon name=${ledger.balanced ? 'scale' : 'circle-alert'} size="12"></argiope-icon>${ledger.balanced ? `balances: ${count(ledger.read)} lines read` : `does not balance: ${count(ledger.read)} lines read`}</span>
        <button class="button icon small" aria-label="Close the ledger" @click=${() => amend({ source: undefined })}><argiope-icon name="x"></argiope-icon></button></div>
      ${(source.notices ?? []).map((notice) => html`<div class="reason"><div class="row"><argiope-icon name="info"></argiope-icon><span class="grow">${notice.text}</span><argiope-time class="quiet small" value=${notice.at}></argiope-time></div></div>`)}
      <div class="ledger card-foot">${(['accepted', 'skipped', 'rejected'] as const).map((each) => html`<div><h3>${each}</h3><div class="figure">${count(ledger[each])}</div><div class="quiet small">${{ accepted: 'searchable transactions', skipped: 'left out by a rule', rejected: 'not understood; see why below' }[each]}</div></div>`)}</div>
      ${this.reasons(ledger)}
    </div>`;
  }

  private reasons(ledger: Ledger) {
    return html`${(ledger.rejectedBy ?? []).map(
        (each) => html`<div class="reason"><div class="row"><argiope-icon name="circle-alert"></argiope-icon><b>${each.reason}</b><span class="quiet small">${plural(each.count, 'line')} rejected</span>${each.last ? html`<span class="quiet small">last <argiope-time value=${each.last}></argiope-time></span>` : nothing}</div>
          ${each.cure ? html`<p>${each.cure}</p>` : nothing}
          <div>${(each.samples ?? []).map((sample) => html`<code class="raw" translate="no">${sample}</code>`)}</div></div>`,
      )}
      ${(ledger.skippedBy ?? []).map((each) => html`<div class="reason"><div class="row"><argiope-icon name="info"></argiope-icon><b>${each.rule}</b><span class="quiet small">${plural(each.count, 'line')} skipped</span></div></div>`)}
      ${(ledger.fieldFaults ?? []).map((each) => html`<div class="reason"><div class="row"><argiope-icon name="info"></argiope-icon><b>${each.field}</b><span class="quiet small">could not be read in ${plural(each.count, 'accepted line')}</span></div></div>`)}`;
  }

  private edit(name = ''): void {
    this.fault = '';
    this.editingName = name;
    this.editing = this.settings.tree?.sources.find((source) => source.name === name) ?? fresh;
    this.format = this.editing.format;
  }

  private form() {
    const source = this.editing;
    return html`<argiope-dialog heading=${this.editingName ? `Edit ${this.editingName}` : 'Add source'} ?open=${source !== undefined} @argiope-close=${() => (this.editing = undefined)}>
      ${source
        ? html`<form class="form" id="form" @submit=${this.submit}>
            <div class="field"><label for="name">Name</label><input class="input" id="name" name="name" required maxlength="64" autocomplete="off" .value=${source.name} ?readonly=${this.editingName !== ''} /><span class="hint">Stands in every row as its device.</span></div>
            <div class="field"><label for="path">File</label><input class="input mono" id="path" name="path" required maxlength="4096" spellcheck="false" autocomplete="off" .value=${source.path} /><span class="hint">On the appliance’s own machine. Rotation by renaming and by copying is followed.</span></div>
            <div class="field"><label for="format">Format</label><select class="select" id="format" name="format" @change=${(event: Event) => (this.format = (event.target as HTMLSelectElement).value)}>${formats.map(([id, title]) => html`<option value=${id} ?selected=${id === source.format}>${id}: ${title}</option>`)}</select></div>
            ${this.format === 'logformat' ? html`<div class="field"><label for="logformat">logformat</label><textarea class="textarea mono" id="logformat" name="logformat" required maxlength="8000" spellcheck="false" placeholder="logformat lab %ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt" .value=${source.logformat ?? ''}></textarea><span class="hint">The line from squid.conf, as it stands there.</span></div>` : nothing}
            <div class="field"><label for="zone">Zone of stamps without one</label><input class="input" id="zone" name="zone" required maxlength="64" .value=${source.zone} /></div>
            <div class="field"><label for="uriWhitespace">Spaces in URLs (uri_whitespace)</label><select class="select" id="uriWhitespace" name="uriWhitespace">${['strip', 'allow'].map((each) => html`<option ?selected=${each === source.uriWhitespace}>${each}</option>`)}</select></div>
            <label class="check"><input type="checkbox" name="paused" .checked=${source.paused} />Paused</label>
            ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}
          </form>`
        : nothing}
      ${this.editingName ? html`<button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.drop}>Remove</button>` : nothing}
      <button slot="foot" class="button plain" @click=${() => (this.editing = undefined)}>Cancel</button>
      <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#form')?.requestSubmit()}>Submit</button>
    </argiope-dialog>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const source: SourceSetting = { name: text('name'), path: text('path'), format: text('format'), ...(text('format') === 'logformat' ? { logformat: text('logformat') } : {}), zone: text('zone'), uriWhitespace: text('uriWhitespace') as 'strip' | 'allow', paused: data.get('paused') === 'on' };
    const there = this.settings.tree?.sources ?? [];
    if (!this.editingName && there.some((each) => each.name === source.name)) {
      this.fault = 'A source of this name exists. Choose another name.';
      return;
    }
    await this.put(this.editingName ? there.map((each) => (each.name === this.editingName ? source : each)) : [...there, source]);
  }

  private async drop(): Promise<void> {
    await this.put((this.settings.tree?.sources ?? []).filter((each) => each.name !== this.editingName));
  }

  private async put(sources: readonly SourceSetting[]): Promise<void> {
    this.busy = true;
    this.fault = '';
    try {
      await this.settings.submit({ sources });
      this.editing = undefined;
      toast('Submitted. It takes effect when you commit.', { kind: 'info' });
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }
}
