import { LitElement, css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import '@argiope/components/chip/chip.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { keyOf, typeName, visible, worstFirst, type Disposition, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import '@argiope/components/pill/pill.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import { clockTime, count, plural, shortTime } from '@argiope/components/time/time.ts';
import '@argiope/components/time/time.ts';
import { PlaceController, amend, decodedTwice, go } from '@argiope/components/url/url.ts';
import '@argiope/components/verdict/verdict.ts';
import { cases } from '@argiope/widgets/cases/cases.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { Investigation, MOST } from './investigation.ts';
import { observableOf, type Hit, type Indicator, type Relation, type Sighting } from './findings.ts';
import './panel.ts';

type Tab = 'observables' | 'sightings' | 'related' | 'indicators' | 'left-out';

/** Paste anything: what it holds, what every module says of it, and who of ours was hit.
 * @prop api - the platform */
@element('argiope-investigate')
export class ArgiopeInvestigate extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; min-width: 0; }
      .ask, .counts, .pills { flex: none; }
      .ask { display: grid; grid-template-columns: minmax(0, 1fr) 104px; gap: var(--argiope-space-3); padding: var(--argiope-space-3) var(--argiope-space-5) 0; }
      .ask .textarea { min-height: 48px; height: 48px; }
      .ask .buttons { display: grid; gap: var(--argiope-space-2); align-content: start; }
      .counts, .pills { display: flex; align-items: center; flex-wrap: wrap; gap: var(--argiope-space-2) var(--argiope-space-4); padding: var(--argiope-space-3) var(--argiope-space-5) 0; min-height: 28px; font-size: var(--argiope-type-2); }
      .pills { padding-bottom: var(--argiope-space-3); border-bottom: 1px solid var(--argiope-line); gap: var(--argiope-space-2) var(--argiope-space-3); }
      .work { display: flex; flex: 1 1 auto; min-height: 0; }
      .results { flex: 1 1 auto; min-width: 0; overflow: auto; padding: var(--argiope-space-4) var(--argiope-space-5) 72px; display: grid; grid-auto-rows: max-content; gap: var(--argiope-space-4); align-content: start; scrollbar-width: thin; }
      .start { max-width: 640px; padding: var(--argiope-space-7) 0; display: grid; gap: var(--argiope-space-3); color: var(--argiope-ink-2); }
      .start h1 { font-size: var(--argiope-type-5); line-height: 28px; color: var(--argiope-ink); }
      .hit { overflow: auto; }
      .hit table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: var(--argiope-type-2); }
      .hit th { padding: var(--argiope-space-2) var(--argiope-space-3); background: var(--argiope-surface-2); border-block: 1px solid var(--argiope-line); font-size: var(--argiope-type-1); font-weight: 500; color: var(--argiope-ink-2); text-align: start; vertical-align: bottom; white-space: nowrap; }
      .hit th.asked { text-align: end; }
      .hit th.asked argiope-verdict { display: flex; justify-content: flex-end; }
      .hit th.asked code { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--argiope-ink); overflow-wrap: normal; }
      .hit td { height: var(--argiope-size-row); padding: 0 var(--argiope-space-3); border-bottom: 1px solid var(--argiope-line); white-space: nowrap; }
      .hit :is(th, td):first-child { padding-inline-start: var(--argiope-space-4); }
      .hit :is(th, td):last-child { padding-inline-end: var(--argiope-space-4); }
      .hit tr:last-child td { border-bottom: 0; }
      .hit .number { text-align: end; }
      .hit button { padding: 0; border: 0; background: none; text-align: inherit; max-width: 100%; color: inherit; }
      .hit button:hover code { text-decoration: underline; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private words = '';
  @state() private chosen = '';
  @state() private tab: Tab = 'observables';
  @query('textarea') private readonly box!: HTMLTextAreaElement;
  private investigation?: Investigation;
  private asked = '';
  private readonly place = new PlaceController(this, () => this.moved());

  private readonly redraw = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    verdicts.addEventListener('change', this.redraw);
    this.investigation = new Investigation(this.api);
    this.investigation.addEventListener('change', this.redraw);
    this.moved();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    verdicts.removeEventListener('change', this.redraw);
    this.investigation?.removeEventListener('change', this.redraw);
    this.investigation?.cancel();
    this.asked = '';
  }

  /** The place says what is investigated: a text or a case. */
  private moved(): void {
    const { path, query: q } = this.place.place;
    if (path !== '/investigate') return;
    const casebook = q.get('casebook') ?? '';
    const words = decodedTwice(q.get('q') ?? '');
    const asked = casebook ? `casebook ${casebook}` : words ? `text ${words}` : '';
    this.chosen = q.get('on') ?? '';
    if (asked === this.asked || !this.investigation) return;
    this.asked = asked;
    this.words = casebook ? '' : words;
    if (casebook) void this.investigation.ofCase(casebook);
    else if (words) void this.investigation.ofText(words);
  }

  private ask(event?: Event): void {
    event?.preventDefault();
    const words = this.box.value.trim();
    if (!words) return;
    if (this.asked === `text ${words}`) this.asked = '';
    if (words.length > 4000) {
      // Too long for an address: it runs, and the place stays short.
      this.words = words;
      this.asked = '';
      go('/investigate');
      void this.investigation?.ofText(words);
      return;
    }
    if (this.asked === '' && decodedTwice(this.place.place.query.get('q') ?? '') === words) return this.moved();
    go('/investigate', { q: words.replaceAll('%', '%25') });
  }

  private clear(): void {
    this.investigation?.cancel();
    this.investigation?.removeEventListener('change', this.redraw);
    this.investigation = new Investigation(this.api);
    this.investigation.addEventListener('change', this.redraw);
    this.words = '';
    this.asked = '';
    this.box.value = '';
    go('/investigate');
    this.box.focus();
  }

  private addAll(): void {
    const run = this.investigation!;
    const fresh = cases.add(run.observables);
    toast(fresh ? `Added to ${cases.current?.title ?? 'the case'}.` : 'All of them are in the case already.');
  }

  override render() {
    const run = this.investigation!;
    const about = run.observables.length > 0;
    const on = run.observables.find((each) => keyOf(each) === this.chosen) ?? (about ? this.worst(run.observables) : undefined);
    return html`<form class="ask" @submit=${this.ask}>
        <label class="only-heard" for="words">Anything: text, log lines, a report</label>
        <textarea class="textarea mono" id="words" placeholder="Paste anything: text, log lines, a report …" spellcheck="false" .value=${this.words} @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && this.ask(event)}></textarea>
        <div class="buttons"><button class="button primary">Investigate</button>${about || this.words ? html`<button class="button" type="button" @click=${this.clear}>Clear</button>` : nothing}</div>
      </form>
      <div class="counts" role="status">${about ? this.counts(run) : nothing}</div>
      <div class="pills">${this.pills(run)}</div>
      <div class="work">
        <div class="results" tabindex="-1">
          ${run.trouble ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${run.trouble}</span></div>` : nothing}
          ${about ? html`${this.whoWasHit(run)} ${this.relations(run)} ${this.tabs(run)}` : run.running ? nothing : this.welcome()}
        </div>
        ${on ? html`<argiope-observable-panel .api=${this.api} .observable=${on} .investigation=${run} .version=${run.opinions.length + run.sightings.length}></argiope-observable-panel>` : nothing}
      </div>`;
  }

  private welcome() {
    return html`<div class="start"><h1>Investigate</h1><p>Paste a mail, log lines or a report. Names, addresses, URLs and hashes are found in it, defanged ones too, and every module is asked about them at once.</p><p>Or investigate a case from its page, or from the casebook at the bottom right.</p></div>`;
  }

  private worst(observables: readonly Observable[]): Observable | undefined {
    return [...observables].sort((a, b) => worstFirst.indexOf(verdicts.get(a)?.disposition ?? 'unknown') - worstFirst.indexOf(verdicts.get(b)?.disposition ?? 'unknown'))[0];
  }

  private counts(run: Investigation) {
    const by = new Map<Disposition, number>();
    for (const each of run.observables) {
      const disposition = verdicts.get(each)?.disposition ?? 'unknown';
      by.set(disposition, (by.get(disposition) ?? 0) + 1);
    }
    return html`<span><b>${plural(run.observables.length, 'observable')}</b>${run.title ? html` of <b>${run.title}</b>` : nothing}</span>
      ${worstFirst.filter((each) => by.has(each)).map((each) => html`<argiope-verdict disposition=${each} count=${by.get(each)!}></argiope-verdict>`)}
      ${run.leftOut.length > 0 ? html`<span class="quiet">${count(run.leftOut.length)} left out: <button class="button link small" @click=${() => (this.tab = 'left-out')}>why</button></span>` : nothing}
      <span class="grow"></span>
      ${run.started ? html`<span class="quiet small">started ${clockTime(run.started)}</span>` : nothing}
      <button class="button small" ?disabled=${!this.api.mayWrite} @click=${this.addAll}><argiope-icon name="book-open"></argiope-icon>Add to case</button>`;
  }

  private pills(run: Investigation) {
    if (run.modules.length === 0) return html`<span class="quiet small">${run.running ? 'Looking for observables …' : ''}</span>`;
    const order = ['failed', 'late', 'warning', 'asking', 'ok'];
    const answered = run.modules.filter((each) => each.state !== 'asking').length;
    return html`<span class="quiet small">${answered} of ${run.modules.length} answered</span>
      ${[...run.modules].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).map((each) => html`<argiope-pill name=${each.module} state=${each.state} took=${each.tookMs ?? nothing} detail=${each.trouble} ?retry=${each.state === 'failed' || each.state === 'late'} @argiope-retry=${() => void run.retry(each.instance)}></argiope-pill>`)}`;
  }

  private whoWasHit(run: Investigation) {
    const times = run.hits.flatMap((hit) => [hit.first, hit.last]).filter((each): each is string => each !== undefined).sort();
    const seen = run.observables.filter((each) => run.hits.some((hit) => hit.counts.has(keyOf(each))));
    const sub = run.hits.length === 0 ? (run.running ? 'asking the appliances' : 'nobody, as far as the modules know') : `${plural(run.hits.length, 'target')}, ${clockTime(new Date(times[0]!))} – ${clockTime(new Date(times.at(-1)!))}; transactions by what was asked about`;
    return html`<section class="card" aria-labelledby="hit"><div class="card-head"><h2 id="hit">Who was hit</h2><span class="quiet small grow">${sub}</span></div>
      ${run.hits.length === 0
        ? nothing
        : html`<div class="hit" tabindex="0" role="region" aria-label="Who was hit, and how often by what"><table>
            <thead><tr><th>User</th><th>Client</th>${seen.map((each) => html`<th class="asked"><argiope-verdict disposition=${verdicts.get(each)?.disposition ?? 'unknown'}></argiope-verdict><button aria-label="Show ${typeName(each.type)} ${visible(each.value.slice(0, 100))}" @click=${() => this.choose(each)}><code>${short(each)}</code></button></th>`)}<th class="asked">First</th></tr></thead>
            <tbody>${run.hits.map((hit) => this.hit(hit, seen))}</tbody></table></div>`}</section>`;
  }

  private hit(hit: Hit, seen: readonly Observable[]) {
    return html`<tr><td class="strong">${hit.user || html`<span class="quiet">no user name</span>`}</td><td>${hit.address ? html`<argiope-chip type=${hit.address.type} .value=${hit.address.value} unmarked></argiope-chip>` : nothing}</td>
      ${seen.map((each) => html`<td class="number">${hit.counts.has(keyOf(each)) ? count(hit.counts.get(keyOf(each))!) : html`<span class="quiet">–</span>`}</td>`)}
      <td class="number" title=${hit.last ? `last ${shortTime(new Date(hit.last))}` : nothing}>${hit.first ? html`<argiope-time value=${hit.first} look="clock"></argiope-time>` : nothing}</td></tr>`;
  }

  private relations(run: Investigation) {
    const columns: Column<Relation>[] = [
      { id: 'source', title: 'What', value: (each) => each.source.value, show: (each) => chipOf(each.source, true) },
      { id: 'relation', title: 'Relation', width: '112px', value: (each) => each.relation, show: (each) => each.relation.replaceAll('_', ' ').toLowerCase() },
      { id: 'related', title: 'To what', value: (each) => each.related.value, show: (each) => chipOf(each.related, true) },
      { id: 'origin', title: 'Says', width: '88px', value: (each) => each.origins.join(', ') },
      { id: 'times', title: 'Times', width: '76px', number: true, value: (each) => each.times },
    ];
    return html`<argiope-table framed heading="Relations" sub=${plural(run.relations.length, 'relation')} url-key="r" sorted-by="-times" limit="20" .columns=${columns} .rows=${run.relations} .rowKey=${(each: Relation) => `${keyOf(each.source)} ${each.relation} ${keyOf(each.related)}`} ?loading=${run.running && run.relations.length === 0} .empty=${'No module tells of a relation.'}></argiope-table>`;
  }

  private tabs(run: Investigation) {
    const related = this.related(run);
    const tabs: [Tab, string, number][] = [['observables', 'Observables', run.observables.length], ['sightings', 'Sightings', run.sightings.length], ['related', 'Related', related.length], ['indicators', 'Indicators', run.indicators.length], ...(run.leftOut.length > 0 ? [['left-out', 'Left out', run.leftOut.length] as [Tab, string, number]] : [])];
    return html`<section class="card"><div class="tabs card-head" role="tablist" aria-label="What was found">
        ${tabs.map(([id, title, size]) => html`<button class="tab" role="tab" id="tab-${id}" aria-selected=${this.tab === id} aria-controls="tab-body" tabindex=${this.tab === id ? 0 : -1} @click=${() => (this.tab = id)} @keydown=${(event: KeyboardEvent) => this.steer(event, tabs.map(([each]) => each))}>${title}<span class="badge">${count(size)}</span></button>`)}
      </div><div id="tab-body" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.tabBody(run, related)}</div></section>`;
  }

  private steer(event: KeyboardEvent, ids: readonly Tab[]): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    this.tab = ids[(ids.indexOf(this.tab) + step + ids.length) % ids.length]!;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  }

  private tabBody(run: Investigation, related: readonly Observable[]) {
    const sightings: Column<Sighting>[] = [
      { id: 'last', title: 'Last seen', width: '150px', value: (each) => each.last, show: (each) => (each.last ? html`<argiope-time value=${each.last}></argiope-time>` : nothing) },
      { id: 'observable', title: 'What', value: (each) => each.observables[0]?.value, show: (each) => (each.observables[0] ? chipOf(each.observables[0]) : nothing) },
      { id: 'targets', title: 'Target', value: (each) => each.targets.map((target) => target.user || target.address?.value).join(', ') },
      { id: 'resolution', title: 'Decision', width: '100px', value: (each) => each.resolution },
      { id: 'module', title: 'Sensor', width: '130px', value: (each) => each.module },
      { id: 'count', title: 'Times', width: '72px', number: true, value: (each) => each.count },
    ];
    const indicators: Column<Indicator>[] = [
      { id: 'title', title: 'Indicator', value: (each) => each.title, show: (each) => html`<span class="strong">${each.title}</span>` },
      { id: 'description', title: 'Tells of', value: (each) => each.description },
      { id: 'producer', title: 'Producer', width: '140px', value: (each) => each.producer },
      { id: 'module', title: 'Module', width: '150px', value: (each) => each.module },
    ];
    switch (this.tab) {
      case 'sightings':
        return html`<argiope-table plain url-key="s" sorted-by="-last" .columns=${sightings} .rows=${run.sightings} .rowKey=${(each: Sighting) => `${each.module} ${run.sightings.indexOf(each)}`} .empty=${'Nobody has seen any of it.'}></argiope-table>`;
      case 'indicators':
        return html`<argiope-table plain url-key="i" .columns=${indicators} .rows=${run.indicators} .rowKey=${(each: Indicator) => `${each.module} ${each.id}`} .empty=${'No indicator tells of any of it.'}></argiope-table>`;
      case 'related':
        return this.observableTable(run, related, 'Nothing else stands in relation to it.');
      case 'left-out':
        return this.observableTable(run, run.leftOut.map((each) => each.observable), '', `Only the first ${MOST} are asked about at once. Investigate the rest on its own.`);
      default:
        return this.observableTable(run, run.observables, '');
    }
  }

  private observableTable(run: Investigation, rows: readonly Observable[], empty: string, partial = '') {
    const seen = (each: Observable) => run.sightings.filter((sighting) => sighting.observables.some((one) => keyOf(one) === keyOf(each)));
    const columns: Column<Observable>[] = [
      { id: 'value', title: 'Observable', value: (each) => each.value, show: (each) => chipOf(each) },
      { id: 'type', title: 'Type', width: '100px', value: (each) => typeName(each.type) },
      { id: 'by', title: 'Verdict by', width: '170px', value: (each) => verdicts.get(each)?.by },
      { id: 'times', title: 'Times', width: '72px', number: true, value: (each) => seen(each).reduce((sum, sighting) => sum + sighting.count, 0) },
    ];
    return html`<argiope-table plain opens url-key="o" .columns=${columns} .rows=${rows} .rowKey=${keyOf} current=${this.chosen} .empty=${empty} partial=${partial} @argiope-open=${(event: CustomEvent<Observable>) => this.choose(event.detail)}></argiope-table>`;
  }

  /** What relations name and nobody asked about. */
  private related(run: Investigation): Observable[] {
    const asked = new Set(run.observables.map(keyOf));
    const found = new Map<string, Observable>();
    for (const relation of run.relations) for (const each of [relation.source, relation.related]) if (!asked.has(keyOf(each))) found.set(keyOf(each), each);
    return [...found.values()];
  }

  private choose(each: Observable): void {
    const one = observableOf(each);
    if (!one || !this.investigation?.observables.some((asked) => keyOf(asked) === keyOf(one))) return;
    this.chosen = keyOf(one);
    amend({ on: this.chosen });
  }
}

const chipOf = (each: Observable, unmarked = false) => html`<argiope-chip type=${each.type} .value=${each.value} ?unmarked=${unmarked}></argiope-chip>`;
const short = ({ type, value }: Observable): string => (type === 'sha256' || type === 'sha1' || type === 'md5' ? `${value.slice(0, 6)}…${value.slice(-6)}` : visible(brief(value.replace(/^https?:\/\//, ''))));
const brief = (value: string): string => (value.length > 26 ? `${value.slice(0, 10)}…${value.slice(-6)}` : value);
