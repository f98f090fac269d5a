"""Rules of the house that no type checker knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

ALLIED = settings.ROOT / "allied"
TEMPLATES = sorted(ALLIED.rglob("templates/**/*.html")) + sorted(ALLIED.rglob("account_templates/**/*.html"))
SOURCES = [path for path in sorted(ALLIED.rglob("*.py")) if "tests" not in path.parts]

# Pages for people who are not, or not yet, in a workspace.
OPEN = {
    "front-door",
    "set-up",
    "join",
    "demo-sign-in",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "web:appearance",
    "web:gallery",
    "find-evidence-strength",
    "api-openapi",
    "api-docs",
    "talk:unsubscribe",
}
INLINE = re.compile(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
DATA_SCRIPT = re.compile(r"<script[^>]*type=\"application/json\"")


def walk(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every page of Allied with its name as ``reverse`` takes it."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            below = (*names, entry.namespace) if entry.namespace else names
            yield from walk(entry, below)
        else:
            yield ":".join((*names, entry.name or str(entry.pattern))), entry


PAGES = list(walk(get_resolver()))


def is_of_the_api(page: URLPattern) -> bool:
    return getattr(page.callback, "__module__", "").startswith("allied.web.api")


@pytest.mark.parametrize(("name", "page"), [pytest.param(*one, id=one[0]) for one in PAGES])
def test_every_page_asks_for_a_member_or_is_listed_as_open(name, page):
    guarded = getattr(page.callback, "requires_member", False)

    assert guarded or is_of_the_api(page) or name in OPEN


def test_no_open_page_is_listed_that_is_gone():
    assert {name for name, page in PAGES if not getattr(page.callback, "requires_member", False)} >= OPEN


@pytest.mark.parametrize("model", [one for one in apps.get_models() if one.__module__.startswith("allied.")])
def test_no_slice_points_into_another(model):
    home = model._meta.app_config.name

    for field in model._meta.get_fields():
        other = getattr(field, "related_model", None)
        if other is None or field.auto_created or not other.__module__.startswith("allied.domains"):
            continue
        assert other._meta.app_config.name == home, f"{model.__name__}.{field.name} points to {other.__name__}"


@pytest.mark.parametrize("path", [p for p in SOURCES if "models" in p.name or "models" in p.parts], ids=str)
def test_no_foreign_key_names_its_model_in_a_string(path):
    for call in _calls(path, {"ForeignKey", "OneToOneField", "ManyToManyField"}):
        first = call.args[0] if call.args else None
        is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
        assert not is_text or first.value == "self", f"{path}:{call.lineno}"


@pytest.mark.parametrize("path", [p for p in SOURCES if "migrations" not in p.parts], ids=str)
def test_no_model_is_fetched_by_name(path):
    assert not [call.lineno for call in _calls(path, {"get_model"})]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ALLIED)))
def test_no_template_has_inline_style_or_script(path):
    text = DATA_SCRIPT.sub("", path.read_text(encoding="utf-8"))

    assert not INLINE.search(text), INLINE.search(text)


@pytest.mark.parametrize("path", sorted((ALLIED / "domains").glob("*/actions*")), ids=str)
def test_every_action_has_an_actor(path):
    """A public function that writes takes ``actor`` by its name."""
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]

    for file in files:
        for function in _public_functions(file):
            if _is_atomic(function):
                names = {argument.arg for argument in function.args.kwonlyargs}
                assert "actor" in names, f"{file}:{function.lineno} {function.name}"


def _calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


def _public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _is_atomic(function: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
