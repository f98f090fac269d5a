/** Text in Markdown: buttons that mark it, a preview, and what may stand after @ and #, while one types it. */

import { all, closest } from "./dom";
import { said } from "./words";

interface Suggestion {
  insert: string;
  words: string;
  detail: string;
}

const PAUSE = 150;
const TRIGGER = /(^|[\s(])([@#][^\n@#]{0,40})$/;
const AROUND: Record<string, string> = { bold: "**", italic: "*", code: "`" };
const BEFORE: Record<string, string> = { list: "- ", quote: "> " };
let timer = 0;

const areaOf = (editor: Element): HTMLTextAreaElement => editor.querySelector("textarea") as HTMLTextAreaElement;
const listOf = (editor: Element): HTMLElement => editor.querySelector("[role=listbox]") as HTMLElement;

/** Put text in place of a part, as if it were typed, so that the browser's own undo takes it back. */
function put(area: HTMLTextAreaElement, begin: number, end: number, text: string): void {
  area.focus();
  area.setSelectionRange(begin, end);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, begin, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function mark(area: HTMLTextAreaElement, kind: string): void {
  const { selectionStart: begin, selectionEnd: end, value } = area;
  const chosen = value.slice(begin, end);
  const around = AROUND[kind];
  if (around) {
    put(area, begin, end, `${around}${chosen}${around}`);
    area.setSelectionRange(begin + around.length, end + around.length);
  } else if (kind === "link") {
    put(area, begin, end, `[${chosen}](https://)`);
  } else {
    const first = value.lastIndexOf("\n", begin - 1) + 1;
    const lines = value.slice(first, end).split("\n");
    put(area, first, end, lines.map((line) => `${BEFORE[kind]}${line}`).join("\n"));
  }
}

async function preview(editor: HTMLElement, button: HTMLElement): Promise<void> {
  const area = areaOf(editor);
  const place = editor.querySelector("[data-previewed]") as HTMLElement;
  const shown = button.getAttribute("aria-pressed") === "true";
  if (!shown) {
    const body = new FormData(area.form ?? undefined);
    body.set("text", area.value);
    const answer = await fetch(editor.dataset.previewAt ?? "", { method: "POST", body });
    if (!answer.ok) return;
    place.innerHTML = await answer.text(); // cleaned by the server, as in the comment itself
  }
  button.setAttribute("aria-pressed", String(!shown));
  place.hidden = shown;
  area.hidden = !shown;
}

function close(editor: Element): void {
  window.clearTimeout(timer);
  listOf(editor).hidden = true;
  areaOf(editor).removeAttribute("aria-activedescendant");
}

function choose(editor: Element, option: Element): void {
  for (const other of all("[role=option]", editor)) other.setAttribute("aria-selected", String(other === option));
  areaOf(editor).setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function draw(editor: Element, found: Suggestion[]): void {
  const list = listOf(editor);
  const options = found.map((one, at) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${at}`;
    option.setAttribute("role", "option");
    option.dataset.insert = one.insert;
    const detail = Object.assign(document.createElement("span"), { className: "id", textContent: one.detail });
    option.append(...(one.detail ? [detail, " "] : []), one.words);
    return option;
  });
  list.replaceChildren(...options);
  list.hidden = !options.length;
  const told = editor.querySelector("[data-told]") as HTMLElement;
  told.textContent = options.length
    ? said("{count} suggestions. Arrow keys choose, Enter takes one.", { count: options.length })
    : "";
  if (options[0]) choose(editor, options[0]);
  else close(editor);
}

function typed(area: HTMLTextAreaElement): string {
  return area.selectionStart === area.selectionEnd
    ? (TRIGGER.exec(area.value.slice(0, area.selectionStart))?.[2] ?? "")
    : "";
}

async function suggest(editor: HTMLElement): Promise<void> {
  const area = areaOf(editor);
  const asked = typed(area);
  const answer = await fetch(`${editor.dataset.suggestAt}?q=${encodeURIComponent(asked)}`).catch(() => null);
  if (answer?.ok && asked === typed(area) && document.activeElement === area) draw(editor, (await answer.json()).data);
}

function take(editor: Element, option: HTMLElement): void {
  const area = areaOf(editor);
  put(area, area.selectionStart - typed(area).length, area.selectionStart, `${option.dataset.insert} `);
  close(editor);
}

function walk(editor: Element, key: string): boolean {
  if (listOf(editor).hidden) return false;
  const options = all("[role=option]", editor);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(at + (key === "ArrowUp" ? options.length - 1 : 1)) % options.length];
  const here = options[at];
  if (key === "Escape") close(editor);
  else if ((key === "Enter" || key === "Tab") && here) take(editor, here);
  else if (key.startsWith("Arrow") && next) choose(editor, next);
  else return false;
  return true;
}

function press(event: KeyboardEvent): void {
  const editor = closest<HTMLElement>(event, "[data-editor]");
  if (!editor || event.isComposing || event.target !== areaOf(editor)) return;
  const area = areaOf(editor);
  if (event.ctrlKey || event.metaKey) {
    const kind = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (event.key === "Enter") area.form?.requestSubmit();
    else if (kind) mark(area, kind);
    else return;
  } else if (!["ArrowUp", "ArrowDown", "Enter", "Tab", "Escape"].includes(event.key) || !walk(editor, event.key))
    return;
  event.preventDefault();
  event.stopPropagation();
}

export function startEditors(): void {
  document.addEventListener("keydown", press, true);
  document.addEventListener("input", (event) => {
    const editor = closest<HTMLElement>(event, "[data-editor]");
    if (!editor || event.target !== areaOf(editor)) return;
    window.clearTimeout(timer);
    if (typed(areaOf(editor))) timer = window.setTimeout(() => suggest(editor), PAUSE);
    else close(editor);
  });
  document.addEventListener("mousedown", (event) => {
    const option = closest<HTMLElement>(event, "[data-editor] [role=option]");
    const editor = closest<HTMLElement>(event, "[data-editor]");
    if (option && editor) {
      event.preventDefault(); // the text keeps the focus
      take(editor, option);
    }
  });
  document.addEventListener("focusout", (event) => {
    const editor = closest<HTMLElement>(event, "[data-editor]");
    if (editor) close(editor);
  });
  document.addEventListener("click", (event) => {
    const editor = closest<HTMLElement>(event, "[data-editor]");
    const button = closest<HTMLElement>(event, "[data-mark], [data-preview]");
    if (!editor || !button) return;
    if (button.dataset.mark) mark(areaOf(editor), button.dataset.mark);
    else void preview(editor, button);
  });
  document.addEventListener("allied:said", (event) => {
    const form = closest<HTMLFormElement>(event, "form");
    for (const button of all("[data-preview][aria-pressed=true]", form ?? document)) button.click();
    form?.reset();
  });
}
