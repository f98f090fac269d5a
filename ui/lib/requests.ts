/** HTMX: the token of the form, a quiet part after 300 ms of waiting, and words when the server cannot be reached. */

import "htmx.org";
import { say } from "./toasts";

const PATIENCE = 300;

interface Exchange {
  target?: Element;
  request: { method: string; headers: Record<string, string> };
}

const timers = new WeakMap<Exchange, number>();

function exchange(event: Event): Exchange | undefined {
  return (event as CustomEvent<{ ctx?: Exchange }>).detail?.ctx;
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
  document.addEventListener("htmx:config:request", (event) => {
    const made = exchange(event);
    if (made && made.request.method.toUpperCase() !== "GET") made.request.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:before:request", (event) => {
    const made = exchange(event);
    if (!made) return;
    const show = () => made.target?.setAttribute("data-waiting", "");
    timers.set(made, window.setTimeout(show, PATIENCE));
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const made = exchange(event);
    if (!made) return;
    window.clearTimeout(timers.get(made));
    made.target?.removeAttribute("data-waiting");
  });
  document.addEventListener("htmx:error", () => {
    if (navigator.onLine) say("We could not reach the server. What you wrote is still here. Try once more.", "bad");
  });
}
