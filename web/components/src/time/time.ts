import { LitElement, css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { element } from '../element/element.ts';

const language = 'en-GB';
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const minute = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' });

export const clockTime = (at: Date): string => clock.format(at);
export const dayName = (at: Date): string => (at.getFullYear() === new Date().getFullYear() ? day : dayAndYear).format(at);
/** "14 Jan 09:46". */
export const shortTime = (at: Date): string => `${dayName(at)} ${minute.format(at)}`;
/** "14 Jan 2026 09:46:31.102". */
export const fullTime = (at: Date): string => `${dayAndYear.format(at)} ${clock.format(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
export const utcTime = (at: Date): string => `${at.toISOString().replace('T', ' ').replace('Z', '')} UTC`;

/** The zone the times are shown in: "CET (UTC+1)". */
export function zoneName(at = new Date()): string {
  const name = new Intl.DateTimeFormat(language, { timeZoneName: 'short' }).formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const minutes = -at.getTimezoneOffset();
  const offset = `UTC${minutes < 0 ? '−' : '+'}${Math.floor(Math.abs(minutes) / 60)}${minutes % 60 ? `:${String(Math.abs(minutes) % 60).padStart(2, '0')}` : ''}`;
  return minutes === 0 || name.startsWith('GMT') || name === 'UTC' ? (minutes === 0 ? 'UTC' : offset) : `${name} (${offset})`;
}

/** How long ago, in the largest unit that fits: "38 s", "3 min", "5 h", "12 d". The future: "in 3 min". */
export function ago(at: Date, now = Date.now()): string {
  const seconds = Math.round((now - at.getTime()) / 1000);
  const size = duration(Math.max(1, Math.abs(seconds)) * 1000);
  return seconds < 0 ? `in ${size}` : size;
}

/** "12 ms", "2.4 s", "3 min", "5 h", "12 d". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10 && seconds % 1 >= 0.05) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

const grouping = new Intl.NumberFormat(language);
export const count = (value: number): string => grouping.format(value);

/** "1 row", "1,906 rows". */
export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** Bytes in decimal units: "184.5 kB", "42.7 GB". */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let size = value / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}

/** A moment in the reader's own zone, with UTC when pointed at.
 * @attr value - ISO 8601
 * @attr look - `short` (day and minute), `clock` (seconds only), `full`, or `ago` (relative alone)
 * @attr relative - adds how long ago it was */
@element('argiope-time')
export class ArgiopeTime extends LitElement {
  static override styles = css`
    :host { white-space: nowrap; }
    .quiet { color: var(--argiope-ink-2); font-size: var(--argiope-type-1); }
  `;
  @property() value = '';
  @property() look: 'short' | 'clock' | 'full' | 'ago' = 'short';
  @property({ type: Boolean }) relative = false;
  private timer?: ReturnType<typeof setInterval>;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.relative || this.look === 'ago') this.timer = setInterval(() => this.requestUpdate(), 15_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override render() {
    const at = new Date(this.value);
    if (Number.isNaN(at.getTime())) return html`<span class="quiet">unknown</span>`;
    const words = this.look === 'ago' ? `${ago(at)} ago` : this.look === 'clock' ? clockTime(at) : this.look === 'full' ? fullTime(at) : shortTime(at);
    return html`<time datetime=${at.toISOString()} title=${utcTime(at)}>${words}</time>${this.relative ? html` <span class="quiet">${ago(at)}</span>` : nothing}`;
  }
}
