"""Django forms that draw themselves through the macro `field`, with each sentence tied to its control."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from allied.kernel.errors import BadInput

T = TypeVar("T")
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(DjangoBoundField):
    """One field in one form, with what the macro asks for."""

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
    def described_by(self) -> str:
        ids = [self.hint_id] if self.help_text else []
        return " ".join([*ids, self.error_id] if self.errors else ids)

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
    """The form of every page. Required fields are checked by the server, which words its own sentences."""

    use_required_attribute = False
    bound_field_class = BoundField
    required_css_class = error_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: BadInput) -> None:
        """Show what an action refused, each sentence by its field."""
        for name, sentence in refusal.fields.items():
            self.add_error(name if name in self.fields else None, sentence)

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do what the form asks. None when the form or the action refused: the sentences then stand by the fields."""
        if not self.is_valid():
            return None
        try:
            return act()
        except BadInput as refusal:
            self.refuse(refusal)
            return None

    @property
    def status(self) -> int:
        """The status of an answer that shows this form."""
        return 422 if self.is_bound and self.errors else 200


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent, or None when the page is only opened. An empty form counts as sent."""
    return request.POST if request.method == "POST" else None


def required(sentence: str, **others: str) -> Mapping[str, str]:
    """``error_messages`` for a field that must be filled: ``required("Write what people said")``."""
    return {"required": sentence, **others}
