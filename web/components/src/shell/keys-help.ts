import { LitElement, css, html } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../dialog/dialog.ts';
import { base } from '../styles/styles.ts';
import { keys } from '../keys/keys.ts';

/** The list of the page's keys, opened by `?`. */
@element('argiope-keys-help')
export class ArgiopeKeysHelp extends LitElement {
  static override styles = [
    base,
    css`
      dl { display: grid; grid-template-columns: 96px 1fr; gap: var(--argiope-space-3) var(--argiope-space-4); font-size: var(--argiope-type-2); }
      kbd { padding: 1px 6px; border: 1px solid var(--argiope-line-strong); border-radius: 3px; background: var(--argiope-surface-2); font: 400 var(--argiope-type-1) / 16px var(--argiope-font-mono); }
    `,
  ];
  @property({ type: Boolean }) open = false;
  private readonly fixed: [string, string][] = [['j k', 'next and previous row of a table'], ['Enter', 'open the row'], ['.', 'pivot menu of the row'], ['x', 'select the row'], ['Esc', 'close the nearest thing']];
  private forget?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.forget = keys.add({ keys: '?', does: 'show these keys', run: () => (this.open = true) });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.forget?.();
  }

  override render() {
    const all = [...keys.list().map((key) => [key.keys, key.does] as const), ...this.fixed];
    return html`<argiope-dialog heading="Keys" ?open=${this.open} @argiope-close=${() => (this.open = false)}>
      <dl>${all.map(([combination, does]) => html`<dt>${combination.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd>`)}</dl>
    </argiope-dialog>`;
  }
}
