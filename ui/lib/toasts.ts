/** Toasts leave after 8 seconds, never while somebody points at them or has the focus in them. */

import { all } from "./dom";

const LIFE = 8000;

export function say(text: string, tone = ""): void {
  if (all("#toasts .toast").some((toast) => toast.textContent?.trim() === text)) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  if (tone) toast.dataset.tone = tone;
  toast.append(Object.assign(document.createElement("span"), { textContent: text }));
  document.getElementById("toasts")?.append(toast);
}

export function undoLast(): boolean {
  const button = all<HTMLButtonElement>("#toasts [data-undo]").at(-1);
  button?.click();
  return button !== undefined;
}

function watch(toast: HTMLElement): void {
  let timer = 0;
  const wait = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!toast.matches(":hover, :focus-within")) toast.remove();
    }, LIFE);
  };
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, wait);
  toast.addEventListener("submit", () => window.setTimeout(() => toast.remove()));
  wait();
}

export function startToasts(): void {
  const place = document.getElementById("toasts");
  if (!place) return;
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes) if (node instanceof HTMLElement && node.matches(".toast")) watch(node);
  }).observe(place, { childList: true });
  // A live region says only what is added after the page has loaded.
  const waiting = all(".toast", place);
  for (const toast of waiting) toast.remove();
  window.setTimeout(() => place.append(...waiting), 150);
}
