import { LitElement, css, html, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import { base, controls } from '../styles/styles.ts';
import { moveInMenu, toggle } from '../overlay/overlay.ts';
import type { Api } from '../api/api.ts';
import { toast } from '../toast/toast.ts';
import { messageOf } from '../api/problem.ts';

export type Theme = 'system' | 'light' | 'dark';

/** The theme this browser keeps for us. */
export function theme(): Theme {
  const kept = localStorage.getItem('argiope.theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function applyTheme(choice: Theme = theme()): void {
  if (choice === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem('argiope.theme');
  } else {
    document.documentElement.dataset.theme = choice;
    localStorage.setItem('argiope.theme', choice);
  }
}

/** Who is signed in, with what is theirs: theme, keys, sign out.
 * @attr wide - as the foot of a rail: name and organisation in two lines
 * @fires argiope-keys - the keys are asked for */
@element('argiope-account')
export class ArgiopeAccount extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: block; }
      .who { display: flex; align-items: center; gap: var(--argiope-space-3); width: 100%; min-height: var(--argiope-size-control); padding: 0 var(--argiope-space-3); border: 0; border-radius: var(--argiope-radius); background: none; font-size: var(--argiope-type-2); text-align: start; }
      .who:hover { background: var(--argiope-surface-3); }
      :host([wide]) .who { min-height: 44px; }
      .initials { display: grid; place-items: center; width: 28px; height: 28px; border-radius: var(--argiope-radius); background: var(--argiope-surface-3); font-size: var(--argiope-type-1); font-weight: 600; flex: none; }
      .lines { display: grid; min-width: 0; line-height: 16px; }
      .lines span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .popover { width: 216px; }
      .themes { display: flex; align-items: center; gap: var(--argiope-space-3); padding: var(--argiope-space-3); justify-content: space-between; }
      .popover .menu + .menu, .themes { border-top: 1px solid var(--argiope-line); }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property() organisation = '';
  @property({ type: Boolean, reflect: true }) wide = false;
  @query('.popover') private readonly popup!: HTMLElement;
  @query('.who') private readonly button!: HTMLElement;

  override render() {
    const user = this.api.session?.user;
    if (!user) return nothing;
    return html`<button class="who" aria-haspopup="menu" aria-label="Account of ${user.login}" @click=${this.toggle}>
        ${this.wide
          ? html`<span class="initials" aria-hidden="true">${user.login.slice(0, 2).toUpperCase()}</span><span class="lines"><span class="strong">${user.login}</span><span class="quiet small">${this.organisation || user.role}</span></span>`
          : html`<argiope-icon name="user"></argiope-icon><span>${user.login}</span><argiope-icon name="chevron-down"></argiope-icon>`}
      </button>
      <div class="popover" popover @keydown=${(event: KeyboardEvent) => moveInMenu(event, [...this.popup.querySelectorAll<HTMLElement>('button')])}>
        <div class="menu"><div class="item"><span>${user.name || user.login}</span><span class="detail end">${user.role}</span></div></div>
        <div class="themes"><span class="small quiet">Theme</span>
          <div class="segments" role="group" aria-label="Theme">${(['system', 'light', 'dark'] as const).map((each) => html`<button aria-pressed=${theme() === each} @click=${() => this.choose(each)}>${each}</button>`)}</div>
        </div>
        <div class="menu">
          <button class="item" @click=${this.askKeys}><argiope-icon name="info"></argiope-icon>Keys<span class="detail end">?</span></button>
          <button class="item" @click=${this.leave}><argiope-icon name="log-out"></argiope-icon>Sign out</button>
        </div>
      </div>`;
  }

  private toggle(): void {
    if (toggle(this.popup, this.button, this.wide ? 'start' : 'end')) this.popup.querySelector<HTMLElement>('button')?.focus();
  }

  private choose(choice: Theme): void {
    applyTheme(choice);
    this.requestUpdate();
  }

  private askKeys(): void {
    this.popup.hidePopover();
    this.dispatchEvent(new CustomEvent('argiope-keys', { bubbles: true, composed: true }));
  }

  private async leave(): Promise<void> {
    this.popup.hidePopover();
    try {
      await this.api.signOut();
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    }
  }
}
