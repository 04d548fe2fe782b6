// For tests alone: what jsdom lacks of a browser, and the accessibility check.
import axe from 'axe-core';

const open = new WeakSet<Element>();
const matches = Element.prototype.matches;
Object.assign(HTMLElement.prototype, {
  showPopover(this: HTMLElement) {
    open.add(this);
  },
  hidePopover(this: HTMLElement) {
    open.delete(this);
  },
});
Element.prototype.matches = function (this: Element, selector: string): boolean {
  return selector === ':popover-open' ? open.has(this) : matches.call(this, selector);
} as typeof Element.prototype.matches;
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};

/** Puts an element on an empty page and waits until it has drawn itself and what is in it. */
export async function mount<T extends HTMLElement>(name: string, properties: Record<string, unknown> = {}): Promise<T> {
  document.body.replaceChildren();
  const element = document.createElement(name) as T;
  Object.assign(element, properties);
  document.body.append(element);
  await settled(element);
  return element;
}

export async function settled(element: HTMLElement): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await (element as HTMLElement & { updateComplete?: Promise<unknown> }).updateComplete;
    await new Promise((done) => setTimeout(done));
  }
}

/** The names of the accessibility rules that an element breaks. Colours and layout need a browser and are checked there. */
export async function faults(element: HTMLElement): Promise<string[]> {
  const result = await axe.run(element, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

/** What is read, through all shadow roots. */
export function words(node: Node): string {
  if (node instanceof Text) return node.data;
  if (node instanceof HTMLStyleElement) return '';
  const root = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
  return [...root.childNodes].map(words).join('').replace(/\s+/g, ' ');
}

/** The first element for a selector, through all shadow roots. */
export function deep<T extends Element = HTMLElement>(root: ParentNode, selector: string): T | undefined {
  const here = root.querySelector<T>(selector);
  if (here) return here;
  for (const each of root.querySelectorAll('*')) {
    const inside: T | undefined = each.shadowRoot ? deep<T>(each.shadowRoot, selector) : undefined;
    if (inside) return inside;
  }
  return undefined;
}
