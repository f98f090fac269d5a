/** Forms: the error summary takes the focus, filters apply themselves, fields save themselves, leaving asks first. */

import { all, closest } from "./dom";
import { said } from "./words";

const PAUSE = 800;
const RETRY = 5000;
const ITSELF = "form[data-autosave]";
const timers = new WeakMap<HTMLFormElement, number>();
const unsaved = new Set<HTMLFormElement>();
const saving = new Map<HTMLFormElement, Promise<boolean>>();
const WORDS = {
  saved: () => said("All changes saved"),
  saving: () => said("Saving…"),
  failed: () => said("Not saved yet. We keep trying."),
  offline: () => said("Kept on this device, offline"),
  refused: () => said("Not saved. Save the form to read why."),
  conflict: () => said("Not saved: somebody else changed this. Save the form to read both."),
};

function tell(state: keyof typeof WORDS): void {
  for (const line of all("[data-saved]")) {
    line.dataset.state = state === "refused" || state === "conflict" ? "failed" : state;
    line.textContent = WORDS[state]();
  }
}

async function send(form: HTMLFormElement): Promise<boolean> {
  if (!navigator.onLine) return again(form, "offline");
  tell("saving");
  unsaved.delete(form);
  try {
    const headers = { "X-Autosave": "true" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
    const done = answer.ok || answer.type === "opaqueredirect";
    for (const button of all("[data-save]", form)) button.hidden = done;
    const seen = form.querySelector<HTMLInputElement>("input[name=seen]");
    if (seen) seen.value = answer.headers.get("X-Seen") ?? seen.value;
    tell(done ? "saved" : answer.status === 409 ? "conflict" : "refused");
    if (done) form.dispatchEvent(new CustomEvent("allied:saved", { bubbles: true }));
    else unsaved.add(form);
    return done;
  } catch {
    return again(form, "failed");
  }
}

function again(form: HTMLFormElement, why: "failed" | "offline"): false {
  unsaved.add(form);
  tell(why);
  later(form, RETRY);
  return false;
}

/** Save what the form says now, after the save that runs: each goes on from the edition that the one before made. */
function save(form: HTMLFormElement): Promise<boolean> {
  window.clearTimeout(timers.get(form));
  const next = (saving.get(form) ?? Promise.resolve(true)).then(() => send(form));
  saving.set(form, next);
  void next.finally(() => saving.get(form) === next && saving.delete(form));
  return next;
}

function later(form: HTMLFormElement, pause: number): void {
  window.clearTimeout(timers.get(form));
  timers.set(
    form,
    window.setTimeout(() => save(form), pause),
  );
}

/** Who follows a link from a form that saves by itself has it saved first, and goes on once it is. */
function follow(event: MouseEvent): void {
  const link = closest<HTMLAnchorElement>(event, "a[href]");
  const plain = !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey);
  if (!link || !plain || link.target || link.getAttribute("href")?.startsWith("#") || link.closest("[hx-get]")) return;
  const open = all<HTMLFormElement>(ITSELF).filter((form) => unsaved.has(form) || saving.has(form));
  if (!open.length) return;
  event.preventDefault();
  const done = Promise.all(open.map((form) => (unsaved.has(form) ? save(form) : saving.get(form))));
  void done.then((saved) => saved.every(Boolean) && location.assign(link.href));
}

/** A time zone that nobody chose yet begins with the zone of this device. */
function startZones(): void {
  const zones = all<HTMLSelectElement>("select[data-zone]");
  if (!zones.length || document.querySelector(".errors")) return; // to ask the device costs 40 ms, and 200 on a phone
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of zones) {
    const isUntouched = select.selectedOptions[0]?.defaultSelected && select.value === "UTC";
    if (isUntouched && [...select.options].some((option) => option.value === here)) select.value = here;
  }
}

/** Says in words what a slider is set to, on the page and to a screen reader. */
function preview(event: Event): void {
  const slider = closest<HTMLInputElement>(event, "input[data-words]");
  const words = slider?.dataset.words?.split("|")[slider.valueAsNumber];
  if (!slider || !words) return;
  slider.setAttribute("aria-valuetext", words);
  const shown = document.querySelector<HTMLOutputElement>(`output[for="${slider.id}"]`);
  if (shown) shown.value = words;
}

export function startForms(): void {
  startZones();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  for (const button of all("form[data-autosave] [data-save]")) button.hidden = true;
  document.addEventListener("input", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-autosave], form[data-guard]");
    if (!form) return;
    unsaved.add(form);
    if (form.dataset.autosave === "") later(form, PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-autosave=change]");
    if (form) void save(form);
  });
  document.addEventListener("input", preview);
  document.addEventListener("click", follow);
  document.addEventListener("change", (event) => {
    const form = closest<HTMLFormElement>(event, "form.filters:not([hx-get]), form[data-apply]");
    if (form && event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement) unsaved.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size || saving.size) event.preventDefault();
  });
}
