import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/chip/chip.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import { defang, keyOf, typeName, visible, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import { base, controls } from '@argiope/components/styles/styles.ts';
import '@argiope/components/time/time.ts';
import { count, dayName, plural } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import '@argiope/components/verdict/verdict.ts';
import { safeLink, type Link } from '@argiope/widgets/platform/answers.ts';
import { trigger } from '@argiope/widgets/platform/platform.ts';
import { Known } from '@argiope/widgets/pivot/known.ts';
import type { Investigation } from './investigation.ts';

/** One observable in full: the verdict and why it won, what can be done, judgements, sightings, where to look further.
 * @prop api, observable, investigation
 * @prop version - changes when the investigation has learned something */
@element('argiope-observable-panel')
export class ArgiopeObservablePanel extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: flex; flex-direction: column; width: var(--argiope-size-panel); flex: none; min-height: 0; border-inline-start: 1px solid var(--argiope-line); background: var(--argiope-surface); }
      .head { display: flex; align-items: center; gap: var(--argiope-space-2); min-height: var(--argiope-size-bar); padding: 0 var(--argiope-space-3) 0 var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); flex: none; }
      .head argiope-chip { min-width: 0; }
      .body { overflow: auto; flex: 1 1 auto; min-height: 0; scrollbar-width: thin; }
      .foot { height: 52px; border-top: 1px solid var(--argiope-line); flex: none; }
      section { padding: var(--argiope-space-4) var(--argiope-space-5); border-bottom: 1px solid var(--argiope-line); display: grid; gap: var(--argiope-space-3); }
      h3 { font-size: var(--argiope-type-1); line-height: 16px; }
      h3 .quiet { font-weight: 400; }
      ol { display: grid; gap: var(--argiope-space-2); counter-reset: step; font-size: var(--argiope-type-1); line-height: 18px; }
      ol li { counter-increment: step; display: flex; gap: var(--argiope-space-3); }
      ol li::before { content: counter(step); flex: none; width: 16px; height: 16px; border: 1px solid var(--argiope-line-strong); border-radius: 8px; text-align: center; font-size: 11px; line-height: 15px; color: var(--argiope-ink-2); }
      .line { display: flex; align-items: center; gap: var(--argiope-space-3); font-size: var(--argiope-type-2); min-height: 28px; }
      .line .words { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 1 1 auto; }
      table { width: 100%; border-collapse: collapse; font-size: var(--argiope-type-1); }
      th { text-align: start; font-weight: 500; color: var(--argiope-ink-2); padding: 2px 0; }
      td { padding: 3px var(--argiope-space-3) 3px 0; vertical-align: top; border-top: 1px solid var(--argiope-line); }
      td:last-child, th:last-child { text-align: end; white-space: nowrap; padding-inline-end: 0; }
      td:first-child { white-space: nowrap; }
      .aside { color: var(--argiope-ink-2); }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) observable!: Observable;
  @property({ attribute: false }) investigation!: Investigation;
  @property({ attribute: false }) version = 0;
  @state() private confirming?: { action: Link; key: string };
  @state() private busy = false;
  @state() private fault = '';
  private known?: Known;

  private readonly redraw = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    verdicts.addEventListener('change', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    verdicts.removeEventListener('change', this.redraw);
    this.known?.removeEventListener('change', this.redraw);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('observable')) return;
    if (this.known && keyOf(this.known.observable) === keyOf(this.observable)) return;
    this.known?.removeEventListener('change', this.redraw);
    this.known = Known.of(this.observable);
    this.known.addEventListener('change', this.redraw);
    this.known.refresh();
  }

  override render() {
    const run = this.investigation;
    const key = keyOf(this.observable);
    const known = verdicts.get(this.observable);
    const mine = run.opinions.filter((each) => keyOf(each.observable) === key);
    const won = mine.find((each) => each.module === known?.by) ?? mine[0];
    const judgements = mine.flatMap((each) => (each.judgements.length > 0 ? each.judgements.map((line) => ({ ...line, module: each.module })) : [{ id: '', module: each.module, disposition: each.disposition, priority: undefined, source: '', reason: '', until: each.until, counts: true }]));
    const sightings = run.sightings.filter((each) => each.observables.some((one) => keyOf(one) === key));
    return html`<div class="head"><h2 class="grow" aria-label="${typeName(this.observable.type)} ${visible(this.observable.value.slice(0, 200))}"><argiope-chip type=${this.observable.type} .value=${this.observable.value} unmarked></argiope-chip></h2>
        <button class="button icon small" aria-label="Copy the value; with Shift, defanged" title="Copy. With Shift: defanged" @click=${this.copy}><argiope-icon name="copy"></argiope-icon></button></div>
      <div class="body" tabindex="0" role="region" aria-label="What is known of it">
        <section><div class="row wrap"><argiope-verdict large disposition=${known?.disposition ?? 'unknown'}></argiope-verdict><span class="quiet small">${typeName(this.observable.type)}${won ? `, by ${won.module}${term(won.until)}` : run.running ? ', asking' : ', no module has a verdict'}</span></div>
          ${won && won.steps.length > 0 ? html`<ol aria-label="Why this verdict">${won.steps.map((step) => html`<li>${step}</li>`)}</ol>` : nothing}</section>
        ${this.acts()}
        ${judgements.length > 0
          ? html`<section><h3>Judgements <span class="quiet">${judgements.length}</span></h3><table><thead><tr><th>By</th><th>Disposition</th><th>Prio</th><th>Until</th></tr></thead>
              <tbody>${judgements.map((each) => html`<tr class=${each.counts ? '' : 'aside'}><td title=${each.reason}>${each.source || each.module}</td><td><argiope-verdict disposition=${each.disposition} ?expired=${!each.counts}></argiope-verdict></td><td>${each.priority ?? ''}</td><td>${each.until ? until(each.until) : ''}</td></tr>`)}</tbody></table></section>`
          : nothing}
        <section><h3>Sightings <span class="quiet">${sightings.length === 0 ? 'none' : `${count(sightings.length)}, in all ${plural(sightings.reduce((sum, each) => sum + each.count, 0), 'transaction')}`}</span></h3>
          ${sightings.length > 0
            ? html`<table><thead><tr><th>Last seen</th><th>Target and sensor</th><th>Times</th></tr></thead><tbody>
                ${sightings.slice(0, 12).map((each) => html`<tr><td>${each.last ? html`<argiope-time value=${each.last}></argiope-time>` : ''}</td><td>${each.targets.map((target) => target.user || target.address?.value || target.name).join(', ')}, ${each.module}${each.resolution ? `, ${each.resolution}` : ''}</td><td>${count(each.count)}${safeLink(each.link) ? html` <a href=${safeLink(each.link)!} target="_blank" rel="noopener noreferrer">Rows</a>` : nothing}</td></tr>`)}</tbody></table>
                ${sightings.length > 12 ? html`<p class="quiet small">${count(sightings.length - 12)} older ones in the table.</p>` : nothing}`
            : nothing}</section>
        ${this.lookUps()}
      </div><div class="foot"></div>
      ${this.dialog()}`;
  }

  private acts() {
    const actions = this.known?.actions ?? [];
    return html`<section><h3>Act <span class="quiet">outside this platform, confirmed first</span></h3>
      ${actions.map((action) => html`<div class="line"><span class="words" title=${action.description}>${action.title} <span class="quiet">${action.module}</span></span><button class="button small" ?disabled=${!this.api.mayWrite} aria-label="${action.title} at ${action.module}" @click=${() => this.confirm(action)}>${action.title.split(' ')[0]}…</button></div>`)}
      ${actions.length === 0 ? html`<p class="quiet small">${this.known?.asking ? 'Asking the modules …' : this.known?.trouble || 'No module offers an action.'}</p>` : nothing}</section>`;
  }

  private lookUps() {
    const links = (this.known?.links ?? []).flatMap((link) => {
      const href = safeLink(link.url);
      return href ? [{ link, href }] : [];
    });
    if (links.length === 0) return nothing;
    return html`<section><h3>Look up</h3>${links.map(({ link, href }) => html`<div class="line"><a class="words" href=${href} target="_blank" rel="noopener noreferrer">${link.title}</a><span class="quiet small">${link.module}</span></div>`)}</section>`;
  }

  private dialog() {
    const open = this.confirming;
    return html`<argiope-dialog heading=${open?.action.title ?? ''} ?open=${open !== undefined} @argiope-close=${() => (this.confirming = undefined)}>
      ${open ? html`<div class="form"><p><b>${open.action.title}</b> at <b>${open.action.module}</b>${open.action.description ? html`: ${open.action.description}` : nothing}</p><code class="raw">${visible(this.observable.value.slice(0, 2000))}</code><p class="small quiet">It takes effect at once, outside this platform, and is kept in the response ledger.</p>${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}</div>` : nothing}
      <button slot="foot" class="button plain" @click=${() => (this.confirming = undefined)}>Cancel</button>
      <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${this.act}>${this.busy ? 'Sending' : (open?.action.title ?? '')}</button>
    </argiope-dialog>`;
  }

  private confirm(action: Link): void {
    this.fault = '';
    this.confirming = { action, key: crypto.randomUUID() };
  }

  private async act(): Promise<void> {
    const open = this.confirming;
    if (!open || this.busy) return;
    this.busy = true;
    this.fault = '';
    try {
      const { done, detail } = await trigger(open.action, this.observable, open.key);
      if (done) {
        this.confirming = undefined;
        toast(`${open.action.title}: done at ${open.action.module}.`);
        await this.known?.askActions();
      } else {
        this.fault = `${open.action.module} could not do it${detail ? `: ${detail}` : '.'}`;
        this.confirming = { ...open, key: crypto.randomUUID() };
      }
    } catch (error) {
      this.fault = `${messageOf(error)} It may have been carried out all the same: trying again is safe, it is done once.`;
    } finally {
      this.busy = false;
    }
  }

  private copy(event: MouseEvent): void {
    const value = event.shiftKey ? defang(this.observable) : this.observable.value;
    void navigator.clipboard.writeText(value).then(() => toast(event.shiftKey ? 'Copied, defanged.' : 'Copied.'));
  }
}

const until = (iso: string): string => {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : at.getUTCFullYear() >= 2500 ? 'for ever' : at.getTime() < Date.now() ? 'expired' : dayName(at);
};
const term = (iso?: string): string => {
  const words = iso ? until(iso) : '';
  return words === '' ? '' : words === 'for ever' ? ', for ever' : `, until ${words}`;
};
