/** What is written into a form is kept until it is sent: of a new record by the server, for any device; else, and
 * while the server cannot be reached, on this device. */

import { all, closest } from "./dom";
import { said } from "./words";

const PREFIX = "allied-draft ";
const WEEK = 7 * 86_400_000;
const PAUSE = 400;
const REST = 1500;
const LEISURE = 2000;
const KEPT = "form[data-guard], form[data-autosave=change]";

interface Draft {
  at: number;
  sent: boolean;
  fields: Record<string, string>;
}

const timers = new WeakMap<HTMLFormElement, number>();
const waiting = new Map<HTMLFormElement, number>();
const whose = document.body.dataset.member ?? "";

/** A new record is written for its whole address: a veto of one decision is no draft of a veto of another. */
const keyOf = (form: HTMLFormElement): string =>
  `${PREFIX}${whose} ${form.dataset.place ?? location.pathname} ${form.getAttribute("action") ?? ""}`;

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
  let line = form.querySelector<HTMLElement>("[data-kept], [data-saved]");
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "saved" });
    line.dataset.kept = "";
    line.setAttribute("role", "status");
    form.append(line);
  }
  line.textContent = words;
}

const written = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));

function keep(form: HTMLFormElement, sent: boolean): void {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), sent, fields: written(form) }));
    if (!navigator.onLine) tell(form, said("Kept on this device, offline"));
    else if (!form.matches("[data-draft], [data-autosave]")) tell(form, said("Kept on this device until you save"));
  } catch {
    tell(form, said("Not kept on this device: its storage is full or switched off"));
  }
}

/** What the server is told: the draft as it is, or that there is none any more. */
function told(form: HTMLFormElement, fields: string): FormData {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
  body.set("place", form.dataset.place ?? "");
  body.set("fields", fields);
  return body;
}

async function post(form: HTMLFormElement): Promise<void> {
  if (!navigator.onLine) return; // it goes once the network is back
  stop(form);
  const fields = JSON.stringify(written(form));
  const answer = await fetch(form.dataset.draft ?? "", { method: "POST", body: told(form, fields) }).catch(() => null);
  if (!answer?.ok) return tell(form, said("Kept on this device. The server does not have it yet."));
  if (fields === JSON.stringify(written(form))) localStorage.removeItem(keyOf(form));
  tell(form, said("Draft saved. It is here on your other devices too."));
}

function stop(form: HTMLFormElement): void {
  window.clearTimeout(waiting.get(form));
  waiting.delete(form);
}

function forget(form: HTMLFormElement): void {
  window.clearTimeout(timers.get(form));
  stop(form);
  localStorage.removeItem(keyOf(form));
}

/** What was kept of this form last, on this device or on the server. */
function keptOf(form: HTMLFormElement): Draft | null {
  const here = read(keyOf(form));
  const there: Draft | null = JSON.parse(form.dataset.drafted ?? "null");
  return here && there ? (here.at > there.at ? here : there) : (here ?? there);
}

function restore(form: HTMLFormElement): void {
  const draft = keptOf(form);
  if (!draft || document.querySelector(".errors")) return;
  const held = fieldsOf(form).filter((field) => (draft.fields[field.name] ?? field.value) !== field.value);
  if (!held.some((field) => field.name !== "seen")) {
    forget(form);
    return;
  }
  const before = new Map(held.map((field) => [field, field.value]));
  for (const field of held) field.value = draft.fields[field.name] ?? "";
  form.closest("details")?.setAttribute("open", "");
  if ("autosave" in form.dataset) queueMicrotask(() => form.dispatchEvent(new Event("input", { bubbles: true })));
  tell(form, `${said("What you wrote here on {when} is back.", { when: new Date(draft.at).toLocaleString() })} `);
  const away = Object.assign(document.createElement("button"), { type: "button", className: "linkish" });
  away.textContent = said("Discard it");
  away.addEventListener("click", () => {
    for (const [field, value] of before) field.value = value;
    forget(form);
    if (form.dataset.draft) navigator.sendBeacon(form.dataset.draft, told(form, ""));
    tell(form, said("Discarded."));
  });
  form.querySelector("[data-kept], [data-saved]")?.append(away);
}

/** What another person left here, what is old, and what the server has taken since it was sent. */
function clean(isDone: boolean): void {
  const here = [location.pathname, location.pathname + location.search];
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const draft = read(key);
    const [, member, path] = key.split(" ");
    const taken = draft?.sent && (isDone || !here.includes(path ?? ""));
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
  const isDone = document.querySelector("#toasts .toast:not([data-tone])") !== null;
  const forms = all<HTMLFormElement>(KEPT);
  if (forms.length) clean(isDone);
  else window.setTimeout(() => clean(isDone), LEISURE); // the first look into the storage waits for the disk
  for (const form of forms) restore(form);
  document.addEventListener("input", (event) => {
    const form = closest<HTMLFormElement>(event, KEPT);
    if (!form) return;
    window.clearTimeout(timers.get(form));
    timers.set(
      form,
      window.setTimeout(() => keep(form, false), PAUSE),
    );
    if (!form.dataset.draft) return;
    stop(form);
    waiting.set(
      form,
      window.setTimeout(() => post(form), REST),
    );
  });
  window.addEventListener("online", () => {
    for (const form of waiting.keys()) void post(form);
  });
  window.addEventListener("pagehide", () => {
    for (const form of waiting.keys())
      navigator.sendBeacon(form.dataset.draft ?? "", told(form, JSON.stringify(written(form))));
  });
  document.addEventListener("allied:saved", (event) => {
    const form = closest<HTMLFormElement>(event, KEPT);
    if (form) forget(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.matches(KEPT)) keep(form, true);
    if (form.dataset.draft) {
      stop(form);
      const sent = Object.assign(document.createElement("input"), { type: "hidden", name: "drafted" });
      sent.value = form.dataset.place ?? "";
      form.append(sent);
    }
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
