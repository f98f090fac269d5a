/** A drawing as a picture file: the SVG that the server gives, painted by the browser. */

import { closest } from "./dom";
import { say } from "./toasts";
import { said } from "./words";

const SHARPNESS = 2;
const LONGEST = 16_000; // pixels of a side; browsers paint no longer canvas
const READABLE = 0.5;

async function painted(address: string): Promise<Blob | null> {
  const svg = await (await fetch(address)).text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SHARPNESS, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
  if (scale < READABLE) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const brush = canvas.getContext("2d");
  if (!brush) return null;
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function take(link: HTMLAnchorElement): Promise<void> {
  try {
    const picture = await painted(link.href);
    if (!picture) return say(said("This tree is too large for one picture. Take the SVG, or open a branch."), "bad");
    const file = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(picture),
      download: link.dataset.png ?? "",
    });
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 10_000);
  } catch {
    say(said("The picture could not be painted. Nothing was changed. Take the SVG instead."), "bad");
  }
}

export function startPng(): void {
  document.addEventListener("click", (event) => {
    const link = closest<HTMLAnchorElement>(event, "a[data-png]");
    if (!link) return;
    event.preventDefault();
    void take(link);
  });
}
