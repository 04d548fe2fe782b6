import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import '../verdict/verdict.ts';
import { DRAG_TYPE, defang, ellipsis, keyOf, typeName, unicodeForm, visible, type Disposition, type Observable } from '../observable/observable.ts';
import { verdicts } from '../observable/verdicts.ts';

/** An observable wherever it is shown: its value as text, what is thought of it, the grip to drag it by and
 * the pivot button. A long value keeps its end, and is whole while it has the focus.
 * Copying gives the value; with Shift held, a spelling that no program takes for a link.
 * @attr type - the observable's type
 * @attr value - the value as it was seen
 * @attr disposition - what is thought of it; else what the page has learned
 * @attr no-menu - without pivot button and grip
 * @attr whole - wraps instead of cutting
 * @attr unmarked - without the mark, where it stands beside the chip */
@element('argiope-chip')
export class ArgiopeChip extends LitElement {
  static override styles = css`
    :host { display: inline-flex; position: relative; max-width: 100%; min-width: 0; vertical-align: middle; font: 400 var(--argiope-type-1) / 20px var(--argiope-font); }
    .chip { position: relative; display: inline-flex; align-items: flex-start; max-width: 100%; min-width: 0; min-height: var(--argiope-size-chip); border-radius: var(--argiope-radius); background: var(--argiope-surface-3); color: var(--argiope-ink); }
    .chip:hover { box-shadow: inset 0 0 0 1px var(--argiope-line-strong); }
    .value { display: inline-flex; flex: 0 1 auto; min-width: 0; overflow: hidden; padding: 0 4px 0 6px; border-radius: var(--argiope-radius); font-family: var(--argiope-font-mono); white-space: nowrap; user-select: text; }
    .head { flex: 0 1000 auto; overflow: hidden; text-overflow: ellipsis; min-width: 0; white-space: pre; }
    .tail { flex: 0 1 auto; min-width: 0; overflow: hidden; white-space: pre; }
    .whole .value, .value:focus { display: block; white-space: normal; overflow-wrap: anywhere; max-height: 120px; overflow: auto; scrollbar-width: thin; }
    .whole .value { max-height: 160px; }
    .value:focus-visible { outline: 2px solid var(--argiope-accent); outline-offset: 1px; }
    .unicode { padding-inline-end: 4px; color: var(--argiope-ink-2); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    argiope-verdict { flex: none; height: 20px; padding-inline: 2px 4px; }
    .grip { position: absolute; inset-inline-start: -10px; top: 0; width: 10px; height: 20px; display: grid; place-items: center; border-radius: 2px; color: var(--argiope-ink-2); opacity: 0; cursor: grab; }
    .chip:hover .grip, .chip:focus-within .grip { opacity: 1; }
    .grip:focus-visible { outline: 2px solid var(--argiope-accent); }
    argiope-pivot:not(:defined) { display: none; }
    argiope-pivot { flex: none; }
  `;
  @property() type = 'domain';
  @property() value = '';
  @property() disposition?: Disposition;
  @property({ type: Boolean, attribute: 'no-menu' }) noMenu = false;
  @property({ type: Boolean }) whole = false;
  @property({ type: Boolean }) unmarked = false;
  @state() private focused = false;

  private get observable(): Observable {
    return { type: this.type, value: this.value };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    verdicts.addEventListener('change', this.learned);
    if (this.value && !this.disposition && !this.noMenu && !this.unmarked) verdicts.want(this.observable);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    verdicts.removeEventListener('change', this.learned);
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('value') && changed.get('value') !== undefined && !this.disposition && !this.noMenu && !this.unmarked) verdicts.want(this.observable);
  }

  override render() {
    const { head, tail, cut } = ellipsis(this.observable);
    const name = typeName(this.type);
    const known = this.unmarked ? undefined : (this.disposition ?? verdicts.get(this.observable)?.disposition);
    const unicode = unicodeForm(this.observable);
    const whole = this.whole || this.focused;
    return html`<span class="chip ${this.whole ? 'whole' : ''}">${this.noMenu
        ? nothing
        : html`<span class="grip" role="button" tabindex="-1" draggable="true" aria-label="Drag ${name} ${this.short}" title="Drag onto a case" @dragstart=${this.dragged} @keydown=${this.gripKey}><svg viewBox="0 0 6 10" width="6" height="10" fill="currentColor" aria-hidden="true"><circle cx="1" cy="1" r="1"/><circle cx="5" cy="1" r="1"/><circle cx="1" cy="5" r="1"/><circle cx="5" cy="5" r="1"/><circle cx="1" cy="9" r="1"/><circle cx="5" cy="9" r="1"/></svg></span>`}<span
        class="value"
        translate="no"
        role=${cut ? 'textbox' : nothing}
        aria-readonly=${cut ? 'true' : nothing}
        aria-label=${cut ? `${name} ${this.short}` : nothing}
        tabindex=${cut ? '0' : nothing}
        title=${cut && !whole ? visible(this.value.slice(0, 500)) : nothing}
        @focus=${() => (this.focused = true)}
        @blur=${() => (this.focused = false)}
        @copy=${this.copied}
        @keydown=${this.valueKey}
        >${whole && cut ? visible(this.value) : html`<span class="head">${visible(head)}</span><span class="tail">${visible(tail)}</span>`}</span
      >${unicode && unicode !== this.value ? html`<span class="unicode">${unicode}</span>` : nothing}${known ? html`<argiope-verdict disposition=${known}></argiope-verdict>` : nothing}${this.noMenu
        ? nothing
        : html`<argiope-pivot type=${this.type} .value=${this.value}></argiope-pivot>`}</span>`;
  }

  /** The value as names and tool tips tell it: no longer than a line. */
  private get short(): string {
    return visible(this.value.length > 120 ? `${this.value.slice(0, 100)}…` : this.value);
  }

  private readonly learned = (event: Event) => {
    if ((event as CustomEvent<string>).detail === keyOf(this.observable)) this.requestUpdate();
  };

  private dragged(event: DragEvent): void {
    const data = event.dataTransfer;
    if (!data) return;
    data.setData(DRAG_TYPE, JSON.stringify(this.observable));
    data.setData('text/plain', this.value);
    data.effectAllowed = 'copy';
    const chip = this.renderRoot.querySelector('.chip');
    if (chip) data.setDragImage(chip, 0, 10);
  }

  private gripKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    this.openMenu();
  }

  /** Opens the pivot menu, as its button does. */
  openMenu(): void {
    (this.renderRoot.querySelector('argiope-pivot') as (HTMLElement & { open?: () => void }) | null)?.open?.();
  }

  private copied(event: ClipboardEvent): void {
    event.clipboardData?.setData('text/plain', this.value);
    event.preventDefault();
  }

  private valueKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== 'c' || !(event.ctrlKey || event.metaKey) || getSelection()?.toString()) return;
    event.preventDefault();
    void navigator.clipboard?.writeText(event.shiftKey ? defang(this.observable) : this.value);
  }
}

/** A chip for a table's cell or a list's row. */
export const chip = (type: string, value: string | undefined, disposition?: Disposition) =>
  value ? html`<argiope-chip type=${type} .value=${value} .disposition=${disposition}></argiope-chip>` : html`<span class="quiet">–</span>`;
