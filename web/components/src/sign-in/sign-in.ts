import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import type { Api } from '../api/api.ts';
import { ApiError, messageOf } from '../api/problem.ts';
import { mark } from '../shell/mark.ts';
import { base, controls } from '../styles/styles.ts';

/** The page before all others.
 * @prop api - where to sign in
 * @attr product - the product's name in words
 * @attr notice - why one has to sign in again
 * @fires argiope-signed-in - the session */
@element('argiope-sign-in')
export class ArgiopeSignIn extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; place-items: center; min-height: 100vh; padding: var(--argiope-space-5); background: var(--argiope-surface-2); }
      main { width: min(360px, 100%); padding: var(--argiope-space-6); border: 1px solid var(--argiope-line); border-radius: 6px; background: var(--argiope-surface); display: grid; gap: var(--argiope-space-5); }
      h1 { display: flex; align-items: center; gap: var(--argiope-space-3); font-size: var(--argiope-type-5); line-height: 28px; }
      h1 svg { width: 24px; height: 24px; }
      .button { height: 32px; }
      .input { height: 32px; font-size: var(--argiope-type-3); }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property() product = '';
  @property() notice = '';
  @state() private busy = false;
  @state() private fault = '';

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>('#login')?.focus();
  }

  override render() {
    return html`<main>
      <div>
        <h1>${mark}Argiope</h1>
        <p class="quiet">${this.product}</p>
      </div>
      ${this.notice && !this.fault ? html`<div class="notice info" role="status"><argiope-icon name="info"></argiope-icon><span>${this.notice}</span></div>` : nothing}
      ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}
      <form class="form" @submit=${this.submit}>
        <div class="field"><label for="login">User name</label><input class="input" id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="200" /></div>
        <div class="field"><label for="password">Password</label><input class="input" id="password" name="password" type="password" autocomplete="current-password" required maxlength="1000" /></div>
        <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Signing in' : 'Sign in'}</button>
      </form>
    </main>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.fault = '';
    try {
      const session = await this.api.signIn(String(data.get('login')), String(data.get('password')));
      this.dispatchEvent(new CustomEvent('argiope-signed-in', { detail: session, bubbles: true, composed: true }));
    } catch (error) {
      this.fault = error instanceof ApiError && error.code === 'wrong-credentials' ? 'User name or password is wrong. Check both and try again.' : messageOf(error);
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLInputElement>('#password')?.select();
    } finally {
      this.busy = false;
    }
  }
}
