/** Links that open a dialog of the same page; without script they lead to a page with the same form. */

import { closest } from "./dom";

export function open(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  for (const menu of document.querySelectorAll<HTMLElement>("[popover]:popover-open")) menu.hidePopover();
  if (dialog.open) return true;
  dialog.showModal();
  dialog.dispatchEvent(new Event("open"));
  return true;
}

export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const opener = closest<HTMLElement>(event, "[data-opens]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (opener?.dataset.opens && !elsewhere && open(opener.dataset.opens)) event.preventDefault();
  });
}
