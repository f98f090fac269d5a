"""The Jinja2 engine: Allied's own `templates/` folders, the macros as `ui.…`, and the few names that every page has."""

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.utils import get_app_template_dirs
from django.templatetags.static import static
from jinja2 import Environment, Undefined
from markupsafe import Markup

from allied.kernel.nodes.addresses import address, address_if_any
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.personal.queries import draft_at
from allied.kernel.text import words
from allied.kernel.words import _ as marked_words
from allied.web import assets, charts, current, formats
from allied.web.names import initials, unique
from allied.web.shortcuts import SHORTCUTS
from allied.web.talk import talk
from allied.web.words.generator import SpeakingGenerator
from allied.web.words.runtime import lang
from allied.web.words.scripts import of_scripts

OURS = Path(__file__).resolve().parents[1]


class Absent(Undefined):
    """A name that nobody gave: it may be asked for (`if item.count`), but not written or walked through."""

    __str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error


class Engine(Jinja2):
    """Django's Jinja2 backend over the apps of Allied; the pages of other packages are in Django's own language."""

    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]) -> None:
        params["OPTIONS"] = {"context_processors": ["allied.web.layout.context"], **params["OPTIONS"]}
        super().__init__(params)

    @cached_property
    def template_dirs(self) -> tuple[str, ...]:
        return tuple(str(place) for place in get_app_template_dirs(self.app_dirname) if OURS in Path(place).parents)


def engine() -> Engine:
    """The engine that the settings name "jinja2"."""
    found = engines["jinja2"]
    assert isinstance(found, Engine)  # noqa: S101  the settings say so
    return found


def macro(name: str, *args: Any, **kwargs: Any) -> Markup:
    """What a macro draws, for answers that are smaller than a page."""
    drawn: Markup = getattr(engine().env.globals["ui"], name)(*args, **kwargs)
    return drawn


def drawn(template: str, name: str, *args: Any) -> Markup:
    """What a macro of a slice's own template draws, for cells of its lists."""
    made: Markup = getattr(engine().env.get_template(template).module, name)(*args)
    return made


class Toolkit:
    """``ui.tag("Committed")`` in any template: every macro of `components/`, loaded when one is first used."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    @cached_property
    def macros(self) -> dict[str, Callable[..., Markup]]:
        """Macro by name.

        Raises:
            ValueError: two files define a macro of the same name.
        """
        found: dict[str, Callable[..., Markup]] = {}
        for name in sorted(self._environment.list_templates(filter_func=lambda n: n.startswith("components/"))):
            for macro, call in vars(self._environment.get_template(name).module).items():
                if macro.startswith("_") or not hasattr(call, "catch_kwargs"):
                    continue
                if macro in found:
                    raise ValueError(f"The macro '{macro}' is defined twice; {name} is the second place.")
                found[macro] = call
        return found

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        try:
            return self.macros[name]
        except KeyError:
            raise AttributeError(f"There is no macro '{name}' in components/.") from None


def csrf() -> Markup:
    """The hidden field of a form that posts. One secret a page, however many forms: each would cost time and bytes."""
    request = current.request()
    if request is None:
        return _csrf_field("")
    found: Markup | None = getattr(request, "csrf_field", None)
    if found is None:
        found = request.csrf_field = _csrf_field(get_token(request))  # type: ignore[attr-defined]  # kept for the page
    return found


def _csrf_field(token: str) -> Markup:
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)


def url(name: str, /, **kwargs: Any) -> str:
    """The address of a page by its URL name; inside a workspace its slug need not be given."""
    slug = "" if "workspace" in kwargs else current.workspace_slug()
    inside = address_if_any(name, workspace=slug, **kwargs) if slug else ""
    return inside or address(name, **kwargs)  # there are pages outside of workspaces, such as sign-out


def _reworded(change: Any) -> Any:
    """What an edit changed in a field, drawn. Imported late: the view beside it renders with this engine."""
    from allied.web.rewording import reworded  # noqa: PLC0415

    return reworded(change)


def drafted(place: str) -> str:
    """What the reader wrote into the form of this address and has not sent, for script to put back; "" for nothing."""
    member = getattr(current.request(), "member", None)
    found = draft_at(place, actor=member) if member else None
    return json.dumps({"at": int(found.at.timestamp() * 1000), "fields": found.fields}) if found else ""


def node_url(node: Node) -> str:
    """The address of the page of a node of this workspace."""
    return url_of(node, workspace_slug=current.workspace_slug())


def environment(**options: Any) -> Environment:
    """Called by Django with the loader and ``autoescape=True``."""
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options["undefined"] = Undefined
    made = Environment(**options)  # noqa: S701  Django passes autoescape=True
    made.code_generator_class = SpeakingGenerator
    made.globals.update(
        _=marked_words,
        lang=lang,
        words_of_scripts=of_scripts,
        asset=assets.asset,
        entry=assets.entry,
        icon=assets.icon,
        glyph=assets.icon,  # for macros that have a parameter called icon
        csrf=csrf,
        url=url,
        node_url=node_url,
        drafted=drafted,
        static=static,
        talk=talk,
        reworded=_reworded,
        uid=unique,
        charts=charts,
        ui=Toolkit(made),
        shortcuts=lambda: SHORTCUTS,
        debug=settings.DEBUG,
    )
    made.filters.update(
        day=formats.day,
        clock=formats.clock,
        hour=formats.hour,
        ago=formats.ago,
        span=formats.span,
        number=formats.number,
        plural=formats.plural,
        size=formats.size,
        time=formats.time,
        host=formats.host,
        initials=initials,
        words=lambda text: " ".join(words(text)),
    )
    return made
