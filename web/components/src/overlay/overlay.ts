export type Side = 'under' | 'over';

/** Puts a popover under its anchor, left edges flush, inside the window; over it where it would not fit under it
 * and there is more room. `expected` is how tall it may grow; a `side` once taken is kept while it grows. */
export function place(popover: HTMLElement, anchor: Element, align: 'start' | 'end' = 'start', expected = 0, side?: Side): Side {
  const at = anchor.getBoundingClientRect();
  const gap = 4;
  const margin = 8;
  popover.style.maxHeight = `${Math.floor(window.innerHeight - 2 * margin)}px`;
  const size = popover.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - gap - margin;
  const above = at.top - gap - margin;
  side ??= Math.max(size.height, expected) <= below || below >= above ? 'under' : 'over';
  const top = side === 'under' ? at.bottom + gap : at.top - gap - size.height;
  const left = align === 'start' ? at.left : at.right - size.width;
  popover.style.top = `${Math.round(Math.max(margin, Math.min(top, window.innerHeight - size.height - margin)))}px`;
  popover.style.left = `${Math.round(Math.max(margin, Math.min(left, window.innerWidth - size.width - margin)))}px`;
  return side;
}

/** Moves the focus among a menu's items with the arrow keys, Home and End. True when the key was one of these. */
export function moveInMenu(event: KeyboardEvent, items: HTMLElement[]): boolean {
  const open = items.filter((item) => !item.matches(':disabled') && !item.closest('[hidden]'));
  const root = open[0]?.getRootNode() as ShadowRoot | Document | undefined;
  const at = open.indexOf(root?.activeElement as HTMLElement);
  const next =
    event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? (at < 0 ? -1 : at - 1) : event.key === 'Home' ? 0 : event.key === 'End' ? -1 : undefined;
  if (next === undefined || open.length === 0) return false;
  event.preventDefault();
  open.at(((next % open.length) + open.length) % open.length)?.focus();
  return true;
}

export const isOpen = (popover: Element | null | undefined): boolean => popover?.matches(':popover-open') ?? false;

const closedAt = new WeakMap<HTMLElement, number>();

/** Opens a popover at its anchor, or closes it. The press that closes it from outside is also a click on the
 * anchor; that click does not open it again. True when it is open now. */
export function toggle(popover: HTMLElement, anchor: Element, align: 'start' | 'end' = 'start'): boolean {
  if (!closedAt.has(popover)) {
    closedAt.set(popover, -Infinity);
    popover.addEventListener('beforetoggle', (event) => {
      if ((event as ToggleEvent).newState === 'closed') closedAt.set(popover, performance.now());
    });
  }
  if (isOpen(popover)) {
    popover.hidePopover();
    return false;
  }
  if (performance.now() - closedAt.get(popover)! < 150) return false;
  popover.showPopover();
  place(popover, anchor, align);
  return true;
}
