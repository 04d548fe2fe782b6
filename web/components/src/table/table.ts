import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import { base, controls } from '../styles/styles.ts';
import { toggle } from '../overlay/overlay.ts';
import { count, plural } from '../time/time.ts';
import { PlaceController, amend } from '../url/url.ts';
import { arrange, csv, ndjson, parseSort, type Column } from './rows.ts';

/** The one table of all pages. Sorts, finds, chooses columns, limits rows, exports; `j` `k` or the arrows walk
 * the rows, Enter opens one, `x` selects it, `.` opens its first chip's menu. What makes its view stands in the
 * place's query under `urlKey`.
 * @prop columns, rows - what it shows
 * @prop rowKey - what makes a row the same row
 * @attr heading, sub - the toolbar's first words: what this is, how many
 * @attr loading, error, partial, empty - its other states; each says what to do next
 * @attr current - the key of the row that is open
 * @attr more - further rows can be had: `argiope-more` asks for them
 * @attr selectable - rows can be selected for what slot `bulk` holds
 * @prop groupOf - a heading for rows that stand together
 * @prop exportAll - address of the whole answer in `csv` or `ndjson`; without it the rows here are exported
 * @fires argiope-open - the row
 * @fires argiope-select - the selected rows
 * @fires argiope-more, argiope-again
 * @slot tools - more in the toolbar
 * @slot bulk - buttons for the selected rows */
@element('argiope-table')
export class ArgiopeTable<Row = unknown> extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; min-width: 0; min-height: 0; background: var(--argiope-surface); }
      :host([framed]) { border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); }
      .toolbar { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-toolbar); padding: 0 var(--argiope-space-3) 0 var(--argiope-table-edge, var(--argiope-space-4)); font-size: var(--argiope-type-2); flex: none; }
      .toolbar h2, .toolbar .sub { white-space: nowrap; }
      .toolbar .sub { color: var(--argiope-ink-2); font-size: var(--argiope-type-1); overflow: hidden; text-overflow: ellipsis; }
      .toolbar .tools { margin-inline-start: auto; display: flex; align-items: center; gap: var(--argiope-space-2); flex: none; }
      .toolbar .input { width: 168px; height: 24px; font-size: var(--argiope-type-1); }
      .bulk { background: var(--argiope-accent-wash); }
      .scroll { overflow: auto; min-height: 0; scrollbar-width: thin; }
      table { width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed; font-size: var(--argiope-type-2); line-height: 20px; }
      th { position: sticky; top: 0; z-index: 1; height: var(--argiope-size-row-head); padding: 0 var(--argiope-space-3); border-block: 1px solid var(--argiope-line); background: var(--argiope-surface-2); color: var(--argiope-ink-2); font-size: var(--argiope-type-1); font-weight: 500; text-align: start; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      th button { vertical-align: middle; display: inline-flex; align-items: center; gap: 2px; padding: 0; border: 0; background: none; font-weight: inherit; }
      th button:hover, th[aria-sort] { color: var(--argiope-ink); }
      td { height: var(--argiope-size-row); padding: 0 var(--argiope-space-3); border-bottom: 1px solid var(--argiope-line); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      td:has(argiope-chip) { overflow: visible; padding-inline-start: 10px; }
      th:first-child, td:first-child { padding-inline-start: var(--argiope-table-edge, var(--argiope-space-4)); }
      th:last-child, td:last-child { padding-inline-end: var(--argiope-table-edge, var(--argiope-space-4)); }
      .number { text-align: end; }
      th.number button { flex-direction: row-reverse; }
      td.tick, th.tick { width: 36px; }
      td.tick input, th.tick input { margin: 0; vertical-align: -2px; accent-color: var(--argiope-accent); }
      tbody tr:hover td { background: var(--argiope-surface-2); }
      tbody tr.opens { cursor: default; }
      tbody tr[aria-current] td { background: var(--argiope-accent-wash); }
      tbody tr[aria-current] td:first-child { box-shadow: inset 2px 0 var(--argiope-accent); }
      tbody tr:focus-visible { outline-offset: -2px; }
      :host([framed]) tbody tr:last-child td { border-bottom: 0; }
      :host([plain]) th { border-top: 0; }
      tr.group td { height: var(--argiope-size-row-head); background: var(--argiope-surface-2); font-size: var(--argiope-type-1); color: var(--argiope-ink-2); }
      tr.group b { color: var(--argiope-ink); font-weight: 600; }
      .zero { color: var(--argiope-ink-2); }
      .notice { margin: var(--argiope-space-3) var(--argiope-table-edge, var(--argiope-space-4)); }
      .empty { padding: var(--argiope-space-6) var(--argiope-space-5); text-align: center; color: var(--argiope-ink-2); font-size: var(--argiope-type-2); display: grid; gap: var(--argiope-space-3); justify-items: center; }
      .foot { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-toolbar); padding: 0 var(--argiope-space-3) 0 var(--argiope-table-edge, var(--argiope-space-4)); font-size: var(--argiope-type-1); color: var(--argiope-ink-2); flex: none; }
      .skeleton td span { display: inline-block; height: 10px; width: 60%; border-radius: 3px; background: var(--argiope-surface-3); }
      @keyframes arrive { from { opacity: 0; } to { opacity: 1; } }
      .skeleton { animation: arrive 1ms 200ms both; }
      .columns { padding: var(--argiope-space-3); display: grid; gap: var(--argiope-space-2); min-width: 160px; }
      .columns:not(:popover-open), .exports:not(:popover-open) { display: none; }
      .cell { display: flex; align-items: center; gap: var(--argiope-space-3); min-width: 0; }
      .cell argiope-chip { flex: 0 0 auto; }
      .path { flex: 1 1 0; font-family: var(--argiope-font-mono); font-size: var(--argiope-type-1); color: var(--argiope-ink-2); overflow: hidden; text-overflow: ellipsis; min-width: 0; }
    `,
  ];
  @property({ attribute: false }) columns: readonly Column<Row>[] = [];
  @property({ attribute: false }) rows: readonly Row[] = [];
  @property({ attribute: false }) rowKey: (row: Row) => string = (row) => String(this.rows.indexOf(row));
  @property({ attribute: false }) groupOf?: (row: Row) => { key: string; title: string };
  @property({ attribute: false }) exportAll?: (format: 'csv' | 'ndjson') => string;
  @property({ attribute: false }) empty: string | TemplateResult = 'Nothing here yet.';
  @property() heading = '';
  @property() sub = '';
  @property() name = 'rows';
  @property() partial = '';
  @property() error = '';
  @property() current = '';
  @property({ attribute: 'url-key' }) urlKey = '';
  @property({ attribute: 'sorted-by' }) sortedBy = '';
  @property({ type: Number }) limit = 50;
  @property({ type: Boolean }) loading = false;
  @property({ type: Boolean }) more = false;
  @property({ type: Boolean }) selectable = false;
  @property({ type: Boolean }) opens = false;
  @property({ type: Boolean, attribute: 'in-order' }) inOrder = false;
  @property({ type: Boolean, reflect: true }) framed = false;
  @property({ type: Boolean, reflect: true }) plain = false;
  @state() private find = '';
  @state() private finding = false;
  @state() private chosen?: string[];
  @state() private ordered?: string;
  @state() private shown = 0;
  @state() private selected = new Set<string>();
  @state() private atKey = '';
  @query('.columns') private readonly columnsPopup!: HTMLElement;
  @query('.exports') private readonly exportsPopup!: HTMLElement;
  private readonly place = new PlaceController(this, () => this.readPlace());

  override connectedCallback(): void {
    super.connectedCallback();
    this.readPlace();
  }

  private readPlace(): void {
    if (!this.urlKey) return;
    const { query } = this.place.place;
    this.find = query.get(`${this.urlKey}.find`) ?? '';
    if (this.find) this.finding = true;
    this.ordered = query.get(`${this.urlKey}.sort`) ?? undefined;
    this.chosen = query.get(`${this.urlKey}.columns`)?.split(',');
    this.shown = Math.min(10_000, Number(query.get(`${this.urlKey}.rows`)) || 0);
  }

  private remember(changes: Record<string, string | undefined>): void {
    if (this.urlKey) amend(Object.fromEntries(Object.entries(changes).map(([name, value]) => [`${this.urlKey}.${name}`, value])));
  }

  private get visibleColumns(): readonly Column<Row>[] {
    const chosen = this.chosen;
    const some = chosen ? this.columns.filter((column) => chosen.includes(column.id)) : this.columns.filter((column) => !column.hidden);
    return some.length > 0 ? some : this.columns;
  }

  private get arranged(): Row[] {
    const rows = arrange(this.rows, this.columns, this.find, this.inOrder ? undefined : parseSort(this.ordered ?? this.sortedBy));
    const groupOf = this.groupOf;
    if (!groupOf) return rows;
    const groups = new Map<string, Row[]>();
    for (const row of rows) groups.set(groupOf(row).key, [...(groups.get(groupOf(row).key) ?? []), row]);
    return [...groups.values()].flat();
  }

  /** Widths by script: a `style` in a template is an inline style, which the pages' policy refuses. */
  override updated(): void {
    for (const th of this.renderRoot.querySelectorAll<HTMLElement>('th[data-width]')) th.style.width = th.dataset.width!;
  }

  override render() {
    const rows = this.arranged;
    const limit = this.shown || this.limit;
    const page = rows.slice(0, limit);
    const columns = this.visibleColumns;
    const waiting = this.loading && this.rows.length === 0;
    return html`${this.plain ? nothing : this.toolbar(rows.length)}
      ${this.selectable && this.selected.size > 0
        ? html`<div class="toolbar bulk"><span>${this.selected.size} selected</span><slot name="bulk"></slot><button class="button link small" @click=${() => this.select(new Set())}>Clear</button></div>`
        : nothing}
      ${this.partial ? html`<div class="notice warning" role="status"><argiope-icon name="triangle-alert"></argiope-icon><span>${this.partial}</span></div>` : nothing}
      ${this.error
        ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span class="grow">${this.error}</span><button class="button small" @click=${() => this.tell('argiope-again')}>Try again</button></div>`
        : nothing}
      <div class="scroll" @keydown=${this.moved}>
        <table aria-label=${this.heading || this.name} aria-busy=${this.loading ? 'true' : 'false'}>
          <thead>
            <tr>
              ${this.selectable ? html`<th class="tick"><input type="checkbox" aria-label="Select all rows" .checked=${page.length > 0 && page.every((row) => this.selected.has(this.rowKey(row)))} @change=${(event: Event) => this.select((event.target as HTMLInputElement).checked ? new Set(page.map((row) => this.rowKey(row))) : new Set())} /></th>` : nothing}
              ${columns.map((column) => this.head(column))}
            </tr>
          </thead>
          <tbody>
            ${waiting
              ? [1, 2, 3, 4].map(() => html`<tr class="skeleton">${columns.map(() => html`<td><span></span></td>`)}</tr>`)
              : repeat(page, (row) => this.rowKey(row), (row, at) => html`${this.groupHead(rows, page, at)}${this.row(row, at, columns)}`)}
          </tbody>
        </table>
        ${!waiting && page.length === 0 && !this.error
          ? html`<div class="empty" role="status">${this.loading ? html`<span>Looking…</span>` : this.find ? html`<span>No row holds “${this.find}”.</span><button class="button small" @click=${() => this.search('')}>Show all rows</button>` : html`<span>${this.empty}</span>`}</div>`
          : nothing}
      </div>
      ${rows.length > limit || this.more
        ? html`<div class="foot">
            <span class="grow">${rows.length > limit ? `${count(limit)} of ${count(rows.length)} ${this.name} shown` : ''}</span>
            ${rows.length > limit ? html`<button class="button small" @click=${() => this.showMore(limit)}>Show more</button>` : html`<button class="button small" ?disabled=${this.loading} @click=${() => this.tell('argiope-more')}>Older rows</button>`}
          </div>`
        : nothing}`;
  }

  private toolbar(found: number) {
    const narrowed = this.find && found !== this.rows.length ? ` · ${plural(found, 'row')} found` : '';
    return html`<div class="toolbar">
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}<span class="sub">${this.sub}${narrowed}</span><slot name="said"></slot>
      <div class="tools">
        <slot name="tools"></slot>
        ${this.finding ? html`<input class="input" type="search" aria-label="Find in ${this.heading || this.name}" placeholder="Find" .value=${this.find} @input=${(event: Event) => this.search((event.target as HTMLInputElement).value)} @keydown=${this.findKey} />` : nothing}
        <button class="button icon small" aria-label="Find in ${this.heading || this.name}" aria-expanded=${this.finding} @click=${this.openFind}><argiope-icon name="search"></argiope-icon></button>
        <button class="button icon small" aria-label="Columns of ${this.heading || this.name}" aria-haspopup="dialog" @click=${(event: Event) => this.openPopup(this.columnsPopup, event)}><argiope-icon name="columns-3"></argiope-icon></button>
        <button class="button icon small" aria-label="Export ${this.heading || this.name}" aria-haspopup="dialog" @click=${(event: Event) => this.openPopup(this.exportsPopup, event)}><argiope-icon name="download"></argiope-icon></button>
      </div>
      <div class="popover columns" popover role="dialog" aria-label="Columns and rows">
        ${this.columns.map((column) => html`<label class="check"><input type="checkbox" .checked=${this.visibleColumns.includes(column)} @change=${() => this.toggleColumn(column.id)} />${column.title}</label>`)}
        <label class="check">Rows <select class="select" @change=${(event: Event) => this.setRows(Number((event.target as HTMLSelectElement).value))}>${[10, 20, 50, 100, 250].map((size) => html`<option value=${size} ?selected=${size === (this.shown || this.limit)}>${size}</option>`)}</select></label>
      </div>
      <div class="popover exports menu" popover role="dialog" aria-label="Export">
        <button class="item" @click=${() => this.export('csv')}>CSV</button>
        <button class="item" @click=${() => this.export('ndjson')}>NDJSON</button>
      </div>
    </div>`;
  }

  private head(column: Column<Row>) {
    const sort = parseSort(this.ordered ?? this.sortedBy);
    const sorted = sort?.column === column.id;
    return html`<th scope="col" class=${column.number ? 'number' : ''} data-width=${column.width ?? ''} aria-sort=${sorted ? (sort.down ? 'descending' : 'ascending') : nothing}>
      ${column.unsortable || this.inOrder
        ? html`${column.title}${sorted ? html` <argiope-icon name=${sort.down ? 'arrow-down' : 'arrow-up'} size="11"></argiope-icon>` : nothing}`
        : html`<button @click=${() => this.sort(column)}>${column.title}${sorted ? html`<argiope-icon name=${sort.down ? 'arrow-down' : 'arrow-up'} size="11"></argiope-icon>` : nothing}</button>`}
    </th>`;
  }

  private groupHead(rows: Row[], page: Row[], at: number) {
    if (!this.groupOf) return nothing;
    const group = this.groupOf(page[at]!);
    if (at > 0 && this.groupOf(page[at - 1]!).key === group.key) return nothing;
    const size = rows.filter((row) => this.groupOf!(row).key === group.key).length;
    return html`<tr class="group"><td colspan=${this.visibleColumns.length + (this.selectable ? 1 : 0)}><b>${group.title}</b> ${size}</td></tr>`;
  }

  private row(row: Row, at: number, columns: readonly Column<Row>[]) {
    const key = this.rowKey(row);
    const stop = this.atKey ? this.atKey === key : at === 0;
    return html`<tr
      class=${this.opens ? 'opens line' : 'line'}
      data-key=${key}
      tabindex=${stop ? 0 : -1}
      aria-current=${this.current && this.current === key ? 'true' : nothing}
      @focus=${() => (this.atKey = key)}
      @click=${(event: Event) => this.clicked(event, row)}
    >
      ${this.selectable ? html`<td class="tick"><input type="checkbox" aria-label="Select row ${at + 1}" .checked=${this.selected.has(key)} @change=${() => this.tick(key)} /></td>` : nothing}
      ${columns.map((column) => {
        const value = column.value(row);
        return html`<td class="${column.number ? 'number' : ''} ${value === 0 ? 'zero' : ''}">${column.show ? column.show(row) : typeof value === 'number' ? count(value) : (value ?? html`<span class="quiet">–</span>`)}</td>`;
      })}
    </tr>`;
  }

  private clicked(event: Event, row: Row): void {
    if (!this.opens || getSelection()?.toString()) return;
    const inside = event.composedPath();
    for (const part of inside) {
      if (part === event.currentTarget) break;
      if (part instanceof Element && part.matches('button, a, input, [role=button], argiope-pivot, label')) return;
    }
    this.tell('argiope-open', row);
  }

  private moved(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey || target.matches('input:not([type=checkbox]), textarea, select')) return;
    const trs = [...this.renderRoot.querySelectorAll<HTMLElement>('tr.line')];
    const at = trs.findIndex((tr) => tr.contains(this.renderRoot instanceof ShadowRoot ? this.renderRoot.activeElement : null));
    if (at < 0) return;
    const onRow = target.matches('tr.line');
    const step = event.key === 'j' || (event.key === 'ArrowDown' && onRow) ? 1 : event.key === 'k' || (event.key === 'ArrowUp' && onRow) ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      trs[Math.max(0, Math.min(trs.length - 1, at + step))]!.focus();
    } else if (event.key === 'Enter' && onRow && this.opens) {
      event.preventDefault();
      const row = this.arranged.find((each) => this.rowKey(each) === trs[at]!.dataset.key);
      if (row !== undefined) this.tell('argiope-open', row);
    } else if (event.key === 'x' && this.selectable) {
      event.preventDefault();
      this.tick(trs[at]!.dataset.key!);
    } else if (event.key === '.') {
      const first = trs[at]!.querySelector('argiope-chip');
      if (first) {
        event.preventDefault();
        (first as HTMLElement & { openMenu?: () => void }).openMenu?.();
      }
    }
  }

  /** Puts the focus on the first row, or the one it was on. */
  focusRows(): void {
    this.renderRoot.querySelector<HTMLElement>('tr.line[tabindex="0"]')?.focus();
  }

  private tick(key: string): void {
    const next = new Set(this.selected);
    if (!next.delete(key)) next.add(key);
    this.select(next);
  }

  private select(keys: Set<string>): void {
    this.selected = keys;
    this.tell('argiope-select', this.rows.filter((row) => keys.has(this.rowKey(row))));
  }

  private sort(column: Column<Row>): void {
    const now = parseSort(this.ordered ?? this.sortedBy);
    const down = now?.column === column.id ? !now.down : (column.number ?? false);
    this.ordered = `${down ? '-' : ''}${column.id}`;
    this.remember({ sort: this.ordered });
  }

  private search(words: string): void {
    this.find = words;
    this.remember({ find: words });
  }

  private openFind(): void {
    this.finding = !this.finding;
    if (!this.finding) this.search('');
    else void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input[type=search]')?.focus());
  }

  private findKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.finding = false;
      this.search('');
    }
  }

  private toggleColumn(id: string): void {
    const now = this.visibleColumns.map((column) => column.id);
    const next = now.includes(id) ? now.filter((each) => each !== id) : [...now, id];
    this.chosen = next.length > 0 ? next : undefined;
    this.remember({ columns: this.chosen?.join(',') });
  }

  private setRows(size: number): void {
    this.shown = size;
    this.remember({ rows: String(size) });
  }

  private showMore(limit: number): void {
    this.shown = limit + Math.max(50, this.limit);
  }

  private openPopup(popup: HTMLElement, event: Event): void {
    if (toggle(popup, event.currentTarget as Element, 'end')) popup.querySelector<HTMLElement>('input, button')?.focus();
  }

  private export(format: 'csv' | 'ndjson'): void {
    this.exportsPopup.hidePopover();
    const link = document.createElement('a');
    const name = (this.heading || this.name).toLowerCase().replace(/[^a-z0-9]+/g, '-');
    let made = '';
    if (this.exportAll) link.href = this.exportAll(format);
    else {
      const text = format === 'csv' ? csv(this.arranged, this.visibleColumns) : ndjson(this.arranged, this.visibleColumns);
      link.href = made = URL.createObjectURL(new Blob([text], { type: format === 'csv' ? 'text/csv' : 'application/x-ndjson' }));
    }
    link.download = `${name}.${format}`;
    link.click();
    if (made) URL.revokeObjectURL(made);
  }

  private tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
