"""Pages and posts of the toolkit itself: appearance, the product in use, errors, the gallery."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from allied.kernel.membership import preferences
from allied.kernel.people.models import User
from allied.kernel.people.queries import memberships
from allied.kernel.words import _
from allied.web import appearance, assets
from allied.web.gallery import samples
from allied.web.http import MemberRequest, error_page, member_view, render
from allied.web.jinja import engine
from allied.web.layout import PRODUCT_KEY


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else "/"


@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """POST /appearance: theme and density, for this device and, of who is signed in, the next; back to the page."""
    now = appearance.of(request)
    theme, density = request.POST.get("theme", now.theme), request.POST.get("density", now.density)
    chosen = appearance.Appearance(
        theme if theme in appearance.THEMES else now.theme, density if density in appearance.DENSITIES else now.density
    )
    if isinstance(request.user, User):
        preferences.change_preferences(request.user, theme=chosen.theme, density=chosen.density)
    response = redirect(_back(request))
    appearance.keep(response, chosen, secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_POST
@member_view
def choose_product(request: MemberRequest) -> HttpResponse:
    """POST /w/<workspace>/product: the product that lists and new things belong to; empty means all."""
    slug = request.POST.get("product", "")
    chosen = next((product for product in request.layout.products if product.slug == slug), None)
    request.session[PRODUCT_KEY.format(request.member.workspace_id)] = chosen.pk if chosen else None
    return redirect(_back(request))


FAMILIES = {
    "action": "Actions", "label": _("Labels"), "person": "People", "strength": _("Evidence strength"),
    "thread": "The thread", "card": "Surfaces", "field": "Fields", "list": "Lists", "record": "Records",
    "talk": "Talk", "document": "Documents", "charts": "Charts", "feedback": _("Feedback"), "dialog": "Dialogs",
    "wizard": "Wizards",
}  # fmt: skip


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """GET /components: to the gallery in the first workspace of whoever asks."""
    assert isinstance(request.user, User)  # noqa: S101  the decorator asked
    first = memberships(request.user).first()
    if first is None:
        raise Http404
    return redirect("web:components", workspace=first.workspace.slug)


@member_view
def components(request: MemberRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "web/components.html", {**samples(), "families": FAMILIES.items()})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403, also for a form that was open too long (CSRF)."""
    if not reason:
        return error_page(request, 403)
    sentence = _(
        "It was open for too long, or came from elsewhere. Nothing was changed. Go back, reload, and send it again."
    )
    return error_page(request, 403, sentence, title=_("This form is too old to send"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: touches neither database nor session, since either may be what broke."""
    try:
        styles: Any = assets.entry("ui/main.ts")
    except (RuntimeError, KeyError):
        styles = ""
    text = engine().env.get_template("web/500.html").render(styles=styles, reference="")
    return HttpResponse(text, status=500)
