import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

/** One sprite with the icons named in ui/icons.txt, from Lucide's data. */
function writeSprite(): void {
  const { icons } = JSON.parse(readFileSync("node_modules/@iconify-json/lucide/icons.json", "utf8"));
  const names = readFileSync("ui/icons.txt", "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    if (!icons[name]) throw new Error(`Lucide has no icon '${name}'`);
    return `<symbol id="${name}" viewBox="0 0 24 24">${icons[name].body}</symbol>`;
  });
  mkdirSync("var/sprite", { recursive: true });
  writeFileSync("var/sprite/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

writeSprite();
export default defineConfig({
  base: "/static/ui/",
  publicDir: false,
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: process.env.ALLIED_UI_OUT ?? "var/ui",
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { main: resolve("ui/main.ts") } },
  },
});
