import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** The mark, and the icons that ui/icons.txt names, one a line, from Lucide's data: one sprite, found in the manifest under that name. */
function sprite(): Plugin {
  const source = "ui/icons.txt";
  return {
    name: "sprite",
    buildStart() {
      const { icons, aliases } = JSON.parse(readFileSync("node_modules/@iconify-json/lucide/icons.json", "utf8"));
      const names = readFileSync(source, "utf8").split(/\s+/).filter(Boolean);
      const symbols = names.map((name) => {
        const found = icons[name] ?? icons[aliases[name]?.parent];
        if (!found) return this.error(`Lucide has no icon '${name}' (${source})`);
        return `<symbol id="${name}" viewBox="0 0 24 24">${found.body}</symbol>`;
      });
      const text = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: source, source: text });
      const mark = "ui/mark.svg";
      this.emitFile({ type: "asset", name: "mark.svg", originalFileName: mark, source: readFileSync(mark, "utf8") });
    },
  };
}

/** Beside each text its compressed forms, which the server hands out as they are. */
function compressed(): Plugin {
  return {
    name: "compressed",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css|svg)$/.test(file))) {
        const whole = readFileSync(join(dir, name));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(whole, { level: 9 }));
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(whole));
      }
    },
  };
}

export default defineConfig({
  base: "/static/ui/",
  publicDir: false,
  plugins: [sprite(), compressed()],
  build: {
    outDir: "var/ui",
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssTarget: ["chrome123", "firefox121", "safari17.5"], // light-dark() and nesting as they are written
    rollupOptions: { input: { main: resolve("ui/main.ts") } },
  },
});
