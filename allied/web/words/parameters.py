"""Which arguments of macros are words: by the name of the parameter, the same for every macro.

A new macro that takes words names its parameter as one of these; whatever else is drawn is marked with ``_()``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jinja2 import Environment, nodes

WORDS = frozenset(
    [
        "label",
        "title",
        "text",
        "lede",
        "summary",
        "note",
        "legend",
        "hint",
        "error",
        "caption",
        "words",
        "question",
        "what",
        "change",
        "safe",
        "placeholder",
        "disabled_because",
        "keep",
        "left",
        "link",
        "head",
        "sentence",
        "why",
        "heading",
        "columns",
        "items",
        "steps",
        "options",
        "pairs",
        "eyebrow",
        "button",
        "between",
        "search",
        "blocked",
    ]
)
# Parameters whose name means something else in every other macro.
OF_ONE_MACRO = {"eyebrow": {"kind"}, "palette_group": {"name"}, "row": {"title", "text"}}
# In a list of tuples: which of each tuple are words. Without an entry: what reads as words.
IN_TUPLES = {"options": (1, 2), "columns": (0,), "pairs": (1,)}
IN_TUPLES_OF = {"seg": (1,), "menu_choices": (1,)}  # the third is an icon
_READS = re.compile(r"^[A-Z][a-z]|[a-z,.’] [A-Za-z“(]")

Signature = tuple[str, ...]


def reads_as_words(text: str) -> bool:
    """Whether a string is meant for people: it begins as a sentence does, or has several words."""
    return bool(_READS.search(text)) and not any(sign in text for sign in ("--", "://", "<", '="'))


def words_of(macro: str, parameter: str) -> bool:
    """Whether what is given for this parameter is words."""
    return parameter in WORDS or parameter in OF_ONE_MACRO.get(macro, ())


def in_tuples(macro: str, parameter: str) -> tuple[int, ...]:
    """Which of each tuple given for this parameter are words; none: those that read as words."""
    return IN_TUPLES_OF.get(macro) or IN_TUPLES.get(parameter, ())


class Signatures:
    """The parameters of macros by name: those of the toolkit, and those of the templates that a template imports."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._files: dict[str, dict[str, Signature]] = {}
        self._toolkit: dict[str, Signature] | None = None

    def of(self, template: nodes.Template) -> Callable[[nodes.Expr], tuple[str, Signature] | None]:
        """Finds name and parameters of the macro that a call in this template calls."""
        local = dict(_defined(template))
        for imported in template.find_all(nodes.FromImport):
            if isinstance(imported.template, nodes.Const):
                there = self._in_file(imported.template.value)
                for name in imported.names:
                    old, new = name if isinstance(name, tuple) else (name, name)
                    if old in there:
                        local[new] = there[old]

        def find(called: nodes.Expr) -> tuple[str, Signature] | None:
            if isinstance(called, nodes.Name) and called.name in local:
                return called.name, local[called.name]
            is_ours = isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name)
            if is_ours and called.node.name == "ui":  # type: ignore[attr-defined]  # a Getattr of a Name
                return called.attr, self._of_toolkit().get(called.attr, ())  # type: ignore[attr-defined]  # same
            return None

        return find

    def _of_toolkit(self) -> dict[str, Signature]:
        if self._toolkit is None:
            files = self._environment.list_templates(filter_func=lambda name: name.startswith("components/"))
            self._toolkit = {macro: found for name in files for macro, found in self._in_file(name).items()}
        return self._toolkit

    def _in_file(self, name: str) -> dict[str, Signature]:
        if name not in self._files:
            assert self._environment.loader is not None  # noqa: S101  Django gives one
            source = self._environment.loader.get_source(self._environment, name)[0]
            self._files[name] = dict(_defined(self._environment.parse(source)))
        return self._files[name]


def _defined(template: nodes.Template) -> Iterator[tuple[str, Signature]]:
    for macro in template.find_all(nodes.Macro):
        yield macro.name, tuple(argument.name for argument in macro.args)
