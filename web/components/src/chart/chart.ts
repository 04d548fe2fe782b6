import { LitElement, css, html, nothing, svg } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import { base, controls } from '../styles/styles.ts';
import { count, dayName, shortTime } from '../time/time.ts';

export interface Series {
  readonly key: string;
  readonly label: string;
  /** A colour of the second tier, such as `var(--argiope-decision-block)`. */
  readonly ink: string;
}

export interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly values: Readonly<Record<string, number>>;
}

/** The largest label of an axis with four steps that are easy to read. */
export function axisTop(most: number): number {
  if (most <= 4) return 4;
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 3, 4, 5, 10].map((times) => times * power).find((value) => value >= rough && (Number.isInteger(value) || power > 1))!;
  return step * 4;
}

/** About how wide a time is under the axis, in pixels. */
const LABEL = 76;

const brief = (value: number): string => (value >= 1e6 ? `${+(value / 1e6).toFixed(1)}M` : value >= 1e3 ? `${+(value / 1e3).toFixed(1)}k` : `${value}`);

/** Bars over time, stacked, with the same figures as a table one click away. Arrow keys walk the bars;
 * a click or Enter drills down.
 * @attr heading - the card's title
 * @prop series - what is stacked, from the foot up
 * @prop buckets - equal steps of time
 * @fires argiope-drill - `{from, to}` of the bar */
@element('argiope-chart')
export class ArgiopeChart extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); background: var(--argiope-surface); min-width: 0; }
      .legend { display: flex; flex-wrap: wrap; gap: 0 var(--argiope-space-4); font-size: var(--argiope-type-1); color: var(--argiope-ink-2); margin-inline-start: auto; }
      .legend span { display: inline-flex; align-items: center; gap: 6px; }
      .legend svg { width: 8px; height: 8px; }
      .plot { height: var(--argiope-chart-height, 140px); padding: var(--argiope-space-3) var(--argiope-space-4) var(--argiope-space-3); }
      .plot svg { display: block; width: 100%; height: 100%; overflow: visible; font: 400 var(--argiope-type-1) / 16px var(--argiope-font); }
      .plot text { fill: var(--argiope-ink-2); }
      .bar { outline: none; }
      .bar .hit { fill: transparent; }
      .bar:hover .hit, .bar:focus-visible .hit { fill: var(--argiope-accent-wash); }
      .bar:focus-visible .hit { stroke: var(--argiope-accent); stroke-width: 2; }
      .twin { max-height: calc(var(--argiope-chart-height, 140px) + 16px); overflow: auto; margin: 0 0 var(--argiope-space-3); }
      table { width: 100%; border-collapse: collapse; font-size: var(--argiope-type-1); }
      th, td { padding: 2px var(--argiope-space-4); text-align: end; white-space: nowrap; }
      th:first-child, td:first-child { text-align: start; }
      thead th { position: sticky; top: 0; background: var(--argiope-surface-2); font-weight: 500; color: var(--argiope-ink-2); }
      tbody th { font-weight: 400; }
      .none { display: grid; place-items: center; height: 100%; color: var(--argiope-ink-2); font-size: var(--argiope-type-2); }
    `,
  ];
  @property() heading = '';
  @property({ attribute: false }) series: readonly Series[] = [];
  @property({ attribute: false }) buckets: readonly Bucket[] = [];
  @state() private asTable = false;
  @state() private at = 0;
  @state() private width = 480;
  private observer?: ResizeObserver;

  override firstUpdated(): void {
    if (typeof ResizeObserver === 'undefined') return;
    this.observer = new ResizeObserver(([entry]) => (this.width = Math.max(160, Math.floor(entry!.contentRect.width))));
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  private sum(bucket: Bucket): number {
    return this.series.reduce((sum, each) => sum + (bucket.values[each.key] ?? 0), 0);
  }

  override render() {
    return html`<div class="card-head">
        <h2>${this.heading}</h2>
        <div class="legend" aria-hidden="true">
          ${this.series.map((each) => html`<span><svg viewBox="0 0 8 8"><rect width="8" height="8" fill=${each.ink}></rect></svg>${each.label}</span>`)}
        </div>
        <div class="segments" role="group" aria-label="Show ${this.heading} as">
          <button aria-label="Chart" aria-pressed=${!this.asTable} @click=${() => (this.asTable = false)}><argiope-icon name="chart-column" size="13"></argiope-icon></button>
          <button aria-label="Table" aria-pressed=${this.asTable} @click=${() => (this.asTable = true)}><argiope-icon name="table-2" size="13"></argiope-icon></button>
        </div>
      </div>
      ${this.asTable ? this.table() : html`<div class="plot">${this.buckets.length === 0 ? html`<div class="none">Nothing in this range.</div>` : this.chart()}</div>`}`;
  }

  private table() {
    return html`<div class="twin" tabindex="0" role="region" aria-label="${this.heading} as a table">
      <table>
        <thead><tr><th scope="col">From</th>${this.series.map((each) => html`<th scope="col">${each.label}</th>`)}</tr></thead>
        <tbody>${this.buckets.map((bucket) => html`<tr><th scope="row">${shortTime(new Date(bucket.from))}</th>${this.series.map((each) => html`<td>${count(bucket.values[each.key] ?? 0)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  private chart() {
    const height = 124;
    const foot = height - 20;
    const left = 40;
    const width = Math.max(100, this.width - 26);
    const top = axisTop(Math.max(...this.buckets.map((bucket) => this.sum(bucket))));
    const slot = (width - left) / this.buckets.length;
    const y = (value: number) => foot - (value / top) * (foot - 8);
    const every = Math.max(1, Math.ceil(this.buckets.length / Math.max(2, Math.floor((width - left) / 92))));
    return html`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="group" aria-label="${this.heading}, ${this.buckets.length} bars" @keydown=${this.moved}>
      ${[0, 1, 2, 3, 4].map((step) => {
        const line = Math.round(y((top * step) / 4)) + 0.5;
        return svg`<line x1=${left} x2=${width} y1=${line} y2=${line} stroke="var(--argiope-line)"/><text x=${left - 8} y=${line + 4} text-anchor="end">${brief((top * step) / 4)}</text>`;
      })}
      ${this.buckets.map((bucket, at) => {
        const x = left + at * slot;
        const gap = slot > 8 ? 3 : slot > 4 ? 1 : 0;
        let under = foot;
        const parts = this.series.map((each) => {
          const value = bucket.values[each.key] ?? 0;
          const tall = value === 0 ? 0 : Math.max(1, (value / top) * (foot - 8));
          under -= tall;
          return tall === 0 ? nothing : svg`<rect x=${x + gap / 2} y=${under} width=${Math.max(1, slot - gap)} height=${tall} fill=${each.ink}/>`;
        });
        const words = this.series.map((each) => `${count(bucket.values[each.key] ?? 0)} ${each.label}`).join(', ');
        return svg`<g class="bar" role="button" tabindex=${at === this.at ? 0 : -1} aria-label="${shortTime(new Date(bucket.from))}: ${words}" @click=${() => this.drill(bucket)}><title>${shortTime(new Date(bucket.from))} – ${shortTime(new Date(bucket.to))}: ${words}</title><rect class="hit" x=${x} y="4" width=${slot} height=${foot - 4}/>${parts}</g>`;
      })}
      ${this.buckets.map((bucket, at) => {
        if (at % every !== 0 || (at > 0 && left + at * slot + LABEL > width)) return nothing;
        const before = at === 0 ? undefined : new Date(this.buckets[Math.max(0, at - every)]!.from);
        const when = new Date(bucket.from);
        const words = !before || dayName(before) !== dayName(when) ? shortTime(when) : shortTime(when).slice(-5);
        return svg`<text x=${left + at * slot} y=${height - 2}>${words}</text>`;
      })}
    </svg>`;
  }

  private moved(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowRight: this.at + 1, ArrowLeft: this.at - 1, Home: 0, End: this.buckets.length - 1 };
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const bucket = this.buckets[this.at];
      if (bucket) this.drill(bucket);
      return;
    }
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(this.buckets.length - 1, next));
    void this.updateComplete.then(() => (this.renderRoot.querySelectorAll('.bar')[this.at] as SVGElement | undefined)?.focus());
  }

  private drill(bucket: Bucket): void {
    this.dispatchEvent(new CustomEvent('argiope-drill', { detail: { from: bucket.from, to: bucket.to }, bubbles: true, composed: true }));
  }
}
