import { query as queryString } from '@argiope/components/api/api.ts';
import type { Decision } from '@argiope/components/decision/decision.ts';
import { rangeFrom } from '@argiope/components/range/range-of.ts';

/** The filters of web tracking, by the names of its API; they stand in the place's query. */
export const basicFilters = ['user', 'clientIp', 'website', 'transactionStatus'] as const;
export const advancedFilters = ['url', 'urlMatch', 'domain', 'serverIp', 'sha256', 'fileName', 'decision', 'status', 'method'] as const;
export type Filter = (typeof basicFilters)[number] | (typeof advancedFilters)[number];
export const filters: readonly Filter[] = [...basicFilters, ...advancedFilters];

export const filterNames: Readonly<Record<(typeof advancedFilters)[number], string>> = { url: 'URL', urlMatch: 'match', domain: 'domain', serverIp: 'server', sha256: 'SHA-256', fileName: 'file name', decision: 'decision', status: 'status', method: 'method' };

export const statuses: Readonly<Record<string, string>> = { all: 'All', completed: 'Completed', blocked: 'Blocked', monitored: 'Monitored', warned: 'Warned' };

/** Whether someone types an address or a range of them, rather than a name. */
export const isAddress = (words: string): boolean => /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(words) || (words.includes(':') && /^[0-9a-f:.]+(\/\d{1,3})?$/i.test(words));

/** What of a place's query is a search; two equal texts are one search. */
export function searchKey(query: URLSearchParams): string {
  const parts = new URLSearchParams();
  for (const name of ['range', 'from', 'to', ...filters]) {
    const value = query.get(name)?.trim();
    if (value) parts.set(name, value);
  }
  return parts.toString();
}

/** The parameters of the tracking API for a place. */
export function apiQuery(query: URLSearchParams, more: Record<string, string | number | undefined> = {}, now = new Date()): string {
  const { from, to } = rangeFrom(query, 'day', now);
  const given = Object.fromEntries(filters.map((name) => [name, query.get(name)?.trim() || undefined]));
  if (given.transactionStatus === 'all') given.transactionStatus = undefined;
  if (!given.url) given.urlMatch = undefined;
  else given.urlMatch ??= 'exact';
  return queryString({ startDate: from.toISOString(), endDate: to.toISOString(), ...given, ...more });
}

/** One transaction, as the API tells it; read leniently. */
export interface Row {
  readonly id: string;
  readonly serialNumber: string;
  readonly time: string;
  readonly decision: Decision;
  readonly fields: Readonly<Record<string, unknown>>;
}

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {});

export function rowOf(item: unknown): Row | undefined {
  const fields = record(record(item).attributes ?? item);
  const id = fields.transactionId ?? record(item).id;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const time = typeof fields.time === 'number' ? new Date(fields.time).toISOString() : String(fields.time ?? '');
  return { id: String(id), serialNumber: String(fields.serialNumber ?? ''), time, decision: (fields.decision as Decision) ?? 'allow', fields };
}

/** A field by its dotted name, as text. */
export function text(row: Row, name: string): string | undefined {
  const value = name.split('.').reduce<unknown>((inner, part) => record(inner)[part], row.fields) ?? row.fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  return Array.isArray(value) ? value.map(String).join(', ') || undefined : typeof value === 'object' ? undefined : String(value);
}

export function number(row: Row, name: string): number | undefined {
  const words = text(row, name);
  return words === undefined || Number.isNaN(Number(words)) ? undefined : Number(words);
}

/** Method and the part of the URL after the host: what a row says beside its host's chip. */
export function request(row: Row): string {
  if (row.fields.isTunnel === true || row.fields.isTunnel === 'true') return `${text(row, 'method') ?? 'CONNECT'} tunnel${text(row, 'port') ? `, port ${text(row, 'port')}` : ''}`;
  const path = text(row, 'path') ?? /^[a-z]+:\/\/[^/?#]*(.*)$/i.exec(text(row, 'url') ?? '')?.[1] ?? '';
  const search = text(row, 'query');
  return `${text(row, 'method') ?? ''} ${path}${search && !path.includes('?') ? `?${search}` : ''}`.trim();
}
