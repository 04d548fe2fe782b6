import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { session } from '../session/session.ts';

/** Four things that go wrong, told apart, each with what to do. */
export function faultOf(error: unknown): string {
  if (!(error instanceof ApiError)) return messageOf(error);
  switch (error.code) {
    case 'wrong-credentials':
      return 'Client id or password is wrong. Copy both again from the portal: API clients. A password is shown only once; if it is lost, add another client.';
    case 'missing-scope': {
      const scopes = Array.isArray(error.body.missingScopes) ? error.body.missingScopes.map(String).join(', ') : '';
      return `The client is right but lacks ${scopes ? `the scope ${scopes}` : 'a scope'}. Add a client with the preset “both widgets”.`;
    }
    case 'wrong-region':
      return error.detail || 'The client belongs to another server. Choose the server whose portal made it.';
    case 'portal-down':
      return `The portal does not answer. ${error.detail || 'Check that it runs and that this appliance reaches it, then try again.'}`;
    default:
      return messageOf(error);
  }
}

/** Signs the widgets in with an API client, or out.
 * @attr open */
@element('argiope-widget-sign-in')
export class ArgiopeWidgetSignIn extends LitElement {
  static override styles = [base, controls, css`:host { display: contents; }`];
  @property({ type: Boolean }) open = false;
  @state() private fault = '';
  @state() private busy = false;

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('open') && this.open) void this.updateComplete.then(() => setTimeout(() => this.renderRoot.querySelector<HTMLInputElement>('#client')?.focus()));
  }

  override render() {
    const signedIn = session.state === 'signed-in';
    return html`<argiope-dialog heading="Login to use Casebook/Pivot Menu" ?open=${this.open} @argiope-close=${this.closed}>
      <form id="form" class="form" @submit=${this.submit}>
        ${signedIn ? html`<p class="quiet">Signed in as <code>${session.clientId}</code> at ${session.server}. Another client takes its place.</p>` : nothing}
        <div class="field"><label for="client">Client ID</label><input class="input mono" id="client" name="client" required maxlength="200" autocomplete="off" spellcheck="false" .value=${session.clientId} /></div>
        <div class="field"><label for="password">Client password</label><input class="input mono" id="password" name="password" type="password" required maxlength="500" autocomplete="off" />
          <span class="hint">Both come from the portal: ${session.portal ? html`<a href="${session.portal}/#/clients" target="_blank" rel="noopener">Threat Response API Clients</a>` : 'API clients'}. They are kept by the appliance, sealed, and never come back to a browser.</span></div>
        <div class="field"><label for="server">Server</label><select class="select" id="server" name="server" required>${session.servers.map((server) => html`<option value=${server.name} ?selected=${server.name === session.server}>${server.name}, ${server.portal}</option>`)}</select>
          ${session.servers.length === 0 ? html`<span class="hint">No server is committed yet: Network, Cloud service settings.</span>` : nothing}</div>
        ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}
        <button hidden></button>
      </form>
      ${signedIn ? html`<button slot="foot" class="button danger" @click=${this.leave}>Sign out</button>` : nothing}
      <button slot="foot" class="button plain" @click=${() => (this.open = false)}>Cancel</button>
      <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#form')?.requestSubmit()}>${this.busy ? 'Authenticating' : 'Authenticate'}</button>
    </argiope-dialog>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    this.busy = true;
    this.fault = '';
    try {
      await session.signIn(String(data.get('client')).trim(), String(data.get('password')), String(data.get('server') ?? ''));
      form.reset();
      this.open = false;
      toast('The widgets are signed in.');
    } catch (error) {
      this.fault = faultOf(error);
    } finally {
      this.busy = false;
    }
  }

  private async leave(): Promise<void> {
    try {
      await session.signOut();
      this.open = false;
      toast('The widgets are signed out.');
    } catch (error) {
      this.fault = messageOf(error);
    }
  }

  private closed(): void {
    this.open = false;
    this.fault = '';
    this.renderRoot.querySelector<HTMLFormElement>('#form')?.reset();
    this.dispatchEvent(new CustomEvent('argiope-close'));
  }
}
