/** In a row of tabs that scrolls, the current one is never off to the side. */

import { all } from "./dom";

export function startTabs(): void {
  for (const row of all(".tabs, .subnav")) {
    const here = row.querySelector<HTMLElement>("[aria-current]");
    if (here) row.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - row.clientWidth / 2;
  }
}
