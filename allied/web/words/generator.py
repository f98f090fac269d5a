"""The compiler of templates: each is marked before it becomes Python."""

from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator

from allied.web.words.marking import Marking
from allied.web.words.parameters import Signatures

_signatures: WeakKeyDictionary[Environment, Signatures] = WeakKeyDictionary()


def marked(template: nodes.Template, environment: Environment) -> Marking:
    """Mark a parsed template in place; the answer tells what was found."""
    signatures = _signatures.setdefault(environment, Signatures(environment))
    marking = Marking(signatures.of(template))
    marking.visit(template)
    template.set_environment(environment)
    return marking


class SpeakingGenerator(CodeGenerator):
    """Compiles templates that say their words in the reader's language."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        marked(node, self.environment)
        super().visit_Template(node, frame)
