"""The way in by file: upload, columns, rows, run, result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.importing import actions, exports, queries
from allied.kernel.importing.models import Import, ImportRow
from allied.kernel.importing.presets import PRESETS
from allied.kernel.importing.reading.formats import mail
from allied.kernel.importing.targets import everything
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Invitation
from allied.kernel.words import _
from allied.site.imports import mailing, wizard
from allied.site.imports.forms import LayoutForm, UploadForm, mapping_from, undated_from
from allied.web.http import MemberRequest, is_htmx, member_view, redirect_or_refresh, render, toast
from allied.web.listing import Filter, Listing, Option, Sort

OUTCOMES = [
    Option("", _("every result")),
    *(Option(value, label.lower()) for value, label in ImportRow.Outcome.choices),
]
BY_ROW = [Sort("row", _("in the order of the file"), ("number",))]
NEWEST = [Sort("newest", _("newest first"), ("-number",))]


@require_safe
@member_view
def all_imports(request: MemberRequest) -> HttpResponse:
    listing = Listing(request, queries.imports(actor=request.member), sorts=NEWEST)
    shown: dict[str, Any] = {"listing": listing, "page": listing.page()}
    shown["labels"] = {target.name: target.label for target in everything()}
    shown["may_import"] = access.can(request.member, Permission.FEEDBACK_IMPORT)
    return render(request, "imports/list.html", shown, fragment="list")


@member_view(permission=Permission.FEEDBACK_IMPORT)
def new(request: MemberRequest) -> HttpResponse:
    form = UploadForm(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = _upload(request, form)
        except BadInput as refusal:
            form.refuse(refusal)
        else:
            return redirect_or_refresh(request, "imports:detail", number=made.number)
    labels = {target.name: target.label for target in everything()}
    values = {"form": form, "presets": PRESETS, "labels": labels}
    return render(request, "imports/upload.html", values, status=422 if form.errors else 200)


def _upload(request: MemberRequest, form: UploadForm) -> Import:
    files = form.cleaned_data["file"]
    chunks: Iterable[bytes] = [form.cleaned_data["rows"].encode()]
    name = files[0].name if files else ""
    if len(files) == 1:
        chunks = files[0].chunks()
    elif files:
        chunks, name = mail.joined(each.chunks() for each in files), f"{len(files)} e-mails.mbox"
    return actions.upload_import(
        file_name=name,
        chunks=chunks,
        product=form.chosen_product(),
        target=form.cleaned_data["target"],
        actor=request.member,
    )


@require_safe
@member_view
def one(request: MemberRequest, number: int) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    if imported.state == Import.State.DRAFT:
        return _columns(request, imported)
    if imported.is_busy:
        return render(request, "imports/run.html", {"run": wizard.running(imported)})
    return render(request, "imports/result.html", {"result": wizard.result(imported, actor=request.member)})


def _columns(request: MemberRequest, imported: Import, refusal: BadInput | None = None) -> HttpResponse:
    shown: dict[str, Any] = {"page": wizard.columns(imported, refusal.fields if refusal else {}, actor=request.member)}
    shown["layout_form"] = LayoutForm(imported)
    return render(request, "imports/columns.html", shown, fragment="columns", status=422 if refusal else 200)


@require_POST
@member_view
def layout(request: MemberRequest, number: int) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    said = {name: request.POST.get(name, "") for name in ("sheet", "form")}
    encoding = request.POST.get("encoding", imported.encoding)
    try:
        has_header = "has_header" in request.POST
        actions.change_layout(imported, encoding=encoding, has_header=has_header, actor=request.member, **said)
    except BadInput as refusal:
        return _columns(request, queries.import_by_number(number, actor=request.member), refusal)
    toast(request, _("The file is read anew. Check the columns again."))
    return redirect_or_refresh(request, "imports:detail", number=number)


@require_POST
@member_view
def mapping(request: MemberRequest, number: int) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    try:
        imported = _map(request, imported)
    except BadInput as refusal:
        return _columns(request, imported, refusal)
    if is_htmx(request):
        return _columns(request, imported)
    return redirect_or_refresh(request, "imports:detail", number=number)


def _map(request: MemberRequest, imported: Import) -> Import:
    return actions.map_import(
        imported,
        mapping_from(imported, request.POST),
        source=request.POST.get("source", imported.source),
        undated_on=undated_from(imported, request.POST),
        actor=request.member,
    )


@require_POST
@member_view
def run(request: MemberRequest, number: int) -> HttpResponse:
    """Start a draft with the columns as they stand on the page, or go on with what was stopped."""
    imported = queries.import_by_number(number, actor=request.member)
    if imported.state == Import.State.STOPPED:
        actions.resume_import(imported, actor=request.member)
        return redirect_or_refresh(request, "imports:detail", number=number)
    try:
        actions.start_import(_map(request, imported), actor=request.member)
    except BadInput as refusal:
        return _columns(request, imported, refusal)
    return redirect_or_refresh(request, "imports:detail", number=number)


@require_POST
@member_view
def stop(request: MemberRequest, number: int) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    actions.stop_import(imported, actor=request.member)
    return redirect_or_refresh(request, "imports:detail", number=number)


@require_POST
@member_view
def undo(request: MemberRequest, number: int) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    actions.undo_import(imported, actor=request.member)
    return redirect_or_refresh(request, "imports:detail", number=number)


@require_safe
@member_view
def progress(request: MemberRequest, number: int) -> HttpResponse:
    """How far it is; when it is over, the page with the result."""
    imported = queries.import_by_number(number, actor=request.member)
    if not imported.is_busy:
        return redirect_or_refresh(request, "imports:detail", number=number)
    return render(request, "imports/run.html", {"run": wizard.running(imported)}, fragment="progress")


@require_safe
@member_view
def rows(request: MemberRequest, number: int) -> HttpResponse:
    imported = queries.import_by_number(number, actor=request.member)
    shown: Filter[ImportRow] = Filter(
        "outcome", _("Result"), OUTCOMES, lambda found, value: found.filter(outcome=value)
    )
    listing = Listing(request, queries.results(imported), sorts=BY_ROW, filters=[shown], size=50)
    page = listing.page()
    for row in page.items:
        row.url = url_of(row.node, workspace_slug=request.member.workspace.slug) if row.node else ""
    values = {"imported": imported, "listing": listing, "page": page}
    return render(request, "imports/rows.html", values, fragment="list")


@require_POST
@member_view(permission=Permission.MEMBER_INVITE)
def links(request: MemberRequest, number: int) -> FileResponse:
    """The links of those whom it invited, made anew: they are shown only now."""
    imported, found = _links(request, number)
    name = f"import-{imported.number}-links.csv"
    answer = FileResponse(exports.links_csv(found), as_attachment=True, filename=name, content_type="text/csv")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@member_view(permission=Permission.MEMBER_INVITE)
def link_list(request: MemberRequest, number: int) -> HttpResponse:
    """The same on a page, to be copied."""
    imported, found = _links(request, number)
    answer = render(request, "imports/links.html", {"imported": imported, "links": found}, status=201)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@member_view(permission=Permission.MEMBER_INVITE)
def links_by_mail(request: MemberRequest, number: int) -> HttpResponse:
    """A letter to each who waits and has an address."""
    imported = queries.import_by_number(number, actor=request.member)
    job = mailing.mail_links(imported, actor=request.member)
    toast(request, _("%(letters)s on their way. You can leave; the work goes on.", letters=_letters(job.total or 0)))
    return redirect_or_refresh(request, "imports:detail", number=number)


def _letters(count: int) -> str:
    return _("1 letter is") if count == 1 else _("%(count)s letters are", count=count)


def _links(request: MemberRequest, number: int) -> tuple[Import, list[tuple[Invitation, str]]]:
    """New links of those who wait, as addresses."""
    imported = queries.import_by_number(number, actor=request.member)
    made = actions.make_links(imported, actor=request.member)
    return imported, [
        (one, request.build_absolute_uri(reverse("join", kwargs={"secret": secret}))) for one, secret in made
    ]


@require_safe
@member_view(permission=Permission.FEEDBACK_IMPORT)
def left_out(request: MemberRequest, number: int) -> FileResponse:
    """The rows that were left out, to be corrected and imported again."""
    imported = queries.import_by_number(number, actor=request.member)
    name = f"import-{imported.number}-left-out.csv"
    return FileResponse(exports.left_out_csv(imported), as_attachment=True, filename=name, content_type="text/csv")
