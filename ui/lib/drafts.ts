/** What is written into a guarded form is kept on this device until the server has it: offline, or after a crash. */

import { all, closest } from "./dom";

const PREFIX = "allied-draft ";
const WEEK = 7 * 86_400_000;
const PAUSE = 400;

interface Draft {
  at: number;
  sent: boolean;
  fields: Record<string, string>;
}

const timers = new WeakMap<HTMLFormElement, number>();
const whose = document.body.dataset.member ?? "";

const keyOf = (form: HTMLFormElement): string =>
  `${PREFIX}${whose} ${location.pathname} ${form.getAttribute("action") ?? ""}`;

function read(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Fields that hold words of a person, and the edition that they were written on. */
function fieldsOf(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
  const kinds = ["text", "textarea", "select-one", "date", "number", "url", "email"];
  return [...form.elements].filter(
    (field): field is HTMLInputElement =>
      field instanceof HTMLElement &&
      "name" in field &&
      "type" in field &&
      (kinds.includes(`${field.type}`) || field.name === "seen"),
  );
}

function tell(form: HTMLFormElement, words: string): void {
  let line = form.querySelector<HTMLElement>("[data-kept]");
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "saved" });
    line.dataset.kept = "";
    line.setAttribute("role", "status");
    form.append(line);
  }
  line.textContent = words;
}

function keep(form: HTMLFormElement, sent: boolean): void {
  const fields = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), sent, fields }));
    tell(form, navigator.onLine ? "Kept on this device until you save" : "Kept on this device, offline");
  } catch {
    tell(form, "Not kept on this device: its storage is full or switched off");
  }
}

function forget(form: HTMLFormElement): void {
  window.clearTimeout(timers.get(form));
  localStorage.removeItem(keyOf(form));
}

function restore(form: HTMLFormElement): void {
  const draft = read(keyOf(form));
  if (!draft || document.querySelector(".errors")) return;
  const held = fieldsOf(form).filter((field) => (draft.fields[field.name] ?? field.value) !== field.value);
  if (!held.some((field) => field.name !== "seen")) {
    forget(form);
    return;
  }
  const before = new Map(held.map((field) => [field, field.value]));
  for (const field of held) field.value = draft.fields[field.name] ?? "";
  form.closest("details")?.setAttribute("open", "");
  tell(form, `What you wrote here on ${new Date(draft.at).toLocaleString()} is back. `);
  const away = Object.assign(document.createElement("button"), { type: "button", className: "linkish" });
  away.textContent = "Discard it";
  away.addEventListener("click", () => {
    for (const [field, value] of before) field.value = value;
    forget(form);
    tell(form, "Discarded.");
  });
  form.querySelector("[data-kept]")?.append(away);
}

/** What another person left here, what is old, and what the server has taken since it was sent. */
function clean(): void {
  const isDone = document.querySelector("#toasts .toast:not([data-tone])") !== null;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = read(key);
    const [, member, path] = key.split(" ");
    const taken = draft?.sent && (isDone || path !== location.pathname);
    if (!draft || taken || member !== whose || draft.at < Date.now() - WEEK) localStorage.removeItem(key);
  }
}

function tellOffline(): void {
  const line = document.querySelector<HTMLElement>("[data-offline]");
  if (line) line.hidden = navigator.onLine;
}

export function startDrafts(): void {
  tellOffline();
  for (const name of ["online", "offline"]) window.addEventListener(name, tellOffline);
  if (!whose) return;
  clean();
  for (const form of all<HTMLFormElement>("form[data-guard]")) restore(form);
  document.addEventListener("input", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-guard]");
    if (!form) return;
    window.clearTimeout(timers.get(form));
    timers.set(
      form,
      window.setTimeout(() => keep(form, false), PAUSE),
    );
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.matches("[data-guard]")) keep(form, true);
    if (form.matches("[action$='/sign-out']"))
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const made = (event as CustomEvent<{ ctx?: { sourceElement?: Element; response?: { status: number } } }>).detail
      ?.ctx;
    const form = made?.sourceElement;
    if (form instanceof HTMLFormElement && form.matches("[data-guard]") && (made?.response?.status ?? 500) < 400)
      forget(form);
  });
}
