import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { query, type Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import '@argiope/components/time/time.ts';
import { count, plural } from '@argiope/components/time/time.ts';
import { PlaceController, amend, go } from '@argiope/components/url/url.ts';
import { cases } from '@argiope/widgets/cases/cases.ts';
import { shortId } from '@argiope/widgets/platform/platform.ts';
import { list, record, text } from '../investigate/findings.ts';
import { page } from '../page/page.ts';
import './case.ts';

interface Head {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly owner: string;
  readonly changed: string;
  readonly opened: string;
  readonly observables: number;
  readonly notes: number;
  readonly tlp: string;
}

const PAGE = 100;

/** All cases that may be read, newest first; a case's own page under `/casebooks/ID`.
 * @prop api - the platform */
@element('argiope-casebooks')
export class ArgiopeCasebooks extends LitElement {
  static override styles = [page, css`
    .find { max-width: 280px; }
    argiope-case { margin: 0 calc(-1 * var(--argiope-space-5)) -72px; }
  `];
  @property({ attribute: false }) api!: Api;
  @state() private heads: readonly Head[] = [];
  @state() private total = 0;
  @state() private loading = true;
  @state() private error = '';
  private words = '';
  private asking = 0;
  private readonly place = new PlaceController(this, () => void this.look());

  override connectedCallback(): void {
    super.connectedCallback();
    cases.addEventListener('case-changed', this.again);
    this.words = this.place.place.query.get('find') ?? '';
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cases.removeEventListener('case-changed', this.again);
  }

  private readonly again = () => void this.load();

  private look(): void {
    const words = this.place.place.query.get('find') ?? '';
    if (words === this.words || this.caseId) return;
    this.words = words;
    void this.load();
  }

  private get caseId(): string {
    return decodeURIComponent(this.place.place.path.slice('/casebooks/'.length));
  }

  private async load(more = false): Promise<void> {
    const turn = ++this.asking;
    this.loading = !more && this.heads.length === 0;
    this.error = '';
    const safe = this.words.replace(/[+\-|"*()~\\]/g, ' ').trim();
    try {
      const { body, headers } = await this.api.request<unknown>('GET', `/ctia/casebook/search${query({ simple_query: safe ? safe.split(/\s+/).map((word) => `${word}*`).join(' ') : undefined, sort_by: 'timestamp', sort_order: 'desc', limit: PAGE, offset: more ? this.heads.length : undefined })}`);
      if (turn !== this.asking) return;
      const heads = list(body).map(record).map((each): Head => ({ id: shortId(text(each.id)), title: text(each.title) || 'Untitled case', about: text(each.short_description), owner: text(each.owner), changed: text(each.modified) || text(each.timestamp), opened: text(each.created), observables: list(each.observables).length, notes: list(each.texts).length, tlp: text(each.tlp) }));
      this.heads = more ? [...this.heads, ...heads] : heads;
      this.total = Number(headers.get('x-total-hits') ?? this.heads.length);
    } catch (error) {
      if (turn === this.asking) this.error = messageOf(error);
    } finally {
      if (turn === this.asking) this.loading = false;
    }
  }

  private readonly columns: Column<Head>[] = [
    { id: 'title', title: 'Case', value: (each) => each.title, show: (each) => html`<a class="strong" href="#/casebooks/${encodeURIComponent(each.id)}">${each.title}</a>` },
    { id: 'about', title: 'In short', value: (each) => each.about },
    { id: 'observables', title: 'Observables', width: '100px', number: true, value: (each) => each.observables },
    { id: 'notes', title: 'Notes', width: '72px', number: true, value: (each) => each.notes },
    { id: 'tlp', title: 'TLP', width: '72px', value: (each) => each.tlp },
    { id: 'owner', title: 'Opened by', width: '130px', value: (each) => each.owner, hidden: true },
    { id: 'changed', title: 'Last change', width: '170px', value: (each) => each.changed, show: (each) => (each.changed ? html`<argiope-time value=${each.changed} relative></argiope-time>` : nothing) },
  ];

  override render() {
    if (this.caseId) return html`<argiope-case .api=${this.api} case-id=${this.caseId}></argiope-case>`;
    return html`<div class="page-head"><h1>Casebooks</h1><span class="quiet small grow">${this.loading ? '' : plural(this.total, 'case')}</span>
        <label class="inline find"><argiope-icon name="search"></argiope-icon><span class="only-heard">Find a case by its words</span><input type="search" placeholder="Find a case" .value=${this.words} @change=${(event: Event) => amend({ find: (event.target as HTMLInputElement).value.trim() || undefined })} /></label>
        <button class="button" ?disabled=${!this.api.mayWrite} @click=${this.create}><argiope-icon name="plus"></argiope-icon>New case</button></div>
      <argiope-table framed heading="Cases" sub="of your organisation" opens url-key="c" sorted-by="-changed" .columns=${this.columns} .rows=${this.heads} .rowKey=${(each: Head) => each.id} ?loading=${this.loading} error=${this.error} ?more=${this.heads.length < this.total} .empty=${this.words ? 'No case has these words.' : 'No case yet. Add an observable to a new case from any pivot menu, or make an empty one.'} @argiope-again=${() => void this.load()} @argiope-more=${() => void this.load(true)} @argiope-open=${(event: CustomEvent<Head>) => go(`/casebooks/${encodeURIComponent(event.detail.id)}`)}></argiope-table>
      ${this.heads.length > 0 && this.heads.length < this.total ? html`<p class="quiet small">The newest ${count(this.heads.length)} of ${count(this.total)}.</p>` : nothing}`;
  }

  private async create(): Promise<void> {
    cases.create();
    await cases.flush();
    if (cases.currentId.startsWith('casebook-')) go(`/casebooks/${encodeURIComponent(cases.currentId)}`);
  }
}
