import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Where the page stands: `#/tracking/web?range=day&domain=example.com`. Everything that makes a view is in it. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

export function parsePlace(hash: string): Place {
  const words = hash.replace(/^#/, '');
  const mark = words.indexOf('?');
  const path = mark < 0 ? words : words.slice(0, mark);
  return { path: path.startsWith('/') ? path : `/${path}`, query: new URLSearchParams(mark < 0 ? '' : words.slice(mark + 1)) };
}

export function hashOf(path: string, query: URLSearchParams | Record<string, string | undefined> = {}): string {
  const parts = query instanceof URLSearchParams ? query : new URLSearchParams();
  if (!(query instanceof URLSearchParams)) for (const [name, value] of Object.entries(query)) if (value) parts.set(name, value);
  const words = parts.toString();
  return `#${path}${words ? `?${words}` : ''}`;
}

export const here = (): Place => parsePlace(location.hash);

/** Goes to a place; the way back stays open. */
export function go(path: string, query: URLSearchParams | Record<string, string | undefined> = {}): void {
  location.hash = hashOf(path, query);
}

/** Changes part of the query of this place without a new entry in the history; undefined takes a value out. */
export function amend(changes: Record<string, string | undefined>): void {
  const { path, query } = here();
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const hash = hashOf(path, query);
  if (hash === location.hash) return;
  history.replaceState(history.state, '', hash);
  window.dispatchEvent(new Event('argiope-place'));
}

/** Text out of a link that may have been encoded twice (`%2520`); decoded at most once more. */
export function decodedTwice(words: string): string {
  if (!/%[0-9a-f]{2}/i.test(words)) return words;
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}

/** Renders its host again whenever the place changes. */
export class PlaceController implements ReactiveController {
  place = here();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly moved?: (place: Place) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.changed);
    window.addEventListener('argiope-place', this.changed);
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.changed);
    window.removeEventListener('argiope-place', this.changed);
  }

  private readonly changed = () => {
    this.place = here();
    this.moved?.(this.place);
    this.host.requestUpdate();
  };
}
