import { LitElement, css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import { base } from '../styles/styles.ts';
import { mark } from './mark.ts';

export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
}

/** The bar over every page of the appliance.
 * @prop tabs - the areas
 * @attr host - whose appliance this is
 * @slot - what stands at its end */
@element('argiope-top-bar')
export class ArgiopeTopBar extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; border-bottom: 1px solid var(--argiope-line); background: var(--argiope-surface); flex: none; }
      header { display: flex; align-items: stretch; height: calc(var(--argiope-size-bar) - 1px); padding-inline: var(--argiope-space-5) var(--argiope-space-3); }
      .brand { display: flex; align-items: center; gap: var(--argiope-space-3); font-weight: 600; color: var(--argiope-ink); }
      .host { display: flex; align-items: center; font-size: var(--argiope-type-1); color: var(--argiope-ink-2); }
      .host code { margin-inline-start: 10px; padding-inline-start: 11px; border-inline-start: 1px solid var(--argiope-line); white-space: nowrap; }
      nav { display: flex; margin-inline-start: var(--argiope-space-5); }
      nav a { display: flex; align-items: center; margin-inline: var(--argiope-space-4); font-size: var(--argiope-type-3); color: var(--argiope-ink-2); border-block: 2px solid transparent; white-space: nowrap; }
      nav a:hover { color: var(--argiope-ink); text-decoration: none; }
      nav a[aria-current] { color: var(--argiope-ink); font-weight: 600; border-bottom-color: var(--argiope-accent); }
      nav a:focus-visible { outline-offset: -4px; }
      .end { display: flex; align-items: center; gap: var(--argiope-space-3); margin-inline-start: auto; }
    `,
  ];
  @property({ attribute: false }) tabs: readonly Tab[] = [];
  @property() host = '';

  override render() {
    return html`<header>
      <span class="brand">${mark}Argiope</span>
      ${this.host ? html`<span class="host"><code>${this.host}</code></span>` : nothing}
      <nav aria-label="Areas">${this.tabs.map((tab) => html`<a href=${tab.href} aria-current=${tab.current ? 'page' : nothing}>${tab.label}</a>`)}</nav>
      <div class="end"><slot></slot></div>
    </header>`;
  }
}
