import { LitElement, css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/chip/chip.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { keys } from '@argiope/components/keys/keys.ts';
import { DRAG_TYPE, groupName, typeName, visible, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import { moveInMenu, toggle } from '@argiope/components/overlay/overlay.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import { ago, plural, shortTime } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import '@argiope/components/verdict/verdict.ts';
import type { Field } from '../cases/case.ts';
import { cases } from '../cases/cases.ts';
import type { Queued } from '../cases/queue.ts';
import { inspect } from '../platform/platform.ts';
import { configureWidgets, session } from '../session/session.ts';
import './sign-in.ts';

type View = 'case' | 'list';
type Tab = 'observables' | 'notes' | 'about';
const fieldName: Record<Field, string> = { title: 'title', short_description: 'short description', description: 'description' };

/** The casebook: a button at the page's bottom right, and the panel it opens, with the current case. Chips can be
 * dropped on the button as well as on the panel. A right click, the menu key or the gear sign in and out.
 * @attr platform - before every platform path; without it the page has called `configureWidgets`
 * @attr portal - the portal's address, for links
 * @attr auth - `session`: through the host's back end
 * @fires argiope-case-changed, argiope-investigate */
@element('argiope-casebook')
export class ArgiopeCasebook extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { position: fixed; inset: auto 16px 16px auto; z-index: 40; }
      .opener { display: inline-flex; align-items: center; gap: var(--argiope-space-3); height: 36px; padding: 0 var(--argiope-space-4); border: 1px solid var(--argiope-line-strong); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); color: var(--argiope-ink); font-size: var(--argiope-type-2); font-weight: 500; box-shadow: 0 2px 10px var(--argiope-shadow); }
      .opener:hover { background: var(--argiope-surface-3); }
      .opener.over { outline: 2px dashed var(--argiope-accent); background: var(--argiope-accent-wash); }
      .panel { position: relative; display: flex; flex-direction: column; min-width: 320px; min-height: 280px; max-width: calc(100vw - 32px); max-height: calc(100vh - 72px); border: 1px solid var(--argiope-line-strong); border-radius: 6px; background: var(--argiope-surface-raised); box-shadow: 0 16px 48px var(--argiope-shadow); }
      .head { display: flex; align-items: center; gap: var(--argiope-space-1); height: var(--argiope-size-toolbar); padding: 0 var(--argiope-space-2) 0 var(--argiope-space-4); border-bottom: 1px solid var(--argiope-line); flex: none; font-size: var(--argiope-type-2); }
      .corner { position: absolute; inset: -1px auto auto -1px; width: 16px; height: 16px; padding: 0; border: 0; background: none; cursor: nwse-resize; border-radius: 6px 0 0 0; border-inline-start: 2px solid var(--argiope-line-strong); border-block-start: 2px solid var(--argiope-line-strong); }
      .current { display: flex; align-items: center; gap: var(--argiope-space-3); margin: var(--argiope-space-3) var(--argiope-space-4) 0; padding: 0 var(--argiope-space-3); min-height: 32px; border: 0; border-radius: var(--argiope-radius); background: var(--argiope-surface-2); text-align: start; flex: none; }
      .current input { flex: 1 1 auto; min-width: 0; border: 0; background: none; font-weight: 600; font-size: var(--argiope-type-2); height: 28px; padding: 0 var(--argiope-space-2); border-radius: 3px; }
      .current input:hover { background: var(--argiope-surface-3); }
      .tabs { margin: 0 var(--argiope-space-4); height: 32px; border-bottom: 1px solid var(--argiope-line); flex: none; }
      .body { flex: 1 1 auto; min-height: 0; overflow: auto; padding: var(--argiope-space-3) var(--argiope-space-4); scrollbar-width: thin; display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--argiope-space-3); align-content: start; }
      .drop { display: none; padding: 10px var(--argiope-space-4); border: 2px dashed var(--argiope-accent); border-radius: var(--argiope-radius); background: var(--argiope-accent-wash); font-size: var(--argiope-type-2); }
      .panel.over .drop { display: block; }
      .group { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--argiope-space-1); }
      .group h3 { font-size: var(--argiope-type-1); }
      .thing { display: flex; align-items: center; gap: var(--argiope-space-2); min-height: 24px; padding-inline-start: 10px; }
      .thing argiope-chip { flex: 0 1 auto; min-width: 0; }
      .thing .end { margin-inline-start: auto; display: flex; align-items: center; gap: var(--argiope-space-2); flex: none; }
      .paste { display: flex; align-items: flex-start; gap: var(--argiope-space-3); padding: var(--argiope-space-3) var(--argiope-space-4); border-top: 1px solid var(--argiope-line); flex: none; }
      .paste .textarea { min-height: 28px; height: 28px; padding-block: 3px; resize: none; overflow: auto; }
      .paste .textarea:focus { height: 64px; }
      .foot { display: flex; align-items: center; gap: var(--argiope-space-2); padding: var(--argiope-space-3) var(--argiope-space-4); border-top: 1px solid var(--argiope-line); flex: none; }
      .foot .end { margin-inline-start: auto; }
      .note { display: grid; gap: var(--argiope-space-2); padding-bottom: var(--argiope-space-3); border-bottom: 1px solid var(--argiope-line); }
      .note .row { font-size: var(--argiope-type-1); color: var(--argiope-ink-2); }
      .textarea { font-size: var(--argiope-type-2); }
      .none { color: var(--argiope-ink-2); font-size: var(--argiope-type-2); }
      .notice { font-size: var(--argiope-type-1); line-height: 16px; }
      .notice textarea { margin-block: 4px; }
      .item .words { overflow: hidden; text-overflow: ellipsis; }
      .item { min-height: 32px; }
      .popover { min-width: 200px; }
    `,
  ];
  @property() platform?: string;
  @property() portal = '';
  @property() auth: 'session' = 'session';
  @state() private open = localStorage.getItem('argiope.casebook.open') === 'yes';
  @state() private view: View = 'case';
  @state() private tab: Tab = 'observables';
  @state() private over = false;
  @state() private signingIn = false;
  @state() private adding = false;
  @query('.popover') private readonly popup?: HTMLElement;
  @query('.opener') private readonly opener?: HTMLElement;
  private size = sizeKept();
  private noteDraft = '';
  private forgetKey?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.platform !== undefined) configureWidgets({ platform: this.platform, portal: this.portal });
    for (const each of [session, cases, verdicts]) each.addEventListener('change', this.redraw);
    cases.addEventListener('case-changed', this.caseChanged);
    session.addEventListener('ask-sign-in', this.askSignIn);
    this.forgetKey = keys.add({ keys: 'c', does: 'open and close the casebook', run: () => this.toggle() });
    void session.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const each of [session, cases, verdicts]) each.removeEventListener('change', this.redraw);
    cases.removeEventListener('case-changed', this.caseChanged);
    session.removeEventListener('ask-sign-in', this.askSignIn);
    this.forgetKey?.();
  }

  private readonly redraw = () => this.requestUpdate();
  private readonly askSignIn = () => (this.signingIn = true);
  private readonly caseChanged = (event: Event) => {
    this.dispatchEvent(new CustomEvent('argiope-case-changed', { detail: (event as CustomEvent).detail, bubbles: true, composed: true }));
  };

  override render() {
    const count = cases.current?.observables.length ?? 0;
    return html`${this.open
        ? this.panel()
        : html`<button class="opener ${this.over ? 'over' : ''}" aria-label="Casebook${session.state === 'signed-in' ? `, ${plural(count, 'observable')}` : ', signed out'}" aria-expanded="false" @click=${this.openOrSignIn} @contextmenu=${this.menu} @keydown=${this.menuKey} @dragenter=${this.dragOver} @dragover=${this.dragOver} @dragleave=${this.dragLeft} @drop=${this.dropped}>
            <argiope-icon name="book-open" size="16"></argiope-icon>Casebook${session.state === 'signed-in' ? html`<span class="badge ${count > 0 ? 'strong' : ''}">${count}</span>` : html`<argiope-icon name="key-round"></argiope-icon>`}
          </button>`}
      <div class="popover menu" popover @keydown=${(event: KeyboardEvent) => moveInMenu(event, [...this.popup!.querySelectorAll<HTMLElement>('button')])}>
        ${session.ownSignIn
          ? html`<button class="item" @click=${this.editClient}><argiope-icon name="key-round"></argiope-icon>${session.state === 'signed-in' ? 'Change client…' : 'Sign in…'}</button>
              ${session.state === 'signed-in' ? html`<button class="item" @click=${this.leave}><argiope-icon name="log-out"></argiope-icon>Sign out</button>` : nothing}`
          : html`<div class="item">Signed in with the portal</div>`}
      </div>
      <argiope-widget-sign-in ?open=${this.signingIn} @argiope-close=${this.signedIn}></argiope-widget-sign-in>`;
  }

  private panel() {
    return html`<section class="panel ${this.over ? 'over' : ''}" aria-label="Casebook" @keydown=${this.panelKey} @contextmenu=${this.menu} @dragenter=${this.dragOver} @dragover=${this.dragOver} @dragleave=${this.dragLeft} @drop=${this.dropped}>
      <button class="corner" aria-label="Size of the casebook: drag, or arrow keys" @pointerdown=${this.resize} @keydown=${this.resizeKey}></button>
      <div class="head"><h2 class="grow">Casebook</h2>
        ${session.state === 'signed-in'
          ? html`<button class="button icon small" aria-label="All cases" aria-pressed=${this.view === 'list'} @click=${this.showList}><argiope-icon name="search"></argiope-icon></button>
              <button class="button icon small" aria-label="New case" ?disabled=${!session.mayWrite} @click=${this.create}><argiope-icon name="plus"></argiope-icon></button>`
          : nothing}
        <button class="button icon small" aria-label="Casebook settings" aria-haspopup="menu" @click=${(event: Event) => this.showMenu(event.currentTarget as Element)}><argiope-icon name="settings"></argiope-icon></button>
        <button class="button icon small" aria-label="Close the casebook" @click=${this.toggle}><argiope-icon name="minus"></argiope-icon></button></div>
      ${session.state !== 'signed-in' || !session.may('casebook') ? this.outside() : this.view === 'list' ? this.list() : this.case()}
    </section>`;
  }

  private outside() {
    return html`<div class="body">
      ${session.state === 'unknown'
        ? html`<p class="none">Looking…</p>`
        : session.state === 'unreachable'
          ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${session.trouble}</span></div><button class="button" @click=${() => void session.start()}>Try again</button>`
          : session.state === 'signed-in'
            ? html`<p class="none">This client may not use casebooks: it lacks the scope casebook. Use a client with the preset “both widgets”.</p><div><button class="button" @click=${this.askSignIn}>Change client…</button></div>`
            : html`<p class="none">The casebook keeps what you find, with notes, for you and your colleagues. It needs an API client of the portal.</p><div><button class="button primary" @click=${this.askSignIn}>Sign in…</button></div>`}
    </div>`;
  }

  private list() {
    return html`<div class="body">
      <input class="input" type="search" aria-label="Find a case" placeholder="Find a case" @input=${(event: Event) => void cases.find((event.target as HTMLInputElement).value)} />
      ${cases.trouble ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${cases.trouble}</span></div>` : nothing}
      <div role="group" aria-label="Cases" @keydown=${(event: KeyboardEvent) => moveInMenu(event, [...this.renderRoot.querySelectorAll<HTMLElement>('.body .item')])}>
        ${cases.heads.map((head) => html`<button class="item" aria-current=${head.id === cases.currentId ? 'true' : nothing} @click=${() => this.choose(head.id)}><argiope-icon name="book-open"></argiope-icon><span class="words">${head.title}</span><span class="end detail">${plural(head.size, 'observable')}${head.changed ? ` · ${ago(new Date(head.changed))}` : ''}</span></button>`)}
      </div>
      ${cases.heads.length === 0 && !cases.trouble ? html`<p class="none">No case found. The plus makes one.</p>` : nothing}
    </div>`;
  }

  private case() {
    const now = cases.current;
    const waiting = cases.pending.filter((each) => each.declined !== undefined || each.theirs !== undefined);
    if (!now) {
      return html`<div class="body">${this.troubles(waiting)}
        <div class="drop">Drop to begin a case with it</div>
        ${cases.loading ? html`<p class="none">Looking…</p>` : html`<p class="none">No case is open. Add something from a pivot menu, drop a chip here, or:</p><div class="row"><button class="button primary" ?disabled=${!session.mayWrite} @click=${this.create}>New case</button><button class="button" @click=${this.showList}>Open a case</button></div>`}
      </div>`;
    }
    const tabs: [Tab, string, number | undefined][] = [['observables', 'Observables', now.observables.length], ['notes', 'Notes', now.notes.length], ['about', 'About', undefined]];
    return html`<div class="current"><argiope-icon name="book-open"></argiope-icon>
        <input aria-label="Title of the case" maxlength="1000" .value=${now.title} ?readonly=${!session.mayWrite} @change=${(event: Event) => this.edit('title', event)} @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && (event.target as HTMLElement).blur()} />
        <button class="button plain small" aria-label="Choose another case" @click=${this.showList}><span class="quiet small">current</span><argiope-icon name="chevron-down" size="12"></argiope-icon></button></div>
      <div class="tabs" role="tablist" aria-label="Parts of the case" @keydown=${this.tabKey}>
        ${tabs.map(([id, title, count]) => html`<button class="tab" role="tab" id="tab-${id}" aria-controls="body" aria-selected=${this.tab === id} tabindex=${this.tab === id ? 0 : -1} @click=${() => (this.tab = id)}>${title}${count === undefined ? nothing : html`<span class="badge">${count}</span>`}</button>`)}
      </div>
      <div class="body" id="body" role="tabpanel" aria-labelledby="tab-${this.tab}" tabindex="-1">
        ${this.troubles(waiting)}
        ${this.tab === 'observables' ? this.observables() : this.tab === 'notes' ? this.notes() : this.about()}
      </div>
      ${this.tab === 'observables'
        ? html`<form class="paste" @submit=${this.paste}><textarea class="textarea grow" name="text" aria-label="Paste text to add what is in it" placeholder="Paste text to add what is in it" maxlength="1000000" ?disabled=${!session.mayWrite} @keydown=${this.pasteKey}></textarea><button class="button" ?disabled=${this.adding || !session.mayWrite}>${this.adding ? 'Looking' : 'Add'}</button></form>`
        : nothing}
      <div class="foot"><button class="button primary" @click=${this.investigate}><argiope-icon name="search"></argiope-icon>Investigate this Case</button>
        <button class="button icon end" aria-label="Delete this case" ?disabled=${!session.mayWrite} @click=${this.deleteCase}><argiope-icon name="trash-2"></argiope-icon></button></div>`;
  }

  private troubles(waiting: readonly Queued[]) {
    const held = cases.pending.length - waiting.length;
    return html`${cases.waiting && held > 0
        ? html`<div class="notice warning" role="status"><argiope-icon name="clock"></argiope-icon><span>${cases.waiting} ${plural(held, 'change')} kept in this browser; sent when it works again.</span></div>`
        : nothing}
      ${cases.trouble ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span class="grow">${cases.trouble}</span><button class="button link small" @click=${() => void cases.reload()}>Try again</button></div>` : nothing}
      ${waiting.map((each) => this.clash(each))}`;
  }

  private clash(waiting: Queued) {
    if (waiting.theirs !== undefined && waiting.change.kind === 'field') {
      const { field, value } = waiting.change;
      const both = `${waiting.theirs}\n\n${value}`;
      return html`<div class="notice warning" role="alert"><argiope-icon name="triangle-alert"></argiope-icon><div class="grow">
        Someone else changed the ${fieldName[field]} while you typed. Theirs: “${waiting.theirs}”. Yours: “${value}”.
        <div class="row wrap"><button class="button small" @click=${() => cases.settle(waiting, value)}>Keep mine</button><button class="button small" @click=${() => cases.discard(waiting)}>Keep theirs</button>${field === 'title' ? nothing : html`<button class="button small" @click=${() => cases.settle(waiting, both)}>Keep both</button>`}</div></div></div>`;
    }
    return html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><div class="grow">A change was declined: ${waiting.declined}
      ${'text' in waiting.change ? html`<p>“${waiting.change.text}”</p>` : 'value' in waiting.change ? html`<p>“${waiting.change.value}”</p>` : nothing}
      <div class="row"><button class="button small" @click=${() => cases.retry(waiting)}>Try again</button><button class="button small" @click=${() => cases.discard(waiting)}>Discard</button></div></div></div>`;
  }

  private observables() {
    const now = cases.current!;
    const groups = new Map<string, Observable[]>();
    for (const each of now.observables) groups.set(groupName(each.type), [...(groups.get(groupName(each.type)) ?? []), each]);
    return html`<div class="drop">Drop to add it to this case</div>
      ${[...groups].map(([name, things]) => html`<div class="group"><h3>${name} <span class="badge">${things.length}</span></h3>${things.map((thing) => this.thing(thing))}</div>`)}
      ${now.observables.length === 0 ? html`<p class="none">Nothing in it yet. Add from a pivot menu, drop a chip here, or paste text below.</p>` : nothing}`;
  }

  private thing(thing: Observable) {
    const known = verdicts.get(thing);
    if (!known) verdicts.want(thing);
    const name = `${typeName(thing.type)} ${visible(thing.value.slice(0, 100))}`;
    return html`<div class="thing"><argiope-chip type=${thing.type} .value=${thing.value} unmarked></argiope-chip><span class="end">${known?.disposition ? html`<argiope-verdict disposition=${known.disposition}></argiope-verdict>` : nothing}<button class="button icon small" aria-label="Remove ${name}" ?disabled=${!session.mayWrite} @click=${() => this.removeThing(thing)}><argiope-icon name="x"></argiope-icon></button></span></div>`;
  }

  private notes() {
    return html`${cases.current!.notes.map(
        (note) => html`<div class="note"><div class="row"><span class="grow">${note.by ? html`${note.by}, ` : nothing}${note.at ? shortTime(new Date(note.at)) : 'not sent yet'}</span><button class="button icon small" aria-label="Remove this note" ?disabled=${!session.mayWrite} @click=${() => this.removeNote(note.text)}><argiope-icon name="x"></argiope-icon></button></div>
          <textarea class="textarea" aria-label="Note" maxlength="100000" .value=${note.text} ?readonly=${!session.mayWrite} @change=${(event: Event) => this.rewrite(note.text, event)}></textarea></div>`,
      )}
      <form class="form" @submit=${this.addNote}><textarea class="textarea" name="note" aria-label="New note" placeholder="Write a note" maxlength="100000" ?disabled=${!session.mayWrite} @input=${(event: Event) => (this.noteDraft = (event.target as HTMLTextAreaElement).value)}></textarea><div><button class="button" ?disabled=${!session.mayWrite}>Add note</button></div></form>`;
  }

  private about() {
    const now = cases.current!;
    return html`<div class="form">
      <div class="field"><label for="short">Short description</label><input class="input" id="short" maxlength="2000" .value=${now.short_description} ?readonly=${!session.mayWrite} @change=${(event: Event) => this.edit('short_description', event)} /></div>
      <div class="field"><label for="description">Description</label><textarea class="textarea" id="description" maxlength="100000" .value=${now.description} ?readonly=${!session.mayWrite} @change=${(event: Event) => this.edit('description', event)}></textarea></div>
      <dl class="facts"><dt>Case</dt><dd class="mono">${now.id.startsWith('new-') ? 'not sent yet' : now.id}</dd>${now.changed ? html`<dt>Last change</dt><dd>${shortTime(new Date(now.changed))}</dd>` : nothing}</dl>
    </div>`;
  }

  private toggle = () => {
    this.open = !this.open;
    localStorage.setItem('argiope.casebook.open', this.open ? 'yes' : 'no');
    void this.updateComplete.then(() => (this.open ? this.renderRoot.querySelector<HTMLElement>('.head .button, .body .button') : this.opener)?.focus());
  };

  private readonly signedIn = () => {
    this.signingIn = false;
    void this.updateComplete.then(() => (this.open ? this.renderRoot.querySelector<HTMLElement>('.head .button') : this.opener)?.focus());
  };

  private openOrSignIn(): void {
    if (session.state === 'signed-out' && session.ownSignIn) this.signingIn = true;
    else this.toggle();
  }

  private showList(): void {
    this.view = this.view === 'list' ? 'case' : 'list';
    if (this.view === 'list') {
      void cases.find();
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input[type=search]')?.focus());
    }
  }

  private async choose(id: string): Promise<void> {
    this.view = 'case';
    await cases.open(id);
  }

  private create(): void {
    cases.create();
    this.view = 'case';
    this.tab = 'observables';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('.current input')?.select());
  }

  private edit(field: Field, event: Event): void {
    const value = (event.target as HTMLInputElement).value;
    const base = cases.current?.[field] ?? '';
    if (value !== base) cases.change({ kind: 'field', field, base, value });
  }

  private rewrite(old: string, event: Event): void {
    const text = (event.target as HTMLTextAreaElement).value;
    if (text.trim() === '') this.removeNote(old);
    else if (text !== old) cases.change({ kind: 'rewrite', old, text });
  }

  private addNote(event: Event): void {
    event.preventDefault();
    const text = this.noteDraft.trim();
    if (text === '') return;
    cases.change({ kind: 'note', text });
    this.noteDraft = '';
    (event.target as HTMLFormElement).reset();
  }

  private removeNote(text: string): void {
    cases.change({ kind: 'unnote', text });
    toast('Note removed.', { seconds: 10, undo: () => cases.change({ kind: 'note', text }) });
  }

  private removeThing(thing: Observable): void {
    cases.change({ kind: 'remove', observables: [thing] });
    toast(`Removed from ${cases.current?.title ?? 'the case'}.`, { seconds: 10, undo: () => cases.add([{ type: thing.type, value: thing.value }]) });
  }

  /** Deletes after ten seconds, so that there is a way back; a page left meanwhile deletes nothing. */
  private deleteCase(): void {
    const gone = cases.current;
    if (!gone) return;
    cases.close();
    toast(`“${gone.title}” is being deleted, for everyone.`, { kind: 'info', seconds: 10, undo: () => void cases.open(gone.id), kept: () => cases.remove(gone.id) });
  }

  private async paste(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '');
    if (text.trim() === '') return;
    await this.take(text, () => form.reset());
  }

  private async take(text: string, done?: () => void): Promise<void> {
    this.adding = true;
    try {
      const found = await inspect(text);
      if (found.length === 0) toast('Nothing in this text is an observable.', { kind: 'info' });
      else {
        const before = cases.current?.observables.length ?? 0;
        cases.add(found);
        const added = (cases.current?.observables.length ?? 0) - before;
        toast(added === 0 ? 'The case holds all of it already.' : `Added ${plural(added, 'observable')}.`, { kind: added === 0 ? 'info' : 'ok' });
        done?.();
      }
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    } finally {
      this.adding = false;
    }
  }

  private pasteKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      (event.target as HTMLTextAreaElement).form?.requestSubmit();
    }
  }

  private investigate(): void {
    const now = cases.current;
    if (!now) return;
    if (now.id.startsWith('new-')) {
      void cases.flush().then(() => (cases.current && !cases.current.id.startsWith('new-') ? this.investigate() : toast('The case is not sent yet; try again when the portal answers.', { kind: 'error' })));
      return;
    }
    session.investigate(this, session.investigateCase(now.id), { casebook: now.id, observables: now.observables });
  }

  private dragOver(event: DragEvent): void {
    if (session.state !== 'signed-in' || !session.mayWrite || !event.dataTransfer?.types.some((type) => type === DRAG_TYPE || type === 'text/plain')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.over = true;
  }

  private dragLeft(event: DragEvent): void {
    if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) this.over = false;
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    const kept = event.dataTransfer?.getData(DRAG_TYPE);
    const observable = kept ? asObservable(kept) : undefined;
    if (observable) {
      const added = cases.add([observable]);
      toast(added ? `Added to ${cases.current?.title ?? 'a new case'}.` : 'The case holds it already.', { kind: added ? 'ok' : 'info' });
    } else {
      const text = event.dataTransfer?.getData('text/plain');
      if (text) void this.take(text);
    }
  }

  private readonly menu = (event: MouseEvent) => {
    if ((event.composedPath()[0] as Element).matches?.('input, textarea')) return;
    event.preventDefault();
    this.showMenu(event.currentTarget as Element);
  };

  private menuKey(event: KeyboardEvent): void {
    if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
    event.preventDefault();
    this.showMenu(event.currentTarget as Element);
  }

  private showMenu(anchor: Element): void {
    if (this.popup && toggle(this.popup, anchor, 'end')) this.popup.querySelector<HTMLElement>('button')?.focus();
  }

  private editClient(): void {
    this.popup?.hidePopover();
    this.signingIn = true;
  }

  private async leave(): Promise<void> {
    this.popup?.hidePopover();
    try {
      await session.signOut();
      toast('The widgets are signed out.');
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    }
  }

  private panelKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented && !this.popup?.matches(':popover-open')) {
      event.preventDefault();
      event.stopPropagation();
      this.toggle();
    } else this.menuKey(event);
  }

  private tabKey(event: KeyboardEvent): void {
    const order: Tab[] = ['observables', 'notes', 'about'];
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    this.tab = order.at((order.indexOf(this.tab) + step) % order.length)!;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  }

  override updated(): void {
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel');
    if (panel) {
      panel.style.width = `${this.size.width}px`;
      panel.style.height = `${this.size.height}px`;
    }
  }

  private resize(event: PointerEvent): void {
    const corner = event.currentTarget as HTMLElement;
    corner.setPointerCapture(event.pointerId);
    const { width, height } = this.size;
    const move = (next: PointerEvent) => this.sized(width + event.clientX - next.clientX, height + event.clientY - next.clientY);
    corner.addEventListener('pointermove', move);
    corner.addEventListener('lostpointercapture', () => corner.removeEventListener('pointermove', move), { once: true });
  }

  private resizeKey(event: KeyboardEvent): void {
    const step: Record<string, [number, number]> = { ArrowLeft: [16, 0], ArrowRight: [-16, 0], ArrowUp: [0, 16], ArrowDown: [0, -16] };
    const by = step[event.key];
    if (!by) return;
    event.preventDefault();
    this.sized(this.size.width + by[0], this.size.height + by[1]);
  }

  private sized(width: number, height: number): void {
    this.size = { width: Math.round(Math.max(320, Math.min(width, window.innerWidth - 32))), height: Math.round(Math.max(280, Math.min(height, window.innerHeight - 72))) };
    localStorage.setItem('argiope.casebook.size', JSON.stringify(this.size));
    this.requestUpdate();
  }
}

function asObservable(words: string): Observable | undefined {
  try {
    const value: unknown = JSON.parse(words);
    const { type, value: seen } = value as Observable;
    return typeof type === 'string' && typeof seen === 'string' && seen !== '' ? { type, value: seen } : undefined;
  } catch {
    return undefined;
  }
}

function sizeKept(): { width: number; height: number } {
  try {
    const { width, height } = JSON.parse(localStorage.getItem('argiope.casebook.size') ?? '') as { width: number; height: number };
    if (width >= 320 && height >= 280) return { width, height };
  } catch {
    // Nothing kept yet.
  }
  return { width: 368, height: 408 };
}
