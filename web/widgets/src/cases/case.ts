import { keyOf, type Observable } from '@argiope/components/observable/observable.ts';

export interface CaseItem extends Observable {
  readonly by?: string;
  readonly at?: string;
}

export interface Note {
  readonly text: string;
  readonly by?: string;
  readonly at?: string;
}

export type Field = 'title' | 'short_description' | 'description';

/** A case as the widget needs it. `version` is what a change must name so that nobody is overwritten. */
export interface Case {
  readonly id: string;
  readonly title: string;
  readonly short_description: string;
  readonly description: string;
  readonly observables: readonly CaseItem[];
  readonly notes: readonly Note[];
  readonly changed?: string;
  readonly version?: string;
}

/** One thing done to a case, kept until the platform has it. */
export type Change =
  | { readonly kind: 'create'; readonly title: string; readonly observables: readonly Observable[] }
  | { readonly kind: 'field'; readonly field: Field; readonly base: string; readonly value: string }
  | { readonly kind: 'add'; readonly observables: readonly Observable[] }
  | { readonly kind: 'remove'; readonly observables: readonly Observable[] }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'rewrite'; readonly old: string; readonly text: string }
  | { readonly kind: 'unnote'; readonly text: string }
  | { readonly kind: 'delete' };

/** The dated name of a case that nobody has named yet. */
export function defaultTitle(now = new Date()): string {
  return `Case ${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now).replace(' at ', ', ')}`;
}

/** Those of `wanted` that the case does not hold yet, each once. */
export function missing(held: readonly Observable[], wanted: readonly Observable[]): Observable[] {
  const keys = new Set(held.map(keyOf));
  return wanted.filter((each) => !keys.has(keyOf(each)) && keys.add(keyOf(each)));
}

/** The case as it will be once the change is made. */
export function applied(before: Case, change: Change): Case {
  switch (change.kind) {
    case 'create':
      return before;
    case 'field':
      return { ...before, [change.field]: change.value };
    case 'add':
      return { ...before, observables: [...before.observables, ...missing(before.observables, change.observables)] };
    case 'remove': {
      const gone = new Set(change.observables.map(keyOf));
      return { ...before, observables: before.observables.filter((each) => !gone.has(keyOf(each))) };
    }
    case 'note':
      return { ...before, notes: [...before.notes, { text: change.text }] };
    case 'rewrite':
      return { ...before, notes: before.notes.map((note) => (note.text === change.old ? { ...note, text: change.text } : note)) };
    case 'unnote':
      return { ...before, notes: before.notes.filter((note) => note.text !== change.text) };
    case 'delete':
      return before;
  }
}

/** What to do with a field that someone else may have changed while one typed.
 * `send`: write it, the other did not touch it. `same`: nothing to do. `clash`: both changed it, and a person decides. */
export type FieldMerge = { readonly outcome: 'send' | 'same' } | { readonly outcome: 'clash'; readonly theirs: string };

/** Merges one field: `base` is what both began from. */
export function mergeField(base: string, mine: string, theirs: string): FieldMerge {
  if (mine === theirs) return { outcome: 'same' };
  if (theirs === base) return { outcome: 'send' };
  if (mine === base) return { outcome: 'same' };
  return { outcome: 'clash', theirs };
}
