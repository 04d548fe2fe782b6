import { LitElement, css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Api } from '@argiope/components/api/api.ts';
import { ApiError, messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/chip/chip.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { DRAG_TYPE, groupName, keyOf, worstFirst, typeName, visible, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import '@argiope/components/time/time.ts';
import { plural } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { go } from '@argiope/components/url/url.ts';
import '@argiope/components/verdict/verdict.ts';
import type { CaseItem, Field } from '@argiope/widgets/cases/case.ts';
import { cases } from '@argiope/widgets/cases/cases.ts';
import { inspect } from '@argiope/widgets/platform/platform.ts';
import { record, text } from '../investigate/findings.ts';
import { page } from '../page/page.ts';
import { stepsIn, type Step } from './history.ts';

/** One case, as the widget shows it but wide, with its history. The same store of changes as the widget's: what is typed
 * is never lost.
 * @prop api - the platform
 * @attr case-id - which one; it becomes the current case */
@element('argiope-case')
export class ArgiopeCase extends LitElement {
  static override styles = [
    page,
    css`
      :host { padding: 0; grid-template-columns: minmax(0, 1fr) var(--argiope-size-panel); gap: 0; align-content: stretch; min-height: 100vh; }
      .main { padding: 0 var(--argiope-space-5) 72px; display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--argiope-space-4); align-content: start; min-width: 0; }
      .side { border-inline-start: 1px solid var(--argiope-line); display: grid; align-content: start; padding-bottom: 72px; min-width: 0; }
      .side section { padding: var(--argiope-space-4) var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--argiope-space-3); }
      .side h2 { font-size: var(--argiope-type-2); }
      .title, .plainly { background: none; }
      .title { font-size: var(--argiope-type-5); font-weight: 600; line-height: 28px; height: 36px; border-color: transparent; padding-inline: var(--argiope-space-2); margin-inline-start: calc(-1 * var(--argiope-space-2)); }
      .title:hover, .plainly:hover { border-color: var(--argiope-line-control); }
      .plainly { border-color: transparent; padding-inline: var(--argiope-space-2); margin-inline-start: calc(-1 * var(--argiope-space-2)); }
      .about { display: flex; gap: var(--argiope-space-4); flex-wrap: wrap; font-size: var(--argiope-type-1); color: var(--argiope-ink-2); }
      .over { outline: 2px dashed var(--argiope-accent); outline-offset: 2px; border-radius: var(--argiope-radius); }
      .note { display: grid; gap: 2px; font-size: var(--argiope-type-2); }
      .note p { white-space: pre-wrap; overflow-wrap: anywhere; }
      .steps { display: grid; gap: var(--argiope-space-2); font-size: var(--argiope-type-1); line-height: 18px; }
      .steps li { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: var(--argiope-space-3); overflow-wrap: anywhere; }
      a.crumb { flex: none; }
      .crumb { font-size: var(--argiope-type-2); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property({ attribute: 'case-id' }) caseId = '';
  @state() private steps: readonly Step[] = [];
  @state() private facts: Record<string, unknown> = {};
  @state() private missing = '';
  @state() private over = false;
  @state() private deleting = false;
  @query('#paste') private readonly paste!: HTMLTextAreaElement;
  @query('#note') private readonly note!: HTMLTextAreaElement;

  private readonly redraw = () => this.requestUpdate();
  private readonly again = () => void this.history();

  override connectedCallback(): void {
    super.connectedCallback();
    cases.addEventListener('change', this.redraw);
    cases.addEventListener('case-changed', this.again);
    verdicts.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cases.removeEventListener('change', this.redraw);
    cases.removeEventListener('case-changed', this.again);
    verdicts.removeEventListener('change', this.redraw);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('caseId') || !this.caseId) return;
    this.steps = [];
    this.missing = '';
    if (cases.currentId !== this.caseId || !cases.current) void cases.open(this.caseId);
    void this.history();
  }

  private async history(): Promise<void> {
    const id = this.caseId;
    try {
      const answer = await this.api.get<Record<string, unknown>>(`/casebooks/v1/${encodeURIComponent(id)}`);
      if (id !== this.caseId) return;
      this.facts = record(answer.casebook);
      this.steps = stepsIn(answer.history);
    } catch (error) {
      if (id === this.caseId) this.missing = error instanceof ApiError && error.status === 404 ? 'There is no such case, or it is not yours to read.' : messageOf(error);
    }
  }

  override render() {
    const book = cases.current;
    if (this.missing) return html`<div class="main"><div class="page-head"><a class="crumb" href="#/casebooks">Casebooks</a></div><div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.missing}</span></div></div>`;
    if (!book || book.id !== this.caseId) return html`<div class="main"><div class="page-head"><a class="crumb" href="#/casebooks">Casebooks</a></div><p class="quiet" role="status">Opening the case …</p></div>`;
    const may = this.api.mayWrite;
    return html`<div class="main">
        <div class="page-head"><a class="crumb" href="#/casebooks">Casebooks</a><span class="quiet" aria-hidden="true">/</span><span class="grow crumb strong">${book.title}</span>
          ${cases.waiting ? html`<span class="state warning"><argiope-icon name="clock" size="12"></argiope-icon>${cases.waiting}</span>` : nothing}
          <button class="button" ?disabled=${!may} @click=${() => (this.deleting = true)}><argiope-icon name="trash-2"></argiope-icon>Delete…</button>
          <a class="button primary" href="#/investigate?casebook=${encodeURIComponent(book.id)}"><argiope-icon name="search"></argiope-icon>Investigate this case</a></div>
        <h1 class="only-heard">${book.title}</h1>
        <input class="input title" aria-label="Title of the case" maxlength="1024" .value=${live(book.title)} ?disabled=${!may} @change=${(event: Event) => this.field('title', event)} />
        <input class="input plainly" aria-label="In short" placeholder="In short" maxlength="2048" .value=${live(book.short_description)} ?disabled=${!may} @change=${(event: Event) => this.field('short_description', event)} />
        <textarea class="textarea plainly" aria-label="Description" placeholder="What happened, and what is known" maxlength="5000" .value=${live(book.description)} ?disabled=${!may} @change=${(event: Event) => this.field('description', event)}></textarea>
        <div class="about"><span>TLP <b>${text(this.facts.tlp) || '–'}</b></span>
          ${text(this.facts.created) ? html`<span>opened <argiope-time value=${text(this.facts.created)}></argiope-time> by <b>${text(this.facts.owner)}</b></span>` : nothing}
          ${text(this.facts.modified) ? html`<span>last change <argiope-time value=${text(this.facts.modified)} relative></argiope-time></span>` : nothing}<span>shared with your organisation</span></div>
        ${this.observables(book.observables)}
      </div>
      <div class="side">
        <section><h2>Notes <span class="quiet">${book.notes.length}</span></h2>
          <form class="form" @submit=${this.write}><label class="only-heard" for="note">Write a note</label><textarea class="textarea" id="note" placeholder="Write a note" maxlength="5000" ?disabled=${!may}></textarea><div class="row"><button class="button small" ?disabled=${!may}>Keep the note</button></div></form>
          ${[...book.notes].reverse().map((note) => html`<div class="note"><span class="quiet small">${note.by ?? 'not sent yet'}${note.at ? html`, <argiope-time value=${note.at}></argiope-time>` : nothing}</span><p>${note.text}</p></div>`)}</section>
        <section><h2>History <span class="quiet">${this.steps.length}, newest first</span></h2>
          <ul class="steps">${this.steps.slice(0, 100).map((step) => html`<li><argiope-time class="quiet" value=${step.at}></argiope-time><span><b>${step.by}</b> ${visible(step.what)}</span></li>`)}</ul></section>
      </div>
      <argiope-dialog heading="Delete the case" ?open=${this.deleting} @argiope-close=${() => (this.deleting = false)}>
        <p>The case “${book.title}” with ${plural(book.observables.length, 'observable')} and ${plural(book.notes.length, 'note')} is deleted for everybody. This cannot be taken back.</p>
        <button slot="foot" class="button plain" @click=${() => (this.deleting = false)}>Cancel</button><button slot="foot" class="button danger" @click=${this.deleteCase}>Delete the case</button>
      </argiope-dialog>`;
  }

  private observables(items: readonly CaseItem[]) {
    const by = worstFirst.map((disposition) => ({ disposition, size: items.filter((each) => (verdicts.get(each)?.disposition ?? 'unknown') === disposition).length })).filter((each) => each.size > 0);
    const columns: Column<CaseItem>[] = [
      { id: 'value', title: 'Observable', value: (each) => each.value, show: (each) => html`<argiope-chip type=${each.type} .value=${each.value}></argiope-chip>` },
      { id: 'verdict', title: 'Verdict by', width: '150px', value: (each) => verdicts.get(each)?.by },
      { id: 'at', title: 'Added', width: '104px', value: (each) => each.at, show: (each) => (each.at ? html`<argiope-time value=${each.at}></argiope-time>` : html`<span class="quiet">not sent yet</span>`) },
      { id: 'by', title: 'By', width: '110px', value: (each) => each.by },
      { id: 'remove', title: 'Remove', width: '76px', unsortable: true, value: () => undefined, show: (each) => html`<button class="button icon small" ?disabled=${!this.api.mayWrite} aria-label="Remove ${typeName(each.type)} ${visible(each.value.slice(0, 100))} from the case" @click=${() => this.drop(each)}><argiope-icon name="x"></argiope-icon></button>` },
    ];
    const sorted = [...items].sort((a, b) => groupName(a.type).localeCompare(groupName(b.type), 'en'));
    return html`<div class=${this.over ? 'over' : ''} @dragover=${this.dragOver} @dragleave=${() => (this.over = false)} @drop=${this.dropped}>
      <argiope-table framed in-order heading="Observables" sub=${`${items.length}${by.length > 0 ? `: ${by.map((each) => `${each.size} ${each.disposition}`).join(', ')}` : ''}`} url-key="o" .columns=${columns} .rows=${sorted} .rowKey=${keyOf} .groupOf=${(each: CaseItem) => ({ key: groupName(each.type), title: groupName(each.type) })} .empty=${'Nothing yet. Drag a chip here, paste text below, or use “Add to current case” in any pivot menu.'}></argiope-table></div>
      <form class="row" @submit=${this.take}><label class="only-heard" for="paste">Paste text; the observables in it are added</label><textarea class="textarea mono grow" id="paste" placeholder="Paste text; the observables in it are added" ?disabled=${!this.api.mayWrite}></textarea><button class="button" ?disabled=${!this.api.mayWrite}>Add what is in it</button></form>`;
  }

  private field(field: Field, event: Event): void {
    const base = cases.current?.[field] ?? '';
    const value = (event.target as HTMLInputElement).value;
    if (value !== base) cases.change({ kind: 'field', field, base, value });
  }

  private write(event: Event): void {
    event.preventDefault();
    const words = this.note.value.trim();
    if (!words) return;
    cases.change({ kind: 'note', text: words });
    this.note.value = '';
  }

  private async take(event: Event): Promise<void> {
    event.preventDefault();
    const words = this.paste.value.trim();
    if (!words) return;
    try {
      const found = await inspect(words);
      if (found.length === 0) return toast('No observable was found in the text.', { kind: 'error' });
      const fresh = cases.add(found);
      this.paste.value = '';
      toast(fresh ? `${plural(found.length, 'observable')} found and added.` : 'All of them are in the case already.');
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    }
  }

  private drop(item: Observable): void {
    cases.change({ kind: 'remove', observables: [item] });
    toast('Removed from the case.', { seconds: 10, undo: () => void cases.add([{ type: item.type, value: item.value }]) });
  }

  private dragOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes(DRAG_TYPE) || !this.api.mayWrite) return;
    event.preventDefault();
    this.over = true;
  }

  private dropped(event: DragEvent): void {
    this.over = false;
    const words = event.dataTransfer?.getData(DRAG_TYPE);
    if (!words) return;
    event.preventDefault();
    try {
      const { type, value } = JSON.parse(words) as Observable;
      if (typeof type === 'string' && typeof value === 'string') cases.add([{ type, value }]);
    } catch {
      // Something else was dragged here.
    }
  }

  private deleteCase(): void {
    this.deleting = false;
    if (cases.current) cases.remove(cases.current.id);
    go('/casebooks');
  }
}
