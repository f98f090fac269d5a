/** Buttons that print the page; without script the browser's own command does. */

import { closest } from "./dom";

export function startPrint(): void {
  document.addEventListener("click", (event) => {
    if (closest<HTMLElement>(event, "[data-print]")) window.print();
  });
}
