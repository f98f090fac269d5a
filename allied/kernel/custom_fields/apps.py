# ruff: noqa: PLC0415  models load after the apps
from functools import reduce

from django.apps import AppConfig

from allied.kernel.words import _


class CustomFieldsConfig(AppConfig):
    name = "allied.kernel.custom_fields"
    label = "custom_fields"

    def ready(self) -> None:
        """Word what happens to fields, and say how it is taken back."""
        from allied.kernel.activity.history import word
        from allied.kernel.custom_fields.actions import UNDO, put_back
        from allied.kernel.personal.undo import register

        word("node.fields_set", _set, icon="pen-line")
        register(UNDO, put_back)


def _set(details: dict[str, list[list[str]]]) -> str:
    first, *others = (_one(*told) for told in details["fields"])
    return str(reduce(lambda some, last: _("%(some)s, and %(last)s", some=some, last=last), others, first))


def _one(name: str, before: str, after: str) -> str:
    if not before:
        return _("set %(name)s to “%(after)s”", name=name, after=after)
    if not after:
        return _("emptied %(name)s, which was “%(before)s”", name=name, before=before)
    return _("changed %(name)s from “%(before)s” to “%(after)s”", name=name, before=before, after=after)
