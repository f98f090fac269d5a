/** An act that answers with a part of the page as it is then, and with what is said about it. */

import htmx from "htmx.org";
import { say } from "./toasts";
import { wait } from "./waiting";
import { said } from "./words";

/** Post the act and put the part in the place of ``host``; the new one, or null where the act was not taken. */
export async function exchange(
  host: HTMLElement,
  address: string,
  given: Record<string, string>,
): Promise<HTMLElement | null> {
  const body = new URLSearchParams(given);
  body.set(
    "csrfmiddlewaretoken",
    document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "",
  );
  const done = wait(host);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = found.getElementById(host.id);
    document.getElementById("toasts")?.append(...found.querySelectorAll(".toast"));
    if (!answer.ok || !fresh) {
      if (!found.querySelector(".toast") && !document.querySelector("#toasts .toast"))
        say(said("It was not taken. Nothing was changed."), "bad");
      return null;
    }
    host.replaceWith(fresh);
    htmx.process(fresh);
    htmx.process(document.getElementById("toasts") ?? document.body);
    return fresh;
  } catch {
    say(said("We could not reach the server. What you wrote is still here. Try once more."), "bad");
    return null;
  } finally {
    done();
  }
}
