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

export function startRequests(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
    const made = exchange(event);
    if (made && token && made.request.method.toUpperCase() !== "GET") made.request.headers["X-CSRFToken"] = token;
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
  document.addEventListener("htmx:error", () =>
    say("We could not reach the server. What you wrote is still here. Try once more.", "bad"),
  );
}
