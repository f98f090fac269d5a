/** Keys. Single letters act only outside of fields, and not at all where a person has switched them off. */

import { open } from "./dialogs";
import { all, isVisible, isWriting, root } from "./dom";
import { move, openFocused, select } from "./lists";
import { undoLast } from "./toasts";

const PAUSE = 1200;
let goUntil = 0;

const single: Record<string, () => boolean> = {
  j: () => move(1),
  k: () => move(-1),
  x: () => select(),
  z: undoLast,
  "?": () => open("shortcuts"),
  "/": search,
  g: () => {
    goUntil = Date.now() + PAUSE;
    return true;
  },
};

/** The search field of this page, else the palette. */
function search(): boolean {
  const field = document.querySelector<HTMLInputElement>("#main input[type=search]");
  field?.focus();
  field?.select();
  return Boolean(field) || open("palette");
}

function press(attribute: string, key: string): boolean {
  const named = all<HTMLElement>(`[${attribute}="${CSS.escape(key)}"]`);
  const near = document.activeElement?.closest("li, tr, article");
  const chosen = named.find((element) => near?.contains(element)) ?? named.find(isVisible) ?? named[0];
  if (chosen?.closest(".triage__item") && openFocused()) return true; // first show what the key would act on
  chosen?.click();
  const menu = document.getElementById(chosen?.getAttribute("popovertarget") ?? "");
  menu?.querySelector<HTMLElement>("a, button")?.focus(); // Escape brings the focus back to where it was
  return Boolean(chosen);
}

function answer(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && key === "k") {
    const other = document.querySelector<HTMLDialogElement>("dialog[open]");
    if (other?.id === "palette") other.close();
    return other !== null || open("palette");
  }
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (modified || event.isComposing || isWriting(event.target) || root.dataset.singleKeys === "off") return false;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return false;
  if (Date.now() < goUntil) {
    goUntil = 0;
    return press("data-go", key);
  }
  if (key === "x" && event.shiftKey) return select(true);
  return press("data-key", key) || (single[key]?.() ?? false);
}

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && answer(event)) event.preventDefault();
  });
}
