import { LitElement, css, html } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import type { IconName } from '../icon/icon.ts';

export type Decision = 'allow' | 'monitor' | 'warn' | 'block' | 'redirect' | 'error';
export const decisions: readonly Decision[] = ['allow', 'monitor', 'warn', 'block', 'redirect', 'error'];

/** The word people read for what the gateway decided. */
export const decisionWord: Record<Decision, string> = { allow: 'allowed', monitor: 'monitored', warn: 'warned', block: 'blocked', redirect: 'redirected', error: 'failed' };
const icons: Record<Decision, IconName> = { allow: 'arrow-right', monitor: 'eye', warn: 'triangle-alert', block: 'ban', redirect: 'undo-2', error: 'circle-alert' };

/** Says what the gateway did. Not a verdict: other shapes, and red stays with malicious.
 * @attr decision - `allow`, `monitor`, `warn`, `block`, `redirect` or `error`
 * @slot - the reason */
@element('argiope-decision')
export class ArgiopeDecision extends LitElement {
  static override styles = css`
    :host { display: inline-flex; align-items: center; gap: var(--argiope-space-2); vertical-align: middle; color: var(--argiope-ink-2); font: 400 var(--argiope-type-1) / 16px var(--argiope-font); white-space: nowrap; }
    b { font-weight: 500; }
    :host([decision='block']) b, :host([decision='block']) argiope-icon { color: var(--argiope-ink); font-weight: 600; }
    :host([decision='warn']) b, :host([decision='warn']) argiope-icon { color: var(--argiope-ink-warning); }
    :host([decision='monitor']) b, :host([decision='monitor']) argiope-icon { color: var(--argiope-accent); }
    :host([decision='redirect']) b, :host([decision='redirect']) argiope-icon { color: var(--argiope-ink-common); }
  `;
  @property({ reflect: true }) decision: Decision = 'allow';

  override render() {
    return html`<argiope-icon name=${icons[this.decision] ?? 'circle-help'} size="13"></argiope-icon><b>${decisionWord[this.decision] ?? this.decision}</b><slot></slot>`;
  }
}
