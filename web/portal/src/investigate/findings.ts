import { dispositionOf, keyOf, type Disposition, type Observable } from '@argiope/components/observable/observable.ts';

/** What modules answered, read leniently and put together: who was hit, what was seen, what is thought and why. */

type Json = Record<string, unknown>;
export const record = (value: unknown): Json => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown, most = 2000): string => (typeof value === 'string' ? value.slice(0, most) : '');
const docs = (data: unknown, kind: string): Json[] => list(record(record(data)[kind]).docs).map(record);

export const observableOf = (value: unknown): Observable | undefined => {
  const each = record(value);
  return typeof each.type === 'string' && typeof each.value === 'string' ? { type: each.type, value: each.value } : undefined;
};

export interface TraceLine {
  readonly id: string;
  readonly disposition: Disposition;
  readonly priority?: number;
  readonly source: string;
  readonly reason: string;
  readonly until?: string;
  readonly counts: boolean;
}

export interface Opinion {
  readonly module: string;
  readonly observable: Observable;
  readonly disposition: Disposition;
  readonly until?: string;
  readonly steps: readonly string[];
  readonly judgements: readonly TraceLine[];
}

export interface Sighting {
  readonly module: string;
  readonly title: string;
  readonly observables: readonly Observable[];
  readonly targets: readonly Target[];
  readonly count: number;
  readonly first?: string;
  readonly last?: string;
  readonly severity: string;
  readonly resolution: string;
  readonly link: string;
}

export interface Target {
  readonly user: string;
  readonly address?: Observable;
  readonly name: string;
}

export interface Relation {
  readonly source: Observable;
  readonly relation: string;
  readonly related: Observable;
  readonly origins: readonly string[];
  readonly times: number;
}

export interface Indicator {
  readonly id: string;
  readonly module: string;
  readonly title: string;
  readonly description: string;
  readonly producer: string;
}

/** One who was hit: how often by each thing that was asked about. */
export interface Hit {
  readonly key: string;
  readonly user: string;
  readonly address?: Observable;
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly first?: string;
  readonly last?: string;
}

export function opinionsIn(module: string, data: unknown): Opinion[] {
  return docs(data, 'verdicts').flatMap((verdict) => {
    const observable = observableOf(verdict.observable);
    if (!observable) return [];
    const trace = record(verdict.trace);
    return [
      {
        module,
        observable,
        disposition: typeof verdict.disposition === 'number' ? dispositionOf(verdict.disposition) : word(verdict.disposition_name),
        until: text(record(verdict.valid_time).end_time) || undefined,
        steps: list(trace.steps).map((step) => text(step)).filter(Boolean),
        judgements: list(trace.judgements).map(record).map((each) => ({
          id: text(each.judgement_id),
          disposition: typeof each.disposition === 'number' ? dispositionOf(each.disposition) : word(each.disposition_name),
          priority: typeof each.priority === 'number' ? each.priority : undefined,
          source: text(each.source),
          reason: text(each.reason),
          until: text(record(each.valid_time).end_time) || undefined,
          counts: each.counts !== false,
        })),
      },
    ];
  });
}

function word(value: unknown): Disposition {
  const lower = text(value).toLowerCase();
  return (['clean', 'malicious', 'suspicious', 'common'] as const).find((each) => each === lower) ?? 'unknown';
}

export function sightingsIn(module: string, data: unknown): Sighting[] {
  return docs(data, 'sightings').map((each) => {
    const time = record(each.observed_time);
    return {
      module,
      title: text(each.title) || text(each.description) || 'Seen',
      observables: list(each.observables).map(observableOf).filter((one) => one !== undefined),
      targets: list(each.targets).map(targetOf),
      count: typeof each.count === 'number' ? each.count : 1,
      first: text(time.start_time) || undefined,
      last: text(time.end_time) || text(time.start_time) || undefined,
      severity: text(each.severity),
      resolution: text(each.resolution),
      link: text(record(list(each.external_references)[0]).url) || text(each.source_uri),
    };
  });
}

function targetOf(value: unknown): Target {
  const observables = list(record(value).observables).map(observableOf).filter((one) => one !== undefined);
  const of = (...types: string[]) => observables.find((one) => types.includes(one.type));
  return { user: of('user', 'process_username')?.value ?? '', address: of('ip', 'ipv6'), name: of('hostname', 'device')?.value ?? '' };
}

export function relationsIn(module: string, data: unknown): Relation[] {
  return docs(data, 'sightings').flatMap((sighting) =>
    list(sighting.relations).flatMap((value) => {
      const each = record(value);
      const source = observableOf(each.source);
      const related = observableOf(each.related);
      return source && related ? [{ source, related, relation: text(each.relation), origins: [module], times: typeof sighting.count === 'number' ? sighting.count : 1 }] : [];
    }),
  );
}

/** The same relation told by several sightings or modules is one, with all who told it. */
export function joined(relations: readonly Relation[]): Relation[] {
  const byKey = new Map<string, Relation>();
  for (const each of relations) {
    const key = `${keyOf(each.source)} ${each.relation} ${keyOf(each.related)}`;
    const there = byKey.get(key);
    byKey.set(key, there ? { ...there, origins: [...new Set([...there.origins, ...each.origins])], times: there.times + each.times } : each);
  }
  return [...byKey.values()];
}

export function indicatorsIn(module: string, data: unknown): Indicator[] {
  return docs(data, 'indicators').map((each) => ({ id: text(each.id), module, title: text(each.title) || 'Untitled indicator', description: text(each.description) || text(each.short_description), producer: text(each.producer) }));
}

/** Targets down, what was asked about across, times in the cells; who was hit most comes first. */
export function hits(asked: readonly Observable[], sightings: readonly Sighting[]): Hit[] {
  const keys = new Set(asked.map(keyOf));
  const byTarget = new Map<string, { hit: Omit<Hit, 'counts' | 'total'>; counts: Map<string, number> }>();
  for (const sighting of sightings) {
    const mine = sighting.observables.map(keyOf).filter((key) => keys.has(key));
    for (const target of sighting.targets) {
      if (!target.user && !target.address && !target.name) continue;
      const key = `${(target.user || target.name).toLowerCase()} ${target.address?.value ?? ''}`;
      const there: { hit: Omit<Hit, 'counts' | 'total'>; counts: Map<string, number> } = byTarget.get(key) ?? { hit: { key, user: target.user || target.name, address: target.address }, counts: new Map() };
      for (const observable of mine) there.counts.set(observable, (there.counts.get(observable) ?? 0) + sighting.count);
      there.hit = { ...there.hit, first: earlier(there.hit.first, sighting.first), last: later(there.hit.last, sighting.last) };
      byTarget.set(key, there);
    }
  }
  return [...byTarget.values()]
    .map(({ hit, counts }) => ({ ...hit, counts, total: [...counts.values()].reduce((sum, each) => sum + each, 0) }))
    .sort((a, b) => b.total - a.total || a.key.localeCompare(b.key, 'en'));
}

const earlier = (a?: string, b?: string): string | undefined => (!a ? b : !b ? a : a < b ? a : b);
const later = (a?: string, b?: string): string | undefined => (!a ? b : !b ? a : a > b ? a : b);
