/** Lists: move with J and K, select with X, select all, and say how many are selected. */

import { all, closest, isVisible } from "./dom";

const ITEMS = ".inbox > li > a, .rows > li .title-link, .table tbody th a, .item h3 a";
const BOXES = ".inbox > li > input, tbody .box";

/** The links of the list that has the focus, else of the first list of the page. */
function items(): HTMLElement[] {
  const found = all<HTMLElement>(ITEMS, document.getElementById("main") ?? document).filter(isVisible);
  const list = (element: Element): Element | null => element.closest(".inbox, .rows, .table, .lanes");
  const here = document.activeElement && list(document.activeElement);
  const chosen = here ?? (found[0] ? list(found[0]) : null);
  return found.filter((item) => list(item) === chosen);
}

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(".inbox > li, .rows > li, tbody tr, .item") ?? null;
}

export function move(step: 1 | -1): boolean {
  const found = items();
  if (!found.length) return false;
  const at = found.findIndex((item) => current()?.contains(item));
  const next = at < 0 ? (step > 0 ? 0 : found.length - 1) : Math.min(Math.max(at + step, 0), found.length - 1);
  found[next]?.focus();
  found[next]?.scrollIntoView({ block: "nearest" });
  return true;
}

export function select(): boolean {
  const box = current()?.querySelector<HTMLInputElement>(":scope > input[type=checkbox], .box");
  box?.click();
  return Boolean(box);
}

function boxesOf(element: Element): HTMLInputElement[] {
  return all<HTMLInputElement>(BOXES, element.closest(".card") ?? document);
}

function recount(element: Element): void {
  const boxes = boxesOf(element);
  const chosen = boxes.filter((box) => box.checked).length;
  const card = element.closest(".card") ?? document;
  for (const count of all("[data-count]", card)) count.textContent = `${chosen} selected`;
  for (const whole of all<HTMLInputElement>("[data-select-all]", card)) {
    whole.checked = chosen > 0 && chosen === boxes.length;
    whole.indeterminate = chosen > 0 && chosen < boxes.length;
  }
}

/** A filter that somebody has just begun waits for its value. */
function focusFresh(): void {
  const fresh = document.querySelector<HTMLElement>("[data-fresh]");
  fresh?.removeAttribute("data-fresh");
  fresh?.focus();
}

export function startLists(): void {
  document.addEventListener("change", (event) => {
    const whole = closest<HTMLInputElement>(event, "[data-select-all]");
    if (whole) for (const box of boxesOf(whole)) box.checked = whole.checked;
    const box = whole ?? closest<HTMLInputElement>(event, BOXES);
    if (box) recount(box);
  });
  focusFresh();
  document.addEventListener("htmx:after:swap", () => {
    focusFresh();
    for (const count of all("[data-count]")) recount(count);
  });
  for (const count of all("[data-count]")) recount(count);
}
