import { LitElement, css, html } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import { shapes } from './shapes.ts';

export type IconName = keyof typeof shapes;

/** One of our icons, in the colour of the text beside it. Never heard: the words beside it are.
 * @attr name - the icon
 * @attr size - its side in pixels, 14 unless told */
@element('argiope-icon')
export class ArgiopeIcon extends LitElement {
  static override styles = css`
    :host { display: inline-flex; flex: none; vertical-align: -2px; }
    svg { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
    :host([name='loader-circle']) svg { animation: turn 1s linear infinite; }
    @keyframes turn { to { transform: rotate(360deg); } }
    @media (prefers-reduced-motion: reduce) { :host([name='loader-circle']) svg { animation: none; } }
  `;
  @property({ reflect: true }) name: IconName = 'info';
  @property({ type: Number }) size = 14;

  override render() {
    return html`<svg viewBox="0 0 24 24" width=${this.size} height=${this.size} aria-hidden="true" focusable="false">${shapes[this.name]}</svg>`;
  }
}
