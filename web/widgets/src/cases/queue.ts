import type { Change } from './case.ts';

export interface Queued {
  readonly key: string;
  readonly caseId: string;
  readonly change: Change;
  /** Sent once already, and no answer came: it may have been carried out. */
  readonly tried?: boolean;
  /** The platform declined it; a person decides. */
  readonly declined?: string;
  /** Someone else changed the same field to this meanwhile. */
  readonly theirs?: string;
}

/** Changes on their way to the platform, kept in the browser so that a closed tab or a cut line loses nothing.
 * Every tab of the browser reads and writes the same queue. */
export class Queue {
  constructor(private readonly name: string, private readonly storage: Storage = localStorage) {}

  all(): Queued[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.name) ?? '[]');
      return Array.isArray(kept) ? (kept as Queued[]) : [];
    } catch {
      return [];
    }
  }

  /** False when the browser's storage is full: then the caller must not forget what it holds. */
  add(caseId: string, change: Change, key: string = crypto.randomUUID()): boolean {
    return this.write([...this.all(), { key, caseId, change }]);
  }

  first(): Queued | undefined {
    return this.all().find((each) => each.declined === undefined && each.theirs === undefined);
  }

  update(key: string, changes: Partial<Queued>): void {
    this.write(this.all().map((each) => (each.key === key ? { ...each, ...changes } : each)));
  }

  remove(key: string): void {
    this.write(this.all().filter((each) => each.key !== key));
  }

  /** A case made here has its real name now. */
  rename(from: string, to: string): void {
    this.write(this.all().map((each) => (each.caseId === from ? { ...each, caseId: to } : each)));
  }

  private write(list: readonly Queued[]): boolean {
    try {
      if (list.length === 0) this.storage.removeItem(this.name);
      else this.storage.setItem(this.name, JSON.stringify(list));
      return true;
    } catch {
      return false;
    }
  }
}
