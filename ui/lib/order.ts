/**
 * An ordered list whose lines are dragged by their grip, or moved by Alt and an arrow. “Move up” and “Move down” in the
 * menu of a line do the same without script. A line names itself by ``data-at`` and where it is placed by ``data-place``.
 */

import { closest, isWriting } from "./dom";
import { exchange } from "./exchange";
import { say } from "./toasts";
import { said } from "./words";

const lines = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > [data-place]")];

async function place(line: HTMLElement, after: HTMLElement | undefined): Promise<void> {
  const host = line.closest<HTMLElement>("[data-ordered]");
  if (!host) return;
  const fresh = await exchange(host, line.dataset.place ?? "", { after: after?.dataset.at ?? "" });
  fresh?.querySelector<HTMLElement>(`[data-at="${line.dataset.at}"] [data-grip]`)?.focus();
}

function press(event: KeyboardEvent): void {
  const line = closest<HTMLElement>(event, "[data-order] > [data-place]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!line?.parentElement || !step || !event.altKey || isWriting(event.target)) return;
  event.preventDefault();
  const all = lines(line.parentElement);
  const at = all.indexOf(line);
  if (!all[at + step]) {
    say(step > 0 ? said("It is the last on the list.") : said("It is the first on the list."));
    return;
  }
  void place(line, step > 0 ? all[at + 1] : all[at - 2]);
}

/** Behind which of the other lines a height lies; undefined for before the first. */
function behind(others: HTMLElement[], height: number): HTMLElement | undefined {
  return others.filter((one) => one.getBoundingClientRect().top + one.offsetHeight / 2 < height).at(-1);
}

function drag(line: HTMLElement, from: PointerEvent): void {
  const others = lines(line.parentElement ?? document.body).filter((one) => one !== line);
  const before = line.previousElementSibling;
  let moved = false;
  const follow = (to: PointerEvent): void => {
    moved ||= Math.abs(to.y - from.y) > 6;
    if (!moved) return;
    line.dataset.dragged = "";
    const after = behind(others, to.clientY);
    if (after) after.after(line);
    else line.parentElement?.prepend(line);
  };
  const drop = (): void => {
    removeEventListener("pointermove", follow);
    delete line.dataset.dragged;
    if (moved && line.previousElementSibling !== before)
      void place(line, (line.previousElementSibling as HTMLElement | null) ?? undefined);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", drop, { once: true });
}

export function startOrder(): void {
  document.addEventListener("keydown", press);
  document.addEventListener("pointerdown", (event) => {
    const line = closest<HTMLElement>(event, "[data-grip]")?.closest<HTMLElement>("[data-place]");
    if (!line || event.button !== 0) return;
    event.preventDefault();
    drag(line, event);
  });
}
