/** Forms: the error summary takes the focus, filters apply themselves, fields save themselves, leaving asks first. */

import { all, closest } from "./dom";

const PAUSE = 800;
const RETRY = 5000;
const timers = new WeakMap<HTMLFormElement, number>();
const unsaved = new Set<HTMLFormElement>();

function tell(state: "saved" | "saving" | "failed" | "refused"): void {
  const words = {
    saved: "All changes saved",
    saving: "Saving…",
    failed: "Not saved yet. We keep trying.",
    refused: "Not saved. Save the form to read why.",
  };
  for (const line of all("[data-saved]")) {
    line.dataset.state = state === "refused" ? "failed" : state;
    line.textContent = words[state];
  }
}

async function save(form: HTMLFormElement): Promise<void> {
  tell("saving");
  try {
    const headers = { "X-Autosave": "true" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
    const done = answer.ok || answer.type === "opaqueredirect";
    for (const button of all("[data-save]", form)) button.hidden = done;
    if (done) unsaved.delete(form);
    const seen = form.querySelector<HTMLInputElement>("input[name=seen]");
    if (seen) seen.value = answer.headers.get("X-Seen") ?? seen.value;
    tell(done ? "saved" : "refused");
  } catch {
    tell("failed");
    later(form, RETRY);
  }
}

function later(form: HTMLFormElement, pause: number): void {
  window.clearTimeout(timers.get(form));
  timers.set(
    form,
    window.setTimeout(() => save(form), pause),
  );
}

/** A time zone that nobody chose yet begins with the zone of this device. */
function startZones(): void {
  if (document.querySelector(".errors")) return;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of all<HTMLSelectElement>("select[data-zone]")) {
    const isUntouched = select.selectedOptions[0]?.defaultSelected && select.value === "UTC";
    if (isUntouched && [...select.options].some((option) => option.value === here)) select.value = here;
  }
}

export function startForms(): void {
  startZones();
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  for (const button of all("form[data-autosave] [data-save]")) button.hidden = true;
  document.addEventListener("input", (event) => {
    const form = closest<HTMLFormElement>(event, "form[data-autosave], form[data-guard]");
    if (!form) return;
    unsaved.add(form);
    if ("autosave" in form.dataset) later(form, PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = closest<HTMLFormElement>(event, "form.filters:not([hx-get]), form[data-apply]");
    if (form && event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement) unsaved.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
}
