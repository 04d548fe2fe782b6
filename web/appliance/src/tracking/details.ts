import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { query, type Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/decision/decision.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { addressType, hostType } from '@argiope/components/observable/observable.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { ago, bytes, duration, fullTime, utcTime } from '@argiope/components/time/time.ts';
import { number, rowOf, text, type Row } from './search.ts';

/** Everything about one transaction, the raw line too.
 * @prop api, row
 * @attr position - "12 of 16"
 * @fires argiope-step - 1 or -1: the next or the previous row
 * @fires argiope-close */
@element('argiope-transaction')
export class ArgiopeTransaction extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; width: var(--argiope-size-panel); flex: none; min-height: 0; border-inline-start: 1px solid var(--argiope-line); background: var(--argiope-surface); }
      .head { display: flex; align-items: center; gap: var(--argiope-space-2); min-height: var(--argiope-size-bar); padding: 0 var(--argiope-space-3) 0 var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); flex: none; }
      .body { overflow: auto; flex: 1 1 auto; min-height: 0; scrollbar-width: thin; }
      .foot { height: 52px; border-top: 1px solid var(--argiope-line); flex: none; }
      section { padding: var(--argiope-space-4) var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); }
      section > h3 { font-size: var(--argiope-type-1); line-height: 16px; margin-bottom: var(--argiope-space-3); }
      .facts { grid-template-columns: 96px minmax(0, 1fr); padding-inline-end: 0; }
      dd argiope-chip { margin-inline-start: -2px; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) row!: Row;
  @property() position = '';
  @state() private full?: Row;
  @state() private error = '';

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('row') && (changed.get('row') as Row | undefined)?.id !== this.row.id) void this.load();
  }

  private async load(): Promise<void> {
    const { id, serialNumber } = this.row;
    this.full = undefined;
    this.error = '';
    try {
      const answer = await this.api.get<unknown>(`/wsa/api/v2.0/web-tracking/details${query({ serialNumber, transactionId: id })}`);
      const data = (answer as { data?: unknown })?.data ?? answer;
      if (this.row.id === id) this.full = rowOf(Array.isArray(data) ? data[0] : data);
    } catch (error) {
      if (this.row.id === id) this.error = messageOf(error);
    }
  }

  override render() {
    const row = this.full ?? this.row;
    const at = new Date(row.time);
    const took = number(row, 'duration');
    return html`<div class="head"><h2 class="small">Transaction</h2><span class="quiet small grow">${this.position}</span>
        <button class="button icon small" aria-label="Row above" @click=${() => this.tell('argiope-step', -1)}><argiope-icon name="chevron-up"></argiope-icon></button>
        <button class="button icon small" aria-label="Row below" @click=${() => this.tell('argiope-step', 1)}><argiope-icon name="chevron-down"></argiope-icon></button>
        <button class="button icon small" aria-label="Close the transaction" @click=${() => this.tell('argiope-close')}><argiope-icon name="x"></argiope-icon></button></div>
      <div class="body" tabindex="0" role="region" aria-label="Fields of the transaction">
        <section><div class="row wrap"><argiope-decision decision=${row.decision}></argiope-decision><span class="small quiet">${text(row, 'decisionReason')}${text(row, 'policy') ? html` policy <b>${text(row, 'policy')}</b>` : nothing}</span></div>
          <p class="small quiet" title=${utcTime(at)}>${fullTime(at)}, ${ago(at)} ago${took === undefined ? '' : `, took ${duration(took)}`}</p></section>
        ${this.error ? html`<section><div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span class="grow">${this.error}</span><button class="button small" @click=${this.load}>Try again</button></div></section>` : nothing}
        ${this.facts('Request', [
          ['URL', row.fields.isTunnel ? html`<code>${text(row, 'url')}</code>` : this.chip('url', text(row, 'url'), true)],
          ['Host', this.chip(hostType(text(row, 'host') ?? ''), text(row, 'host'))],
          ['Domain', text(row, 'domain') !== text(row, 'host') ? this.chip('domain', text(row, 'domain')) : undefined],
          ['Method, status', [text(row, 'method'), text(row, 'status'), text(row, 'resultCode')].filter(Boolean).join(', ')],
          ['Type', text(row, 'mime')],
          ['Bytes', number(row, 'bytesToClient') === undefined ? undefined : `${bytes(number(row, 'bytesToClient')!)} to the client${number(row, 'bytesFromClient') === undefined ? '' : `, ${bytes(number(row, 'bytesFromClient')!)} from it`}`],
          ['Referrer', this.chip('url', /^https?:/i.test(text(row, 'referrer') ?? '') ? text(row, 'referrer') : undefined, true)],
          ['User agent', text(row, 'userAgent')],
        ])}
        ${this.facts('Policy', [
          ['Category', text(row, 'urlCategories')],
          ['Reputation', text(row, 'reputationScore')],
          ['Application', text(row, 'application')],
          ['Identity', text(row, 'identity')],
          ['Malware', [text(row, 'malware.name'), text(row, 'malware.category'), text(row, 'malware.verdict'), text(row, 'malware.engine')].filter(Boolean).join(', ')],
        ])}
        ${this.facts('File', [
          ['Name, type', [text(row, 'file.name'), text(row, 'file.type')].filter(Boolean).join(', ')],
          ['SHA-256', this.chip('sha256', text(row, 'file.sha256'))],
          ['At the time', [text(row, 'file.verdict'), text(row, 'file.threatScore') && `threat score ${text(row, 'file.threatScore')}`].filter(Boolean).join(', ')],
        ])}
        ${this.facts('Client and server', [
          ['User', text(row, 'user')],
          ['Client', this.chip(addressType(text(row, 'clientIp') ?? ''), text(row, 'clientIp'), false, text(row, 'clientPort') && `port ${text(row, 'clientPort')}`)],
          ['Server', this.chip(addressType(text(row, 'serverIp') ?? ''), text(row, 'serverIp'), false, text(row, 'port') && `port ${text(row, 'port')}`)],
          ['Way', text(row, 'hierarchyCode')],
          ['TLS', [text(row, 'tls.version'), text(row, 'tls.cipher'), text(row, 'tls.sni')].filter(Boolean).join(', ')],
          ['Source', text(row, 'device')],
        ])}
        ${this.extras(row)}
        ${text(row, 'rawLine') ? html`<section><h3>Raw line</h3><code class="raw" translate="no">${text(row, 'rawLine')}</code></section>` : nothing}
      </div>
      <div class="foot"></div>`;
  }

  private chip(type: string, value: string | undefined, whole = false, beside?: string) {
    return value ? html`<argiope-chip type=${type} .value=${value} ?whole=${whole}></argiope-chip>${beside ? html` <span class="small quiet">${beside}</span>` : nothing}` : undefined;
  }

  private facts(title: string, facts: readonly (readonly [string, unknown])[]) {
    const known = facts.filter(([, value]) => value !== undefined && value !== '' && value !== nothing);
    if (known.length === 0) return nothing;
    return html`<section><h3>${title}</h3><dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
  }

  private extras(row: Row) {
    const extras = row.fields.extras;
    const known = extras !== null && typeof extras === 'object' ? Object.entries(extras as Record<string, unknown>) : [];
    const flags = text(row, 'flags');
    return this.facts('Further fields', [...known.map(([name, value]) => [name, html`<code>${String(value)}</code>`] as const), ['Flags', flags], ['Transaction', html`<code>${row.id}</code>`]]);
  }

  private tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
