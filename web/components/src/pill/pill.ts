import { LitElement, css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import type { IconName } from '../icon/icon.ts';
import { duration } from '../time/time.ts';

export type PillState = 'asking' | 'ok' | 'late' | 'failed' | 'warning' | 'off';
const icons: Record<PillState, IconName> = { asking: 'loader-circle', ok: 'check', late: 'clock', failed: 'x', warning: 'triangle-alert', off: 'circle-dashed' };

/** How far one module is with its answer.
 * @attr name - the module
 * @attr state - `asking`, `ok`, `late`, `failed`, `warning` or `off`
 * @attr took - milliseconds
 * @attr detail - what went wrong, in a few words
 * @attr retry - offers to ask again
 * @fires argiope-retry */
@element('argiope-pill')
export class ArgiopePill extends LitElement {
  static override styles = css`
    :host { display: inline-flex; align-items: center; gap: 6px; height: 20px; max-width: 100%; padding: 0 8px 0 6px; border: 1px solid var(--argiope-line); border-radius: 10px; background: var(--argiope-surface); color: var(--argiope-ink); font: 400 var(--argiope-type-1) / 18px var(--argiope-font); white-space: nowrap; }
    .took { color: var(--argiope-ink-2); overflow: hidden; text-overflow: ellipsis; }
    :host([state='ok']) argiope-icon { color: var(--argiope-ink-ok); }
    :host([state='asking']) argiope-icon { color: var(--argiope-accent); }
    :host([state='late']), :host([state='warning']) { border-color: var(--argiope-ink-warning); }
    :host([state='late']) :is(argiope-icon, .took), :host([state='warning']) :is(argiope-icon, .took) { color: var(--argiope-ink-warning); }
    :host([state='failed']) { border-color: var(--argiope-ink-error); }
    :host([state='failed']) :is(argiope-icon, .took) { color: var(--argiope-ink-error); }
    :host([state='off']) { border-style: dashed; color: var(--argiope-ink-2); }
    button { border: 0; border-inline-start: 1px solid var(--argiope-line); padding: 0 0 0 6px; background: none; color: var(--argiope-accent); font: inherit; }
    button:hover { text-decoration: underline; }
    button:focus-visible { outline: 2px solid var(--argiope-accent); outline-offset: 2px; }
  `;
  @property() name = '';
  @property({ reflect: true }) state: PillState = 'asking';
  @property({ type: Number }) took?: number;
  @property() detail = '';
  @property({ type: Boolean }) retry = false;

  override render() {
    const words = this.detail || { asking: 'asking', ok: '', late: 'timed out', failed: 'failed', warning: 'incomplete', off: 'off' }[this.state];
    return html`<argiope-icon name=${icons[this.state]} size="12"></argiope-icon><span>${this.name}</span
      ><span class="took">${words}${this.took === undefined ? nothing : `${words ? ', ' : ''}${duration(this.took)}`}</span>${this.retry
        ? html`<button aria-label="Ask ${this.name} again" @click=${() => this.dispatchEvent(new CustomEvent('argiope-retry', { bubbles: true, composed: true, detail: this.name }))}>Retry</button>`
        : nothing}`;
  }
}
