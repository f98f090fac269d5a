"""What compiled templates call to say their words."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from markupsafe import Markup, escape

from allied.kernel.words import SOURCE, is_source, said
from allied.kernel.words import _ as later

__all__ = ["attribute", "filled", "joined", "lang", "later", "markup", "said"]


def lang() -> Markup:
    """The language of the page, as attributes of its root."""
    language = SOURCE if is_source() else translation.get_language() or SOURCE
    return Markup('lang="{}" dir="{}"').format(
        language, "rtl" if language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"
    )


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Plain text with values in it, as ``"Edit " ~ reference`` would read: markup if one of the values is."""
    message = said(text)
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup.escape(message) % values
    return message % {name: str(value) for name, value in values.items()}


def markup(text: str, values: Mapping[str, Any], tags: Mapping[str, str]) -> Markup:
    """A piece of a page: a message with ``<a>`` in the place of each opening tag, whose attributes stay in the page."""
    message = said(text)
    if values:
        message %= {name: escape(value) for name, value in values.items()}
    for short, tag in tags.items():
        message = message.replace(short, tag, 1)
    return Markup(message)  # noqa: S704  templates and catalogs are ours; values were escaped above


def attribute(text: str, values: Mapping[str, Any]) -> Markup:
    """The value of an attribute, between double quotes."""
    message = said(text).replace('"', "&#34;")
    return Markup(message) % values if values else Markup(message)  # noqa: S704  as above


def joined(*parts: Any) -> Markup:
    """Parts of a tag as one."""
    return Markup().join(parts)
