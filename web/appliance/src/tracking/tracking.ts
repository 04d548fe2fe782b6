import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import { chip } from '@argiope/components/chip/chip.ts';
import '@argiope/components/decision/decision.ts';
import { decisions, decisionWord } from '@argiope/components/decision/decision.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { keys } from '@argiope/components/keys/keys.ts';
import { addressType, hostType, visible } from '@argiope/components/observable/observable.ts';
import '@argiope/components/range/range.ts';
import { rangeFrom, rangeQuery, type Range } from '@argiope/components/range/range-of.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import '@argiope/components/table/table.ts';
import type { ArgiopeTable } from '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import { ago, bytes, clockTime, count, dayName, plural, shortTime, utcTime, zoneName } from '@argiope/components/time/time.ts';
import { PlaceController, amend, go } from '@argiope/components/url/url.ts';
import type { Availability } from '../data/types.ts';
import { gapReason } from '../page/page.ts';
import './details.ts';
import { advancedFilters, apiQuery, filterNames, filters, isAddress, number, request, rowOf, searchKey, statuses, text, type Row } from './search.ts';

const PAGE = 100;

/** Web tracking: who visited what, found again in seconds. Rows come in while the search runs.
 * @prop api */
@element('argiope-tracking')
export class ArgiopeTracking extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; --argiope-table-edge: var(--argiope-space-5); }
      .page-head { display: flex; align-items: center; gap: var(--argiope-space-4); min-height: var(--argiope-size-bar); padding: 0 var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); flex: none; }
      h1 { font-size: var(--argiope-type-4); line-height: 24px; }
      .filters { display: flex; align-items: center; gap: var(--argiope-space-3); padding: var(--argiope-space-3) var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); flex: none; flex-wrap: wrap; }
      .filters .inline { flex: 1 1 160px; max-width: 288px; }
      .filters .inline.type { flex: 0 1 132px; }
      .tokens { display: flex; flex-wrap: wrap; gap: var(--argiope-space-3); padding: var(--argiope-space-2) var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); background: var(--argiope-surface-2); }
      .token { display: inline-flex; align-items: center; gap: var(--argiope-space-2); min-width: 0; max-width: 480px; font-size: var(--argiope-type-1); }
      .token code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .advanced { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: var(--argiope-space-3) var(--argiope-space-4); padding: var(--argiope-space-4) var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); background: var(--argiope-surface-2); flex: none; }
      .advanced .wide { grid-column: span 2; }
      .pair { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: var(--argiope-space-2); }
      .split { display: flex; flex: 1 1 auto; min-height: 0; }
      .results { flex: 1 1 auto; min-width: 0; display: flex; flex-direction: column; min-height: 0; }
      .results argiope-table { flex: 1 1 auto; }
      .results .notice { margin: var(--argiope-space-3) var(--argiope-space-5) 0; }
      .stream { height: 2px; background: var(--argiope-line); overflow: hidden; flex: none; }
      .stream.busy::after { content: ''; display: block; width: 30%; height: 2px; background: var(--argiope-accent); animation: run 1.2s linear infinite; }
      @keyframes run { from { margin-inline-start: -30%; } to { margin-inline-start: 100%; } }
      @media (prefers-reduced-motion: reduce) { .stream.busy::after { animation: none; width: 100%; } }
      .website { display: flex; align-items: center; gap: var(--argiope-space-3); min-width: 0; }
      .end { height: 56px; flex: none; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private rows: readonly Row[] = [];
  @state() private total?: { readonly count: number; readonly exact: boolean };
  @state() private next = '';
  @state() private availability?: Availability;
  @state() private loading = false;
  @state() private stopped = false;
  @state() private cut = false;
  @state() private error = '';
  @state() private advanced = false;
  private searched = '\u0000';
  private fixed?: URLSearchParams;
  private run = new AbortController();
  private forgetKey?: () => void;
  private readonly place = new PlaceController(this, () => this.follow());

  override connectedCallback(): void {
    super.connectedCallback();
    this.forgetKey = keys.add({ keys: '/', does: 'go to the search', run: () => this.renderRoot.querySelector<HTMLElement>('[name=website]')?.focus() });
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.run.abort();
    this.forgetKey?.();
  }

  private get query(): URLSearchParams {
    return this.place.place.query;
  }

  private follow(): void {
    if (this.place.place.path !== '/tracking/web') return;
    const key = searchKey(this.query);
    if (key === this.searched) return;
    this.searched = key;
    void this.search();
  }

  /** Searches anew; a preset range is fixed now, so that further pages continue the same answer. */
  private async search(): Promise<void> {
    this.rows = [];
    this.total = undefined;
    this.availability = undefined;
    this.next = '';
    this.fixed = new URLSearchParams(this.query);
    const { from, to } = rangeFrom(this.query);
    this.fixed.set('range', 'custom');
    this.fixed.set('from', from.toISOString());
    this.fixed.set('to', to.toISOString());
    await this.fetch();
  }

  private async fetch(cursor = ''): Promise<void> {
    this.run.abort();
    const run = (this.run = new AbortController());
    this.loading = true;
    this.stopped = false;
    this.cut = false;
    this.error = '';
    const path = '/wsa/api/v2.0/web-tracking/proxy-services';
    const parameters = { limit: PAGE, cursor: cursor || undefined, orderBy: 'timestamp', orderDir: 'desc' };
    try {
      for await (const { event, data } of this.api.stream('GET', path + apiQuery(this.fixed!, { ...parameters, eventStream: 'true' }), undefined, { signal: run.signal, deadlineMs: 90_000 })) {
        if (run.signal.aborted) return;
        this.take(event, data);
      }
    } catch (error) {
      if (run.signal.aborted) return;
      if (error instanceof ApiError && error.code === 'no-stream') await this.plain(path + apiQuery(this.fixed!, parameters), run.signal);
      else this.error = messageOf(error);
    } finally {
      if (this.run === run) this.loading = false;
    }
  }

  private async plain(path: string, signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.api.get<{ data: unknown; meta?: unknown; availability?: unknown }>(path, { signal });
      this.take('rows', answer.data);
      this.take('total', answer.meta);
      this.take('done', { ...(answer.meta as object), availability: answer.availability });
    } catch (error) {
      if (!signal.aborted) this.error = messageOf(error);
    }
  }

  private take(event: string, data: unknown): void {
    const body = (data ?? {}) as Record<string, unknown>;
    if (event === 'rows') {
      const list = Array.isArray(data) ? data : Array.isArray(body.data) ? body.data : Array.isArray(body.rows) ? body.rows : [];
      const known = new Set(this.rows.map((row) => row.id));
      this.rows = [...this.rows, ...list.flatMap((item) => rowOf(item) ?? []).filter((row) => !known.has(row.id))];
    }
    if (typeof body.totalCount === 'number') this.total = { count: body.totalCount, exact: body.totalIsExact !== false };
    if (body.availability) this.availability = body.availability as Availability;
    if (event === 'done') {
      this.next = typeof body.next === 'string' ? body.next : '';
      this.cut = body.complete === false;
    }
    if (event === 'error') this.error = typeof body.title === 'string' ? body.title : typeof body.message === 'string' ? body.message : 'The search failed.';
  }

  private stop(): void {
    this.run.abort();
    this.loading = false;
    this.stopped = true;
  }

  private readonly columns: Column<Row>[] = [
    { id: 'time', title: 'Time', width: '150px', value: (row) => row.time, show: (row) => this.when(row) },
    { id: 'decision', title: 'Decision', width: '168px', value: (row) => decisionWord[row.decision] ?? row.decision, show: (row) => html`<argiope-decision decision=${row.decision}><span class="quiet">${text(row, 'decisionReason')}</span></argiope-decision>` },
    { id: 'website', title: 'Website', value: (row) => text(row, 'host') ?? text(row, 'url'), show: (row) => html`<span class="cell">${chip(hostType(text(row, 'host') ?? ''), text(row, 'host'))}<span class="path" title=${text(row, 'url') ?? nothing}>${request(row)}</span></span>` },
    { id: 'url', title: 'URL', hidden: true, value: (row) => text(row, 'url'), show: (row) => (row.fields.isTunnel ? text(row, 'url') : chip('url', text(row, 'url'))) },
    { id: 'bytes', title: 'Bytes', width: '84px', number: true, value: (row) => number(row, 'bytesToClient'), show: (row) => (number(row, 'bytesToClient') === undefined ? '–' : bytes(number(row, 'bytesToClient')!)) },
    { id: 'user', title: 'User', width: '112px', value: (row) => text(row, 'user') },
    { id: 'client', title: 'Client', width: '148px', value: (row) => text(row, 'clientIp'), show: (row) => chip(addressType(text(row, 'clientIp') ?? ''), text(row, 'clientIp')) },
    { id: 'server', title: 'Server', width: '148px', hidden: true, value: (row) => text(row, 'serverIp'), show: (row) => chip(addressType(text(row, 'serverIp') ?? ''), text(row, 'serverIp')) },
    { id: 'sha256', title: 'SHA-256', width: '200px', hidden: true, value: (row) => text(row, 'file.sha256'), show: (row) => chip('sha256', text(row, 'file.sha256')) },
    { id: 'status', title: 'Status', width: '72px', hidden: true, number: true, value: (row) => number(row, 'status'), show: (row) => text(row, 'status') ?? '–' },
    { id: 'category', title: 'Category', width: '140px', hidden: true, value: (row) => text(row, 'urlCategories') },
  ];

  private when(row: Row) {
    const at = new Date(row.time);
    const old = Date.now() - at.getTime() > 20 * 3_600_000;
    return html`<time datetime=${row.time} title=${utcTime(at)}>${old ? `${dayName(at)} ` : ''}${clockTime(at)}</time> <span class="quiet small">${ago(at)}</span>`;
  }

  override render() {
    const at = this.query.get('row') ?? '';
    const index = at ? this.rows.findIndex((row) => row.id === at) : -1;
    const open = this.rows[index];
    return html`<div class="page-head"><h1>Web tracking</h1><span class="quiet small">Proxy services</span></div>
      ${this.form()}
      <div class="split">
        <div class="results">
          ${this.gaps()}
          <argiope-table heading="" name="transactions" url-key="t" sorted-by="-time" in-order opens limit="250" current=${at} sub=${this.said()} .empty=${this.nothing()} .columns=${this.columns} .rows=${this.rows} .rowKey=${(row: Row) => row.id} .exportAll=${(format: string) => `/wsa/api/v2.0/web-tracking/export${apiQuery(this.fixed ?? this.query, { format })}`} ?loading=${this.loading} error=${this.error} partial=${this.cut ? 'The search took too long and was cut here. Older rows goes on; a shorter range or another filter is quicker.' : ''} ?more=${this.next !== ''} @argiope-open=${(event: CustomEvent<Row>) => amend({ row: event.detail.id === at ? undefined : event.detail.id })} @argiope-more=${() => this.fetch(this.next)} @argiope-again=${this.search} @keydown=${this.closeKey}>
            ${this.loading ? html`<button slot="tools" class="button link small" @click=${this.stop}>Stop</button>` : nothing}
          </argiope-table>
          ${open ? nothing : html`<div class="end"></div>`}
        </div>
        ${open ? html`<argiope-transaction .api=${this.api} .row=${open} position="${index + 1} of ${count(this.rows.length)}" @argiope-step=${(event: CustomEvent<number>) => this.step(index + event.detail)} @argiope-close=${() => this.close()} @keydown=${this.closeKey}></argiope-transaction>` : nothing}
      </div>`;
  }

  private said(): string {
    if (!this.rows.length && !this.total) return this.loading ? 'searching' : '';
    const { total, rows } = this;
    const shown = !total
      ? `${plural(rows.length, 'row')}${this.loading ? ', searching back' : ''}`
      : total.exact && total.count <= rows.length
        ? `${plural(rows.length, 'row')}, exact`
        : `${count(rows.length)} of ${total.exact ? '' : 'at least '}${plural(total.count, 'row')}${total.exact ? ', exact' : ''}`;
    return `${shown} · newest first · ${zoneName()}${this.stopped ? ' · stopped' : ''}`;
  }

  private nothing() {
    return html`No transaction in this range fits. ${this.anyFilter() ? html`<button class="button small" @click=${this.clear}>Clear the filters</button>` : html`Choose a longer range, or look at <a href="#/network/sources">Network, Sources</a>.`}`;
  }

  private anyFilter(): boolean {
    return filters.some((name) => this.query.get(name));
  }

  private gaps() {
    const availability = this.availability;
    if (!availability || availability.complete) return nothing;
    return availability.gaps.map((gap) => html`<div class="notice warning" role="status"><argiope-icon name="triangle-alert"></argiope-icon><span>Rows of ${shortTime(new Date(gap.from))} – ${shortTime(new Date(gap.to))} may be missing: ${gapReason(gap.reason)}.</span></div>`);
  }

  private form() {
    const query = this.query;
    const value = (name: string) => query.get(name) ?? '';
    const on = advancedFilters.filter((name) => name !== 'urlMatch' && query.get(name)).length;
    return html`<form id="search" @submit=${this.submit} role="search">
      <div class="filters">
        <argiope-range .value=${rangeFrom(query)} @argiope-range=${(event: CustomEvent<Range>) => this.goWith({ ...rangeQuery(event.detail) })}></argiope-range>
        <label class="inline"><span class="name">User or client</span><input name="who" placeholder="all" maxlength="300" spellcheck="false" autocapitalize="none" autocomplete="off" .value=${value('user') || value('clientIp')} /></label>
        <label class="inline"><span class="name">Website</span><input name="website" class="mono" placeholder="all" maxlength="4000" spellcheck="false" autocapitalize="none" autocomplete="off" .value=${value('website')} /></label>
        <label class="inline type"><span class="name">Type</span><select name="transactionStatus">${Object.entries(statuses).map(([id, title]) => html`<option value=${id} ?selected=${id === (value('transactionStatus') || 'all')}>${title}</option>`)}</select></label>
        <button class="button primary">Search</button>
        <button class="button plain" type="button" @click=${this.clear}>Clear</button>
        <button class="button plain" type="button" aria-expanded=${this.advanced} aria-controls="advanced" @click=${() => (this.advanced = !this.advanced)}>Advanced${on ? html`<span class="badge">${on}</span>` : nothing}<argiope-icon name=${this.advanced ? 'chevron-up' : 'chevron-down'}></argiope-icon></button>
      </div>
      ${on > 0 && !this.advanced ? html`<div class="tokens" role="group" aria-label="Advanced filters in use">${advancedFilters.filter((name) => name !== 'urlMatch' && query.get(name)).map((name) => html`<span class="token"><span class="quiet">${filterNames[name]}${name === 'url' ? `, ${value('urlMatch') || 'exact'}` : ''}</span> <code>${visible(value(name).slice(0, 300))}</code><button class="button icon small" type="button" aria-label="Clear the filter ${filterNames[name]}" @click=${() => this.goWith({ [name]: undefined })}><argiope-icon name="x" size="12"></argiope-icon></button></span>`)}</div>` : nothing}
      <div class="advanced" id="advanced" ?hidden=${!this.advanced}>
        <div class="field wide"><label for="url">URL</label><div class="pair"><select class="select" name="urlMatch" aria-label="How the URL matches">${['exact', 'prefix', 'contains'].map((each) => html`<option value=${each} ?selected=${each === (value('urlMatch') || 'exact')}>${each}</option>`)}</select><input class="input mono" id="url" name="url" maxlength="8000" spellcheck="false" .value=${value('url')} /></div></div>
        <div class="field"><label for="domain">Domain, with its sub-domains</label><input class="input mono" id="domain" name="domain" maxlength="300" spellcheck="false" .value=${value('domain')} /></div>
        <div class="field"><label for="serverIp">Server IP or CIDR</label><input class="input mono" id="serverIp" name="serverIp" maxlength="64" spellcheck="false" .value=${value('serverIp')} /></div>
        <div class="field wide"><label for="sha256">SHA-256</label><input class="input mono" id="sha256" name="sha256" maxlength="64" spellcheck="false" .value=${value('sha256')} /></div>
        <div class="field"><label for="fileName">File name</label><input class="input" id="fileName" name="fileName" maxlength="1000" .value=${value('fileName')} /></div>
        <div class="field"><label for="decision">Decision</label><select class="select" id="decision" name="decision"><option value="">any</option>${decisions.map((each) => html`<option value=${each} ?selected=${each === value('decision')}>${decisionWord[each]}</option>`)}</select></div>
        <div class="field"><label for="status">Status</label><input class="input" id="status" name="status" inputmode="numeric" pattern="[0-9]{3}" maxlength="3" title="Three digits" .value=${value('status')} /></div>
        <div class="field"><label for="method">Method</label><input class="input" id="method" name="method" maxlength="32" spellcheck="false" .value=${value('method')} /></div>
      </div>
    </form>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const given = (name: string) => String(data.get(name) ?? '').trim() || undefined;
    const who = given('who');
    const address = who !== undefined && isAddress(who);
    const changes: Record<string, string | undefined> = { user: address ? undefined : who, clientIp: address ? who : undefined, website: given('website') };
    const status = given('transactionStatus');
    changes.transactionStatus = status === 'all' ? undefined : status;
    for (const name of advancedFilters) changes[name] = given(name);
    if (!changes.url) changes.urlMatch = undefined;
    this.goWith(changes, true);
  }

  private goWith(changes: Record<string, string | undefined>, again = false): void {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries({ ...changes, row: undefined })) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    if (again && searchKey(query) === this.searched) void this.search();
    else go('/tracking/web', query);
  }

  private clear(): void {
    this.renderRoot.querySelector<HTMLFormElement>('#search')?.reset();
    this.goWith(Object.fromEntries(filters.map((name) => [name, undefined])));
  }

  private step(to: number): void {
    const row = this.rows[to];
    if (row) amend({ row: row.id });
  }

  private close(): void {
    amend({ row: undefined });
    void this.updateComplete.then(() => this.renderRoot.querySelector<ArgiopeTable>('argiope-table')?.focusRows());
  }

  private closeKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.query.get('row')) {
      event.preventDefault();
      this.close();
    }
  }
}
