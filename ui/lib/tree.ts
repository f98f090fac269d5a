/**
 * The opportunity solution tree: an outline that is written by keyboard, and boxes of the drawing that are dragged.
 * Every act is a post that answers with the tree as it is then; the server refuses what a colleague changed meanwhile.
 */

import { all, closest, isVisible, isWriting, root } from "./dom";
import { exchange } from "./exchange";
import { say } from "./toasts";
import { said } from "./words";
import { fit } from "./zoom";

const UNDER: Record<string, string[]> = {
  opportunity: ["outcome", "opportunity"],
  solution: ["opportunity"],
  assumption: ["solution"],
  experiment: ["assumption"],
};
const BELOW: Record<string, string> = {
  outcome: "opportunity",
  opportunity: "solution",
  solution: "assumption",
  assumption: "experiment",
};

const WHAT: Record<string, () => string> = {
  opportunity: () => said("opportunity"),
  solution: () => said("solution"),
  assumption: () => said("assumption"),
  experiment: () => said("experiment"),
};

let marked = "";
const folded = new Set<string>();

const tree = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-ost]");
const lineOf = (reference: string): HTMLElement | null => document.getElementById(reference);
const linkOf = (line: HTMLElement | null): HTMLElement | null =>
  line?.querySelector<HTMLElement>(":scope > .ost__row > a") ?? null;
const parentOf = (line: HTMLElement): HTMLElement | null => line.parentElement?.closest<HTMLElement>("li") ?? null;
const sortOf = (line: HTMLElement): string => line.dataset.sort ?? "";

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(".ost li") ?? lineOf(marked);
}

/** The lines of one kind beside it, itself among them: what up, down, and indenting go by. */
function siblings(line: HTMLElement): HTMLElement[] {
  const beside = [...(line.parentElement?.children ?? [])] as HTMLElement[];
  return beside.filter((one) => one.id && one.dataset.sort === line.dataset.sort);
}

function mark(line: HTMLElement | null): void {
  if (!line?.id) return;
  marked = line.id;
  for (const row of all("[data-marked]")) delete row.dataset.marked;
  const row = line.querySelector<HTMLElement>(":scope > .ost__row");
  if (row) row.dataset.marked = "";
}

/** Post an act and put the tree in its place; what to do with it then, where it was taken. */
async function send(line: string, act: string, given: Record<string, string>): Promise<HTMLElement | null> {
  const host = tree();
  if (!host) return null;
  const address = `${host.dataset.ost}${line}/${act}?tree=${host.dataset.outcome}&at=${host.dataset.at}`;
  const fresh = await exchange(host, address, given);
  if (!fresh) return null;
  fit(fresh.querySelector("[data-graph]"));
  for (const one of folded) lineOf(one)?.querySelector(":scope > details")?.removeAttribute("open");
  return lineOf(fresh.dataset.fresh ?? "");
}

function arrive(line: HTMLElement | null): void {
  linkOf(line)?.focus();
  mark(line);
}

async function place(line: HTMLElement, parent: HTMLElement | null, after?: string): Promise<void> {
  if (!parent) return say(said("It stands at the top already. Nothing was moved."));
  const given: Record<string, string> = { other: parent.id, stood: parentOf(line)?.id ?? "" };
  if (after !== undefined) given.after = after;
  const name = line.id;
  const fresh = await send(name, "place", given);
  arrive(fresh ?? lineOf(name));
}

async function indent(line: HTMLElement): Promise<void> {
  const before = line.previousElementSibling as HTMLElement | null;
  if (!before?.id) return say(said("There is no line above it to stand under. Nothing was moved."));
  await place(line, before);
}

async function outdent(line: HTMLElement): Promise<void> {
  const parent = parentOf(line);
  await place(line, parent && parentOf(parent), parent?.id);
}

async function shift(line: HTMLElement, step: 1 | -1): Promise<void> {
  const beside = siblings(line);
  const at = beside.indexOf(line);
  if (!beside[at + step])
    return say(step > 0 ? said("It is the last of its kind here.") : said("It is the first of its kind here."));
  await place(line, parentOf(line), step > 0 ? beside[at + 1]?.id : (beside[at - 2]?.id ?? ""));
}

/** A field in the place of a row, or for a new line: Enter keeps it and goes on, Tab indents, Escape leaves it. */
function field(words: string, value: string): { box: HTMLElement; input: HTMLInputElement } {
  const box = Object.assign(document.createElement("div"), { className: "ost__line" });
  const label = box.appendChild(document.createElement("label"));
  label.append(words);
  const input = label.appendChild(document.createElement("input"));
  Object.assign(input, { className: "input", value, maxLength: 300, autocomplete: "off" });
  return { box, input };
}

function rename(line: HTMLElement): void {
  const row = line.querySelector<HTMLElement>(":scope > .ost__row");
  const link = linkOf(line);
  if (!row || !link || line.querySelector(":scope > .ost__line")) return;
  const was = link.textContent ?? "";
  const { box, input } = field(
    said("Title of {name}. Enter keeps it and adds the next, Tab indents, Escape leaves it.", { name: line.id }),
    was,
  );
  row.hidden = true;
  row.after(box);
  input.select();
  const leave = (): void => {
    box.remove();
    row.hidden = false;
    arrive(line);
  };
  /** Keep what is written; the line as it is then, or null where it was refused and the field stays. */
  const keep = async (): Promise<HTMLElement | null> => {
    if (input.value.trim() === was) {
      leave();
      return line;
    }
    return await send(line.id, "title", { title: input.value, was });
  };
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing || !["Enter", "Tab", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return leave();
    const kept = await keep();
    if (!kept) return;
    arrive(kept);
    if (event.key === "Tab") await (event.shiftKey ? outdent(kept) : indent(kept));
    else if (parentOf(kept) && !event.ctrlKey) add(kept, "beside");
  });
}

/** A new line behind ``line``, or under it. Enter adds it and opens the next; Tab puts it one level deeper first. */
function add(line: HTMLElement, where: "beside" | "below"): void {
  let parent = where === "below" ? line : parentOf(line);
  let after = where === "below" ? null : line;
  let sort = where === "below" ? (BELOW[sortOf(line)] ?? "") : sortOf(line);
  if (!parent || !sort) {
    if (where === "below") say(said("Nothing stands under an experiment. Record its result instead."));
    else say(said("An outcome has a tree of its own."));
    return;
  }
  for (const one of all(".ost__line")) one.remove();
  const { box, input } = field("", "");
  const name = (): void => {
    const words = said(
      "New {what} under {name}. Enter adds it, Tab and Shift Tab change its level, Escape leaves it.",
      {
        what: WHAT[sort]?.() ?? "",
        name: parent?.id ?? "",
      },
    );
    if (input.previousSibling) input.previousSibling.textContent = words;
  };
  (where === "below" ? (line.querySelector(":scope > .ost__row") ?? line) : (line.lastElementChild ?? line)).after(box);
  name();
  input.focus();
  box.scrollIntoView({ block: "nearest" });
  const leave = (): void => {
    box.remove();
    arrive(line);
  };
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing || !["Enter", "Tab", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape" || (event.key === "Enter" && !input.value.trim())) return leave();
    if (event.key === "Enter") {
      const given: Record<string, string> = { title: input.value, sort };
      if (after) given.after = after.id;
      const made = await send(parent?.id ?? "", "below", given);
      if (made) add(made, "beside");
      else input.focus();
      return;
    }
    if (event.shiftKey) {
      const higher = parent && parentOf(parent);
      if (!higher || !parent) return;
      after = parent;
      sort = UNDER[sort]?.includes(sortOf(higher)) ? sort : sortOf(parent);
      parent = higher;
    } else if (after && BELOW[sortOf(after)]) {
      sort = UNDER[sort]?.includes(sortOf(after)) ? sort : (BELOW[sortOf(after)] ?? sort);
      parent = after;
      after = null;
    }
    name();
  });
}

const acts: Record<string, (line: HTMLElement) => unknown> = {
  rename,
  beside: (line) => add(line, "beside"),
  below: (line) => add(line, "below"),
  indent,
  outdent,
  up: (line) => shift(line, -1),
  down: (line) => shift(line, 1),
  move: (line) => location.assign(`${tree()?.dataset.ost}${line.id}/place`),
};
const LETTERS: Record<string, string> = { n: "beside", N: "below", "]": "indent", "[": "outdent", m: "move" };

function walk(line: HTMLElement, key: string): boolean {
  const shown = all(".ost li").filter((one) => isVisible(linkOf(one) ?? one));
  const fold = line.querySelector<HTMLDetailsElement>(":scope > details");
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step) arrive(shown[shown.indexOf(line) + step] ?? null);
  else if (key === "Home") arrive(shown[0] ?? null);
  else if (key === "End") arrive(shown.at(-1) ?? null);
  else if (key === "ArrowRight" && fold && !fold.open) fold.open = true;
  else if (key === "ArrowRight") arrive(fold?.querySelector("li") ?? null);
  else if (key === "ArrowLeft" && fold?.open) fold.open = false;
  else if (key === "ArrowLeft") arrive(parentOf(line));
  else return false;
  return true;
}

function press(event: KeyboardEvent): void {
  const line = closest<HTMLElement>(event, ".ost li");
  if (!line || isWriting(event.target) || event.ctrlKey || event.metaKey) return;
  const writes = Boolean(tree());
  const alt: Record<string, string> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };
  const letters = root.dataset.singleKeys === "off" ? undefined : LETTERS[event.key];
  const act = event.altKey ? alt[event.key] : event.key === "F2" ? "rename" : letters;
  if (act && writes) acts[act]?.(line);
  else if (event.altKey || !walk(line, event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function boxAt(x: number, y: number): SVGElement | null {
  return document.elementFromPoint(x, y)?.closest<SVGElement>("[data-treepic] .g[data-at]") ?? null;
}

/** Drag a box onto another: it then stands under that. “Move to…” does the same by keyboard. */
function drag(box: SVGElement, from: PointerEvent): void {
  let over: SVGElement | null = null;
  const follow = (to: PointerEvent): void => {
    over?.classList.remove("g--over");
    const moved = Math.hypot(to.x - from.x, to.y - from.y) > 8;
    const there = moved ? boxAt(to.x, to.y) : null;
    over = there === box ? null : there;
    over?.classList.add("g--over");
  };
  const drop = (): void => {
    removeEventListener("pointermove", follow);
    const line = lineOf(box.dataset.at ?? "");
    if (line && over) void place(line, lineOf(over.dataset.at ?? ""));
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", drop, { once: true });
}

export function startTree(): void {
  document.addEventListener("keydown", press, true);
  document.addEventListener("focusin", (event) => mark(closest<HTMLElement>(event, ".ost li")));
  document.addEventListener(
    "toggle",
    (event) => {
      const fold = event.target;
      if (!(fold instanceof HTMLDetailsElement) || !fold.closest(".ost")) return;
      const name = fold.closest("li")?.id ?? "";
      if (fold.open) folded.delete(name);
      else folded.add(name);
    },
    true,
  );
  document.addEventListener(
    "pointerdown",
    (event) => {
      const box = event.button === 0 && tree() ? boxAt(event.x, event.y) : null;
      if (!box || event.pointerType !== "mouse") return;
      event.stopPropagation();
      event.preventDefault();
      drag(box, event);
    },
    true,
  );
  document.addEventListener(
    "click",
    (event) => {
      const box =
        event.target instanceof Element ? event.target.closest<SVGElement>("[data-treepic] .g[data-at]") : null;
      const button = closest<HTMLElement>(event, "[data-act]");
      if (box) {
        event.stopPropagation();
        arrive(lineOf(box.dataset.at ?? ""));
      } else if (button && tree()) {
        const line = current() ?? document.querySelector<HTMLElement>(".ost li");
        if (line) acts[button.dataset.act ?? ""]?.(line);
      }
    },
    true,
  );
}
