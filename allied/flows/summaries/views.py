"""“From a summary”: paste it, choose what each piece is, add all of it at once."""

from __future__ import annotations

from functools import partial

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import path

from allied.domains.feedback.forms import ProductForm
from allied.flows.summaries.making import OPINIONS, Made, make_from_summary, undo_of
from allied.flows.summaries.reading import MOST, Piece, read
from allied.kernel.access import Permission
from allied.kernel.text import excerpt
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.forms import required
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast

LONGEST = 100_000  # characters: the minutes of a day


class SummaryForm(ProductForm):
    """The summary, and where it comes from."""

    text = forms.CharField(
        label=_("The summary"),
        help_text=_("With its headings, points and quotes, such as “Key insights” and “Quotes”."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages=required(_("Paste the summary first.")),
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        help_text=_("The talk or meeting, and its day. It stands beside every quote."),
        max_length=60,
        error_messages=required(_("Say where it comes from, such as the name of the talk.")),
    )
    method = forms.ChoiceField(
        label=_("Whose words are they?"),
        choices=list(OPINIONS.items()),
        initial="hearsay",
        help_text=_("All of these are opinions: counted and shown, but they raise no claim’s strength."),
    )

    field_order = ("text", "source", "method", "product")


@member_view(permission=Permission.INSIGHT_DRAFT)
def from_summary(request: MemberRequest) -> HttpResponse:
    """GET asks for the text; POST shows its pieces, then adds those that are ticked."""
    form, pieces = SummaryForm(request), _posted(request.POST)
    if request.method == "POST" and "pieces" in request.POST:
        made = form.attempt(partial(_make, form, pieces, request))
        if made:
            return _made(request, made)
    elif request.method == "POST" and form.is_valid():
        pieces = _read(form)
    options = [(0, _("no insight"))] + [
        (at, f"{at}: {excerpt(piece.text, 60)}") for at, (piece, _kept) in enumerate(pieces, 1) if _is_claim(piece)
    ]
    shown = {"form": form, "pieces": pieces, "options": options}
    return render(request, "flows/from_summary.html", shown, status=form.status)


def _is_claim(piece: Piece) -> bool:
    return piece.kind == "insight"


def _read(form: SummaryForm) -> list[tuple[Piece, bool]]:
    from allied.flows.summaries.nearness import placed  # noqa: PLC0415  brings numpy

    found = read(form.cleaned_data["text"])
    if not found:
        form.add_error("text", _("There is no piece in this text. Paste its words with their headings."))
    if len(found) > MOST:
        sentence = _(
            "This has %(found)s pieces; %(most)s fit in one go. Paste it in parts.", found=len(found), most=MOST
        )
        form.add_error("text", sentence)
        return []
    return [(piece, True) for piece in placed(found)]


def _posted(data: QueryDict) -> list[tuple[Piece, bool]]:
    """The pieces as they were sent back, each with whether it is ticked."""
    count = data.get("pieces", "")
    kept = set(data.getlist("keep"))
    return [
        (_piece(data, at), str(at) in kept)
        for at in range(1, min(int(count) if count.isdecimal() and len(count) < 4 else 0, MOST) + 1)
    ]


def _piece(data: QueryDict, at: int) -> Piece:
    about = data.get(f"about-{at}", "")
    return Piece(
        "insight" if data.get(f"kind-{at}") == "insight" else "opinion",
        data.get(f"text-{at}", ""),
        data.get(f"who-{at}", ""),
        int(about) if about.isdecimal() and len(about) < 4 else 0,
    )


def _make(form: SummaryForm, pieces: list[tuple[Piece, bool]], request: MemberRequest) -> Made:
    return make_from_summary(
        [piece if is_kept else None for piece, is_kept in pieces],
        product=form.chosen_product(),
        source=form.cleaned_data["source"],
        method=form.cleaned_data["method"],
        actor=request.member,
    )


def _made(request: MemberRequest, made: Made) -> HttpResponse:
    insights, opinions = plural(len(made.insights), "draft insight"), plural(len(made.opinions), "opinion")
    toast(
        request,
        _("The summary became %(insights)s and %(opinions)s.", insights=insights, opinions=opinions),
        undo=undo_of(made),
    )
    if len(made.insights) == 1:
        return redirect_or_refresh(request, "insights:detail", reference=made.insights[0].reference)
    return redirect_or_refresh(request, "insights:list" if made.insights else "feedback:list")


urls = [path("w/<slug:workspace>/summaries/new", from_summary, name="from-summary")]
