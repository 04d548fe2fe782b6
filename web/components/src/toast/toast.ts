import { LitElement, css, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import { base, controls } from '../styles/styles.ts';

export interface ToastOptions {
  readonly kind?: 'ok' | 'error' | 'info';
  /** Takes back what was done; offered as a button while the toast is shown. */
  readonly undo?: () => void;
  /** Called when the toast has gone without an undo. */
  readonly kept?: () => void;
  readonly seconds?: number;
}

interface Toast extends ToastOptions {
  readonly id: number;
  readonly text: string;
}

/** The short messages at the page's foot. Made by [toast], one for the page. */
@element('argiope-toasts')
export class ArgiopeToasts extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { position: fixed; inset: auto auto 16px 50%; transform: translateX(-50%); margin: 0; padding: 0; border: 0; background: none; overflow: visible; width: max-content; max-width: calc(100vw - 32px); }
      .list { display: grid; gap: var(--argiope-space-3); justify-items: center; }
      .toast { display: inline-flex; align-items: center; gap: var(--argiope-space-3); min-height: 40px; max-width: 560px; padding: 0 var(--argiope-space-3) 0 var(--argiope-space-4); border: 1px solid var(--argiope-line-strong); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); box-shadow: 0 8px 24px var(--argiope-shadow); font-size: var(--argiope-type-2); overflow-wrap: anywhere; }
      .toast.ok > argiope-icon { color: var(--argiope-ink-ok); }
      .toast.error > argiope-icon { color: var(--argiope-ink-error); }
      .text { max-height: 80px; overflow: auto; padding-block: 8px; }
    `,
  ];
  @state() private list: Toast[] = [];
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private next = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('popover', 'manual');
  }

  show(text: string, options: ToastOptions): void {
    const id = this.next++;
    this.list = [...this.list.slice(-2), { id, text, ...options }];
    if (this.isConnected && this.showPopover) {
      if (this.matches(':popover-open')) this.hidePopover();
      this.showPopover();
    }
    this.timers.set(id, setTimeout(() => this.gone(id, true), (options.seconds ?? (options.kind === 'error' ? 12 : 6)) * 1000));
  }

  private gone(id: number, kept: boolean): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    const toast = this.list.find((each) => each.id === id);
    this.list = this.list.filter((each) => each.id !== id);
    if (kept) toast?.kept?.();
    if (this.list.length === 0 && this.matches(':popover-open')) this.hidePopover();
  }

  override render() {
    return html`<div class="list" role="status" aria-live="polite">
      ${this.list.map(
        (toast) => html`<div class="toast ${toast.kind ?? 'ok'}">
          <argiope-icon name=${toast.kind === 'error' ? 'circle-alert' : toast.kind === 'info' ? 'info' : 'check'}></argiope-icon>
          <span class="text">${toast.text}</span>
          ${toast.undo
            ? html`<button class="button small" @click=${() => {
                this.gone(toast.id, false);
                toast.undo?.();
              }}>Undo</button>`
            : nothing}
          <button class="button icon small" aria-label="Dismiss" @click=${() => this.gone(toast.id, true)}><argiope-icon name="x"></argiope-icon></button>
        </div>`,
      )}
    </div>`;
  }
}

/** Says something in passing, with an undo where there is one. */
export function toast(text: string, options: ToastOptions = {}): void {
  let host = document.querySelector<ArgiopeToasts>('argiope-toasts');
  if (!host) {
    host = document.createElement('argiope-toasts') as ArgiopeToasts;
    document.body.append(host);
  }
  host.show(text, options);
}
