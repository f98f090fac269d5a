"""Theme and density: kept in a cookie, rendered by the server, so that no page flickers and no script is needed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

COOKIE = "allied_appearance"
THEMES = {"system": "Like the device", "light": "Light", "dark": "Dark"}
DENSITIES = {"comfortable": "Comfortable", "compact": "Compact"}
YEAR = 31_536_000


@dataclass(frozen=True)
class Appearance:
    theme: str = "system"
    density: str = "comfortable"


def of(request: HttpRequest) -> Appearance:
    """What the cookie says; unknown words count as the defaults."""
    theme, _, density = request.COOKIES.get(COOKIE, "").partition(".")
    return Appearance(theme if theme in THEMES else "system", density if density in DENSITIES else "comfortable")


def keep(response: HttpResponse, chosen: Appearance, *, secure: bool) -> None:
    """Write the cookie; it holds two words and says nothing about the person."""
    response.set_cookie(
        COOKIE, f"{chosen.theme}.{chosen.density}", max_age=YEAR, samesite="Lax", httponly=True, secure=secure
    )
