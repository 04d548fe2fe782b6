import { LitElement, css, html, nothing, svg } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';

/** One figure of a report, with how it was over the range.
 * @attr label - what is counted
 * @attr figure - the number, written out
 * @attr unit - after the number
 * @attr sub - how exact it is, and a comparison
 * @prop spark - the figure in equal steps over the range
 * @attr href - the rows behind the figure */
@element('argiope-tile')
export class ArgiopeTile extends LitElement {
  static override styles = css`
    :host { display: block; min-width: 0; color: var(--argiope-ink); font: 400 var(--argiope-type-1) / 16px var(--argiope-font); font-variant-numeric: tabular-nums; }
    .tile { display: grid; grid-template-columns: minmax(0, 1fr) auto; grid-template-rows: 16px 28px 16px; padding: 8px 12px; color: inherit; text-decoration: none; white-space: nowrap; }
    a.tile:hover { background: var(--argiope-surface-2); }
    a.tile:focus-visible { outline: 2px solid var(--argiope-accent); outline-offset: -2px; }
    .label, .sub { grid-column: 1 / -1; color: var(--argiope-ink-2); overflow: hidden; text-overflow: ellipsis; }
    .figure { font-size: var(--argiope-type-5); line-height: 28px; font-weight: 600; letter-spacing: -0.01em; overflow: hidden; text-overflow: ellipsis; }
    small { font-size: var(--argiope-type-2); font-weight: 500; color: var(--argiope-ink-2); letter-spacing: 0; }
    svg { align-self: center; width: 58px; height: 20px; overflow: visible; }
  `;
  @property() label = '';
  @property() figure = '';
  @property() unit = '';
  @property() sub = '';
  @property() href = '';
  @property({ attribute: false }) spark: readonly number[] = [];

  override render() {
    const inside = html`<span class="label">${this.label}</span><span class="figure">${this.figure}${this.unit ? html` <small>${this.unit}</small>` : nothing}</span>${this.line()}<span class="sub">${this.sub}</span>`;
    return this.href ? html`<a class="tile" href=${this.href}>${inside}</a>` : html`<div class="tile">${inside}</div>`;
  }

  private line() {
    if (this.spark.length < 3) return html`<span></span>`;
    const most = Math.max(...this.spark, 1);
    const step = 56 / (this.spark.length - 1);
    const points = this.spark.map((value, at) => `${(1 + at * step).toFixed(1)},${(18 - (value / most) * 16).toFixed(1)}`);
    const [x, y] = points.at(-1)!.split(',');
    return html`<svg viewBox="0 0 58 20" aria-hidden="true">${svg`<polyline points=${points.join(' ')} fill="none" stroke="var(--argiope-ink-2)" stroke-width="1.25" stroke-linejoin="round"/><circle cx=${x} cy=${y} r="2" fill="var(--argiope-accent)"/>`}</svg>`;
  }
}
