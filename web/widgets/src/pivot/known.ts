import { messageOf } from '@argiope/components/api/problem.ts';
import { keyOf, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts, type ModuleVerdict } from '@argiope/components/observable/verdicts.ts';
import { linksIn, verdictsIn, type Link } from '../platform/answers.ts';
import { enrich, offered } from '../platform/platform.ts';
import { session } from '../session/session.ts';

export interface ModuleLine {
  readonly module: string;
  readonly state: 'asking' | 'answered' | 'failed';
  readonly verdict?: ModuleVerdict;
  readonly trouble?: string;
}

const KEEP_MS = 60_000;
const kept = new Map<string, Known>();

/** All that the modules say of one observable, filling in while they answer. Kept for a minute, so that a menu
 * opened again is full at once. Tells `change`. */
export class Known extends EventTarget {
  lines: ModuleLine[] = [];
  links: Link[] = [];
  actions: Link[] = [];
  asking = false;
  trouble = '';
  private at = 0;
  private stop = new AbortController();

  private constructor(readonly observable: Observable) {
    super();
  }

  static of(observable: Observable): Known {
    const key = keyOf(observable);
    const there = kept.get(key);
    const known = there && there.observable.value === observable.value ? there : new Known(observable);
    kept.delete(key);
    kept.set(key, known);
    if (kept.size > 100) kept.delete(kept.keys().next().value!);
    return known;
  }

  /** Asks again, unless it was asked a moment ago. */
  refresh(force = false): void {
    if (this.asking || (!force && Date.now() - this.at < KEEP_MS)) return;
    this.stop = new AbortController();
    this.asking = true;
    this.trouble = '';
    this.tell();
    const asks = session.may('enrich');
    void Promise.all([asks && this.askVerdicts(), asks && this.askLinks(), session.may('response') && this.askActions()]).finally(() => {
      this.asking = false;
      this.at = this.trouble ? 0 : Date.now();
      this.tell();
    });
  }

  cancel(): void {
    if (this.asking) this.stop.abort();
  }

  /** What can be done may have changed by something that was done. */
  async askActions(): Promise<void> {
    try {
      this.actions = (await offered(this.observable)).actions;
    } catch (error) {
      this.failed(error);
    }
    this.tell();
  }

  private async askVerdicts(): Promise<void> {
    const found = new Map<string, ModuleVerdict>();
    try {
      for await (const part of enrich('deliberate', this.observable, this.stop.signal)) {
        if ('modules' in part) this.lines = part.modules.map((module) => ({ module, state: 'asking' }));
        else {
          const verdict = verdictsIn([{ module: part.module, data: part.data }]).get(keyOf(this.observable))?.[0];
          if (verdict) found.set(part.module, verdict);
          const fatal = part.errors.find((error) => !error.warning);
          const line: ModuleLine = { module: part.module, state: fatal && !verdict ? 'failed' : 'answered', verdict, trouble: fatal ? fatal.message || fatal.code : undefined };
          this.lines = this.lines.some((each) => each.module === part.module) ? this.lines.map((each) => (each.module === part.module ? line : each)) : [...this.lines, line];
        }
        this.tell();
      }
      this.lines = this.lines.map((line) => (line.state === 'asking' ? { ...line, state: 'failed', trouble: 'did not answer' } : line));
      verdicts.learn(this.observable, [...found.values()]);
    } catch (error) {
      this.lines = this.lines.filter((line) => line.state !== 'asking');
      this.failed(error);
    }
  }

  private async askLinks(): Promise<void> {
    const links = new Map<string, Link>();
    try {
      for await (const part of enrich('refer', this.observable, this.stop.signal)) {
        if ('modules' in part) continue;
        for (const link of linksIn(part.data)) links.set(`${link.module} ${link.id || link.title}`, link.module ? link : { ...link, module: part.module });
        this.links = [...links.values()];
        this.tell();
      }
      this.links = [...links.values()];
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (!this.stop.signal.aborted) this.trouble = messageOf(error);
  }

  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}
