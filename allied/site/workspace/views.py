"""The settings of a workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import int_to_base36
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Conflict, NotVisible
from allied.kernel.membership import invitations, members, workspaces
from allied.kernel.people.models import Holiday, Member, Product, Workspace
from allied.kernel.people.queries import members as all_members
from allied.kernel.people.queries import products
from allied.kernel.words import _
from allied.site.workspace import queries, undo
from allied.site.workspace.forms import (
    HolidayForm,
    InvitationForm,
    ProductForm,
    ProfileForm,
    RoleForm,
    WorkspaceForm,
)
from allied.site.workspace.mail import send_invitation
from allied.site.workspace.people import KEY, people_list
from allied.web.forms import Form
from allied.web.http import MemberRequest, member_view, render, toast
from allied.web.jinja import url
from allied.web.lists.saved import begins_with_default


def _attempt(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Run ``act`` with what was typed; True when it was done, else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (BadInput, Conflict) as refusal:
        form.refuse(refusal)
        return False
    return True


def _to(request: MemberRequest, name: str) -> HttpResponse:
    return redirect(name, workspace=request.member.workspace.slug)


@require_http_methods(["GET", "POST"])
@member_view
def general(request: MemberRequest) -> HttpResponse:
    """GET, POST /settings/: name, time zone, working days."""
    now = request.member.workspace
    before = workspaces.said(now)
    form = WorkspaceForm(request.POST or None, initial=before)

    def change(given: dict[str, Any]) -> None:
        days = "".join(given["working_days"])
        wanted = {"name": given["name"], "time_zone": given["time_zone"], "working_days": days}
        workspaces.change_workspace(now, **wanted, actor=request.member, seen=form.seen)

    if request.method == "POST" and _attempt(form, change):
        after = Workspace.objects.get(pk=now.pk)
        toast(request, _("The workspace's settings are saved."), undo=undo.of_workspace(before, after))
        return _to(request, "settings:general")
    return render(request, "workspace/general.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@member_view
def calendar(request: MemberRequest) -> HttpResponse:
    """GET, POST /settings/calendar: days on which the workspace does not work."""
    form = HolidayForm(request.POST or None)

    made: list[Holiday] = []

    def add(given: dict[str, Any]) -> None:
        made.append(workspaces.add_holiday(day=given["day"], name=given["holiday_name"], actor=request.member))

    if request.method == "POST" and _attempt(form, add):
        toast(request, _("The holiday is added."), url("settings:holiday-removal", holiday_id=made[0].pk))
        return _to(request, "settings:calendar")
    page = {"form": form, "holidays": queries.holidays(actor=request.member)}
    return render(request, "workspace/calendar.html", page, status=422 if form.errors else 200)


@require_POST
@member_view
def holiday_removal(request: MemberRequest, holiday_id: int) -> HttpResponse:
    """POST /settings/calendar/<id>/removal."""
    gone = Holiday.objects.filter(workspace_id=request.member.workspace_id, pk=holiday_id).first()
    workspaces.remove_holiday(holiday_id, actor=request.member)
    toast(request, _("It is a working day again."), undo=undo.of_holiday(gone.day, gone.name) if gone else None)
    return _to(request, "settings:calendar")


@require_http_methods(["GET", "POST"])
@member_view
def product_list(request: MemberRequest) -> HttpResponse:
    """GET, POST /settings/products: the products, and a new one."""
    form = ProductForm(request.POST or None)

    made: list[Product] = []

    def add(given: dict[str, Any]) -> None:
        made.append(workspaces.add_product(given["product_name"], actor=request.member))

    if request.method == "POST" and _attempt(form, add):
        toast(request, _("%(name)s is added.", name=made[0].name), undo=undo.of_new_product(made[0]))
        return _to(request, "settings:products")
    page = {"form": form, "products": list(products(actor=request.member))}
    return render(request, "workspace/products.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_view(permission=Permission.PRODUCT_MANAGE)
def product(request: MemberRequest, slug: str) -> HttpResponse:
    """GET, POST /settings/products/<slug>: rename it."""
    found = Product.objects.filter(workspace_id=request.member.workspace_id, slug=slug).first()
    if found is None:
        raise NotVisible(_("There is no such product in this workspace."))
    before = found.name
    form = ProductForm(request.POST or None, initial={"product_name": before})

    def rename(given: dict[str, Any]) -> None:
        workspaces.rename_product(found, given["product_name"], actor=request.member)

    if request.method == "POST" and _attempt(form, rename):
        toast(request, _("The product is renamed."), undo=undo.of_product(found, before))
        return _to(request, "settings:products")
    return render(
        request, "workspace/product.html", {"form": form, "product": found}, status=422 if form.errors else 200
    )


@require_GET
@member_view
@begins_with_default(KEY)
def people(request: MemberRequest) -> HttpResponse:
    """GET /settings/people: members, sides, open invitations."""
    actor, listing = request.member, people_list(request)
    here = all_members(actor=actor).filter(deactivated_at=None, user__isnull=False)
    page = {
        "listing": listing,
        "sheet": listing.sheet(),
        "candidates": [("", _("Nobody")), *((one.pk, one.name) for one in here)],
        "sides": queries.sides(actor=actor),
        "invitations": queries.invitations(actor=actor),
        "may_invite": access.can(actor, Permission.MEMBER_INVITE),
    }
    return render(request, "workspace/people.html", page, fragment="list")


@require_http_methods(["GET", "POST"])
@member_view(permission=Permission.MEMBER_INVITE)
def invitation_new(request: MemberRequest) -> HttpResponse:
    """GET, POST /settings/invitations/new: make a link; it is shown once."""
    form = InvitationForm(request.POST or None)
    made: dict[str, str] = {}

    def invite(given: dict[str, Any]) -> None:
        __, secret = invitations.invite(actor=request.member, **given)
        made["link"] = request.build_absolute_uri(reverse("join", kwargs={"secret": secret}))

    if request.method == "POST" and _attempt(form, invite):
        return _secret_page(request, made["link"], name=form.cleaned_data["name"], email=form.cleaned_data["email"])
    return render(request, "workspace/invitation-new.html", {"form": form}, status=422 if form.errors else 200)


def _secret_page(request: MemberRequest, link: str, *, name: str, email: str) -> HttpResponse:
    sent = send_invitation(to=email, link=link, actor=request.member)
    page = {"link": link, "name": name, "email": email, "is_sent": sent, "has_email": settings.HAS_EMAIL}
    response = render(request, "workspace/invitation-made.html", page, status=201)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@member_view
def invitation_revocation(request: MemberRequest, invitation_id: int) -> HttpResponse:
    """POST /settings/invitations/<id>/revocation."""
    invitations.revoke_invitation(invitation_id, actor=request.member)
    toast(request, _("The invitation is taken back. Its link no longer works."))
    return _to(request, "settings:people")


@require_http_methods(["GET", "POST"])
@member_view
def member(request: MemberRequest, member_id: int) -> HttpResponse:
    """GET, POST /settings/people/<id>: name and discipline; further acts on the same page."""
    found = _member(request, member_id)
    form = ProfileForm(request.POST or None, initial={"name": found.name, "discipline": found.discipline})

    def change(given: dict[str, Any]) -> None:
        members.change_profile(found.pk, actor=request.member, **given)

    if request.method == "POST" and _attempt(form, change):
        back = undo.of_profile(found, _member(request, member_id))
        toast(request, _("%(cleaned_data)s is saved.", cleaned_data=form.cleaned_data["name"]), undo=back)
        return _to(request, "settings:people")
    page = {"form": form, "person": found, "role_form": RoleForm(initial={"role": found.role})}
    return render(request, "workspace/member.html", page, status=422 if form.errors else 200)


def _member(request: MemberRequest, member_id: int) -> Member:
    found = all_members(actor=request.member).filter(pk=member_id).first()
    if found is None:
        raise NotVisible(_("There is no such member in this workspace."))
    return found


@require_POST
@member_view
def member_role(request: MemberRequest, member_id: int) -> HttpResponse:
    """POST /settings/people/<id>/role."""
    before = _member(request, member_id).role
    changed = members.change_role(member_id, request.POST.get("role", ""), actor=request.member)
    back = undo.of_role(changed, before) if changed.role != before else None
    toast(
        request,
        _(
            "%(name)s is now %(get_role_display)s.",
            name=changed.name,
            get_role_display=changed.get_role_display().lower(),
        ),
        undo=back,
    )
    return _to(request, "settings:people")


@require_POST
@member_view
def deactivation(request: MemberRequest, member_id: int) -> HttpResponse:
    """POST /settings/people/<id>/deactivation."""
    sides = queries.sides_of(_member(request, member_id))
    gone = members.deactivate(member_id, actor=request.member)
    if gone.pk == request.member.pk:
        return redirect("front-door")
    words = _("%(name)s can no longer sign in here. What they wrote is kept.", name=gone.name)
    toast(request, words, undo=undo.of_deactivation(gone, sides))
    return _to(request, "settings:people")


@require_POST
@member_view
def reactivation(request: MemberRequest, member_id: int) -> HttpResponse:
    """POST /settings/people/<id>/reactivation."""
    back = members.reactivate(member_id, actor=request.member)
    again = url("settings:deactivation", member_id=member_id)
    toast(request, _("%(name)s can sign in here again.", name=back.name), again)
    return _to(request, "settings:people")


@require_POST
@member_view
def reset_link(request: MemberRequest, member_id: int) -> HttpResponse:
    """POST /settings/people/<id>/reset-link: a link for a new password, shown once."""
    user, key = members.make_reset_key(member_id, actor=request.member)
    return _reset_page(request, user.pk, key, _member(request, member_id))


def _reset_page(request: MemberRequest, user_pk: int, key: str, person: Member) -> HttpResponse:
    place = reverse("account_reset_password_from_key", kwargs={"uidb36": int_to_base36(user_pk), "key": key})
    page = {"link": request.build_absolute_uri(place), "person": person}
    response = render(request, "workspace/reset-link.html", page, status=201)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@member_view
def stand_in(request: MemberRequest, side: str) -> HttpResponse:
    """POST /settings/stand-ins/<side>: name somebody, or nobody with an empty value."""
    chosen, before = request.POST.get("member", ""), queries.stand_in_of(side, actor=request.member)
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
        made = members.name_stand_in(side, int(chosen), actor=request.member)
        toast(
            request,
            _(
                "%(name)s stands in for %(get_side_display)s.",
                name=made.member.name,
                get_side_display=made.get_side_display(),
            ),
            undo=undo.of_stand_in(side, before, made.member_id),
        )
    else:
        members.remove_stand_in(side, actor=request.member)
        toast(request, _("The stand-in is ended."), undo=undo.of_stand_in(side, before, None))
    return _to(request, "settings:people")
