"""Help → Calculators: the list, and a page for each. The library of statistics loads with the first answer."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from allied.kernel.errors import NotVisible
from allied.kernel.words import _
from allied.site.help.calculators.answers import linked, shown
from allied.site.help.calculators.catalogue import CALCULATORS
from allied.site.help.calculators.forms import CalculatorForm
from allied.stats.handbook import reference
from allied.web.http import MemberRequest, member_view, render

UNKNOWN = _("There is no calculator of this name. Help → Calculators lists them all.")


@require_GET
@member_view
def index(request: MemberRequest) -> HttpResponse:
    """GET /help/calculators: every calculator, by what it is for."""
    groups = [(name, list(each)) for name, each in groupby(CALCULATORS.values(), key=lambda one: one.group)]
    return render(request, "help/calculators.html", {"groups": groups})


@require_GET
@member_view
def calculator(request: MemberRequest, method: str) -> HttpResponse:
    """GET /help/calculators/<method>?<inputs>: the form, and the answer when the address asks for one."""
    if method not in CALCULATORS:
        raise NotVisible(UNKNOWN)
    chosen = CALCULATORS[method]
    form = CalculatorForm(chosen, request.GET)
    result = form.answer()
    values = {
        "calculator": chosen,
        "form": form,
        "reference": reference(method),
        "linked": partial(linked, workspace=request.member.workspace.slug),
        "answer": None if result is None else shown(chosen, result, form.given),
    }
    return render(request, "help/calculator.html", values, status=form.status)
