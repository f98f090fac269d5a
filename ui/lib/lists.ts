/** Lists: move with J and K, select with X, select all, and say how many are selected. */

import htmx from "htmx.org";
import { all, closest, isVisible } from "./dom";
import { say } from "./toasts";
import { said } from "./words";

const ITEMS = ".inbox > li > a, .rows > li .title-link, .table tbody th a:not(.pen), .item h3 a";
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
  follow();
  return true;
}

const REST = 150; // milliseconds that the focus rests on an item before it opens beside the list
let resting = 0;

/** Beside a list of single items stands the one in focus: what the keys act on is what one reads. */
function follow(): void {
  clearTimeout(resting);
  resting = window.setTimeout(openFocused, REST);
}

/** Open the item in focus beside the list, unless it stands there; true if it did not. */
export function openFocused(): boolean {
  const row = document.activeElement?.closest(".triage .inbox > li");
  const link = row?.querySelector<HTMLElement>("a:not([aria-current])");
  const beside = document.getElementById("beside");
  if (link && beside && isVisible(beside)) link.click();
  return Boolean(link && beside && isVisible(beside));
}

let lastBox: HTMLInputElement | null = null;

/** Select the row in focus; as a range, all from the one selected last to this one. */
export function select(range = false): boolean {
  const box = current()?.querySelector<HTMLInputElement>(":scope > input[type=checkbox], .box");
  if (!box) return false;
  if (range) selectTo(box);
  else box.click();
  return true;
}

function selectTo(box: HTMLInputElement): void {
  const boxes = boxesOf(box);
  const ends = [boxes.indexOf(lastBox ?? box), boxes.indexOf(box)].sort((a, b) => a - b);
  for (const each of boxes.slice(Math.max(ends[0] ?? 0, 0), (ends[1] ?? 0) + 1)) each.checked = true;
  recount(box);
}

/** Open the editor of a cell in its place. */
function edit(pen: HTMLAnchorElement): void {
  const cell = pen.closest<HTMLElement>("td, th");
  if (cell) void htmx.ajax("GET", pen.href, { target: cell, swap: "innerHTML" });
}

function onClick(event: MouseEvent): void {
  const copier = closest<HTMLElement>(event, "[data-copy]");
  if (copier) void copyTable(copier);
  const pen = closest<HTMLAnchorElement>(event, "a[data-edit]");
  if (pen && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    edit(pen);
  }
  const box = closest<HTMLInputElement>(event, BOXES);
  if (box && event.shiftKey) selectTo(box);
  if (box) lastBox = box;
}

/** F2 edits the cell in focus, Escape leaves it as it was. */
function onKey(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === "F2") target?.closest("td, th")?.querySelector<HTMLElement>("a[data-edit]")?.click();
  if (event.key !== "Escape") return;
  const leave = target?.closest(".cell-form")?.querySelector<HTMLElement>("[data-leave]");
  if (leave) event.preventDefault();
  leave?.click();
}

function boxesOf(element: Element): HTMLInputElement[] {
  return all<HTMLInputElement>(BOXES, element.closest(".card") ?? document);
}

function recount(element: Element): void {
  const boxes = boxesOf(element);
  const chosen = boxes.filter((box) => box.checked).length;
  const card = element.closest(".card") ?? document;
  for (const count of all("[data-count]", card)) count.textContent = said("{count} selected", { count: chosen });
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

/** The selected rows, or the page, as text and as a table. On plain http there is no clipboard but the old one. */
async function copyTable(button: HTMLElement): Promise<void> {
  const nodes = all<HTMLInputElement>("tbody .box").filter((box) => box.checked);
  const named = nodes.map((box) => `&node=${encodeURIComponent(box.value)}`).join("");
  try {
    const { text, html } = (await (await fetch(button.dataset.copy + named)).json()) as { text: string; html: string };
    const parts = { "text/plain": text, "text/html": html };
    if (navigator.clipboard?.write) {
      const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } else {
      const give = (event: ClipboardEvent): void => {
        for (const [type, part] of Object.entries(parts)) event.clipboardData?.setData(type, part);
        event.preventDefault();
      };
      document.addEventListener("copy", give, { once: true });
      document.execCommand("copy");
    }
    const rows = text.split("\n").length - 1;
    say(`${rows} ${rows === 1 ? "row is" : "rows are"} copied.`);
  } catch {
    say(said("The table could not be copied. Nothing was changed. Export it instead."), "bad");
  }
  button.closest<HTMLElement>("[popover]")?.hidePopover();
}

let kept: string[] = [];

/**
 * Before a list is swapped: what it found goes, and what it finds comes as new rows. Rows that stayed the same element
 * would be seen to jump to another place. The choices around them stay, with the focus; what is selected is told after.
 */
function letGo(event: Event): void {
  const { tasks } = (event as CustomEvent<{ tasks?: { target?: Element | string }[] }>).detail;
  const found = document.getElementById("found");
  const target = tasks?.[0]?.target;
  if (!found || !(target instanceof Element) || target.id !== "list" || found.contains(document.activeElement)) return;
  kept = all<HTMLInputElement>(BOXES, found)
    .filter((box) => box.checked)
    .map((box) => box.value);
  found.replaceChildren();
}

function selectKept(): void {
  for (const box of kept.length ? all<HTMLInputElement>(BOXES) : []) box.checked ||= kept.includes(box.value);
  kept = [];
}

export function startLists(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", (event) => {
    const whole = closest<HTMLInputElement>(event, "[data-select-all]");
    if (whole) for (const box of boxesOf(whole)) box.checked = whole.checked;
    const box = whole ?? closest<HTMLInputElement>(event, BOXES);
    if (box) recount(box);
  });
  focusFresh();
  document.addEventListener("htmx:before:swap", letGo);
  document.addEventListener("htmx:after:swap", () => {
    focusFresh();
    selectKept();
    for (const count of all("[data-count]")) recount(count);
  });
  for (const count of all("[data-count]")) recount(count);
}
