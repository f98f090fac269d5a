"""What the scripts in ui/ say: the page brings it in the reader's language, for ``said()`` of ui/lib/words.ts."""

from __future__ import annotations

from typing import Final

from django.utils.html import json_script
from markupsafe import Markup

from allied.kernel.words import _, is_source

SCRIPTS: Final = (
    _("All changes saved"),
    _("An outcome has a tree of its own."),
    _("assumption"),
    _("Discard it"),
    _("Discarded."),
    _("Draft saved. It is here on your other devices too."),
    _("experiment"),
    _("It is the first of its kind here."),
    _("It is the first on the list."),
    _("It is the last of its kind here."),
    _("It is the last on the list."),
    _("It stands at the top already. Nothing was moved."),
    _("It was not taken. Nothing was changed."),
    _("Kept on this device until you save"),
    _("Kept on this device, offline"),
    _("Kept on this device. The server does not have it yet."),
    _("Loading…"),
    _("One minute left to vote."),
    _("Time is over."),
    _("{time} left"),
    _("Looking…"),
    _("New {what} under {name}. Enter adds it, Tab and Shift Tab change its level, Escape leaves it."),
    _("Not kept on this device: its storage is full or switched off"),
    _("Not saved yet. We keep trying."),
    _("Not saved. Save the form to read why."),
    _("Not saved: somebody else changed this. Save the form to read both."),
    _("Nothing stands under an experiment. Record its result instead."),
    _("On this page"),
    _("opportunity"),
    _("Saving…"),
    _("Search everything"),
    _("Search everything for “{text}”"),
    _("solution"),
    _("The table could not be copied. Nothing was changed. Export it instead."),
    _("There is no line above it to stand under. Nothing was moved."),
    _("The picture could not be painted. Nothing was changed. Take the SVG instead."),
    _("This tree is too large for one picture. Take the SVG, or open a branch."),
    _("Title of {name}. Enter keeps it and adds the next, Tab indents, Escape leaves it."),
    _("We could not reach the server. Search and commands come back with it."),
    _("We could not reach the server. What you wrote is still here. Try once more."),
    _("What you wrote here on {when} is back."),
    _("{count} offered"),
    _("{count} selected"),
    _("{count} suggestions. Arrow keys choose, Enter takes one."),
)


def of_scripts() -> Markup:
    """The words as data of the page; nothing where it is in English."""
    if is_source():
        return Markup()
    words = {str.__str__(text): str(text) for text in SCRIPTS}
    return Markup(json_script(words, "words"))  # noqa: S704  escaped by json_script
