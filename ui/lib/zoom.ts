/** A drawing that opens fitted, and is moved and scaled by mouse, by touch and by keyboard. */

import { all, closest } from "./dom";

const SCALES = [0.3, 0.4, 0.55, 0.75, 1, 1.25, 1.6, 2];
const READABLE = 0.55;

interface Drawing {
  frame: HTMLElement;
  svg: SVGSVGElement;
  width: number;
  height: number;
}

function drawing(graph: Element | null | undefined): Drawing | null {
  const svg = graph?.querySelector<SVGSVGElement>("svg.graph");
  const frame = svg?.parentElement;
  if (!svg || !frame) return null;
  const { width, height } = svg.viewBox.baseVal;
  return { frame, svg, width, height };
}

const scaleOf = (one: Drawing): number => one.svg.width.baseVal.value / one.width;

/** Scale it and keep the point under ``x``, ``y`` of the frame where it is; without them, its middle. */
function scale(one: Drawing, to: number, x = one.frame.clientWidth / 2, y = one.frame.clientHeight / 2): void {
  const { frame, svg } = one;
  const ratio = to / scaleOf(one);
  const left = (frame.scrollLeft + x) * ratio - x;
  const top = (frame.scrollTop + y) * ratio - y;
  svg.setAttribute("width", String(one.width * to));
  svg.setAttribute("height", String(one.height * to));
  frame.scrollTo(left, top);
}

/** All of it where that can be read; else as small as can be read, with the target in the middle. */
export function fit(graph: Element | null | undefined): void {
  const one = drawing(graph);
  if (!one) return;
  const room = Number.parseFloat(getComputedStyle(one.frame).maxBlockSize) || innerHeight * 0.75;
  const whole = Math.min(one.frame.clientWidth / one.width, room / one.height, 1);
  scale(one, Math.max(whole, READABLE));
  const target = one.svg.querySelector(".g--center")?.getBoundingClientRect();
  const edge = one.frame.getBoundingClientRect();
  if (!target || whole >= READABLE) return;
  const { frame } = one;
  frame.scrollBy(
    target.x - edge.x - (frame.clientWidth - target.width) / 2,
    target.y - edge.y - (frame.clientHeight - target.height) / 2,
  );
}

function step(graph: Element | null | undefined, change: number): void {
  const one = drawing(graph);
  if (!one) return;
  if (change === 0) {
    fit(graph);
    return;
  }
  const now = scaleOf(one);
  scale(one, (change > 0 ? SCALES.find((s) => s > now + 0.01) : SCALES.filter((s) => s < now - 0.01).at(-1)) ?? now);
}

function frameOf(event: Event): HTMLElement | null {
  return closest<HTMLElement>(event, "[data-graph] .scroll");
}

function steer(event: KeyboardEvent): void {
  const change = { "+": 1, "=": 1, "-": -1, "0": 0 }[event.key];
  const frame = frameOf(event);
  if (!frame || change === undefined || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  step(frame.closest("[data-graph]"), change);
}

function drag(frame: HTMLElement, from: PointerEvent): void {
  const { scrollLeft, scrollTop } = frame;
  const follow = (to: PointerEvent) => frame.scrollTo(scrollLeft + from.x - to.x, scrollTop + from.y - to.y);
  addEventListener("pointermove", follow);
  addEventListener("pointerup", () => removeEventListener("pointermove", follow), { once: true });
}

/** The wheel with Ctrl, which is also what two fingers on a touchpad send. */
function wheel(event: WheelEvent): void {
  const frame = event.ctrlKey ? frameOf(event) : null;
  const one = drawing(frame?.closest("[data-graph]"));
  if (!frame || !one) return;
  event.preventDefault();
  const edge = frame.getBoundingClientRect();
  scale(one, within(scaleOf(one) * 0.998 ** event.deltaY), event.x - edge.x, event.y - edge.y);
}

const within = (to: number): number => Math.min(Math.max(to, SCALES[0] ?? to), SCALES.at(-1) ?? to);

let apart = 0;
const distance = (touches: TouchList): number =>
  Math.hypot(
    (touches[0]?.clientX ?? 0) - (touches[1]?.clientX ?? 0),
    (touches[0]?.clientY ?? 0) - (touches[1]?.clientY ?? 0),
  );

/** Two fingers: it grows as they part. One finger scrolls, as everywhere. */
function pinch(event: TouchEvent): void {
  const frame = event.touches.length === 2 ? frameOf(event) : null;
  const one = drawing(frame?.closest("[data-graph]"));
  if (!frame || !one) return;
  const now = distance(event.touches);
  if (event.type === "touchmove" && apart) {
    event.preventDefault();
    const edge = frame.getBoundingClientRect();
    const x = ((event.touches[0]?.clientX ?? 0) + (event.touches[1]?.clientX ?? 0)) / 2 - edge.x;
    const y = ((event.touches[0]?.clientY ?? 0) + (event.touches[1]?.clientY ?? 0)) / 2 - edge.y;
    scale(one, within((scaleOf(one) * now) / apart), x, y);
  }
  apart = now;
}

export function startZoom(): void {
  for (const graph of all("[data-graph]")) fit(graph);
  document.addEventListener("pointerdown", (event) => {
    const frame = frameOf(event);
    if (frame && event.pointerType === "mouse" && event.button === 0) drag(frame, event);
  });
  document.addEventListener("keydown", steer);
  document.addEventListener("wheel", wheel, { passive: false });
  document.addEventListener("touchstart", pinch, { passive: true });
  document.addEventListener("touchmove", pinch, { passive: false });
  document.addEventListener("click", (event) => {
    const zoom = closest<HTMLElement>(event, "[data-zoom]");
    if (zoom) step(zoom.closest("[data-graph]"), Number(zoom.dataset.zoom));
  });
}
