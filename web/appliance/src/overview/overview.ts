import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { query, type Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/chart/chart.ts';
import type { Bucket, Series } from '@argiope/components/chart/chart.ts';
import { chip } from '@argiope/components/chip/chip.ts';
import { decisions, decisionWord } from '@argiope/components/decision/decision.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { addressType, hostType } from '@argiope/components/observable/observable.ts';
import '@argiope/components/range/range.ts';
import { rangeFrom, rangeQuery, type Range } from '@argiope/components/range/range-of.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import '@argiope/components/tile/tile.ts';
import { bytes, count, shortTime } from '@argiope/components/time/time.ts';
import { PlaceController, amend, hashOf } from '@argiope/components/url/url.ts';
import type { Overview } from '../data/types.ts';
import { gapReason, page } from '../page/page.ts';

type Domain = Overview['topDomains'][number];
type User = Overview['topUsers'][number];
type Client = Overview['topClients'][number];
type Blocked = Overview['blockedDomains'][number];

/** Web reporting, overview: how much, how much of it blocked, and by whom.
 * @prop api */
@element('argiope-overview')
export class ArgiopeOverview extends LitElement {
  static override styles = [
    ...page,
    css`
      .tiles { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); }
      .tiles > * + * { border-inline-start: 1px solid var(--argiope-line); }
      .two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--argiope-space-4); }
      @media (max-width: 1000px) { .two { grid-template-columns: minmax(0, 1fr); } .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
      @media (min-height: 1000px) { argiope-chart { --argiope-chart-height: 140px; } }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private report?: Overview;
  @state() private error = '';
  @state() private loading = false;
  @state() private range!: Range;
  private wanted = 0;
  private shownFor = '';
  private readonly place = new PlaceController(this, () => this.follow());

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow();
  }

  /** Loads again when the range in the place is another one. */
  private follow(): void {
    if (!this.place.place.path.startsWith('/reporting') && this.place.place.path !== '/') return;
    const { query } = this.place.place;
    const asked = ['range', 'from', 'to'].map((name) => query.get(name)).join();
    if (this.report && asked === this.shownFor) return;
    this.shownFor = asked;
    this.range = rangeFrom(query, 'day');
    void this.load();
  }

  private async load(): Promise<void> {
    const turn = ++this.wanted;
    this.loading = true;
    try {
      const report = await this.api.get<Overview>(`/reports/v1/overview${query({ from: this.range.from.toISOString(), to: this.range.to.toISOString(), top: 100 })}`);
      if (turn !== this.wanted) return;
      this.report = report;
      this.error = '';
    } catch (error) {
      if (turn === this.wanted) this.error = messageOf(error);
    } finally {
      if (turn === this.wanted) this.loading = false;
    }
  }

  private rows(more: Record<string, string | undefined>): string {
    return hashOf('/tracking/web', { ...rangeQuery(this.range), ...more });
  }

  private link(href: string, value: number, name: string) {
    return value === 0 ? html`<span class="quiet">0</span>` : html`<a href=${href} aria-label=${name}>${count(value)}</a>`;
  }

  private readonly domainColumns: Column<Domain>[] = [
    { id: 'domain', title: 'Domain', value: (row) => row.domain, show: (row) => chip(hostType(row.domain), row.domain) },
    { id: 'blocked', title: 'Blocked', number: true, width: '76px', value: (row) => row.blocked, show: (row) => this.link(this.rows({ domain: row.domain, transactionStatus: 'blocked' }), row.blocked, `${row.blocked} blocked of ${row.domain}`) },
    { id: 'bytes', title: 'Bytes', number: true, width: '84px', value: (row) => row.bytes, show: (row) => bytes(row.bytes) },
    { id: 'transactions', title: 'Total', number: true, width: '84px', value: (row) => row.transactions, show: (row) => this.link(this.rows({ domain: row.domain }), row.transactions, `${row.transactions} transactions of ${row.domain}`) },
  ];
  private readonly userColumns: Column<User>[] = [
    { id: 'user', title: 'User', value: (row) => row.user },
    { id: 'blocked', title: 'Blocked', number: true, width: '76px', value: (row) => row.blocked, show: (row) => this.link(this.rows({ user: row.user, transactionStatus: 'blocked' }), row.blocked, `${row.blocked} blocked of ${row.user}`) },
    { id: 'bytes', title: 'Bytes', number: true, width: '84px', value: (row) => row.bytes, show: (row) => bytes(row.bytes) },
    { id: 'transactions', title: 'Total', number: true, width: '84px', value: (row) => row.transactions, show: (row) => this.link(this.rows({ user: row.user }), row.transactions, `${row.transactions} transactions of ${row.user}`) },
  ];
  private readonly clientColumns: Column<Client>[] = [
    { id: 'client', title: 'Client', value: (row) => row.client, show: (row) => chip(addressType(row.client), row.client) },
    { id: 'blocked', title: 'Blocked', number: true, width: '76px', value: (row) => row.blocked, show: (row) => this.link(this.rows({ clientIp: row.client, transactionStatus: 'blocked' }), row.blocked, `${row.blocked} blocked of ${row.client}`) },
    { id: 'bytes', title: 'Bytes', number: true, width: '84px', value: (row) => row.bytes, show: (row) => bytes(row.bytes) },
    { id: 'transactions', title: 'Total', number: true, width: '84px', value: (row) => row.transactions, show: (row) => this.link(this.rows({ clientIp: row.client }), row.transactions, `${row.transactions} transactions of ${row.client}`) },
  ];
  private readonly blockedColumns: Column<Blocked>[] = [
    { id: 'domain', title: 'Domain', value: (row) => row.domain, show: (row) => chip(hostType(row.domain), row.domain) },
    { id: 'users', title: 'Users', number: true, width: '84px', value: (row) => row.users },
    { id: 'transactions', title: 'Times', number: true, width: '84px', value: (row) => row.transactions, show: (row) => this.link(this.rows({ domain: row.domain, transactionStatus: 'blocked' }), row.transactions, `${row.transactions} blocked of ${row.domain}`) },
  ];

  override render() {
    const report = this.report;
    const gaps = report?.availability && !report.availability.complete ? report.availability.gaps : [];
    return html`<div class="page-head"><h1>Overview</h1><span class="quiet small grow">${report?.availability ? (report.availability.complete ? 'complete, no gaps in this range' : 'with gaps, see below') : ''}</span>
        <argiope-range .value=${this.range} @argiope-range=${(event: CustomEvent<Range>) => amend(rangeQuery(event.detail))}></argiope-range></div>
      ${gaps.map((gap) => html`<div class="notice warning" role="status"><argiope-icon name="triangle-alert"></argiope-icon><span>Part of this range is missing, ${shortTime(new Date(gap.from))} – ${shortTime(new Date(gap.to))}: ${gapReason(gap.reason)}.</span></div>`)}
      ${this.error ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span class="grow">${this.error}</span><button class="button small" @click=${this.load}>Try again</button></div>` : nothing}
      ${this.tiles()} ${this.charts()}
      <div class="two">
        <argiope-table framed heading="Top domains" url-key="domains" sorted-by="-transactions" limit="10" sub=${this.topOf(report?.topDomains.length, report?.totals.domains)} .empty=${'No domain in this range. Choose a longer one, or look at Network, Sources.'} .columns=${this.domainColumns} .rows=${report?.topDomains ?? []} .rowKey=${(row: Domain) => row.domain} ?loading=${this.loading}></argiope-table>
        <argiope-table framed heading="Blocked domains" url-key="blocked" sorted-by="-transactions" limit="10" .empty=${'Nothing was blocked in this range.'} .columns=${this.blockedColumns} .rows=${report?.blockedDomains ?? []} .rowKey=${(row: Blocked) => row.domain} ?loading=${this.loading}></argiope-table>
        <argiope-table framed heading="Top users" url-key="users" sorted-by="-transactions" limit="10" sub=${this.topOf(report?.topUsers.length, report?.totals.users)} .empty=${'No user name in this range: the gateway may not ask for one.'} .columns=${this.userColumns} .rows=${report?.topUsers ?? []} .rowKey=${(row: User) => row.user} ?loading=${this.loading}></argiope-table>
        <argiope-table framed heading="Top clients" url-key="clients" sorted-by="-transactions" limit="10" .empty=${'No client in this range.'} .columns=${this.clientColumns} .rows=${report?.topClients ?? []} .rowKey=${(row: Client) => row.client} ?loading=${this.loading}></argiope-table>
      </div>`;
  }

  private topOf(shown = 0, all = 0): string {
    return shown > 0 && all > shown ? `${shown} of ${count(all)}` : '';
  }

  private tiles() {
    const report = this.report;
    if (!report) return html`<div class="card tiles">${['Transactions', 'Blocked', 'Bandwidth', 'Users', 'Domains'].map((label) => html`<argiope-tile label=${label} figure="–" sub=${this.loading ? 'looking' : ''}></argiope-tile>`)}</div>`;
    const { totals, series } = report;
    const exact = report.exact ? 'exact' : 'at least';
    const [size, unit] = bytes(totals.bytes).split(' ');
    const share = totals.transactions === 0 ? '' : ` · ${((100 * totals.block) / totals.transactions).toFixed(1)} % of all`;
    return html`<div class="card tiles">
      <argiope-tile label="Transactions" figure=${count(totals.transactions)} sub=${exact} .spark=${series.buckets.map((bucket) => decisions.reduce((sum, each) => sum + (bucket[each] ?? 0), 0))} href=${this.rows({})}></argiope-tile>
      <argiope-tile label="Blocked" figure=${count(totals.block)} sub="${exact}${share}" .spark=${series.buckets.map((bucket) => bucket.block ?? 0)} href=${this.rows({ transactionStatus: 'blocked' })}></argiope-tile>
      <argiope-tile label="Bandwidth" figure=${size!} unit=${unit!} sub="${exact}, to clients"></argiope-tile>
      <argiope-tile label="Users" figure=${count(totals.users)} sub=${exact}></argiope-tile>
      <argiope-tile label="Domains" figure=${count(totals.domains)} sub=${exact}></argiope-tile>
    </div>`;
  }

  private charts() {
    const buckets = this.report?.series.buckets ?? [];
    const step = (this.report?.series.bucketSeconds ?? 3600) * 1000;
    const bars: Bucket[] = buckets.map((bucket) => ({ from: bucket.from, to: new Date(new Date(bucket.from).getTime() + step).toISOString(), values: Object.fromEntries(decisions.map((each) => [each, bucket[each] ?? 0])) }));
    const series = (names: readonly (typeof decisions)[number][]): Series[] => names.map((name) => ({ key: name, label: decisionWord[name], ink: `var(--argiope-decision-${name})` }));
    const stacked = (['allow', 'error', 'redirect', 'monitor', 'warn', 'block'] as const).filter((name) => name === 'allow' || name === 'block' || buckets.some((bucket) => bucket[name] > 0));
    const drill = (more: Record<string, string>) => (event: CustomEvent<{ from: string; to: string }>) => (location.hash = hashOf('/tracking/web', { range: 'custom', from: event.detail.from, to: event.detail.to, ...more }));
    return html`<div class="two">
      <argiope-chart heading="Transactions" .series=${series(stacked)} .buckets=${bars} @argiope-drill=${drill({})}></argiope-chart>
      <argiope-chart heading="Blocked" .series=${series(['block'])} .buckets=${bars} @argiope-drill=${drill({ transactionStatus: 'blocked' })}></argiope-chart>
    </div>`;
  }
}
