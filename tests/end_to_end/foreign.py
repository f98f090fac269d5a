"""What a page shows that nobody translated, and what does not fit once it is longer: under the pseudo-locale."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.db import models
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from allied.kernel import words
from allied.kernel.custom_fields.models import CustomField
from allied.web.formats import DATES
from tools.words.pseudo import compile_pseudo

WIDTHS = [1440, 390]
# Every text and every name of the page, without what stands between the brackets of the pseudo-locale. Brackets may
# open in one text and close in another, as a link within a sentence does.
WORDS = """() => {
    const found = new Set();
    const kept = "script, style, template, svg, code, kbd, pre, samp, time, textarea, [translate=no]"
        + ", .prose, .written, .difference";
    let depth = 0;
    const outside = text => [...text].filter(c => {
        if (c === "⟦") depth += 1;
        if (c === "⟧") { depth -= 1; return false; }
        return depth === 0;
    }).join("").trim();
    const tell = (text, where) => { if (/[a-z]{2}/i.test(text)) found.add(`${where}\\t${text}`); };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const inside = texts.currentNode.parentElement;
        const where = `${inside.tagName.toLowerCase()}.${inside.className}`;
        if (!inside.closest(kept)) tell(outside(texts.currentNode.data), where);
    }
    if (depth !== 0) found.add(`body\\t${depth} brackets do not close`);
    for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt", "data-h"]) {
        for (const one of document.querySelectorAll(`[${name}]`)) {
            depth = 0;
            if (!one.closest(kept)) tell(outside(one.getAttribute(name)), `@${name}`);
        }
    }
    depth = 0;
    tell(outside(document.title), "title");
    for (const one of document.querySelectorAll("[class*='⟦'], [id*='⟦'], [name*='⟦'], [href*='⟦']"))
        found.add(`code\t${one.outerHTML.slice(0, 80)}`);
    return [...found];
}"""
# Words that run out of the box that they stand in, or that a box cuts off. What scrolls is no fault.
CLIPPED = """() => {
    const found = new Set();
    const isHidden = box => /inset\\(50%/.test(getComputedStyle(box).clipPath);
    const isForEars = box => box && (isHidden(box) || isForEars(box.parentElement));
    const scrolls = style => /auto|scroll/.test(style.overflowX);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const inside = texts.currentNode.parentElement;
        if (!/[⟦⟧À-ž]/.test(texts.currentNode.data) || inside.closest("svg, .vh, template, option")) continue;
        if (!inside.checkVisibility({visibilityProperty: true}) || isForEars(inside)) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const {left, right, bottom, width} = range.getBoundingClientRect();
        let isFirst = true;
        for (let box = inside; box && width > 1; box = box.parentElement) {
            const style = getComputedStyle(box);
            if (/inline$|contents/.test(style.display)) continue;
            const edge = box.getBoundingClientRect();
            if (edge.width <= 1 || scrolls(style)) break;
            const cuts = /hidden|clip/.test(style.overflowX), lowers = /hidden|clip/.test(style.overflowY);
            const wide = Math.max(right - edge.right, edge.left - left), high = bottom - edge.bottom;
            const told = why => found.add(`${inside.tagName}.${inside.className} ${texts.currentNode.data}: ${why}`);
            if (wide > 1.5 && (isFirst || cuts)) told(`${Math.round(wide)} px too wide`);
            if (high > 2 && lowers && box !== document.body) told(`${Math.round(high)} px too high`);
            if (style.position === "fixed") break;
            isFirst = false;
        }
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.add(`the page is ${wide} px wide`);
    return [...found];
}"""
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_BETWEEN = [re.compile(r"[,:;·()]"), re.compile(r"[,:;·()]| (?=\d)")]
_DAYS, _MONTHS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun", "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_ZONES = "|".join(sorted(map(re.escape, available_timezones()), key=len, reverse=True))
_NEUTRAL = re.compile(
    rf"\b[A-Z]{{3}}-\d+\b|\b({_DAYS}) \d+ ({_MONTHS})( \d{{4}})?|\b\d+ ({_MONTHS})\b"
    rf"|^({_MONTHS}) \d\d$|^({_ZONES.replace('_', '[ _]')})$|^[A-Z]{{2}}$"
)


def untranslated(page: Page, is_peoples: Callable[[str], bool]) -> list[str]:
    """The texts of the open page that no catalog knew and nobody wrote."""
    told = [line.partition("\t") for line in page.evaluate(WORDS)]
    return [f"{where}: {text!r}" for where, _, text in told if not is_peoples(text)]


def clipped(page: Page) -> list[str]:
    """What does not fit on the open page at its width."""
    found: list[str] = page.evaluate(CLIPPED)
    return found


def written_by_people() -> Callable[[str], bool]:
    """Tells whether a text was typed by somebody: each part of it is a value in the database, or part of a long one.

    References, zones of time, dates and initials belong to no language either.
    """
    values = {_plain(text) for text in _texts()} | {way.label for way in DATES.values()}
    values |= {name.lower() for name in CustomField.objects.values_list("name", flat=True)}
    long = "\n".join(sorted(value for value in values if value.count(" ") > 2))

    def is_value(part: str) -> bool:
        part = _plain(part)
        return not _LETTERS.search(part) or part in values or (part.count(" ") > 1 and part in long)

    def is_peoples(text: str) -> bool:
        text = _NEUTRAL.sub(" ", text.replace("…", ""))
        return any(all(is_value(part) for part in between.split(text)) for between in _BETWEEN) or is_value(text)

    return is_peoples


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" .,:;()“”\"'→·@")


def _texts() -> Iterator[str]:
    for model in apps.get_models():
        fields = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
        fields = [name for name in fields if not model._meta.get_field(name).choices]
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]
        if names:
            for row in model._default_manager.values_list(*names):
                yield from _strings(row)
        if model._meta.app_label not in {"auth", "contenttypes", "sessions"} and fields:
            for row in model._default_manager.values_list(*fields):
                yield from (str(text) for text in row if text)


def _strings(found: object) -> Iterator[str]:
    """Every text in what JSON holds, names of values among them."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from _strings([*found, *map(str.capitalize, found), *found.values()])
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _strings(one)


@pytest.fixture(scope="session")
def pseudo_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled pseudo-locale."""
    folder = tmp_path_factory.mktemp("locale")
    compile_pseudo(folder)
    return folder


@pytest.fixture
def foreign(settings: Settings, pseudo_catalog: Path) -> Iterator[None]:
    """The installation speaks the pseudo-locale."""
    settings.LOCALE_PATHS = [pseudo_catalog]
    settings.LANGUAGES = [("en", "English"), ("en-xa", "Pseudo")]
    settings.LANGUAGE_CODE = "en-xa"
    yield
    words.speak("en")
