/** The thread explorer: arrows in the list, a chosen object beside it. */

import { all, closest, isVisible } from "./dom";
import { wait } from "./waiting";

const LINES = '[data-tree] a[href$="#chosen"]';

/** Every line of the list that is not folded away. */
function lines(tree: HTMLElement): HTMLElement[] {
  return all("a, summary", tree).filter(isVisible);
}

function walk(event: KeyboardEvent): void {
  const here = closest<HTMLElement>(event, "[data-tree] a, [data-tree] summary");
  const tree = here?.closest<HTMLElement>("[data-tree]");
  if (!here || !tree || event.altKey || event.ctrlKey || event.metaKey) return;
  const shown = lines(tree);
  const place = shown.indexOf(here);
  const fold = here.closest("details");
  const isSummary = here.tagName === "SUMMARY";
  const ends: Record<string, () => HTMLElement | undefined> = {
    ArrowDown: () => shown[place + 1],
    ArrowUp: () => shown[place - 1],
    Home: () => shown[0],
    End: () => shown.at(-1),
    ArrowRight: () => {
      const group = isSummary ? fold : here.parentElement?.querySelector(":scope > details");
      if (!(group instanceof HTMLDetailsElement)) return undefined;
      if (group.open) return all("a, summary", group).find((one) => one !== here);
      group.open = true;
      return undefined;
    },
    ArrowLeft: () => {
      if (isSummary && fold?.open) {
        fold.open = false;
        return undefined;
      }
      const from = isSummary ? fold?.parentElement : here.closest("ul")?.parentElement;
      return from?.querySelector<HTMLElement>(":scope > summary, :scope > a") ?? undefined;
    },
  };
  if (!(event.key in ends)) return;
  event.preventDefault();
  ends[event.key]?.()?.focus();
}

function chosenBy(address: string): string | null {
  return new URL(address, location.href).searchParams.get("at");
}

/** Bring what is chosen beside the list, without leaving the place in it. */
async function choose(address: string): Promise<void> {
  const card = document.getElementById("chosen");
  const done = card && wait(card);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).finally(() => done?.());
  if (!answer.ok || !card) return location.assign(address);
  card.innerHTML =
    new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("chosen")?.innerHTML ?? "";
  history.replaceState(null, "", address);
  const at = chosenBy(address);
  for (const line of all<HTMLAnchorElement>(LINES)) {
    if (chosenBy(line.href) === at) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
  for (const box of document.querySelectorAll<SVGElement>(".graph [data-at]")) {
    box.classList.toggle("g--on", box.dataset.at === at);
  }
  const { top, bottom } = card.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) card.scrollIntoView({ block: "nearest" });
}

export function startExplorer(): void {
  document.addEventListener("keydown", walk);
  document.addEventListener("click", (event) => {
    const box =
      event.target instanceof Element ? event.target.closest<SVGElement>("svg [data-at], svg [data-opens]") : null;
    const line = box
      ? document.getElementById(box.dataset.at ?? "")?.querySelector<HTMLAnchorElement>("a")
      : closest<HTMLAnchorElement>(event, LINES);
    if (box?.dataset.opens) location.assign(box.dataset.opens);
    else if (line && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(line.href);
    }
  });
}
