/** How long ballots still come in: shown every second in the last hour, said at one minute and at the end. */

import { all } from "./dom";
import { said } from "./words";

const HOUR = 3_600_000;
const MINUTE = 60_000;
let line: HTMLElement | null = null;

export function startCountdown(): void {
  if (!document.querySelector("[data-until]")) return;
  line = Object.assign(document.createElement("p"), { className: "vh" });
  line.setAttribute("role", "status");
  document.body.append(line);
  let before = Number.POSITIVE_INFINITY;
  const tick = (): void => {
    const left = Date.parse(document.querySelector<HTMLElement>("[data-until]")?.dataset.until ?? "") - Date.now();
    for (const place of all("[data-until]")) place.textContent = words(left);
    if (before > MINUTE && left <= MINUTE && left > 0) say(said("One minute left to vote."));
    if (before > 0 && left <= 0) say(said("Time is over."));
    before = left;
    if (left > 0) window.setTimeout(tick, left > HOUR ? MINUTE : 1000);
  };
  tick();
}

function words(left: number): string {
  if (left > HOUR) return "";
  if (left <= 0) return `, ${said("Time is over.").replace(".", "").toLowerCase()}`;
  const seconds = Math.ceil(left / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return `, ${said("{time} left", { time })}`;
}

function say(text: string): void {
  if (line) line.textContent = text;
}
