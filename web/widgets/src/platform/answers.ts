import { dispositionOf, keyOf, type Disposition, type Observable } from '@argiope/components/observable/observable.ts';
import type { ModuleVerdict } from '@argiope/components/observable/verdicts.ts';

/** What modules answer, read leniently: they are strangers. A part that does not fit is left out. */

export interface Link {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly module: string;
  readonly instance: string;
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
}

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown, most = 500): string => (typeof value === 'string' ? value.slice(0, most) : '');

/** The verdicts in the data of a `deliberate` answer, by observable. */
export function verdictsIn(data: readonly unknown[]): Map<string, ModuleVerdict[]> {
  const found = new Map<string, ModuleVerdict[]>();
  for (const each of data) {
    const module = text(record(each).module);
    for (const doc of list(record(record(record(each).data).verdicts).docs)) {
      const verdict = record(doc);
      const observable = record(verdict.observable);
      if (typeof observable.type !== 'string' || typeof observable.value !== 'string') continue;
      const key = keyOf(observable as unknown as Observable);
      const until = text(record(verdict.valid_time).end_time) || undefined;
      found.set(key, [...(found.get(key) ?? []), { module, disposition: disposition(verdict), until }]);
    }
  }
  return found;
}

function disposition(verdict: Json): Disposition {
  if (typeof verdict.disposition === 'number') return dispositionOf(verdict.disposition);
  const word = text(verdict.disposition_name).toLowerCase();
  return (['clean', 'malicious', 'suspicious', 'common'] as const).find((each) => each === word) ?? 'unknown';
}

/** The links or actions in an answer of `refer` or `respond`. */
export function linksIn(data: unknown): Link[] {
  return list(data).flatMap((each) => {
    const link = record(each);
    if (!text(link.title)) return [];
    const parameters = Object.fromEntries(Object.entries(record(link['query-params'])).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    return [{ id: text(link.id, 2000), title: text(link.title), description: text(link.description, 2000), module: text(link.module), instance: text(link.module_instance_id), url: text(link.url, 8000), parameters }];
  });
}

export interface ModuleError {
  readonly module: string;
  readonly code: string;
  readonly message: string;
  readonly warning: boolean;
}

export function errorsIn(errors: unknown): ModuleError[] {
  return list(errors).map((each) => {
    const error = record(each);
    return { module: text(error.module), code: text(error.code), message: text(error.message), warning: error.type === 'warning' };
  });
}

/** Only what a browser may open from here: no script, no data. */
export function safeLink(url: string): string | undefined {
  try {
    const parsed = new URL(url, 'https://invalid.example');
    return (parsed.protocol === 'https:' || parsed.protocol === 'http:') && /^https?:/i.test(url) ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}
