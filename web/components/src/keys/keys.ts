/** One key of the page: `/`, `?`, or `g` and then a letter. */
export interface Key {
  readonly keys: string;
  readonly does: string;
  readonly run: () => void;
}

/** The page's keys. They rest while someone types, and while a dialog is open. */
export class Keys {
  private readonly known = new Map<string, Key>();
  private first = '';
  private timer?: ReturnType<typeof setTimeout>;

  constructor(target: EventTarget = window) {
    target.addEventListener('keydown', (event) => this.heard(event as KeyboardEvent));
  }

  /** Adds keys; the answer takes them away again. */
  add(...keys: Key[]): () => void {
    for (const key of keys) this.known.set(key.keys, key);
    return () => {
      for (const key of keys) if (this.known.get(key.keys) === key) this.known.delete(key.keys);
    };
  }

  list(): Key[] {
    return [...this.known.values()];
  }

  private heard(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || isTyping(event)) return;
    const pair = this.first ? `${this.first} ${event.key}` : '';
    clearTimeout(this.timer);
    this.first = '';
    const key = this.known.get(pair) ?? this.known.get(event.key);
    if (key) {
      event.preventDefault();
      key.run();
    } else if ([...this.known.keys()].some((name) => name.startsWith(`${event.key} `))) {
      this.first = event.key;
      this.timer = setTimeout(() => (this.first = ''), 1500);
    }
  }
}

function isTyping(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  if (!(at instanceof Element)) return false;
  return at.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]') || event.composedPath().some((part) => part instanceof Element && part.matches('dialog[open]'));
}

export const keys = new Keys();
