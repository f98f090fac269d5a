/** Small questions about the page, shared by every part of the script. */

export const root = document.documentElement;

export function all<T extends HTMLElement>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

export function closest<T extends HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

/** Whether the person is writing, so that letters are text and not commands. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

/** What is folded away has boxes, but is not visible. */
export function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility();
}
