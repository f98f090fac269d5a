"""Help for pages."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "pages",
        _("A page is text in Markdown, with headings, lists and links."),
        _("Name an object by its reference, such as #INS-12, and its title, state and strength stay current."),
        _("Each time you save, what stood before is kept as a version that can be compared and put back."),
        terms=(_("Page"), _("Version"), _("Reference")),
    )
