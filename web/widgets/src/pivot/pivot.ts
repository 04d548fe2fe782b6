import { LitElement, css, html } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { typeName, visible } from '@argiope/components/observable/observable.ts';
import { place, type Side } from '@argiope/components/overlay/overlay.ts';
import { session } from '../session/session.ts';
import './menu.ts';
import type { ArgiopePivotMenu } from './menu.ts';

/** The button beside an observable, and the menu it opens: what is thought of it, where to look further, what can
 * be done about it, and the cases it can be kept in. The menu opens at once and fills in while modules answer.
 * @attr type - the observable's type
 * @attr value - its exact value
 * @fires argiope-investigate - it is to be investigated; `preventDefault` keeps the portal from opening
 * @fires argiope-case-changed - a case has taken it in */
@element('argiope-pivot')
export class ArgiopePivot extends LitElement {
  static override styles = css`
    :host { display: inline-flex; }
    button { display: inline-grid; place-items: center; width: 20px; height: 20px; padding: 0; border: 0; border-radius: var(--argiope-radius, 4px); background: none; color: var(--argiope-ink-2); cursor: default; }
    button:hover { color: var(--argiope-ink); background: var(--argiope-line); box-shadow: inset 0 0 0 1px var(--argiope-line-strong); }
    button:focus-visible { outline: 2px solid var(--argiope-accent); outline-offset: 1px; color: var(--argiope-ink); }
    button[aria-expanded='true'] { color: var(--argiope-on-accent); background: var(--argiope-accent); }
    .out argiope-icon { opacity: 0.5; }
  `;
  @property() type = 'domain';
  @property() value = '';
  @state() private isOpen = false;
  private closedAt = -Infinity;
  @state() private signedOut = session.state === 'signed-out';

  override connectedCallback(): void {
    super.connectedCallback();
    session.addEventListener('change', this.sessionChanged);
    this.sessionChanged();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    session.removeEventListener('change', this.sessionChanged);
  }

  private readonly sessionChanged = () => {
    this.signedOut = session.state === 'signed-out';
  };

  override render() {
    const short = visible(this.value.length > 120 ? `${this.value.slice(0, 100)}…` : this.value);
    return html`<button class=${this.signedOut ? 'out' : ''} aria-label="Actions for ${typeName(this.type)} ${short}" aria-haspopup="dialog" aria-expanded=${this.isOpen} @click=${this.toggle}>
      <argiope-icon name="asterisk" size="14"></argiope-icon>
    </button>`;
  }

  private toggle(event: Event): void {
    event.stopPropagation();
    if (this.isOpen) this.menu?.hidePopover();
    // The press that closed the menu from outside is this very click.
    else if (performance.now() - this.closedAt > 150) this.open();
  }

  private get menu(): ArgiopePivotMenu | null {
    return this.renderRoot.querySelector('argiope-pivot-menu');
  }

  /** Opens the menu and puts the focus into it. */
  open(): void {
    if (this.isOpen || !this.value) return;
    const menu = document.createElement('argiope-pivot-menu') as ArgiopePivotMenu;
    menu.observable = { type: this.type, value: this.value };
    menu.addEventListener('beforetoggle', (event) => {
      if ((event as ToggleEvent).newState !== 'closed') return;
      this.closedAt = performance.now();
      this.isOpen = false;
    });
    menu.addEventListener('toggle', (event) => {
      if ((event as ToggleEvent).newState !== 'closed') return;
      const focused = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement === menu;
      this.isOpen = false;
      menu.remove();
      if (focused || document.activeElement === document.body) this.renderRoot.querySelector('button')?.focus();
    });
    menu.addEventListener('click', (event) => event.stopPropagation());
    menu.addEventListener('keydown', (event) => event.stopPropagation());
    this.renderRoot.append(menu);
    menu.showPopover();
    this.isOpen = true;
    const button = this.renderRoot.querySelector('button')!;
    const chip = (this.getRootNode() as ShadowRoot).host?.matches('argiope-chip') ? (this.getRootNode() as ShadowRoot).host : button;
    let side: Side | undefined;
    const put = () => (side = place(menu, chip, 'start', 400, side));
    menu.addEventListener('argiope-resized', put);
    void menu.updateComplete.then(() => {
      put();
      menu.focusFirst();
    });
  }
}
