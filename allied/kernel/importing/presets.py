"""Exports of other tools, recognized by the names of their columns: what these become, and which of them are links.

``is_verified`` is true only where a whole file that the tool itself wrote was read with it; ``evidence`` says which, or
what the columns were taken from instead. A preset is a first mapping like any other: a person checks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from allied.kernel.errors import BadInput
from allied.kernel.importing.reading import LEFT_OUT, RAW, SEGMENT, Guess, Mapping, Sure, Use, Vocabulary, segment_names
from allied.kernel.words import _

Columns = Dict[str, tuple[str, ...]]  # meaning → names of columns, the first that is there; of what may repeat, all


@dataclass(frozen=True)
class Preset:
    """``marks`` are names that together only this export has; ``becomes`` tells the columns by target."""

    name: str
    label: str
    marks: frozenset[str]
    becomes: Dict[str, Columns]
    evidence: str
    is_verified: bool = False
    others: str = RAW  # what the columns become that it does not name

    @property
    def verdict(self) -> str:
        return _("Verified on a real file") if self.is_verified else _("Not verified on a real file")


def _marks(*names: str) -> frozenset[str]:
    return frozenset(map(plain, names))


def plain(name: str) -> str:
    """A column’s name without case, punctuation and the number of a repeated one: ``Labels (2)`` is labels."""
    return " ".join(re.split(r"[\W_]+", re.sub(r" \(\d+\)$", "", name).casefold())).strip()


MAIL = Preset(
    "mail",
    _("E-mail, .eml or .mbox"),
    _marks("message_id", "from_email", "subject", "quoted_or_signature"),
    {
        "feedback": {
            "source_id": ("message_id",),
            "text": ("text",),
            "date": ("date",),
            "person": ("from_email",),
            "author": ("from_name",),
            "company": ("from_domain",),
        }
    },
    _("Read by the standard for e-mail. Quoted replies and signatures are kept beside the text, not in it."),
)
NO_EXPORT = _("No export of this tool was at hand.")
PRESETS: tuple[Preset, ...] = (
    MAIL,
    Preset(
        "allied",
        _("Allied, exported feedback"),
        _marks("reference", "source", "source_id", "received_at", "text", "method"),
        {
            "feedback": {
                "source": ("source",),
                "source_id": ("source_id",),
                "date": ("received_at",),
                "person": ("person",),
                "author": ("author",),
                "on_behalf_of": ("on_behalf_of",),
                "company": ("company",),
                "rating": ("rating",),
                "text": ("text",),
                "method": ("method",),
                "left_out": ("reference", "product", "sentiment", "sentiment_chance"),
            }
        },
        _("A test exports, imports and exports again."),
        is_verified=True,
        others=SEGMENT,
    ),
    Preset(
        "fider",
        _("Fider, posts"),
        _marks("number", "title", "description", "created_by", "original_number", "tags"),
        {
            "opportunity": {"source_id": ("number",), "title": ("title",), "description": ("description",)},
            "feedback": {
                "source_id": ("number",),
                "text": ("description", "title"),
                "date": ("created_at",),
                "author": ("created_by",),
                "segment": ("status", "tags"),
            },
            "item": {
                "source_id": ("number",),
                "title": ("title",),
                "problem": ("description",),
                "horizon": ("status",),
            },
        },
        _("Read with the sample file that Fider’s own tests compare its export to."),
        is_verified=True,
    ),
    Preset(
        "quackback",
        _("Quackback, posts"),
        _marks("title", "content", "board", "author_email", "vote_count"),
        {
            "opportunity": {"title": ("title",), "description": ("content",)},
            "feedback": {
                "text": ("content",),
                "date": ("created_at",),
                "person": ("author_email",),
                "author": ("author_name",),
                "segment": ("board", "status", "tags"),
            },
            "item": {"title": ("title",), "problem": ("content",), "horizon": ("status",)},
        },
        _("Its columns are those in Quackback’s published source. The export has no ids."),
    ),
    Preset(
        "jira",
        _("Jira, issues"),
        _marks("summary", "issue key", "issue type"),
        {
            "item": {
                "source_id": ("issue key",),
                "title": ("summary",),
                "problem": ("description",),
                "horizon": ("status",),
                "addresses": ("parent key", "custom field epic link"),
                "blocks": ("outward issue link blocks",),
            },
            "opportunity": {
                "source_id": ("issue key",),
                "title": ("summary",),
                "description": ("description",),
                "part_of": ("parent key", "custom field epic link"),
            },
            "insight": {"source_id": ("issue key",), "claim": ("summary",), "summary": ("description",)},
            "feedback": {
                "source_id": ("issue key",),
                "text": ("description", "summary"),
                "date": ("created",),
                "author": ("reporter",),
                "segment": ("issue type", "priority", "status"),
            },
        },
        _(
            "Its columns are those of four header rows of real exports; no "
            "whole file was at hand. Where an export names "
            "the parent by its number only, choose the issue id as source ID."
        ),
    ),
    Preset(
        "aha-features",
        _("Aha!, features"),
        _marks("feature reference", "feature name"),
        {
            "item": {
                "source_id": ("feature reference",),
                "title": ("feature name",),
                "problem": ("feature description",),
                "horizon": ("feature status",),
                "addresses": ("epic reference", "initiative reference", "initiative name"),
            },
            "opportunity": {
                "source_id": ("feature reference",),
                "title": ("feature name",),
                "description": ("feature description",),
                "part_of": ("epic reference", "initiative reference"),
            },
        },
        NO_EXPORT,
    ),
    Preset(
        "aha-ideas",
        _("Aha!, ideas"),
        _marks("idea reference", "idea name"),
        {
            "opportunity": {
                "source_id": ("idea reference",),
                "title": ("idea name",),
                "description": ("idea description",),
            },
            "feedback": {
                "source_id": ("idea reference",),
                "text": ("idea description", "idea name"),
                "date": ("idea created date", "idea created at"),
                "person": ("idea created by email",),
                "segment": ("idea status", "idea categories"),
            },
        },
        NO_EXPORT,
    ),
    Preset(
        "productplan",
        _("ProductPlan, bars"),
        _marks("name", "lane", "legend", "start date"),
        {
            "item": {
                "title": ("name",),
                "problem": ("description",),
                "horizon": ("lane",),
                "source_id": ("id",),
                "addresses": ("container",),
            }
        },
        NO_EXPORT,
    ),
    Preset(
        "productboard-notes",
        _("Productboard, notes"),
        _marks("id", "type", "fields.name", "fields.content"),
        {
            "feedback": {
                "source_id": ("id",),
                "text": ("fields content", "fields name"),
                "date": ("createdat", "fields createdat"),
                "segment": ("fields tags",),
            },
            "insight": {"source_id": ("id",), "claim": ("fields name",), "summary": ("fields content",)},
        },
        _("Read with the answers that Productboard publishes for its notes API; no CSV export was at hand."),
    ),
    Preset(
        "productboard-features",
        _("Productboard, features"),
        _marks("feature name", "product name", "component name"),
        {
            "item": {
                "source_id": ("feature id", "id"),
                "title": ("feature name",),
                "problem": ("feature description", "description"),
                "horizon": ("timeframe", "status"),
                "addresses": ("parent feature", "parent id"),
            },
            "opportunity": {
                "source_id": ("feature id", "id"),
                "title": ("feature name",),
                "description": ("feature description", "description"),
                "part_of": ("parent feature", "parent id"),
            },
        },
        NO_EXPORT,
    ),
    Preset(
        "dovetail-highlights",
        _("Dovetail, highlights"),
        _marks("highlight", "tags", "note title"),
        {
            "feedback": {
                "source_id": ("highlight id", "id"),
                "text": ("highlight",),
                "date": ("created", "created at"),
                "segment": ("tags",),
            },
            "insight": {"source_id": ("highlight id", "id"), "claim": ("highlight",)},
        },
        NO_EXPORT,
    ),
    Preset(
        "airtable",
        _("Airtable, records as JSON"),
        _marks("id", "createdtime", "fields.name"),
        {
            "item": {
                "source_id": ("id",),
                "title": ("fields name",),
                "problem": ("fields notes", "fields description"),
                "horizon": ("fields status",),
            },
            "opportunity": {
                "source_id": ("id",),
                "title": ("fields name",),
                "description": ("fields notes", "fields description"),
            },
            "insight": {
                "source_id": ("id",),
                "claim": ("fields name",),
                "summary": ("fields notes", "fields description"),
            },
            "feedback": {"source_id": ("id",), "text": ("fields notes", "fields name"), "date": ("createdtime",)},
        },
        _("Its frame is that of Airtable’s API. A CSV has only the columns of its own base, so they are guessed."),
    ),
)


def preset_named(name: str) -> Preset:
    """The preset of that name.

    Raises:
        BadInput: there is none.
    """
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise BadInput(
        preset=_(
            "There is no preset “%(name)s”. Choose from %(value)s.",
            name=name[:40],
            value=", ".join(each.name for each in PRESETS),
        )
    )


def recognize(names: Sequence[str], target: str) -> Preset | None:
    """The preset whose marks all stand among these names of columns; of several the one with the most marks."""
    known = {plain(name) for name in names}
    fitting = [preset for preset in PRESETS if target in preset.becomes and preset.marks <= known]
    return max(fitting, key=lambda preset: len(preset.marks), default=None)


def apply(
    preset: Preset, target: str, names: Sequence[str], guessed: tuple[Mapping, list[Guess]], vocabulary: Vocabulary
) -> tuple[Mapping, list[Guess]]:
    """What was guessed, with the columns that the preset names as it says, and no guess about the others."""
    mapping, guesses = guessed
    said = _uses(preset.becomes[target], names, vocabulary)
    segments, made = segment_names(names), []
    for place, guess in enumerate(guesses):
        if place in said:
            made.append(Guess(said[place], Sure.SURE, _("As %(label)s names it.", label=preset.label)))
        elif preset.others == SEGMENT:
            made.append(Guess(Use(SEGMENT, segments[place]), Sure.SURE, "A segment."))
        elif guess.use.meaning == LEFT_OUT and guess.sure == Sure.SURE:
            made.append(guess)  # empty in every row
        else:
            made.append(Guess(Use(RAW), Sure.SURE, _("Has no place here. Kept as it came, not searched.")))
    return replace(mapping, uses=tuple(guess.use for guess in made)), made


def _uses(columns: Columns, names: Sequence[str], vocabulary: Vocabulary) -> dict[int, Use]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(plain(name), []).append(place)
    segments, found = segment_names(names), dict[int, Use]()
    for meaning, wanted in columns.items():
        there = [place for name in wanted for place in places.get(plain(name), [])]
        if vocabulary.is_single(meaning):
            there = there[:1]
        for place in there:
            if place not in found:
                found[place] = Use(meaning, segments[place] if meaning == SEGMENT else "")
    return found
