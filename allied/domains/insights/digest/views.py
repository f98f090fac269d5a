"""Digests as pages, Markdown and PDF, and by e-mail to whom one chooses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.insights.digest import actions
from allied.domains.insights.digest.one import digest
from allied.domains.insights.digest.weekly import Week, weekly
from allied.domains.insights.models import DigestReader
from allied.domains.insights.views import insight_of
from allied.kernel.errors import NotVisible
from allied.kernel.people.models import Product
from allied.kernel.people.queries import members, products
from allied.kernel.talk.notices import followers
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.memo_files import memo_file


@require_safe
@member_view
def one(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the digest of one claim; ``as``: md or pdf for a file."""
    insight = insight_of(request, reference)
    memo = digest(insight, actor=request.member)
    if (file := memo_file(memo, request.GET.get("as", ""), f"{reference.lower()}-digest")) is not None:
        return file
    chosen = followers(insight.node) - {request.member.pk}
    others = [member for member in members(actor=request.member) if member.pk != request.member.pk and member.user_id]
    shown = {"memo": memo, "insight": insight, "people": others, "chosen": chosen, "has_email": settings.HAS_EMAIL}
    return render(request, "insights/digest.html", shown)


@require_POST
@member_view
def sending(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    wanted = request.POST.getlist("to")
    known = {str(member.pk): member for member in members(actor=request.member)}
    sent = actions.send_digest(insight, [known[pk] for pk in wanted if pk in known], actor=request.member)
    toast(
        request,
        _(
            "The digest of %(reference)s goes to %(sent)s by e-mail.",
            reference=reference,
            sent=plural(sent, "person", "people"),
        ),
    )
    return redirect_or_refresh(request, "insights:digest", reference=reference)


@require_safe
@member_view
def week(request: MemberRequest) -> HttpResponse:
    """GET the week of a product that holds ``on``; of the chosen product, else of the first."""
    product, chosen = _product(request), _week(request)
    if product is None:
        raise NotVisible(_("This workspace has no product yet."))
    memo = weekly(product, chosen, actor=request.member)
    if (file := memo_file(memo, request.GET.get("as", ""), f"{product.slug}-week-{chosen.first}")) is not None:
        return file
    return render(request, "insights/weekly.html", _weekly_page(request, product, chosen) | {"memo": memo})


def _weekly_page(request: MemberRequest, product: Product, chosen: Week) -> dict[str, Any]:
    this = Week.of(today_in(request.member.workspace))
    return {
        "product": product,
        "week": chosen,
        "products": products(actor=request.member),
        "before": Week.of(date.fromordinal(chosen.first.toordinal() - 7)),
        "after": Week.of(date.fromordinal(chosen.first.toordinal() + 7)) if chosen.first < this.first else None,
        "reads": DigestReader.objects.filter(member=request.member, product=product).exists(),
        "has_email": settings.HAS_EMAIL,
    }


@require_POST
@member_view
def reading(request: MemberRequest) -> HttpResponse:
    """POST ``product`` and ``mail``: yes or no."""
    product = _product(request)
    if product is None:
        raise NotVisible(_("There is no such product."))
    wants = request.POST.get("mail") == "yes"
    actions.read_weekly(product, wants=wants, actor=request.member)
    words = _("goes to you by e-mail each Monday") if wants else _("comes by e-mail no more")
    toast(request, _("The weekly digest of %(name)s %(words)s.", name=product.name, words=words))
    return redirect_or_refresh(request, "insights:weekly")


def _product(request: MemberRequest) -> Product | None:
    wanted = request.POST.get("product") or request.GET.get("product", "")
    known = list(products(actor=request.member))
    named = next((one for one in known if one.slug == wanted), None)
    return named or request.layout.product or (known[0] if known else None)


def _week(request: MemberRequest) -> Week:
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = today_in(request.member.workspace)
    return Week.of(min(max(day, date(2000, 1, 3)), today_in(request.member.workspace)))
