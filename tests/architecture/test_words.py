"""Words of the interface can all be translated: the compiler finds those of templates, or they are marked."""

import ast
import re
from collections.abc import Iterator

from jinja2 import nodes

from allied.web.jinja import engine
from allied.web.words.generator import marked
from allied.web.words.parameters import reads_as_words
from allied.web.words.scripts import SCRIPTS
from tools.steps import ROOT

NO_WORDS = {
    "Ctrl K": "keys",
    "Enter": "a key",
    "Tab": "a key",
    "Alt ↑ ↓": "keys",
    "Authorization: Bearer allied_…": "what a program sends",
    "change, submit": "events",
    "input changed delay:300ms target:.input, change target:select, submit": "events",
    "end num": "classes",
    "Sure": "a value that is compared",
}
MARKS = {"_", "counted", "numbered", "plural"}
SENTENCE = re.compile(r"^[A-Z][a-z]+ [a-z…]")
# Programs, operators and tests read these; so do assistants. Statistics are worded at the edge (ADR 9).
ENGLISH_ONLY = re.compile(
    r"/(tests|migrations|cli|settings|stats|synthesis|api|assistants|demo|management)/|api\.py$|/models"
    r"|/(testing|reference|database|snapshot|command_line|gallery|sample)\.py$"
)
NO_MESSAGE = {
    "Answer with the one word: ready": "what a model is asked",
    "Dates and price": "what a charter begins with, and people reword",
    "Experience debt": "the same",
    "Bearer …": "what a program sends",
    "Column …": "the name of a column without one, kept with the import",
    "The thread": "a heading of the gallery",
}


def test_no_template_has_words_that_nobody_could_translate() -> None:
    environment = engine().env
    left = []
    for name in environment.list_templates(extensions=["html"]):
        assert environment.loader is not None
        if not name.startswith("web/gallery/"):  # samples of what people write
            template = environment.parse(environment.loader.get_source(environment, name)[0])
            said = "\n".join(f"{found.text}\n{found.many}" for found in marked(template, environment).found)
            texts = [const.value for const in template.find_all(nodes.Const) if isinstance(const.value, str)]
            unsaid = [text for text in texts if reads_as_words(text) and text.replace("%", "%%") not in said]
            left += [f"{name}: {text!r}" for text in unsaid if text not in said and text not in NO_WORDS]

    assert not left, "\n".join(["Mark these with _(), or draw them through a parameter of words:", *left])


def test_no_sentence_of_python_stands_there_unmarked() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sorted((ROOT / "allied").rglob("*.py"))
        if not ENGLISH_ONLY.search(str(path.relative_to(ROOT)))
        for line, text in _unmarked(ast.parse(path.read_text(encoding="utf-8")))
        if text not in NO_MESSAGE
    ]

    assert not found, "\n".join(["Mark these with _():", *found])


def test_the_page_brings_what_the_scripts_say() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "ui").rglob("*.ts")))
    said = set(re.findall(r'\bsaid\(\s*"([^"]+)"', scripts))
    sentences = set(re.findall(r'["`]([A-Z][a-z]+(?: [a-z]|…)[^"`]*|[A-Z][a-z]+…)["`]', scripts))

    assert said == {str(text) for text in SCRIPTS}
    assert sentences <= said


def _unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What reads as a sentence and is no docstring, no complaint to programmers and not in a call that marks it."""
    silent = {id(part) for node in ast.walk(tree) if _is_silent(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
            silent |= {id(part) for part in node.values}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if id(node) not in silent and SENTENCE.search(text):
            yield node.lineno, text


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise):
        node = node.exc or node
    name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
    return name in MARKS or name.endswith(("Error", "Configured"))
