import { query } from '@argiope/components/api/api.ts';
import { ApiError } from '@argiope/components/api/problem.ts';
import { dispositionName, dispositionNumber, type Disposition, type Observable } from '@argiope/components/observable/observable.ts';
import { session } from '../session/session.ts';
import { errorsIn, linksIn, type Link, type ModuleError } from './answers.ts';

/** How one module's answer came. */
export interface ModuleAnswer {
  readonly module: string;
  readonly tookMs?: number;
  readonly data: unknown;
  readonly errors: readonly ModuleError[];
}

export interface Plan {
  readonly modules: readonly string[];
}

type Json = Record<string, unknown>;

/** Asks all modules about one observable: first who is asked, then each as it answers. */
export async function* enrich(kind: 'deliberate' | 'observe' | 'refer', observable: Observable, signal: AbortSignal): AsyncGenerator<Plan | ModuleAnswer> {
  const path = `/iroh/iroh-enrich/${kind}/observables`;
  const body = [{ type: observable.type, value: observable.value }];
  try {
    for await (const { event, data } of session.stream(path, body, signal)) {
      const each = (data ?? {}) as Json;
      if (event === 'plan') yield { modules: Array.isArray(each.modules) ? each.modules.map((module) => String((module as Json)?.module ?? '')) : [] };
      else if (event === 'module') yield { module: String(each.module ?? ''), tookMs: typeof each.took_ms === 'number' ? each.took_ms : undefined, data: each.data, errors: errorsIn(each.errors) };
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'no-stream') throw error;
    const answer = (await session.request<Json>('POST', path, body, { signal })).body;
    const all = Array.isArray(answer.data) ? (answer.data as Json[]) : [];
    for (const name of new Set(all.map((each) => String(each.module)))) {
      const mine = all.filter((each) => each.module === name);
      yield { module: name, data: kind === 'refer' ? mine : mine[0]?.data, errors: [] };
    }
    for (const fault of errorsIn(answer.errors)) yield { module: fault.module, data: undefined, errors: [fault] };
  }
}

/** What could be done about an observable. Offering changes nothing. */
export async function offered(observable: Observable): Promise<{ actions: Link[]; errors: readonly ModuleError[] }> {
  const { body } = await session.request<Json>('POST', '/iroh/iroh-response/respond/observables', [{ type: observable.type, value: observable.value }]);
  return { actions: linksIn(body.data), errors: errorsIn(body.errors) };
}

/** Does it, once for a key however often it is asked. `done` when it is confirmed; `unsure` when the order went out
 * and nobody knows yet what became of it. */
export async function trigger(action: Link, observable: Observable, key: string): Promise<{ done: boolean; unsure: boolean; detail: string }> {
  const parameters = query({ ...action.parameters, observable_type: observable.type, observable_value: observable.value });
  const { body } = await session.request<Json>('POST', `/iroh/iroh-response/respond/trigger/${encodeURIComponent(action.instance)}/${encodeURIComponent(action.id)}${parameters}`, undefined, { headers: { 'idempotency-key': key } });
  const status = ((body?.data ?? {}) as Json).status;
  const errors = errorsIn(body?.errors);
  return { done: status === 'success', unsure: errors.some((error) => error.code === 'outcome unknown'), detail: errors.map((error) => error.message || error.code).join('; ') };
}

export interface Opinion {
  readonly disposition: Disposition;
  readonly reason: string;
  /** Undefined: for ever. */
  readonly until?: Date;
}

/** Keeps our opinion of an observable. The answer takes it back. */
export async function judge(observable: Observable, opinion: Opinion): Promise<() => Promise<void>> {
  const { body } = await session.request<{ id: string }>('POST', '/ctia/judgement', {
    observable: { type: observable.type, value: observable.value },
    disposition: dispositionNumber[opinion.disposition],
    disposition_name: dispositionName[opinion.disposition],
    source: session.login ? `Argiope, ${session.login}` : 'Argiope',
    priority: 100,
    confidence: 'High',
    severity: { malicious: 'High', suspicious: 'Medium', unknown: 'Unknown', common: 'Info', clean: 'Info' }[opinion.disposition],
    reason: opinion.reason || undefined,
    valid_time: { start_time: new Date().toISOString(), end_time: (opinion.until ?? new Date('2525-01-01T00:00:00Z')).toISOString() },
  });
  return async () => {
    await session.request('DELETE', `/ctia/judgement/${encodeURIComponent(shortId(body.id))}`);
  };
}

/** The observables in any text. */
export async function inspect(content: string): Promise<Observable[]> {
  const { body } = await session.request<unknown>('POST', '/iroh/iroh-inspect/inspect', { content });
  return Array.isArray(body) ? body.filter((each): each is Observable => typeof each?.type === 'string' && typeof each?.value === 'string').map(({ type, value }) => ({ type, value })) : [];
}

/** The part of an id after the last `/`. */
export const shortId = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
