"""Django forms that draw themselves through the macro `field`, with each sentence tied to its control."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from allied.kernel.activity.editions import changed_since, edition
from allied.kernel.errors import BadInput, Change, Conflict

T = TypeVar("T")
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class Newer:
    """What somebody else put into a field since it was opened. Where the person had not touched it, it ``is_taken``."""

    text: str
    change: Change | None
    is_taken: bool


class BoundField(DjangoBoundField):
    """One field in one form, with what the macro asks for."""

    form: Form

    @property
    def shape(self) -> str:
        """Which frame the macro draws: "group" of tiles, a "check" box, or a "plain" control."""
        if isinstance(self.field.widget, GROUPS):
            return "group"
        return "check" if isinstance(self.field.widget, forms.CheckboxInput) else "plain"

    @property
    def anchor(self) -> str:
        """The control that the error summary leads to: of a group the first."""
        return f"{self.auto_id}_0" if self.shape == "group" else self.id_for_label

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error"

    @property
    def newer_id(self) -> str:
        return f"{self.auto_id}-newer"

    @property
    def newer(self) -> Newer | None:
        """What stands in this field by now, where that is not what the person opened."""
        conflict = self.form.conflict
        if conflict is None or self.name not in conflict.changes:
            return None
        words = _words(self.field, conflict.now[self.name])
        return Newer(words, conflict.changes[self.name], self.name in self.form.taken)

    @property
    def described_by(self) -> str:
        said = {self.hint_id: self.help_text, self.error_id: self.errors, self.newer_id: self.newer}
        return " ".join(name for name, stands in said.items() if stands)

    @property
    def control(self) -> SafeString:
        """The control alone, with classes and ARIA."""
        attrs: dict[str, Any] = {} if self.shape == "check" else {"class": self._class}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.errors:
            attrs["aria-invalid"] = "true"
        return self.as_widget(attrs=attrs)

    @property
    def _class(self) -> str:
        return f"input {self.field.widget.attrs.get('class', '')}".strip()

    @property
    def choices(self) -> list[dict[str, object]]:
        """The controls of a group, each with its label."""
        return [{"control": choice.tag(), "label": choice.choice_label} for choice in self.subwidgets]


class Form(forms.Form):
    """The form of every page. Required fields are checked by the server, which words its own sentences.

    A form that changes what stands has all of that as its ``initial``, is drawn with ``ui.save``, and its action gets
    ``seen``: so it says on a ``conflict`` what somebody else wrote meanwhile.
    """

    use_required_attribute = False
    bound_field_class = BoundField
    required_css_class = error_css_class = ""
    conflict: Conflict | None = None
    taken: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def seen(self) -> str:
        """The edition that the person has read: what they opened, or what a conflict showed them."""
        if self.conflict:
            return edition(self.conflict.now)
        return self.data.get("seen", "") if self.is_bound else edition(self.initial)

    def refuse(self, refusal: BadInput | Conflict) -> None:
        """Show what an action refused, each sentence by its field."""
        if isinstance(refusal, Conflict):
            self._face(refusal)
            return
        for name, sentence in refusal.fields.items():
            self.add_error(name if name in self.fields else None, sentence)

    def _face(self, conflict: Conflict) -> None:
        """Keep what the person wrote. A field that they left as it was takes what stands there now."""
        mine = {name: _plain(self.cleaned_data.get(name)) for name in conflict.now}
        touched = changed_since(self.seen, mine)
        self.taken = frozenset(conflict.changes.keys() - set(touched))
        sent = QueryDict("", mutable=True)
        sent.update(self.data)
        for name in self.taken:
            sent.setlist(name, _listed(conflict.now[name]))
        self.data, self.conflict = sent, conflict

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do what the form asks. None when the form or the action refused: the sentences then stand by the fields."""
        if not self.is_valid():
            return None
        try:
            return act()
        except (BadInput, Conflict) as refusal:
            self.refuse(refusal)
            return None

    @property
    def status(self) -> int:
        """The status of an answer that shows this form."""
        if self.conflict:
            return 409
        return 422 if self.is_bound and self.errors else 200


def _plain(value: Any) -> Any:
    """What was typed, as it is kept: with one kind of line end."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _words(field: forms.Field, value: Any) -> str:
    """A value as people read it: of a choice the label."""
    labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    return ", ".join(str(labels.get(str(each), each)) for each in _listed(value))


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent, or None when the page is only opened. An empty form counts as sent."""
    return request.POST if request.method == "POST" else None


def required(sentence: str, **others: str) -> Mapping[str, str]:
    """``error_messages`` for a field that must be filled: ``required("Write what people said")``."""
    return {"required": sentence, **others}
