"""Theme and density: rendered by the server, so that no page flickers and no script is needed.

A cookie keeps what was chosen on this device; the person keeps it too, for the next device.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from allied.kernel.people.models import Preferences
from allied.kernel.words import _

COOKIE = "allied_appearance"
THEMES = {"system": _("Like the device"), "light": _("Light"), "dark": _("Dark")}
DENSITIES = {"comfortable": _("Comfortable"), "compact": _("Compact")}
YEAR = 31_536_000


@dataclass(frozen=True)
class Appearance:
    theme: str = "system"
    density: str = "comfortable"


def of(request: HttpRequest, preferences: Preferences | None = None) -> Appearance:
    """What the cookie of this device says, else what the person prefers; unknown words count as the defaults."""
    theme, __, density = request.COOKIES.get(COOKIE, "").partition(".")
    if preferences and theme not in THEMES:
        theme, density = preferences.theme, preferences.density
    return Appearance(theme if theme in THEMES else "system", density if density in DENSITIES else "comfortable")


def keep(response: HttpResponse, chosen: Appearance, *, secure: bool) -> None:
    """Write the cookie; it holds two words and says nothing about the person."""
    response.set_cookie(
        COOKIE, f"{chosen.theme}.{chosen.density}", max_age=YEAR, samesite="Lax", httponly=True, secure=secure
    )
