"""A method by its name: what gold files, the command line and the calculators call."""

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from allied.stats import FAMILIES
from allied.stats.errors import UnknownInput, UnknownMethod
from allied.stats.results import Result

HOME = {method: family for family, methods in FAMILIES.items() for method in methods}


def method(name: str) -> Callable[..., Result]:
    """The function behind a method's name.

    Raises:
        UnknownMethod: no family offers it.
    """
    if name not in HOME:
        raise UnknownMethod(f"There is no method {name!r}. The methods are {', '.join(sorted(HOME))}.")
    found: Callable[..., Result] = getattr(import_module(f"allied.stats.{HOME[name]}"), name)
    return found


def run(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Compute one method from named inputs; the answer's fields as plain values. Refuses as ``compute`` does."""
    return compute(name, inputs).as_dict()


def compute(name: str, inputs: Mapping[str, Any]) -> Result:
    """Compute one method from named inputs.

    Raises:
        UnknownMethod: no family offers it.
        UnknownInput: an input is missing, or the method takes none of that name.
        StatsError: the method refuses the inputs.
    """
    chosen = method(name)
    takes = signature(chosen).parameters
    needed = [each.name for each in takes.values() if each.default is Parameter.empty]
    if unknown := [each for each in inputs if each not in takes]:
        raise UnknownInput(f"{name} takes {', '.join(takes)}; it does not know {', '.join(unknown)}.")
    if missing := [each for each in needed if each not in inputs]:
        raise UnknownInput(f"{name} needs {', '.join(needed)}; {', '.join(missing)} is missing.")
    return chosen(**inputs)
