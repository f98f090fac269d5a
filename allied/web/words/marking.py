"""The words of one template, as messages: what is printed between tags, what is read out, what macros are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from allied.web.words.html import Reader, has_words
from allied.web.words.messages import Message, call, dictionary
from allied.web.words.parameters import Signature, in_tuples, reads_as_words, words_of
from allied.web.words.sentences import Sentences

MARKS = frozenset({"_", "gettext"})
IS_SOURCE = "allied.kernel.words.is_source"
Apart = TypeVar("Apart", nodes.Macro, nodes.CallBlock, nodes.AssignBlock)
Find = Callable[[nodes.Expr], tuple[str, Signature] | None]


@dataclass(frozen=True, order=True)
class Found:
    """A message and its line; ``many`` is the form for several."""

    line: int
    text: str
    many: str = ""


class Marking(NodeTransformer):
    """Rewrites a parsed template so that it says its words in the reader's language.

    In English it prints the nodes it had; ``found`` are the messages, ``left`` strings that read as words and are said
    by nobody.
    """

    def __init__(self, find: Find) -> None:
        self._find = find
        self._reader = Reader()
        self._line = 1
        self.found: list[Found] = []
        self.left: list[Found] = []
        self._sentences = Sentences(self._spoken, self._tell)

    def _tell(self, text: str, many: str = "") -> None:
        self.found.append(Found(self._line, text, many))

    # Statements: the reader goes through them in their order.

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:
        self._line = node.lineno
        self.generic_visit(node)
        before = len(self.found)
        said = self._sentences.of(self._reader.read(node.nodes))
        if len(self.found) == before:
            return [node]
        translated = nodes.Output(said)
        test = nodes.Call(nodes.ImportedName(IS_SOURCE), [], [], None, None)
        return [_placed(nodes.If(test, [node], [], [translated]), node)]

    def visit_If(self, node: nodes.If) -> nodes.If:
        node.test = self.visit(node.test)
        place = self._reader.place()
        node.body = self._body(node.body)
        end = self._reader.place()
        for other in node.elif_:
            self._reader.go_to(place)
            other.test, other.body = self.visit(other.test), self._body(other.body)
        self._reader.go_to(place)
        node.else_ = self._body(node.else_)
        self._reader.go_to(end)
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:
        self._line = node.lineno
        node.iter = self._listed(self.visit(node.iter))
        node.body, node.else_ = self._body(node.body), self._body(node.else_)
        if node.test is not None:
            node.test = self.visit(node.test)
        return node

    def visit_Assign(self, node: nodes.Assign) -> nodes.Assign:
        self._line = node.lineno
        node.node = self._listed(self.visit(node.node))
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Pair:
        node.value = self._listed(self.visit(node.value))
        return node

    def _listed(self, value: nodes.Expr) -> nodes.Expr:
        """What a template writes down to draw later: by how it reads."""
        if isinstance(value, nodes.List | nodes.Tuple):
            value.items = [self._listed(item) for item in value.items]
            return value
        is_plain = isinstance(value, nodes.Const | nodes.CondExpr | nodes.Or | nodes.Concat)
        if not is_plain or not _reads(value):
            return value
        said = self._spoken(value)
        return call("later", value) if isinstance(value, nodes.Const) else said

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:
        first_default = len(node.args) - len(node.defaults)
        for at, default in enumerate(node.defaults):
            self._line = node.lineno
            if words_of(node.name, node.args[first_default + at].name):
                node.defaults[at] = self._given(default, in_tuples(node.name, node.args[first_default + at].name))
        return self._apart(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:
        self._line = node.lineno
        node.call = self.visit(node.call)
        return self._apart(node)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:
        return self._apart(node)

    def _apart(self, node: Apart) -> Apart:
        """A body that is printed elsewhere: text, unless it begins with an attribute."""
        place = self._reader.place()
        self._reader.go_to(("tag" if _is_attributes(node.body) else "text", "", "", "", []))
        node.body = self._body(node.body)
        self._reader.go_to(place)
        return node

    def _body(self, body: list[nodes.Node]) -> list[nodes.Node]:
        out: list[nodes.Node] = []
        for node in body:
            made = self.visit(node)
            out += made if isinstance(made, list) else [made]
        return out

    # Expressions: arguments of macros, plurals, explicit marks.

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        if isinstance(node.node, nodes.Name) and node.node.name in MARKS:
            if node.args and isinstance(node.args[0], nodes.Const):
                self._tell(node.args[0].value)
            return node
        macro = self._find(node.node)
        self.generic_visit(node)
        if macro is None:
            return node
        name, parameters = macro
        for at, argument in enumerate(node.args[: len(parameters)]):
            if words_of(name, parameters[at]):
                node.args[at] = self._given(argument, in_tuples(name, parameters[at]))
        for keyword in node.kwargs:
            if words_of(name, keyword.key):
                keyword.value = self._given(keyword.value, in_tuples(name, keyword.key))
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Filter:
        self.generic_visit(node)
        if node.name == "plural" and node.args and isinstance(node.args[0], nodes.Const):
            one = node.args[0].value
            many = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], nodes.Const) else f"{one}s"
            self._tell(f"%(count)s {one}", f"%(count)s {many}")
        return node

    def _given(self, value: nodes.Expr, which: tuple[int, ...]) -> nodes.Expr:
        """An argument that is words, alone or in lists; ``which``: those of each tuple."""
        if isinstance(value, nodes.List | nodes.Tuple):
            value.items = [self._in_list(item, which) for item in value.items]
            return value
        if isinstance(value, nodes.Add):  # of lists
            value.left, value.right = self._given(value.left, which), self._given(value.right, which)
            return value
        if isinstance(value, nodes.CondExpr) and isinstance(value.expr1, nodes.List):
            value.expr1 = self._given(value.expr1, which)
            value.expr2 = self._given(value.expr2, which) if value.expr2 is not None else None
            return value
        return self._spoken(value)

    def _in_list(self, item: nodes.Expr, which: tuple[int, ...]) -> nodes.Expr:
        if isinstance(item, nodes.Tuple):
            item.items = [
                self._spoken(part) if (at in which if which else _reads(part)) else part
                for at, part in enumerate(item.items)
            ]
        elif isinstance(item, nodes.List | nodes.Dict):
            return self._listed(item)  # a dict's values were said already
        else:
            return self._spoken(item)
        return item

    def _spoken(self, value: nodes.Expr) -> nodes.Expr:
        """The same expression with its constants said. Nothing that was given is changed."""
        if isinstance(value, nodes.Const):
            if not isinstance(value.value, str) or not has_words(value.value):
                return value
            self._tell(value.value)
            return call("said", value)
        if isinstance(value, nodes.CondExpr):
            other = self._spoken(value.expr2) if value.expr2 is not None else None
            return nodes.CondExpr(value.test, self._spoken(value.expr1), other)
        if isinstance(value, nodes.Or):
            return nodes.Or(value.left, self._spoken(value.right))
        if isinstance(value, nodes.Concat):
            return self._concatenated(value)
        return value

    def _concatenated(self, value: nodes.Concat) -> nodes.Expr:
        """``"Edit " ~ reference``: one message, unless a choice between words is inside."""
        if not any(isinstance(part, nodes.Const) and has_words(str(part.value)) for part in value.nodes):
            return nodes.Concat([self._spoken(part) for part in value.nodes])
        message = Message()
        for part in value.nodes:
            is_text = isinstance(part, nodes.Const) and isinstance(part.value, str)
            message.add(part.value if is_text else self._spoken(part))  # type: ignore[attr-defined]  # a Const
        if not message.values:
            return value
        self._tell(message.source)
        return call("filled", nodes.Const(message.source), dictionary(message.values))


def _placed(node: nodes.If, like: nodes.Node) -> nodes.If:
    node.set_lineno(like.lineno, override=False)
    if like.environment is not None:
        node.set_environment(like.environment)
    return node


def _is_attributes(body: list[nodes.Node]) -> bool:
    first = body[0].nodes[0] if body and isinstance(body[0], nodes.Output) and body[0].nodes else None
    if not isinstance(first, nodes.TemplateData):
        return False
    head = first.data.lstrip()
    return not head.startswith("<") and head.split("=", 1)[0].replace("-", "").isalpha() and '="' in head


def _reads(value: nodes.Expr) -> bool:
    consts = [value] if isinstance(value, nodes.Const) else list(value.find_all(nodes.Const))
    return any(isinstance(const.value, str) and reads_as_words(const.value) for const in consts)
