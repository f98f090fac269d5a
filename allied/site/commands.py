"""What the palette offers of the whole product: its settings, help, and the gaps of its threads."""

from __future__ import annotations

from allied.kernel.access import Permission
from allied.kernel.thread.gaps import GAPS
from allied.kernel.words import _
from allied.web import commands

SETTINGS = [
    (_("What you did"), "account-acts", "undo-2", _("undo acts history mine back")),
    (_("Workspace settings"), "settings:general", "settings", _("general name time zone working days")),
    (_("People"), "settings:people", "users", _("members roles sides stand-in")),
    (_("Products"), "settings:products", "box", _("add rename product")),
    (_("Calendar"), "settings:calendar", "calendar", _("holidays working days")),
    (_("Quorum of meetings"), "settings:quorums", "users", _("meetings sides engineering needed")),
    (
        _("Your account"),
        "account",
        "circle-user",
        _("profile pronouns password token language dates keys shortcuts single letters time zone"),
    ),
]
HELP = [
    (_("Help"), "help", "circle-help", _("how guide explain")),
    (_("How strength is worked out"), "help-evidence-strength", "scale", _("evidence formula help")),
    (_("Glossary"), "help-glossary", "book-open", _("words terms meaning help")),
    (_("Accessibility"), "help-accessibility", "circle-check", _("wcag axe screen reader help")),
    (_("Calculators"), "help-calculators", "wrench", _("statistics nps sus sample size interval")),
]


def register() -> None:
    """Called once the apps are ready."""
    commands.register(_("Search everything"), "search", "search", order=90, also="find look")
    commands.register(
        _("Invite a person"), "settings:invitation-new", "user-plus", order=60, permission=Permission.MEMBER_INVITE
    )
    for order, (label, url_name, icon, also) in enumerate(SETTINGS):
        commands.register(label, url_name, icon, group=_("Settings"), order=order, also=f"settings {also}")
    for label, url_name, icon, also in HELP:
        commands.register(label, url_name, icon, group=_("Go to"), order=80, also=also)
    for gap in GAPS.values():
        label = gap.many[:1].upper() + gap.many[1:]
        commands.register(label, "gap", "link-2-off", group=_("Go to"), order=70, also="gap", given={"which": gap.name})
