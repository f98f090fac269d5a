/** The palette: the server offers objects and commands, the page's own buttons are its acts; words narrow them all. */

import { all, closest } from "./dom";
import { said } from "./words";

const PAUSE = 120;
const ACTS = ".page__head :is(a, button), .triage__item :is(a.btn, button.btn), .star";

let input: HTMLInputElement;
let list: HTMLElement;
let status: HTMLElement;
let asked = 0;
let timer = 0;
let isWaiting = false; // offers or finds are on their way
let isProposed = false; // the palette chose the row after typing: the first arrow down takes it instead of passing it
let held: string[] = []; // keys pressed before there was anything to act on

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+/gu) ?? [];

const shown = (): HTMLElement[] => all("[role=option]:not([hidden])", list);

function choose(option: HTMLElement | undefined): void {
  for (const one of all("[aria-selected=true]", list)) one.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

const chosen = (): HTMLElement | undefined => all("[aria-selected=true]", list)[0];

function move(step: number): void {
  const options = shown();
  const at = options.findIndex((one) => one.ariaSelected === "true");
  const takes = isProposed && step === 1 && at === 0;
  isProposed = false;
  if (!takes && options.length) choose(options.at((at + step + options.length) % options.length));
}

/** Whether the row that stands may yet give way to what is being found: then a key waits for it. */
function mayChange(): boolean {
  const one = chosen();
  return isWaiting && (!one || "always" in one.dataset || one.closest("[data-found]") !== null);
}

function press(key: string): void {
  if (held.length || mayChange()) {
    held.push(key);
    status.textContent = said("Looking…");
  } else if (key === "Enter") chosen()?.click();
  else move(key === "ArrowDown" ? 1 : -1);
}

/** Everything has come: do what was pressed meanwhile. */
function settle(): void {
  isWaiting = false;
  const keys = held;
  held = [];
  for (const key of keys) press(key);
}

/** Hide what does not hold all words; the first that does is chosen, unless one that a person chose still stands. */
function narrow(): void {
  const wanted = wordsOf(input.value);
  for (const option of all("[role=option]", list)) {
    const own = (option.dataset.words ?? "").split(" ");
    const fits = wanted.every((part) => own.some((word) => word.startsWith(part)));
    option.hidden = !fits && !("always" in option.dataset) && !option.closest("[data-found]");
  }
  const options = shown();
  const stands = options.some((one) => one.ariaSelected === "true" && one.dataset.always === undefined);
  if (isProposed || !stands) choose(options[0]);
  status.textContent = input.value ? said("{count} offered", { count: options.length }) : "";
}

function group(name: string, id: string): HTMLElement {
  const made = document.createElement("div");
  made.setAttribute("role", "group");
  made.setAttribute("aria-labelledby", id);
  made.append(Object.assign(document.createElement("p"), { id, textContent: name }));
  return made;
}

function option(label: string, id: string, tag: "a" | "button" = "button"): HTMLElement {
  const made = document.createElement(tag);
  made.setAttribute("role", "option");
  made.ariaSelected = "false";
  made.tabIndex = -1;
  made.id = id;
  made.append(Object.assign(document.createElement("span"), { textContent: label }));
  return made;
}

/** The words of a button without its key. */
function label(button: HTMLElement): string {
  const copy = button.cloneNode(true) as HTMLElement;
  for (const key of all("kbd, .vh", copy)) key.remove();
  return (button.title || button.ariaLabel || copy.textContent || "").trim();
}

/** What can be done on this page, by pressing the page's own buttons. */
function acts(): HTMLElement | null {
  const made = group(said("On this page"), "palette-page");
  const known = new Set<string>();
  for (const button of all(ACTS, document.querySelector(".main") ?? document)) {
    const words = label(button);
    if (!words || known.has(words) || button.matches("[popovertarget], [aria-disabled=true]")) continue;
    known.add(words);
    const act = option(words, `palette-act-${known.size}`);
    act.dataset.words = wordsOf(words).join(" ");
    const icon = button.querySelector("svg");
    if (icon) act.prepend(icon.cloneNode(true));
    const key = button.dataset.key;
    if (key) {
      const end = act.appendChild(Object.assign(document.createElement("small"), { className: "touch-hidden" }));
      end.append(Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() }));
    }
    act.addEventListener("click", () => {
      list.closest("dialog")?.close();
      button.click();
    });
    made.append(act);
  }
  return known.size ? made : null;
}

async function ask(address: string): Promise<DocumentFragment | null> {
  try {
    const answer = await fetch(address);
    if (answer.redirected || !answer.ok) return null;
    return document.createRange().createContextualFragment(await answer.text());
  } catch {
    return null;
  }
}

async function load(dialog: HTMLElement): Promise<void> {
  isWaiting = true;
  const offered = await ask(dialog.dataset.options ?? "");
  list.replaceChildren();
  if (offered) list.append(offered);
  for (const one of all("a[role=option]", list)) if (one.getAttribute("href") === location.pathname) one.remove();
  const here = acts();
  const recent = list.querySelector("[aria-labelledby=palette-recent]");
  if (here && recent) recent.after(here);
  else if (here) list.prepend(here);
  const everything = option("", "palette-all", "a");
  everything.dataset.always = "";
  list.append(everything);
  if (!offered) status.textContent = said("We could not reach the server. Search and commands come back with it.");
  offer(dialog);
}

async function find(dialog: HTMLElement): Promise<void> {
  const mine = ++asked;
  const text = input.value.trim();
  const found = text.length > 1 ? await ask(`${dialog.dataset.finds}?q=${encodeURIComponent(text)}`) : null;
  if (mine !== asked) return;
  list.querySelector("[data-found]")?.remove();
  const made = found?.firstElementChild;
  if (made instanceof HTMLElement) {
    made.dataset.found = "";
    const offered = new Set(shown().map((one) => one.getAttribute("href")));
    for (const one of all("a", made)) if (offered.has(one.getAttribute("href"))) one.remove();
    list.insertBefore(made, list.lastElementChild);
  }
  narrow();
  settle();
}

function type(dialog: HTMLElement): void {
  isProposed = true;
  held = [];
  offer(dialog);
}

/** Show what fits the words, and look for the rest. */
function offer(dialog: HTMLElement): void {
  isWaiting = true;
  const everything = list.querySelector<HTMLAnchorElement>("[data-always]");
  const text = input.value.trim();
  if (everything) {
    everything.href = `${dialog.dataset.search}?q=${encodeURIComponent(text)}`;
    everything.textContent = text ? said("Search everything for “{text}”", { text }) : said("Search everything");
  }
  narrow();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => find(dialog), PAUSE);
}

export function startPalette(): void {
  const dialog = document.getElementById("palette");
  const field = dialog?.querySelector("input");
  const box = dialog?.querySelector<HTMLElement>("[role=listbox]");
  const words = dialog?.querySelector<HTMLElement>("[role=status]");
  if (!(dialog && field && box && words)) return;
  [input, list, status] = [field, box, words];
  dialog.addEventListener("open", () => {
    held = [];
    isProposed = input.value !== "";
    input.select();
    load(dialog);
  });
  dialog.addEventListener("close", () => {
    held = [];
  });
  input.addEventListener("input", () => type(dialog));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    event.preventDefault();
    press(event.key);
  });
  list.addEventListener("pointerover", (event) => {
    const option = closest<HTMLElement>(event, "[role=option]");
    if (!option || event.pointerType !== "mouse") return;
    isProposed = false;
    choose(option);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) (dialog as HTMLDialogElement).close();
  });
}
