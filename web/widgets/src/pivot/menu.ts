import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { messageOf, ApiError } from '@argiope/components/api/problem.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { capital, defang, typeName, unicodeForm, visible, type Disposition, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import { moveInMenu } from '@argiope/components/overlay/overlay.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { ago, dayName } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import '@argiope/components/verdict/verdict.ts';
import { cases } from '../cases/cases.ts';
import { safeLink, type Link } from '../platform/answers.ts';
import { judge, trigger } from '../platform/platform.ts';
import { session } from '../session/session.ts';
import { Known, type ModuleLine } from './known.ts';

type Step = 'menu' | 'cases' | 'judge' | { readonly action: Link; readonly key: string };
interface Outcome {
  readonly kind: 'busy' | 'done' | 'failed' | 'unsure';
  readonly text: string;
}
const terms: readonly [string, string, number | undefined][] = [['1', 'one day', 1], ['7', 'one week', 7], ['30', '30 days', 30], ['90', '90 days', 90], ['ever', 'for ever', undefined]];

/** What [ArgiopePivot] opens. */
@element('argiope-pivot-menu')
export class ArgiopePivotMenu extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { position: fixed; inset: auto; margin: 0; padding: 0; width: min(352px, calc(100vw - 16px)); max-height: calc(100vh - 16px); overflow: hidden; border: 1px solid var(--argiope-line-strong); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); color: var(--argiope-ink); box-shadow: 0 8px 24px var(--argiope-shadow), 0 1px 2px var(--argiope-shadow); font-size: var(--argiope-type-2); text-align: start; white-space: normal; }
      :host(:popover-open) { display: flex; flex-direction: column; }
      header { display: grid; gap: var(--argiope-space-1); padding: 6px var(--argiope-space-2) 6px var(--argiope-space-4); border-bottom: 1px solid var(--argiope-line); flex: none; }
      header .value { font: 600 var(--argiope-type-2) / 18px var(--argiope-font-mono); overflow-wrap: anywhere; max-height: 72px; overflow: auto; scrollbar-width: thin; }
      .middle { overflow: auto; min-height: 0; scrollbar-width: thin; }
      .menu + .menu { border-top: 1px solid var(--argiope-line); }
      .title { display: flex; align-items: center; gap: var(--argiope-space-3); height: 20px; padding: 0 var(--argiope-space-3); font-size: var(--argiope-type-1); font-weight: 600; color: var(--argiope-ink-2); }
      .by { display: grid; grid-template-columns: 132px 92px minmax(0, 1fr); align-items: center; min-height: 22px; padding: 0 var(--argiope-space-3); font-size: var(--argiope-type-1); line-height: 16px; }
      .by > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .by .until { color: var(--argiope-ink-2); text-align: end; }
      .by .until.trouble { color: var(--argiope-ink-error); }
      .item .words { overflow: hidden; text-overflow: ellipsis; min-width: 0; }
      .item .end { overflow: hidden; text-overflow: ellipsis; }
      .two-items { display: flex; }
      .two-items .item { width: auto; }
      .two-items .item:last-child { margin-inline-start: auto; color: var(--argiope-accent); }
      .step { padding: var(--argiope-space-4); display: grid; gap: var(--argiope-space-3); border-top: 1px solid var(--argiope-line); background: var(--argiope-surface-2); }
      .step .buttons { display: flex; justify-content: flex-end; gap: var(--argiope-space-3); flex-wrap: wrap; }
      .step .subject { max-height: 60px; overflow: auto; }
      .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--argiope-space-3); }
      .none { padding: 2px var(--argiope-space-3); color: var(--argiope-ink-2); font-size: var(--argiope-type-1); line-height: 18px; }
      footer { padding: 4px var(--argiope-space-4); border-top: 1px solid var(--argiope-line); font-size: var(--argiope-type-1); line-height: 16px; color: var(--argiope-ink-2); flex: none; }
      footer.error { color: var(--argiope-ink-error); }
      kbd { padding: 0 5px; border: 1px solid var(--argiope-line-strong); border-radius: 3px; font: 400 11px / 14px var(--argiope-font-mono); color: var(--argiope-ink-2); }
    `,
  ];
  @property({ attribute: false }) observable!: Observable;
  @state() private step: Step = 'menu';
  @state() private outcome?: Outcome;
  @state() private fault = '';
  @state() private busy = false;
  private known!: Known;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('popover', 'auto');
    this.setAttribute('role', 'dialog');
    this.known = Known.of(this.observable);
    this.setAttribute('aria-label', `Actions for ${typeName(this.observable.type)} ${visible(this.observable.value.slice(0, 100))}`);
    for (const each of [this.known, session, cases]) each.addEventListener('change', this.redraw);
    this.addEventListener('keydown', this.pressed);
    if (session.state === 'signed-in') this.known.refresh();
    else void session.start().then(() => session.state === 'signed-in' && this.isConnected && this.known.refresh());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const each of [this.known, session, cases]) each.removeEventListener('change', this.redraw);
  }

  private readonly redraw = () => this.requestUpdate();

  override updated(): void {
    this.dispatchEvent(new Event('argiope-resized'));
  }

  focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('.middle .item:not(:disabled), .middle .button')?.focus();
  }

  override render() {
    const { type, value } = this.observable;
    const known = verdicts.get(this.observable);
    const unicode = unicodeForm(this.observable);
    const signedIn = session.state === 'signed-in';
    return html`<header>
        <div class="row"><span class="value grow" translate="no" tabindex="-1">${visible(value.length > 2000 ? `${value.slice(0, 2000)}…` : value)}</span>
          <button class="button icon small" aria-label="Copy the value; with Shift, defanged" title="Copy. With Shift: defanged" @click=${this.copy}><argiope-icon name="copy"></argiope-icon></button></div>
        <div class="row small"><span class="quiet">${capital(typeName(type))}${unicode && unicode !== value ? `, reads ${unicode}` : ''}</span>
          ${known?.disposition
            ? html`<argiope-verdict disposition=${known.disposition}></argiope-verdict><span class="quiet">by ${known.by}, ${Date.now() - known.at < 10_000 ? 'just asked' : `${ago(new Date(known.at))} old`}</span>`
            : signedIn ? html`<span class="quiet">${this.known.asking ? 'asking' : 'no verdict'}</span>` : nothing}</div>
      </header>
      <div class="middle">
        <div class="menu">
          <button class="item" @click=${this.investigate}><argiope-icon name="search"></argiope-icon>Investigate<span class="end"><kbd>i</kbd></span></button>
          ${signedIn && !session.may('casebook')
            ? nothing
            : signedIn
            ? html`<button class="item" ?disabled=${!session.mayWrite} @click=${this.addToCurrent}><argiope-icon name="book-open"></argiope-icon>Add to current case<span class="detail">${cases.current?.title ?? 'none yet: makes one'}</span></button>
                <div class="two-items"><button class="item" ?disabled=${!session.mayWrite} @click=${this.addToNew}><argiope-icon name="plus"></argiope-icon>Add to new case</button><button class="item" ?disabled=${!session.mayWrite} aria-expanded=${this.step === 'cases'} @click=${this.chooseCase}>Add to case…</button></div>`
            : html`<button class="item" @click=${this.askSignIn}><argiope-icon name="key-round"></argiope-icon>Sign in to use cases and modules…</button>`}
        </div>
        ${this.step === 'cases' ? this.caseList() : nothing}
        ${signedIn ? html`${session.may('enrich') ? html`${this.opinions()} ${this.lookUps()}` : nothing} ${session.may('response') || session.may('private-intel') ? this.acts() : nothing}` : nothing}
      </div>
      ${session.state === 'unreachable' ? html`<footer class="error" role="alert">${session.trouble}</footer>` : this.known.trouble && signedIn ? html`<footer class="error" role="alert">${this.known.trouble} <button class="button link small" @click=${() => this.known.refresh(true)}>Ask again</button></footer>` : nothing}`;
  }

  private opinions() {
    return html`<div class="menu" role="group" aria-label="Verdicts">
      <div class="title">Verdicts</div>
      ${this.known.lines.map((line) => this.opinion(line))}
      ${this.known.lines.length === 0 ? html`<div class="none">${this.known.asking ? 'Asking the modules…' : 'No module answers for this type.'}</div>` : nothing}
    </div>`;
  }

  private opinion(line: ModuleLine) {
    const end = line.verdict?.until ? new Date(line.verdict.until) : undefined;
    return html`<div class="by"><span title=${line.module}>${line.module}</span>
      ${line.verdict
        ? html`<argiope-verdict disposition=${line.verdict.disposition}></argiope-verdict><span class="until">${!end || Number.isNaN(end.getTime()) ? '' : end.getUTCFullYear() >= 2500 ? 'for ever' : `until ${dayName(end)}`}</span>`
        : line.state === 'asking'
          ? html`<span class="state busy"><argiope-icon name="loader-circle" size="12"></argiope-icon>asking</span><span></span>`
          : line.state === 'failed'
            ? html`<span class="state error"><argiope-icon name="x" size="12"></argiope-icon>failed</span><span class="until trouble" title=${line.trouble ?? ''}>${line.trouble}</span>`
            : html`<span class="quiet">nothing known</span><span class="until">${line.trouble ?? ''}</span>`}</div>`;
  }

  private lookUps() {
    const links = this.known.links.flatMap((link) => {
      const href = safeLink(link.url);
      return href ? [{ link, href }] : [];
    });
    if (links.length === 0) return nothing;
    return html`<div class="menu" role="group" aria-label="Look up">
      <div class="title">Look up</div>
      ${links.map(({ link, href }) => html`<a class="item" href=${href} target="_blank" rel="noopener noreferrer" title=${link.description}><argiope-icon name="external-link"></argiope-icon><span class="words">${link.title}</span><span class="end detail">${link.module}</span></a>`)}
    </div>`;
  }

  private acts() {
    const open = typeof this.step === 'object' ? this.step : undefined;
    return html`<div class="menu" role="group" aria-label="Act">
      <div class="title">Act</div>
      ${this.known.actions.map(
        (action) => html`<button class="item" ?disabled=${!session.mayWrite} aria-expanded=${open?.action === action} @click=${() => this.confirm(action)}><argiope-icon name=${/^un|^remove|^allow/i.test(action.title) ? 'undo-2' : 'ban'}></argiope-icon><span class="words">${action.title}…</span><span class="end detail">${action.module}</span></button>
          ${open?.action === action ? this.confirmation(action) : nothing}`,
      )}
      ${open && !this.known.actions.includes(open.action) ? this.confirmation(open.action) : nothing}
      ${session.may('private-intel') ? html`<button class="item" ?disabled=${!session.mayWrite} aria-expanded=${this.step === 'judge'} @click=${() => this.goTo('judge', '#disposition')}><argiope-icon name="pencil"></argiope-icon>Judge it…<span class="end detail">disposition, until when</span></button>` : nothing}
      ${this.step === 'judge' ? this.judgement() : nothing}
    </div>`;
  }

  private confirmation(action: Link): TemplateResult {
    const outcome = this.outcome;
    return html`<div class="step" role="group" aria-label="Confirm: ${action.title}">
      ${outcome?.kind === 'done'
        ? html`<p role="status"><span class="state ok"><argiope-icon name="check" size="12"></argiope-icon>done</span> ${outcome.text}</p><div class="buttons"><button class="button" @click=${this.back}>Close</button></div>`
        : html`<p><b>${action.title}</b> at <b>${action.module}</b>${action.description ? html`: ${action.description}` : nothing}</p>
            <code class="subject">${visible(this.observable.value.slice(0, 2000))}</code>
            <p class="small quiet">It takes effect at once, outside this platform, and is kept in the response ledger.</p>
            ${outcome && outcome.kind !== 'busy' ? html`<p class="fault" role="alert">${outcome.text}</p>` : nothing}
            <div class="buttons"><button class="button" ?disabled=${outcome?.kind === 'busy'} @click=${this.back}>Cancel</button><button class="button primary go" ?disabled=${outcome?.kind === 'busy'} @click=${this.act}>${outcome?.kind === 'busy' ? 'Sending' : outcome ? 'Try again' : action.title}</button></div>`}
    </div>`;
  }

  private judgement() {
    return html`<form class="step" aria-label="Judge it" @submit=${this.sendJudgement}>
      <div class="pair">
        <div class="field"><label for="disposition">Disposition</label><select class="select" id="disposition" name="disposition">${(['malicious', 'suspicious', 'unknown', 'common', 'clean'] as const).map((each) => html`<option value=${each}>${each}</option>`)}</select></div>
        <div class="field"><label for="term">Until when</label><select class="select" id="term" name="term">${terms.map(([id, title]) => html`<option value=${id} ?selected=${id === '30'}>${title}</option>`)}</select></div>
      </div>
      <div class="field"><label for="reason">Reason</label><input class="input" id="reason" name="reason" maxlength="1000" autocomplete="off" /></div>
      <p class="small quiet">Kept in Private Intelligence with priority 100: it counts before every feed’s opinion.</p>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <div class="buttons"><button class="button" type="button" @click=${this.back}>Cancel</button><button class="button primary" ?disabled=${this.busy}>Judge</button></div>
    </form>`;
  }

  private caseList() {
    return html`<div class="menu" role="group" aria-label="Cases">
      <input class="input" type="search" aria-label="Find a case" placeholder="Find a case" @input=${(event: Event) => void cases.find((event.target as HTMLInputElement).value)} />
      ${cases.heads.slice(0, 8).map((head) => html`<button class="item" @click=${() => this.addTo(head.id)}><argiope-icon name="book-open"></argiope-icon><span class="words">${head.title}</span><span class="end detail">${head.size}</span></button>`)}
      ${cases.heads.length === 0 ? html`<div class="none">${cases.trouble || 'No case found.'}</div>` : nothing}
    </div>`;
  }

  private goTo(step: Step, focus?: string): void {
    this.outcome = undefined;
    this.fault = '';
    this.step = this.step === step ? 'menu' : step;
    if (focus) void this.updateComplete.then(() => {
      const target = this.renderRoot.querySelector<HTMLElement>(focus);
      target?.scrollIntoView?.({ block: 'nearest' });
      target?.focus();
    });
  }

  private readonly back = () => {
    this.goTo('menu');
    this.step = 'menu';
    void this.updateComplete.then(() => this.focusFirst());
  };

  private confirm(action: Link): void {
    if (typeof this.step === 'object' && this.step.action === action) return this.back();
    this.goTo({ action, key: crypto.randomUUID() }, '.go');
  }

  private async act(): Promise<void> {
    const step = this.step;
    if (typeof step !== 'object' || this.outcome?.kind === 'busy') return;
    // After a clear failure a second try is a new wish; after a lost answer it is the same one, and is done once.
    const key = this.outcome?.kind === 'failed' ? crypto.randomUUID() : step.key;
    this.step = { ...step, key };
    this.outcome = { kind: 'busy', text: '' };
    try {
      const { done, unsure, detail } = await trigger(step.action, this.observable, key);
      this.outcome = done
        ? { kind: 'done', text: `${step.action.module} has confirmed it.` }
        : unsure
          ? { kind: 'unsure', text: `The order went out, and ${step.action.module} has not confirmed it${detail ? `: ${detail}` : ''}. The response ledger will say what became of it; trying again does it at most once.` }
        : { kind: 'failed', text: `${step.action.module} did not do it${detail ? `: ${detail}` : ''}. Nothing will fire later.` };
      if (done) toast(`${step.action.title}: ${step.action.module} has confirmed it.`);
    } catch (error) {
      const lost = error instanceof ApiError && error.offline;
      this.outcome = { kind: lost ? 'unsure' : 'failed', text: lost ? `${messageOf(error)} It may have been carried out; trying again does it at most once.` : messageOf(error) };
    }
    await this.known.askActions();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.step .button:last-child')?.focus();
  }

  private async sendJudgement(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const disposition = String(data.get('disposition')) as Disposition;
    const days = terms.find(([id]) => id === data.get('term'))?.[2];
    this.busy = true;
    this.fault = '';
    try {
      const takeBack = await judge(this.observable, { disposition, reason: String(data.get('reason')).trim(), until: days ? new Date(Date.now() + days * 86_400_000) : undefined });
      this.back();
      this.known.refresh(true);
      const { known } = this;
      toast(`Judged ${disposition}.`, {
        seconds: 10,
        undo: () => void takeBack().then(() => known.refresh(true), (error: unknown) => toast(messageOf(error), { kind: 'error' })),
      });
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }

  private copy(event: MouseEvent): void {
    void navigator.clipboard?.writeText(event.shiftKey ? defang(this.observable) : this.observable.value).then(() => toast(event.shiftKey ? 'Copied, defanged.' : 'Copied.'));
  }

  private investigate(): void {
    this.hidePopover();
    session.investigate(this, session.investigateText(this.observable.value), { observables: [this.observable] });
  }

  private addToCurrent(): void {
    this.said(cases.add([this.observable]), cases.current?.title);
  }

  private addToNew(): void {
    cases.create([this.observable]);
    this.said(true, cases.current?.title);
  }

  private async addTo(id: string): Promise<void> {
    await cases.open(id);
    this.said(cases.add([this.observable]), cases.current?.title);
  }

  private said(added: boolean, title = 'a new case'): void {
    toast(added ? `Added to ${title}.` : `${title} holds it already.`, { kind: added ? 'ok' : 'info' });
    this.dispatchEvent(new CustomEvent('argiope-case-changed', { detail: { id: cases.currentId }, bubbles: true, composed: true }));
    this.hidePopover();
  }

  private chooseCase(): void {
    void cases.find();
    this.goTo('cases', 'input[type=search]');
  }

  private askSignIn(): void {
    this.hidePopover();
    session.dispatchEvent(new Event('ask-sign-in'));
  }

  private readonly pressed = (event: KeyboardEvent) => {
    const target = event.composedPath()[0] as HTMLElement;
    const typing = target.matches?.('input, select, textarea');
    if (event.key === 'Escape' && this.step !== 'menu') {
      event.preventDefault();
      event.stopPropagation();
      this.back();
    } else if (event.key === 'i' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.investigate();
    } else if (!target.matches?.('select')) {
      moveInMenu(event, [...this.renderRoot.querySelectorAll<HTMLElement>('.middle .item, .middle .button, .middle input, .middle select')]);
    }
  };
}
