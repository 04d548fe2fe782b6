import { LitElement, css, html, nothing, svg } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import type { Disposition } from '../observable/observable.ts';

const shapes = {
  malicious: svg`<path d="M3.5 0h5L12 3.5v5L8.5 12h-5L0 8.5v-5z" fill="currentColor"/>`,
  suspicious: svg`<path d="M6 .6 12 11.4H0z" fill="currentColor"/>`,
  unknown: svg`<circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" stroke-width="2"/>`,
  common: svg`<path d="M1 1h10v10H1z" fill="currentColor"/>`,
  clean: svg`<path d="m1 6.5 3.5 3.5L11 2.5" fill="none" stroke="currentColor" stroke-width="2.25"/>`,
};

/** Says what is thought of an observable: in words first, by shape and colour second.
 * @attr disposition - `clean`, `malicious`, `suspicious`, `common` or `unknown`
 * @attr count - how many, before the word
 * @attr large - for a heading
 * @attr expired - no longer counts
 * @slot - what to add after the word, such as the source */
@element('argiope-verdict')
export class ArgiopeVerdict extends LitElement {
  static override styles = css`
    :host { display: inline-flex; align-items: center; gap: var(--argiope-space-2); vertical-align: middle; color: var(--argiope-ink-unknown); font: 500 var(--argiope-type-1) / 16px var(--argiope-font); white-space: nowrap; }
    svg { width: 12px; height: 12px; flex: none; }
    :host([large]) { font-size: var(--argiope-type-4); line-height: 24px; font-weight: 600; gap: var(--argiope-space-3); }
    :host([large]) svg { width: 16px; height: 16px; }
    :host([disposition='malicious']) { color: var(--argiope-ink-malicious); }
    :host([disposition='suspicious']) { color: var(--argiope-ink-suspicious); }
    :host([disposition='common']) { color: var(--argiope-ink-common); }
    :host([disposition='clean']) { color: var(--argiope-ink-clean); }
    :host([expired]) { color: var(--argiope-ink-2); }
    :host([expired]) span { text-decoration: line-through; }
    ::slotted(*) { color: var(--argiope-ink-2); font-weight: 400; }
  `;
  @property({ reflect: true }) disposition: Disposition = 'unknown';
  @property({ type: Number }) count?: number;
  @property({ type: Boolean, reflect: true }) large = false;
  @property({ type: Boolean, reflect: true }) expired = false;

  override render() {
    const known = this.disposition in shapes ? this.disposition : 'unknown';
    return html`<svg viewBox="0 0 12 12" aria-hidden="true">${shapes[known]}</svg><span part="word">${this.count === undefined ? nothing : `${this.count} `}${known}${this.expired ? html`<span class="expired"> (expired)</span>` : nothing}</span><slot></slot>`;
  }
}
