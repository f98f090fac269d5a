/** A part of the page that loads by itself: after 300 ms its shape stands in its place, said once, and nothing moves. */

import { said } from "./words";

const PATIENCE = 300;
let line: HTMLElement | null = null;
let count = 0;

/** Live regions must stand in the page before they say anything. */
export function startWaiting(): void {
  line = Object.assign(document.createElement("p"), { className: "vh" });
  line.setAttribute("role", "status");
  line.dataset.loading = "";
  document.body.append(line);
}

/** Begin to wait for what is asked for; what is returned ends it. */
export function wait(part: Element): () => void {
  let shown = false;
  const timer = window.setTimeout(() => {
    shown = true;
    part.setAttribute("data-waiting", "");
    part.setAttribute("aria-busy", "true");
    if (line && !count++) line.textContent = said("Loading…");
  }, PATIENCE);
  return () => {
    window.clearTimeout(timer);
    if (!shown) return;
    shown = false;
    part.removeAttribute("data-waiting");
    part.removeAttribute("aria-busy");
    if (line && !--count) line.textContent = "";
  };
}
