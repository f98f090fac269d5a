"""What the palette offers of the whole product: its settings, help, and the gaps of its threads."""

from __future__ import annotations

from allied.kernel.access import Permission
from allied.kernel.thread.gaps import GAPS
from allied.kernel.words import _
from allied.web import commands

SETTINGS = [
    ("What you did", "account-acts", "undo-2", "undo acts history mine back"),
    ("Workspace settings", "settings:general", "settings", "general name time zone working days"),
    ("People", "settings:people", "users", "members roles sides stand-in"),
    (_("Products"), "settings:products", "box", "add rename product"),
    (_("Calendar"), "settings:calendar", "calendar", "holidays working days"),
    (
        "Your account",
        "account",
        "circle-user",
        "profile pronouns password token language dates keys shortcuts single letters time zone",
    ),
]
HELP = [
    ("Help", "help", "circle-help", "how guide explain"),
    (_("How strength is worked out"), "help-evidence-strength", "scale", "evidence formula help"),
    ("Glossary", "help-glossary", "book-open", "words terms meaning help"),
    ("Accessibility", "help-accessibility", "circle-check", "wcag axe screen reader help"),
    ("Calculators", "help-calculators", "wrench", "statistics nps sus sample size interval"),
]


def register() -> None:
    """Called once the apps are ready."""
    commands.register("Search everything", "search", "search", order=90, also="find look")
    commands.register(
        "Invite a person", "settings:invitation-new", "user-plus", order=60, permission=Permission.MEMBER_INVITE
    )
    for order, (label, url_name, icon, also) in enumerate(SETTINGS):
        commands.register(label, url_name, icon, group="Settings", order=order, also=f"settings {also}")
    for label, url_name, icon, also in HELP:
        commands.register(label, url_name, icon, group="Go to", order=80, also=also)
    for gap in GAPS.values():
        label = gap.many[:1].upper() + gap.many[1:]
        commands.register(label, "gap", "link-2-off", group="Go to", order=70, also="gap", given={"which": gap.name})
