import { LitElement, css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import { base, controls } from '../styles/styles.ts';

/** A dialog over the page. Esc and the cross close it, unless it is held.
 * @attr open - shown or not
 * @attr heading - its title
 * @attr held - does not close by itself: `argiope-cancel` says that someone tried
 * @fires argiope-close - after it closed
 * @slot - the body
 * @slot foot - its buttons, the one that acts last */
@element('argiope-dialog')
export class ArgiopeDialog extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: contents; }
      dialog { width: min(var(--argiope-dialog-width, 480px), calc(100vw - 32px)); max-height: calc(100vh - 32px); padding: 0; border: 1px solid var(--argiope-line-strong); border-radius: 6px; background: var(--argiope-surface-raised); color: var(--argiope-ink); box-shadow: 0 16px 48px var(--argiope-shadow); font-size: var(--argiope-type-2); line-height: 20px; }
      dialog[open] { display: flex; flex-direction: column; }
      dialog::backdrop { background: var(--argiope-veil); }
      header { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-bar); padding: 0 var(--argiope-space-3) 0 var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); }
      h2 { font-size: var(--argiope-type-3); min-width: 0; overflow-wrap: anywhere; }
      .body { padding: var(--argiope-space-5); overflow: auto; }
      footer { display: flex; align-items: center; justify-content: flex-end; gap: var(--argiope-space-3); padding: var(--argiope-space-4) var(--argiope-space-5); border-top: 1px solid var(--argiope-line); }
    `,
  ];
  @property({ type: Boolean, reflect: true }) open = false;
  @property() heading = '';
  @property({ type: Boolean }) held = false;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override updated(changed: Map<string, unknown>): void {
    if (!changed.has('open')) return;
    if (this.open && !this.dialog.open) this.dialog.showModal?.();
    else if (!this.open && this.dialog.open) this.dialog.close();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @cancel=${this.cancelled} @close=${this.closed}>
      <header><h2 id="heading" class="grow">${this.heading}</h2><button class="button icon" aria-label="Close" @click=${this.leave}><argiope-icon name="x"></argiope-icon></button></header>
      <div class="body"><slot></slot></div>
      <footer><slot name="foot"></slot></footer>
    </dialog>`;
  }

  private cancelled(event: Event): void {
    if (event.target !== this.dialog) return;
    event.preventDefault();
    this.leave();
  }

  private leave(): void {
    if (this.held) this.dispatchEvent(new CustomEvent('argiope-cancel'));
    else this.dialog.close();
  }

  private closed(event: Event): void {
    if (event.target !== this.dialog) return;
    this.open = false;
    this.dispatchEvent(new CustomEvent('argiope-close'));
  }
}
