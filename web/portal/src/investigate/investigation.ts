import { messageOf } from '@argiope/components/api/problem.ts';
import type { Api } from '@argiope/components/api/api.ts';
import { keyOf, type Observable } from '@argiope/components/observable/observable.ts';
import { verdicts } from '@argiope/components/observable/verdicts.ts';
import { hits, indicatorsIn, joined, list, observableOf, opinionsIn, record, relationsIn, sightingsIn, text, type Hit, type Indicator, type Opinion, type Relation, type Sighting } from './findings.ts';

/** More than this in one go is left out, and said. */
export const MOST = 100;

export interface ModuleProgress {
  readonly instance: string;
  readonly module: string;
  readonly state: 'asking' | 'ok' | 'failed' | 'late' | 'warning';
  readonly tookMs?: number;
  readonly trouble: string;
}

export interface LeftOut {
  readonly observable: Observable;
  readonly why: string;
}

/** One run: text or a case in, what every module says out, filling in while they answer. Tells `change`. */
export class Investigation extends EventTarget {
  observables: Observable[] = [];
  leftOut: LeftOut[] = [];
  opinions: Opinion[] = [];
  sightings: Sighting[] = [];
  relations: Relation[] = [];
  indicators: Indicator[] = [];
  hits: Hit[] = [];
  modules: ModuleProgress[] = [];
  started?: Date;
  running = false;
  trouble = '';
  title = '';
  private stop = new AbortController();

  constructor(private readonly api: Api) {
    super();
  }

  cancel(): void {
    this.stop.abort();
  }

  async ofText(content: string): Promise<void> {
    await this.run(async () => {
      const found = await this.api.post<unknown>('/iroh/iroh-inspect/inspect', { content }, { signal: this.stop.signal });
      this.take(list(found).map(observableOf).filter((each) => each !== undefined));
      if (this.observables.length === 0) this.trouble = 'No observable was found in the text. Addresses, names, URLs and hashes are looked for, defanged ones too.';
    });
  }

  async ofCase(id: string): Promise<void> {
    await this.run(async () => {
      const book = await this.api.get<Record<string, unknown>>(`/casebooks/v1/${encodeURIComponent(id)}`, { signal: this.stop.signal });
      this.title = text(record(book.casebook).title);
      this.take(list(book.observables).map(observableOf).filter((each) => each !== undefined));
      if (this.observables.length === 0) this.trouble = 'The case holds no observables yet.';
    });
  }

  /** Asks again what one module was asked. */
  async retry(instance: string): Promise<void> {
    this.modules = this.modules.map((each) => (each.instance === instance ? { ...each, state: 'asking', trouble: '' } : each));
    this.tell();
    await Promise.all([this.ask('deliberate', `&mids=${encodeURIComponent(instance)}`), this.ask('observe', `?mids=${encodeURIComponent(instance)}`)]);
  }

  private take(found: readonly Observable[]): void {
    const byKey = new Map<string, Observable>();
    for (const each of found) if (!byKey.has(keyOf(each))) byKey.set(keyOf(each), each);
    const all = [...byKey.values()];
    this.observables = all.slice(0, MOST);
    this.leftOut = all.slice(MOST).map((observable) => ({ observable, why: `only the first ${MOST} are asked about at once` }));
    this.tell();
  }

  private async run(find: () => Promise<void>): Promise<void> {
    this.stop.abort();
    this.stop = new AbortController();
    Object.assign(this, { observables: [], leftOut: [], opinions: [], sightings: [], relations: [], indicators: [], hits: [], modules: [], trouble: '', title: '', started: new Date(), running: true });
    const { signal } = this.stop;
    this.tell();
    try {
      await find();
      if (this.observables.length > 0) await Promise.all([this.ask('deliberate', ''), this.ask('observe', '')]);
    } catch (error) {
      if (!signal.aborted) this.trouble = messageOf(error);
    } finally {
      if (!signal.aborted) this.running = false;
      this.tell();
    }
  }

  private async ask(kind: 'deliberate' | 'observe', more: string): Promise<void> {
    const { signal } = this.stop;
    const path = `/iroh/iroh-enrich/${kind}/observables${kind === 'deliberate' ? `?explain=true${more}` : more}`;
    try {
      for await (const { event, data } of this.api.stream('POST', path, this.observables, { signal, deadlineMs: 60_000 })) {
        if (signal.aborted) return;
        if (event === 'plan') for (const each of list(record(data).modules)) this.note(record(each), 'asking');
        else if (event === 'module') this.answered(kind, record(data));
        this.tell();
      }
    } catch (error) {
      if (!signal.aborted) this.trouble = messageOf(error);
    }
  }

  private note(each: Record<string, unknown>, state: ModuleProgress['state'], trouble = '', tookMs?: number): void {
    const instance = text(each.module_instance_id);
    const there = this.modules.find((one) => one.instance === instance);
    const now: ModuleProgress = { instance, module: text(each.module) || there?.module || 'A module', state: worse(there?.state, state), trouble: trouble || there?.trouble || '', tookMs: Math.max(tookMs ?? 0, there?.tookMs ?? 0) || undefined };
    this.modules = there ? this.modules.map((one) => (one === there ? now : one)) : [...this.modules, now];
  }

  private answered(kind: 'deliberate' | 'observe', each: Record<string, unknown>): void {
    const module = text(each.module);
    const errors = list(each.errors).map(record);
    const fatal = errors.find((error) => error.type !== 'warning');
    const warning = errors.find((error) => error.type === 'warning');
    const trouble = text((fatal ?? warning)?.message, 200) || text((fatal ?? warning)?.code, 200);
    const state = fatal ? (/time/i.test(text(fatal.code)) ? 'late' : 'failed') : warning ? 'warning' : 'ok';
    this.note(each, state, trouble, typeof each.took_ms === 'number' ? each.took_ms : undefined);
    if (kind === 'deliberate') {
      this.opinions = [...this.opinions.filter((opinion) => opinion.module !== module), ...opinionsIn(module, each.data)];
      for (const observable of this.observables) {
        const mine = this.opinions.filter((opinion) => keyOf(opinion.observable) === keyOf(observable));
        verdicts.learn(observable, mine.map(({ module: by, disposition, until }) => ({ module: by, disposition, until })));
      }
      return;
    }
    this.sightings = [...this.sightings.filter((one) => one.module !== module), ...sightingsIn(module, each.data)].sort((a, b) => ((a.last ?? '') < (b.last ?? '') ? 1 : -1));
    this.relations = joined([...this.relations.filter((one) => !one.origins.includes(module)), ...relationsIn(module, each.data)]);
    this.indicators = [...this.indicators.filter((one) => one.module !== module), ...indicatorsIn(module, each.data)];
    this.hits = hits(this.observables, this.sightings);
  }

  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** A module is asked twice (quick verdicts, then all it knows): what is shown is the worse of both. */
function worse(there: ModuleProgress['state'] | undefined, now: ModuleProgress['state']): ModuleProgress['state'] {
  if (!there || there === 'asking' || now === 'asking') return there && now === 'asking' ? there : now;
  const order: readonly ModuleProgress['state'][] = ['failed', 'late', 'warning', 'ok'];
  return order.indexOf(there) < order.indexOf(now) ? there : now;
}
