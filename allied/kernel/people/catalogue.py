"""Roles, disciplines and sides, on one page."""

from django.db import models


class Role(models.TextChoices):
    """What a member may do; the permissions of each role are listed in ``access.catalogue``."""

    OWNER = "owner", "Owner"
    ADMINISTRATOR = "administrator", "Administrator"
    EDITOR = "editor", "Editor"
    CONTRIBUTOR = "contributor", "Contributor"
    READER = "reader", "Reader"
    GUEST = "guest", "Guest"


class Side(models.TextChoices):
    """Whose view a member stands for when the two are compared."""

    UX = "ux", "UX"
    PRODUCT = "product", "Product"
    OTHER = "other", "Other"


class Discipline(models.TextChoices):
    """The field in which a member works. It decides the side."""

    UX_RESEARCH = "ux_research", "UX research"
    DESIGN = "design", "Design"
    CONTENT = "content", "Content"
    PRODUCT = "product", "Product"
    ENGINEERING = "engineering", "Engineering"
    DATA = "data", "Data"
    SUPPORT = "support", "Support"
    SALES = "sales", "Sales"
    MARKETING = "marketing", "Marketing"
    LEADERSHIP = "leadership", "Leadership"
    OTHER = "other", "Another"


SIDES = {
    Discipline.UX_RESEARCH: Side.UX,
    Discipline.DESIGN: Side.UX,
    Discipline.CONTENT: Side.UX,
    Discipline.PRODUCT: Side.PRODUCT,
}
