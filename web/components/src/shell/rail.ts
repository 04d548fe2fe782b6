import { LitElement, css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import type { IconName } from '../icon/icon.ts';
import { base } from '../styles/styles.ts';
import { mark } from './mark.ts';

export interface RailItem {
  readonly href: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly current?: boolean;
  readonly count?: number;
}

/** A list of places at the left: the portal's rail (`brand`), or the pages of an area.
 * @prop items - the places
 * @attr heading - over the list
 * @attr brand - with the product's mark on top
 * @slot foot - at its foot */
@element('argiope-rail')
export class ArgiopeRail extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; width: var(--argiope-size-rail); flex: none; border-inline-end: 1px solid var(--argiope-line); background: var(--argiope-surface-2); overflow: auto; }
      .brand { display: flex; align-items: center; gap: var(--argiope-space-3); height: var(--argiope-size-bar); padding-inline: var(--argiope-space-5); font-weight: 600; flex: none; }
      h2 { padding: var(--argiope-space-4) var(--argiope-space-5) var(--argiope-space-2); font-size: var(--argiope-type-1); font-weight: 500; color: var(--argiope-ink-2); }
      nav { display: grid; align-content: start; padding: 0 var(--argiope-space-3); flex: 1 1 auto; }
      nav.bare { padding-top: var(--argiope-space-3); }
      a { display: flex; align-items: center; gap: var(--argiope-space-3); height: 28px; padding: 0 var(--argiope-space-3); border-radius: var(--argiope-radius); font-size: var(--argiope-type-2); color: var(--argiope-ink); white-space: nowrap; }
      a:hover { background: var(--argiope-surface-3); text-decoration: none; }
      a[aria-current] { background: var(--argiope-surface-3); font-weight: 600; }
      a:focus-visible { outline-offset: -2px; }
      argiope-icon { color: var(--argiope-ink-2); }
      .count { margin-inline-start: auto; color: var(--argiope-ink-2); }
    `,
  ];
  @property({ attribute: false }) items: readonly RailItem[] = [];
  @property() heading = '';
  @property({ type: Boolean }) brand = false;

  override render() {
    return html`${this.brand ? html`<div class="brand">${mark}Argiope</div>` : nothing}
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}
      <nav class=${this.heading || this.brand ? '' : 'bare'} aria-label=${this.heading || 'Places'}>
        ${this.items.map((item) => html`<a href=${item.href} aria-current=${item.current ? 'page' : nothing}>${item.icon ? html`<argiope-icon name=${item.icon}></argiope-icon>` : nothing}${item.label}${item.count ? html`<span class="count">${item.count}</span>` : nothing}</a>`)}
      </nav>
      <slot name="foot"></slot>`;
  }
}
