import { keyOf, type Disposition, type Observable } from './observable.ts';

/** One module's opinion, as `deliberate` tells it. */
export interface ModuleVerdict {
  readonly module: string;
  readonly disposition: Disposition;
  readonly until?: string;
}

/** What is thought of one observable: the opinion that counts, who holds it, and when we asked. */
export interface Known {
  readonly disposition?: Disposition;
  readonly by?: string;
  readonly verdicts: readonly ModuleVerdict[];
  readonly at: number;
}

/** Our own intelligence speaks before all others; among the others the worst is shown. */
export function overall(verdicts: readonly ModuleVerdict[]): { disposition?: Disposition; by?: string } {
  const order: readonly Disposition[] = ['malicious', 'suspicious', 'clean', 'common', 'unknown'];
  const own = verdicts.find((verdict) => verdict.module === 'Private Intelligence');
  const counts = own ?? [...verdicts].sort((a, b) => order.indexOf(a.disposition) - order.indexOf(b.disposition))[0];
  return counts ? { disposition: counts.disposition, by: counts.module } : {};
}

const KEEP_MS = 5 * 60_000;
const MOST = 5_000;

/** The verdicts this page has learned, so that every chip of an observable shows the same mark.
 * Chips *want* verdicts; whoever can ask (the widgets, once signed in) sets [#ask]. Wishes are put together
 * and asked at most 100 at a time. Tells `change` with the key when one becomes known. */
export class Verdicts extends EventTarget {
  private readonly known = new Map<string, Known>();
  private readonly wanted = new Map<string, Observable>();
  private readonly waiting = new Set<string>();
  private timer?: ReturnType<typeof setTimeout>;
  private asker?: (observables: Observable[]) => Promise<Map<string, ModuleVerdict[]>>;

  get(observable: Observable): Known | undefined {
    return this.known.get(keyOf(observable));
  }

  learn(observable: Observable, verdicts: readonly ModuleVerdict[]): void {
    const key = keyOf(observable);
    this.known.delete(key);
    this.known.set(key, { ...overall(verdicts), verdicts, at: Date.now() });
    if (this.known.size > MOST) this.known.delete(this.known.keys().next().value!);
    this.dispatchEvent(new CustomEvent('change', { detail: key }));
  }

  set ask(asker: ((observables: Observable[]) => Promise<Map<string, ModuleVerdict[]>>) | undefined) {
    this.asker = asker;
    if (asker && this.wanted.size > 0) this.plan();
  }

  want(observable: Observable): void {
    const key = keyOf(observable);
    const known = this.known.get(key);
    if ((known && Date.now() - known.at < KEEP_MS) || this.waiting.has(key) || observable.value.length > 2_000) return;
    this.wanted.set(key, observable);
    if (this.wanted.size > MOST) this.wanted.delete(this.wanted.keys().next().value!);
    if (this.asker) this.plan();
  }

  private plan(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.askNow();
    }, 60);
  }

  private async askNow(): Promise<void> {
    const batch = [...this.wanted].slice(0, 100);
    if (!this.asker || batch.length === 0) return;
    for (const [key] of batch) {
      this.wanted.delete(key);
      this.waiting.add(key);
    }
    try {
      const answer = await this.asker(batch.map(([, observable]) => observable));
      for (const [key, observable] of batch) this.learn(observable, answer.get(key) ?? []);
    } catch {
      // Nobody could say: chips go without a mark, and the next time one is shown asks again.
    } finally {
      for (const [key] of batch) this.waiting.delete(key);
    }
    if (this.wanted.size > 0) this.plan();
  }
}

/** The page's verdicts. */
export const verdicts = new Verdicts();
