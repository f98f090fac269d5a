/** The list of ? says what works on this page: shared keys that have something to work on, and the page's own. */

import { all, isVisible, root } from "./dom";

function line(words: string, key: string): HTMLElement {
  const made = document.createElement("div");
  made.dataset.own = "";
  made.append(Object.assign(document.createElement("dt"), { textContent: words }));
  const end = made.appendChild(document.createElement("dd"));
  end.append(Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() }));
  return made;
}

function own(): HTMLElement[] {
  const known = new Map<string, string>();
  for (const button of all("[data-key]").filter(isVisible)) {
    const copy = button.cloneNode(true) as HTMLElement;
    for (const key of all("kbd", copy)) key.remove();
    const key = button.dataset.key ?? "";
    if (!known.has(key)) known.set(key, button.ariaLabel ?? copy.textContent?.trim() ?? "");
  }
  return [...known].map(([key, words]) => line(words, key));
}

export function startShortcuts(): void {
  const list = document.querySelector<HTMLElement>("[data-shortcuts]");
  list?.closest("dialog")?.addEventListener("open", () => {
    const off = root.dataset.singleKeys === "off";
    for (const one of all("[data-own]", list)) one.remove();
    for (const one of all(":scope > div", list)) {
      const idle = one.dataset.worksOn && !document.querySelector(one.dataset.worksOn);
      one.hidden = Boolean(idle) || (off && "single" in one.dataset);
    }
    if (!off) list.prepend(...own());
  });
}
