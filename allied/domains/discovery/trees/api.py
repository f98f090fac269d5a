"""Outcomes, solutions, assumptions and experiments for programs: nouns of one make, with the acts of the pages."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.domains.discovery.models import Experiment, Grown, Opportunity, Outcome
from allied.domains.discovery.trees import actions, experiments, queries
from allied.domains.discovery.trees.experiments import Finding
from allied.domains.discovery.trees.queries import evidence_for
from allied.domains.discovery.trees.sorts import SORTS
from allied.kernel.errors import BadInput
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _
from allied.web.api import ApiRequest
from allied.web.api.bodies import Body, Whole
from allied.web.api.finding import in_body, node_named, product_filter, product_in_body
from allied.web.api.pages import BY_CHANGE, BY_ID, PageQuery
from allied.web.api.resource import Resource
from allied.web.api.shapes import (
    MemberRef,
    NodeRef,
    StrengthShape,
    href,
    member_or_none,
    member_ref,
    node_ref,
    node_ref_or_none,
    page_of,
    slug_of,
    strength_shape,
)

ORDERS: Final = {"newest": BY_ID, "changed": BY_CHANGE}
ADDRESSES: Final = {
    **dict.fromkeys(("state", "ended_at", "ended_by", "ended_because"), "POST or DELETE its retirement."),
    "under": "PUT or DELETE its place.",
    "strength": "POST /links changes what supports it.",
    "began_on": "POST or DELETE its running.",
    **dict.fromkeys(experiments.RESULT, "PUT or DELETE its result."),
    "evidence_for": "POST /links, or PUT its result.",
    "focus": "PUT or DELETE its focus.",
}


class BranchPatch(Body):
    """``product`` is a slug, or null for the whole workspace."""

    title: str = ""
    description: str = ""
    product: str | None = None


class OutcomePatch(BranchPatch):
    measure: str = Field("", description="A figure that moves, or the words by which one would tell.")
    baseline: str = Field("", description="What it is now.")
    goal: str = Field("", description="What it shall be.")
    due_on: date | None = None


class AssumptionPatch(BranchPatch):
    """What must be true for a solution to work."""

    risk: Literal["", "desirable", "viable", "feasible", "usable", "ethical"] = ""
    importance: Literal["", "high", "medium", "low"] = Field("", description="How much rests on it.")
    test: str = Field("", description="How we find out.")
    test_on: date | None = None


class ExperimentPatch(BranchPatch):
    """A test of an assumption."""

    method: str = Field("", description="By which method, as /docs names them: usability_test, interview, analytics …")
    expects: str = Field("", description="What one would see if the assumption holds.")
    due_on: date | None = None


class OutcomeBody(OutcomePatch):
    title: str


class SolutionBody(BranchPatch):
    title: str
    under: str | None = Field(None, description="The opportunity that it addresses, by id or reference.")


class AssumptionBody(AssumptionPatch):
    title: str
    under: str | None = Field(None, description="The solution that rests on it, by id or reference.")


class ExperimentBody(ExperimentPatch):
    title: str
    under: str | None = Field(None, description="The assumption that it tests, by id or reference.")


class OutcomeWhole(OutcomePatch, Whole):
    """The whole outcome as GET gives it; read-only fields may stay in, unchanged."""


class SolutionWhole(BranchPatch, Whole):
    """The whole solution as GET gives it; read-only fields may stay in, unchanged."""


class AssumptionWhole(AssumptionPatch, Whole):
    """The whole assumption as GET gives it; read-only fields may stay in, unchanged."""


class ExperimentWhole(ExperimentPatch, Whole):
    """The whole experiment as GET gives it; read-only fields may stay in, unchanged."""


class ExperimentResult(Body):
    """What came of it, instead of what was recorded before."""

    result: Literal["supports", "contradicts", "unclear"]
    n: int = Field(description="How many people or cases, at least 1.")
    bore_out: int | None = Field(None, description="How many of them did what the assumption says.")
    found_on: date
    learned: str = ""
    counts: bool = Field(True, description="Whether it stands as evidence for or against the assumption.")


class BranchRetirement(Body):
    reason: str


class BranchPlace(Body):
    under: str = Field(description="What it shall stand under, by id or reference.")
    after: str | None = Field(None, description='The sibling that it follows, by reference; "" for the first place.')


class BranchShape(Schema):
    """An object of an opportunity solution tree."""

    id: str
    reference: str
    href: str
    page: str
    title: str
    description: str
    product: str | None
    state: str
    under: NodeRef | None = Field(description="What it stands under in its tree.")
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    ended_at: datetime | None
    ended_by: MemberRef | None
    ended_because: str
    archived_at: datetime | None


class OutcomeFocus(Body):
    on: str = Field(description="The opportunity in its tree that is worked on first, by id or reference.")


class OutcomeShape(BranchShape):
    measure: str
    baseline: str
    goal: str
    due_on: date | None
    focus: NodeRef | None = Field(description="The opportunity that is worked on first.")


class AssumptionShape(BranchShape):
    risk: str
    importance: str
    test: str
    test_on: date | None
    strength: StrengthShape


class ExperimentShape(BranchShape):
    method: str
    expects: str
    due_on: date | None
    began_on: date | None
    result: str = Field(description="supports, contradicts or unclear; empty until there is one.")
    n: int | None
    bore_out: int | None
    found_on: date | None
    learned: str
    evidence_for: list[NodeRef] = Field(description="The claims for or against which it stands as evidence.")


class BranchQuery(PageQuery):
    q: str = Field("", max_length=200, description="Words that all occur in it.")
    product: str = Field("", description="The slug of a product.")
    state: str = Field("", max_length=20, description="One of its states, such as open, done or retired.")
    changed_since: datetime | None = None
    sort: Literal["newest", "changed"] = "newest"


def grown_named(name: str, *, actor: Member) -> Grown:
    """Anything of a tree, by id or reference.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    return queries.grown_by_reference(node_named(name, actor=actor).reference, actor=actor)


def _noun(kind: str, patch: Any, body: Any, whole: Any, shape: Any) -> Router:
    """The routes of one kind."""
    spec, sort = KINDS[kind], SORTS[kind]
    one, plural = str(spec.label).lower(), str(spec.plural).lower()
    router = Router(tags=[str(spec.plural)])
    many = type(f"{spec.label}Page", (_Page,), {"__annotations__": {"data": list[shape]}})
    resource = _resource(kind, patch, shape)

    def words(fields: dict[str, Any], actor: Member) -> dict[str, Any]:
        return {
            "title": fields["title"],
            "description": fields["description"],
            "details": {detail.name: fields[detail.name] for detail in sort.details},
            "product": product_in_body(fields["product"], actor=actor),
        }

    def edit(found: Grown, fields: dict[str, Any], *, actor: Member) -> None:
        actions.edit_branch(found, **words(fields, actor), actor=actor)

    def listed(request: ApiRequest, query: Query[BranchQuery]) -> HttpResponse:
        return resource.some(request, _wanted(kind, query, request.member), query, ORDERS[query.sort])

    def add(request: ApiRequest, body: body) -> HttpResponse:
        given = body.model_dump()
        with transaction.atomic():
            made = actions.add_branch(sort.model, **words(given, request.member), actor=request.member)
            if under := given.get("under"):
                parent = in_body(lambda: grown_named(under, actor=request.member), field="under")
                actions.place_under(made, parent, actor=request.member)
        return resource.read(request, made.node.reference, status=201)

    def read(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
        return resource.read(request, id)

    def replace(request: ApiRequest, id: str, body: whole) -> HttpResponse:  # noqa: A002
        return resource.replace(request, id, body, edit)

    def change(request: ApiRequest, id: str, body: patch) -> HttpResponse:  # noqa: A002
        return resource.change(request, id, body, edit)

    def retire(request: ApiRequest, id: str, body: BranchRetirement) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, actions.retire_branch, reason=body.reason)

    def reopen(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, actions.reopen_branch)

    def place(request: ApiRequest, id: str, body: BranchPlace) -> HttpResponse:  # noqa: A002
        parent = in_body(lambda: grown_named(body.under, actor=request.member), field="under")
        after = actions.LAST if body.after is None else body.after
        return resource.act(request, id, actions.place_under, parent, after=after)

    def take_out(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, actions.take_out)

    routes: list[tuple[str, str, Any, Any, str, str]] = [
        ("GET", "", listed, many, f"List {plural}", plural),
        ("POST", "", add, {201: shape}, f"Add an {one}" if one[0] in "ao" else f"Add a {one}", f"add_{kind}"),
        ("GET", "/{id}", read, shape, f"Read one of the {plural}", kind),
        ("PUT", "/{id}", replace, shape, f"Replace what one of the {plural} says", f"replace_{kind}"),
        ("PATCH", "/{id}", change, shape, f"Change parts of what one of the {plural} says", f"change_{kind}"),
        ("POST", "/{id}/retirement", retire, shape, f"Retire one of the {plural}, with the reason", f"retire_{kind}"),
        ("DELETE", "/{id}/retirement", reopen, shape, f"Reopen one of the {plural}", f"reopen_{kind}"),
    ]
    if sort.under:
        routes += [
            ("PUT", "/{id}/place", place, shape, f"Place one of the {plural} in a tree", f"place_{kind}"),
            ("DELETE", "/{id}/place", take_out, shape, f"Let one of the {plural} stand by itself", f"take_out_{kind}"),
        ]
    for method, path, view, response, summary, name in routes:
        view.__name__ = name
        router.add_api_operation(path, [method], view, response=response, summary=summary)
    return router


def _resource(kind: str, patch: Any, shape: Any) -> Resource[Grown]:
    return Resource[Grown](
        kind,
        find=lambda reference, actor: queries.grown_by_reference(reference, actor=actor, kind=kind),
        show=lambda rows, actor: [_shape(shape, row, known, actor) for row, known in _known(rows, actor)],
        writable=tuple(patch.model_fields),
        addresses=ADDRESSES,
    )


def _focusing(router: Router) -> Router:
    """What only outcomes do: name the opportunity that is worked on first."""
    resource = _resource("outcome", OutcomePatch, OutcomeShape)

    def focus(request: ApiRequest, id: str, body: OutcomeFocus) -> HttpResponse:  # noqa: A002  its name in the address
        target = in_body(lambda: grown_named(body.on, actor=request.member), field="on")
        if not isinstance(target, Opportunity):
            raise BadInput(on=_("Name an opportunity. Nothing was changed."))
        return resource.act(request, id, actions.focus_on, target)

    def unfocus(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, actions.focus_on, None)

    focus.__name__, unfocus.__name__ = "focus_outcome", "unfocus_outcome"
    for method, view, summary in (
        ("PUT", focus, "Name the opportunity that is worked on first"),
        ("DELETE", unfocus, "Name none that is worked on first"),
    ):
        router.add_api_operation("/{id}/focus", [method], view, response=OutcomeShape, summary=summary)
    return router


def _running(router: Router) -> Router:
    """What only experiments do."""
    resource = _resource("experiment", ExperimentPatch, ExperimentShape)

    def start(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
        return resource.act(request, id, experiments.start_experiment)

    def stop(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, experiments.stop_experiment)

    def record(request: ApiRequest, id: str, body: ExperimentResult) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, experiments.record_result, Finding(**body.model_dump()))

    def take_back(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
        return resource.act(request, id, experiments.take_result_back)

    routes: list[tuple[str, str, Any, str, str]] = [
        ("POST", "/{id}/running", start, "Say that an experiment runs", "start_experiment"),
        ("DELETE", "/{id}/running", stop, "Let an experiment be planned again", "stop_experiment"),
        ("PUT", "/{id}/result", record, "Record the result of an experiment", "record_experiment_result"),
        ("DELETE", "/{id}/result", take_back, "Take the result of an experiment back", "take_experiment_result_back"),
    ]
    for method, path, view, summary, name in routes:
        view.__name__ = name
        router.add_api_operation(path, [method], view, response=ExperimentShape, summary=summary)
    return router


class _Page(Schema):
    next: str | None
    cursor: str | None


def _known(rows: Sequence[Grown], actor: Member) -> list[tuple[Grown, dict[str, Any]]]:
    """Each with what it stands under and, for claims, its strength, for experiments what they bear on: two queries."""
    nodes, today = [row.node for row in rows], today_in(actor.workspace)
    parents = queries.parents_of(nodes) if rows and SORTS[rows[0].node.kind].under else {}
    strengths = strength_of(nodes, today=today) if rows and rows[0].node.spec.is_claim else {}
    bears_on = evidence_for(nodes) if rows and rows[0].node.kind == "experiment" else {}
    found = []
    for row in rows:
        known: dict[str, Any] = {"under": node_ref_or_none(parents.get(row.pk))}
        if row.pk in strengths:
            known["strength"] = strength_shape(strengths[row.pk], today=today)
        if isinstance(row, Outcome):
            known["focus"] = node_ref_or_none(row.focus.node if row.focus else None)
        if isinstance(row, Experiment):
            known |= {name: getattr(row, name) for name in ("began_on", *experiments.RESULT)}
            known["evidence_for"] = [node_ref(one) for one in bears_on.get(row.pk, ())]
        found.append((row, known))
    return found


def _shape(shape: Any, row: Grown, known: dict[str, Any], actor: Member) -> Schema:
    node = row.node
    made: Schema = shape(
        id=node.pk,
        reference=node.reference,
        href=href(node),
        page=page_of(node, actor),
        title=node.title,
        description=row.description,
        product=slug_of(node.product),
        state=node.state,
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        ended_at=row.ended_at,
        ended_by=member_or_none(row.ended_by),
        ended_because=row.ended_because,
        archived_at=node.archived_at,
        **{detail.name: getattr(row, detail.name) for detail in SORTS[node.kind].details},
        **known,
    )
    return made


def _wanted(kind: str, query: BranchQuery, actor: Member) -> QuerySet[Grown]:
    found = queries.grown(kind, actor=actor).select_related("node", "node__product", "node__created_by", "ended_by")
    if query.q:
        found = queries.matching(found, query.q, kind=kind, actor=actor)
    if query.product:
        found = found.filter(node__product=product_filter(query.product, actor=actor))
    filters = {"node__state": query.state or None, "node__updated_at__gte": query.changed_since}
    return found.filter(**{name: value for name, value in filters.items() if value is not None})


outcomes_router = _focusing(_noun("outcome", OutcomePatch, OutcomeBody, OutcomeWhole, OutcomeShape))
solutions_router = _noun("solution", BranchPatch, SolutionBody, SolutionWhole, BranchShape)
assumptions_router = _noun("assumption", AssumptionPatch, AssumptionBody, AssumptionWhole, AssumptionShape)
experiments_router = _running(_noun("experiment", ExperimentPatch, ExperimentBody, ExperimentWhole, ExperimentShape))
