/** The thread explorer: arrows in the list, a chosen object beside it, a drawing that moves and grows. */

import { all, closest, isVisible } from "./dom";
import { wait } from "./waiting";

const LINES = '[data-tree] a[href$="#chosen"]';
const SCALES = [0.4, 0.55, 0.75, 1, 1.25, 1.6];

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

function scaled(graph: HTMLElement, change: number): void {
  const svg = graph.querySelector("svg");
  const frame = svg?.parentElement;
  if (!svg || !frame) return;
  const { width, height } = svg.viewBox.baseVal;
  const now = svg.width.baseVal.value / width;
  const next = change > 0 ? SCALES.find((one) => one > now + 0.01) : SCALES.filter((one) => one < now - 0.01).at(-1);
  const scale = change === 0 ? Math.min(frame.clientWidth / width, 1) : (next ?? now);
  svg.setAttribute("width", String(width * scale));
  svg.setAttribute("height", String(height * scale));
}

function steer(event: KeyboardEvent): void {
  const graph = closest<HTMLElement>(event, "[data-graph] .scroll")?.closest<HTMLElement>("[data-graph]");
  const change = { "+": 1, "=": 1, "-": -1, "0": 0 }[event.key];
  if (!graph || change === undefined || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  scaled(graph, change);
}

function drag(frame: HTMLElement, from: PointerEvent): void {
  const { scrollLeft, scrollTop } = frame;
  const follow = (to: PointerEvent) => frame.scrollTo(scrollLeft + from.x - to.x, scrollTop + from.y - to.y);
  frame.addEventListener("pointermove", follow);
  const over = () => frame.removeEventListener("pointermove", follow);
  addEventListener("pointerup", over, { once: true });
}

export function startExplorer(): void {
  for (const frame of all("[data-graph] .scroll")) {
    const box = frame.querySelector<SVGElement>(".g--center")?.getBoundingClientRect();
    const edge = frame.getBoundingClientRect();
    if (box)
      frame.scrollTo(box.x - edge.x - frame.clientWidth / 2 + box.width / 2, box.y - edge.y - frame.clientHeight / 2);
  }
  document.addEventListener("pointerdown", (event) => {
    const frame = closest<HTMLElement>(event, "[data-graph] .scroll");
    if (frame && event.pointerType === "mouse") drag(frame, event);
  });
  document.addEventListener("keydown", (event) => {
    walk(event);
    steer(event);
  });
  document.addEventListener("click", (event) => {
    const box =
      event.target instanceof Element ? event.target.closest<SVGElement>("svg [data-at], svg [data-opens]") : null;
    const line = box
      ? document.getElementById(box.dataset.at ?? "")?.querySelector<HTMLAnchorElement>("a")
      : closest<HTMLAnchorElement>(event, LINES);
    const zoom = closest<HTMLElement>(event, "[data-zoom]");
    const graph = zoom?.closest<HTMLElement>("[data-graph]");
    if (graph) scaled(graph, Number(zoom?.dataset.zoom));
    else if (box?.dataset.opens) location.assign(box.dataset.opens);
    else if (line && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(line.href);
    }
  });
}
