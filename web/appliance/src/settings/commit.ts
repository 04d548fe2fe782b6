import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { shortTime } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { shown, type PendingSettings } from './pending.ts';

/** Old → new of every pending change.
 * @prop settings */
export const changeList = (settings: PendingSettings) =>
  html`${(settings.now?.pending?.changes ?? []).map((change) => html`<div class="change"><code>${change.path}</code> <s class="quiet">${shown(change.from)}</s> <argiope-icon name="arrow-right" size="12"></argiope-icon><span class="only-heard">becomes</span> <b>${shown(change.to)}</b></div>`)}`;

/** The bar's reminder of pending changes: a quiet sentence without any, else the button that commits them.
 * @prop settings */
@element('argiope-commit')
export class ArgiopeCommit extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: inline-flex; align-items: center; --argiope-dialog-width: 560px; }
      .change { font-size: var(--argiope-type-2); overflow-wrap: anywhere; }
      .change code { color: var(--argiope-ink-2); }
      .list { max-height: 240px; overflow: auto; display: grid; gap: var(--argiope-space-2); }
    `,
  ];
  @property({ attribute: false }) settings!: PendingSettings;
  @state() private open = false;
  @state() private busy = false;
  @state() private fault = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.settings.removeEventListener('change', this.redraw);
  }

  private readonly redraw = () => this.requestUpdate();

  override render() {
    const { changes } = this.settings;
    return html`${changes === 0 ? html`<span class="quiet small nowrap">No pending changes</span>` : html`<button class="button primary" @click=${() => (this.open = true)}>Commit changes · ${changes}</button>`}
      <argiope-dialog heading="Commit changes" ?open=${this.open} @argiope-close=${this.closed}>
        <form class="form" id="form" @submit=${this.commit}>
          <p>These take effect when you commit:</p>
          <div class="list">${changeList(this.settings)}</div>
          <div class="field"><label for="comment">Comment</label><input class="input" id="comment" name="comment" maxlength="1000" autocomplete="off" /><span class="hint">Kept with the commit, for who reads it later.</span></div>
          ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}
        </form>
        <button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.discard}>Discard changes</button>
        <button slot="foot" class="button plain" @click=${() => (this.open = false)}>Cancel</button>
        <button slot="foot" class="button primary" ?disabled=${this.busy || changes === 0} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#form')?.requestSubmit()}>${this.busy ? 'Committing' : 'Commit'}</button>
      </argiope-dialog>`;
  }

  private async commit(event: Event): Promise<void> {
    event.preventDefault();
    await this.doing(async () => {
      await this.settings.commit(String(new FormData(event.target as HTMLFormElement).get('comment') ?? '').trim());
      toast('Committed.');
    });
  }

  private async discard(): Promise<void> {
    await this.doing(async () => {
      await this.settings.discard();
      toast('Pending changes discarded.');
    });
  }

  private async doing(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.fault = '';
    try {
      await what();
      this.open = false;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'overtaken') {
        const { author, time } = error.body as { author?: string; time?: string };
        const when = time ? new Date(time) : undefined;
        this.fault = `${author ?? 'Someone else'} committed to the same settings${when ? ` at ${shortTime(when)}` : ''}, after you began. Discard yours, look at what is there now, and change it again if it still has to be.`;
      } else this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }

  private closed(): void {
    this.open = false;
    this.fault = '';
  }
}

/** The notice on a page whose settings have pending changes.
 * @prop settings */
@element('argiope-pending-notice')
export class ArgiopePendingNotice extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      .change { font-size: var(--argiope-type-2); overflow-wrap: anywhere; }
      .change code { color: inherit; }
      s { color: var(--argiope-ink-2); }
    `,
  ];
  @property({ attribute: false }) settings!: PendingSettings;

  override connectedCallback(): void {
    super.connectedCallback();
    this.settings.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.settings.removeEventListener('change', this.redraw);
  }

  private readonly redraw = () => this.requestUpdate();

  override render() {
    const { changes } = this.settings;
    this.hidden = changes === 0;
    if (changes === 0) return nothing;
    return html`<div class="notice warning" role="status"><argiope-icon name="clock"></argiope-icon><div class="grow"><b>${changes} pending ${changes === 1 ? 'change' : 'changes'}</b>, submitted by you. Without effect until you commit.${changeList(this.settings)}</div><button class="button link small" @click=${this.discard}>Discard</button></div>`;
  }

  private async discard(): Promise<void> {
    try {
      await this.settings.discard();
      toast('Pending changes discarded.');
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    }
  }
}
