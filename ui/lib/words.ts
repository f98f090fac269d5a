/** What the script itself says, in the reader's language: the page brings the words, unless it is in English. */

let known: Record<string, string> | null = null;

/** ``said("{count} selected", { count: 3 })``. Every text is listed in allied/web/words/scripts.py too. */
export function said(text: string, values: Record<string, string | number> = {}): string {
  known ??= JSON.parse(document.getElementById("words")?.textContent || "{}") as Record<string, string>;
  return (known[text] ?? text).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
