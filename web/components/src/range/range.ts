import { LitElement, css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../icon/icon.ts';
import { base, controls } from '../styles/styles.ts';
import { isOpen, moveInMenu, toggle } from '../overlay/overlay.ts';
import { shortTime, zoneName } from '../time/time.ts';
import { presetName, presets, rangeOf, type Preset, type Range } from './range-of.ts';

const local = (at: Date): string => {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** Chooses a range of time: a preset, or both ends.
 * @prop value - the range
 * @fires argiope-range - the new range */
@element('argiope-range')
export class ArgiopeRange extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: inline-flex; flex: none; }
      .button { border-color: var(--argiope-line-control); padding-inline: var(--argiope-space-3); font-weight: 400; }
      .button b { font-weight: 500; }
      .button argiope-icon { color: var(--argiope-ink-2); }
      .popover:popover-open { display: grid; grid-template-columns: 136px 272px; }
      .menu { border-inline-end: 1px solid var(--argiope-line); }
      form { padding: var(--argiope-space-4); }
    `,
  ];
  @property({ attribute: false }) value: Range = rangeOf('day');
  @state() private fault = '';
  @query('.popover') private readonly popup!: HTMLElement;
  @query('.button') private readonly button!: HTMLElement;

  override render() {
    const { preset, from, to } = this.value;
    return html`<button class="button" aria-haspopup="dialog" aria-label="Time range: ${presetName[preset]}, ${shortTime(from)} to ${shortTime(to)}" @click=${this.toggle}>
        <argiope-icon name="clock"></argiope-icon><b>${presetName[preset]}</b><span class="quiet small">${shortTime(from)} – ${shortTime(to)}</span><argiope-icon name="chevron-down"></argiope-icon>
      </button>
      <div class="popover" popover role="dialog" aria-label="Time range" @toggle=${() => this.requestUpdate()}>
        <div class="menu" role="group" aria-label="Presets" @keydown=${(event: KeyboardEvent) => moveInMenu(event, [...this.popup.querySelectorAll<HTMLElement>('.item')])}>
          ${presets.filter((each) => each !== 'custom').map((each) => html`<button class="item" aria-pressed=${each === preset} @click=${() => this.choose(rangeOf(each as Exclude<Preset, 'custom'>))}>${presetName[each]}</button>`)}
        </div>
        <form class="form" @submit=${this.custom}>
          <div class="field"><label for="from">From</label><input class="input" id="from" name="from" type="datetime-local" .value=${local(from)} required /></div>
          <div class="field"><label for="to">To</label><input class="input" id="to" name="to" type="datetime-local" .value=${local(to)} required />
            <span class="hint">${zoneName()}</span></div>
          ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
          <button class="button">Use this range</button>
        </form>
      </div>`;
  }

  private toggle(): void {
    if (toggle(this.popup, this.button)) this.popup.querySelector<HTMLElement>('.item')?.focus();
  }

  private custom(event: Event): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const from = new Date(String(data.get('from')));
    const to = new Date(String(data.get('to')));
    if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from >= to) this.fault = 'The range must end after it starts.';
    else this.choose({ preset: 'custom', from, to });
  }

  private choose(range: Range): void {
    this.fault = '';
    this.value = range;
    if (isOpen(this.popup)) this.popup.hidePopover();
    this.button.focus();
    this.dispatchEvent(new CustomEvent<Range>('argiope-range', { detail: range, bubbles: true, composed: true }));
  }
}
