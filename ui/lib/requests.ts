/** HTMX: the token of the form, the part that waits, and words when the server cannot be reached. */

import "htmx.org";
import { say } from "./toasts";
import { startWaiting, wait } from "./waiting";
import { said } from "./words";

interface Exchange {
  sourceElement?: Element;
  target?: Element;
  request: { method: string; headers: Record<string, string> };
}

const over = new WeakMap<Exchange, () => void>();

function exchange(event: Event): Exchange | undefined {
  return (event as CustomEvent<{ ctx?: Exchange }>).detail?.ctx;
}

/** What will be different: of a list what it found, beside a list the item. What asks by itself every second waits unseen. */
function waits(made: Exchange): Element | null {
  const asks = made.sourceElement;
  if (made.request.method.toUpperCase() !== "GET" || asks?.getAttribute("hx-trigger")?.startsWith("every")) return null;
  const beside = asks?.closest(".inbox") && made.target?.querySelector("#beside");
  return beside || made.target?.querySelector("#found") || made.target || null;
}

/** The token that every post carries; each page inside a workspace has a form that holds it. */
function token(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Tell the server which object was opened. It is the page that tells, so that asking for a page changes nothing. */
function noteOpening(): void {
  const address = document.body.dataset.opening;
  if (!address) return;
  const told = new FormData();
  told.set("csrfmiddlewaretoken", token());
  navigator.sendBeacon(address, told);
}

export function startRequests(): void {
  noteOpening();
  startWaiting();
  document.addEventListener("htmx:config:request", (event) => {
    const made = exchange(event);
    if (made && made.request.method.toUpperCase() !== "GET") made.request.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:before:request", (event) => {
    const made = exchange(event);
    const part = made && waits(made);
    if (part) over.set(made, wait(part));
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const made = exchange(event);
    if (made) over.get(made)?.();
  });
  document.addEventListener("htmx:error", () => {
    if (navigator.onLine)
      say(said("We could not reach the server. What you wrote is still here. Try once more."), "bad");
  });
}
