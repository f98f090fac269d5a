/** Files: pasted into a text or dropped on a form, they join those that were chosen. */

import { closest } from "./dom";

const formOf = (event: Event): HTMLFormElement | null => {
  const form = closest<HTMLFormElement>(event, "form");
  return form?.querySelector("[data-files]") ? form : null;
};

function add(form: HTMLFormElement, files: FileList): void {
  const input = form.querySelector<HTMLInputElement>("[data-files]");
  if (!input) return;
  const all = new DataTransfer();
  for (const file of [...(input.files ?? []), ...files]) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function startFiles(): void {
  document.addEventListener("paste", (event) => {
    const form = formOf(event);
    const files = event.clipboardData?.files;
    if (!form || !files?.length) return;
    event.preventDefault();
    add(form, files);
  });
  document.addEventListener("dragover", (event) => {
    const form = formOf(event);
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.dataset.dropping = "";
  });
  document.addEventListener("dragleave", (event) => {
    const form = formOf(event);
    if (form && !form.contains(event.relatedTarget as Node | null)) delete form.dataset.dropping;
  });
  document.addEventListener("drop", (event) => {
    const form = formOf(event);
    const files = event.dataTransfer?.files;
    if (!form || !files?.length) return;
    event.preventDefault();
    delete form.dataset.dropping;
    add(form, files);
  });
}
