"""Roles, disciplines and sides, on one page."""

from django.db import models

from allied.kernel.words import _


class Role(models.TextChoices):
    """What a member may do; the permissions of each role are listed in ``access.catalogue``."""

    OWNER = "owner", _("Owner")
    ADMINISTRATOR = "administrator", _("Administrator")
    EDITOR = "editor", _("Editor")
    CONTRIBUTOR = "contributor", _("Contributor")
    READER = "reader", _("Reader")
    GUEST = "guest", _("Guest")


class Side(models.TextChoices):
    """Whose view a member stands for when the two are compared."""

    UX = "ux", _("UX")
    PRODUCT = "product", _("Product")
    OTHER = "other", _("Other")


class Discipline(models.TextChoices):
    """The field in which a member works. It decides the side."""

    UX_RESEARCH = "ux_research", _("UX research")
    DESIGN = "design", _("Design")
    CONTENT = "content", _("Content")
    PRODUCT = "product", _("Product")
    ENGINEERING = "engineering", _("Engineering")
    DATA = "data", _("Data")
    SUPPORT = "support", _("Support")
    SALES = "sales", _("Sales")
    MARKETING = "marketing", _("Marketing")
    LEADERSHIP = "leadership", _("Leadership")
    OTHER = "other", _("Another")


SIDES = {
    Discipline.UX_RESEARCH: Side.UX,
    Discipline.DESIGN: Side.UX,
    Discipline.CONTENT: Side.UX,
    Discipline.PRODUCT: Side.PRODUCT,
}
