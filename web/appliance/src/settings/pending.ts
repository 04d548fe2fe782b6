import type { Api } from '@argiope/components/api/api.ts';
import type { Settings, SettingsTree } from '../data/types.ts';

type Patch<T> = { readonly [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? Patch<T[K]> : T[K] };

/** The account's pending settings, shared by the pages and the commit button. Tells `change`. */
export class PendingSettings extends EventTarget {
  now?: Settings;

  constructor(readonly api: Api) {
    super();
  }

  /** What the forms show: pending where there is something pending. */
  get tree(): SettingsTree | undefined {
    return this.now?.pending?.tree ?? this.now?.committed;
  }

  get changes(): number {
    return this.now?.pending?.changes.length ?? 0;
  }

  async load(): Promise<void> {
    this.take(await this.api.get<Settings>('/settings/v1'));
  }

  /** Submits a change; it has no effect before the commit. */
  async submit(patch: Patch<SettingsTree>): Promise<void> {
    this.take(await this.api.patch<Settings>('/settings/v1/pending', patch));
  }

  async discard(): Promise<void> {
    this.take(await this.api.delete<Settings>('/settings/v1/pending'));
  }

  async commit(comment: string): Promise<void> {
    await this.api.post('/settings/v1/commit', comment ? { comment } : {});
    await this.load();
    this.dispatchEvent(new Event('committed'));
  }

  private take(settings: Settings): void {
    this.now = settings;
    this.dispatchEvent(new Event('change'));
  }
}

/** A setting's value in a line: lists by what they hold, secrets never come here. */
export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((each) => (each !== null && typeof each === 'object' && 'name' in each ? String(each.name) : shown(each))).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
