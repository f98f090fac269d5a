"""What there is to translate: the words of templates, and what Python marks with ``_()``, ``plural()`` and the like."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allied.web.help import glossary
from allied.web.jinja import engine
from allied.web.words.generator import marked
from tools.steps import ROOT

NOT_READ = {"tests", "migrations"}
COUNTING = {"plural", "numbered"}  # what is given is said after a number


@dataclass(frozen=True)
class Message:
    """A message, its form for several, and where it stands."""

    text: str
    many: str
    file: str
    line: int


def messages() -> Iterator[Message]:
    """Every message of the interface. Django must be set up."""
    yield from of_templates()
    for term, meaning in glossary().items():
        for text in (term, meaning):
            yield Message(str(text), "", "docs/glossary.md", 1)
    for path in sorted((ROOT / "allied").rglob("*.py")):
        if not NOT_READ.intersection(path.parts):
            yield from of_python(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def of_templates() -> Iterator[Message]:
    """The words of every template of ours."""
    environment = engine().env
    assert environment.loader is not None  # noqa: S101  Django gives one
    for name in environment.list_templates(extensions=["html"]):
        source, file, _ = environment.loader.get_source(environment, name)
        place = str(Path(file or name).relative_to(ROOT)) if file else name
        for found in marked(environment.parse(source), environment).found:
            yield Message(found.text, found.many, place, found.line)


def of_python(source: str, file: str) -> Iterator[Message]:
    """What one module marks."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        given = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name == "_" and given:
            yield Message(given[0], "", file, node.lineno)
        elif name == "counted" and len(given) == 2:
            yield Message(given[0], given[1], file, node.lineno)
        elif name in COUNTING and given:
            many = given[1] if len(given) > 1 else f"{given[0]}s"
            yield Message(f"%(count)s {given[0]}", f"%(count)s {many}", file, node.lineno)
