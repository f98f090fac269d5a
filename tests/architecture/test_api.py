"""Every route of the API × every role × token scope × a second workspace."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allied.kernel.access.catalogue import GRANTS, Permission
from allied.kernel.activity.models import Activity
from allied.kernel.people.catalogue import Role
from allied.site.api import ROUTERS
from tests.architecture.world import FILE, World, token_of

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@dataclass(frozen=True)
class Route:
    """What a route needs to succeed. ``at`` names the object in its address, ``body`` may name others as {name}.

    ``change``: what a PUT of the whole object changes in what GET gave. ``status``: what the permitted get.
    ``may``: the roles of the world that are permitted, where the permission alone does not say it.
    """

    at: str = ""
    needs: Permission | None = None
    body: dict[str, Any] | None = None
    change: dict[str, Any] | None = None
    query: str = ""
    status: int = 200
    files: dict[str, str] = field(default_factory=dict)
    may: tuple[str, ...] = ()


P = Permission
FORECAST = {"measure": "New", "low": 2, "high": 4, "read_on": "2030-05-01", "percent": 80, "reason": "A test."}
MODERATORS = ("editor", "administrator", "owner")  # the editor wrote what they act on
ROUTES: dict[str, Route] = {
    "GET /feedback": Route(),
    "POST /feedback": Route(needs=P.FEEDBACK_ADD, body={"text": "New", "product": "borrow"}, status=201),
    "GET /feedback/{id}": Route("feedback"),
    "PUT /feedback/{id}": Route("feedback", P.FEEDBACK_EDIT, change={"segments": {"branch": "ALD"}}),
    "PATCH /feedback/{id}": Route("feedback", P.FEEDBACK_EDIT, body={"segments": {"branch": "ALD"}}),
    "PUT /feedback/{id}/assignment": Route("feedback", P.FEEDBACK_EDIT, body={"member": None}),
    "POST /feedback/{id}/duplicate": Route("feedback", P.FEEDBACK_EDIT, body={"of": "{spare}"}),
    "DELETE /feedback/{id}/duplicate": Route("duplicate", P.FEEDBACK_EDIT),
    "POST /feedback/{id}/dismissal": Route("feedback", P.FEEDBACK_EDIT),
    "DELETE /feedback/{id}/dismissal": Route("dismissed", P.FEEDBACK_EDIT),
    "GET /fields": Route(),
    "POST /fields": Route(needs=P.FIELD_MANAGE, body={"kind": "item", "name": "Effort", "type": "number"}, status=201),
    "GET /fields/{int:id}": Route("field"),
    "PATCH /fields/{int:id}": Route("field", P.FIELD_MANAGE, body={"name": "Named anew"}),
    "POST /fields/{int:id}/archiving": Route("field", P.FIELD_MANAGE),
    "DELETE /fields/{int:id}/archiving": Route("field_archived", P.FIELD_MANAGE),
    "PUT /feedback/{id}/company": Route("feedback", P.FEEDBACK_EDIT, body={"company": "Northwind"}),
    "GET /companies": Route(),
    "POST /companies": Route(needs=P.FEEDBACK_EDIT, body={"name": "New"}, status=201),
    "GET /companies/{id}": Route("company"),
    "PUT /companies/{id}": Route("company", P.FEEDBACK_EDIT, change={"also": ["new.example"]}),
    "PATCH /companies/{id}": Route("company", P.FEEDBACK_EDIT, body={"also": ["new.example"]}),
    "GET /imports": Route(),
    "POST /imports": Route(needs=P.FEEDBACK_IMPORT, files={"product": "borrow"}, status=201),
    "GET /imports/{int:number}": Route("import_draft"),
    "GET /imports/{int:number}/rows": Route("import_done"),
    "PUT /imports/{int:number}/mapping": Route(
        "import_draft", P.FEEDBACK_IMPORT, body={"mapping": {"raw": "id"}, "source": "Desk"}
    ),
    "POST /imports/{int:number}/run": Route("import_draft", P.FEEDBACK_IMPORT),
    "DELETE /imports/{int:number}/run": Route("import_running", P.FEEDBACK_IMPORT),
    "POST /imports/{int:number}/links": Route("import_people", P.MEMBER_INVITE),
    "POST /imports/{int:number}/undo": Route("import_done", P.FEEDBACK_IMPORT),
    "GET /themes": Route(),
    "GET /themes/runs": Route(),
    "POST /themes/runs": Route(needs=P.THEME_RUN, body={"product": "{themed}"}, status=201),
    "DELETE /themes/runs/last": Route(needs=P.THEME_RUN, query="product={themed}"),
    "POST /themes/moves": Route(needs=P.THEME_STEER, body={"items": ["{theme_item}"], "theme": None}),
    "GET /themes/places": Route(query="product={themed}"),
    "GET /themes/{id}": Route("theme"),
    "GET /themes/{id}/trend": Route("theme"),
    "PUT /themes/{id}": Route("theme", P.THEME_STEER, change={"name": "Ours"}),
    "PATCH /themes/{id}": Route("theme", P.THEME_STEER, body={"name": "Ours"}),
    "POST /themes/{id}/merger": Route("theme", P.THEME_STEER, body={"into": "{theme_other}"}),
    "DELETE /themes/{id}/merger": Route("theme_merged", P.THEME_STEER),
    "POST /themes/{id}/parts": Route("theme", P.THEME_STEER, status=409),  # its feedback is too much alike
    "GET /insights": Route(),
    "POST /insights": Route(needs=P.INSIGHT_DRAFT, body={"claim": "New"}, status=201),
    "GET /insights/{id}": Route("insight_draft"),
    "PUT /insights/{id}": Route("insight_draft", P.INSIGHT_EDIT, change={"scope": "All"}),
    "PATCH /insights/{id}": Route("insight_draft", P.INSIGHT_EDIT, body={"scope": "All"}),
    "POST /insights/{id}/publication": Route("insight_draft", P.INSIGHT_PUBLISH),
    # only who published takes it back, so everybody else with the permission meets the rule
    "DELETE /insights/{id}/publication": Route("insight_published", P.INSIGHT_PUBLISH, status=409),
    "POST /insights/{id}/retirement": Route("insight_published", P.INSIGHT_PUBLISH, body={"reason": "Old."}),
    "DELETE /insights/{id}/retirement": Route("insight_retired", P.INSIGHT_PUBLISH),
    "POST /insights/{id}/succession": Route(
        "insight_published", P.INSIGHT_PUBLISH, body={"successor": "{insight_newer}"}
    ),
    "DELETE /insights/{id}/succession": Route("insight_old", P.INSIGHT_PUBLISH),
    "PUT /insights/{id}/half-life": Route("insight_draft", P.INSIGHT_EDIT, body={"months": 24}),
    "PUT /insights/{id}/owners": Route("insight_draft", P.INSIGHT_EDIT, body={"ux_owner": None, "product_owner": None}),
    "PUT /insights/{id}/review-day": Route("insight_draft", P.INSIGHT_EDIT, body={"review_on": "2030-05-01"}),
    "POST /insights/{id}/review": Route("insight_published", P.INSIGHT_EDIT, body={"review_on": None}),
    "POST /insights/{id}/parking": Route("insight_published", P.INSIGHT_EDIT, body={"reason": "We wait."}),
    "DELETE /insights/{id}/parking": Route("insight_parked", P.INSIGHT_EDIT),
    "GET /insights/{id}/digest": Route("insight_published"),
    "GET /insights/{id}/related": Route("insight_published"),
    "GET /insights/weekly/digest": Route(query="product={themed}"),
    "POST /summaries": Route(
        needs=P.INSIGHT_DRAFT,
        body={"pieces": [{"kind": "insight", "text": "New"}], "product": "{themed}", "source": "A talk"},
        status=201,
    ),
    "GET /watch": Route(),
    "GET /watch/{int:number}": Route("suggestion"),
    "POST /watch/{int:number}/confirmation": Route("suggestion", P.THREAD_LINK, body={"relation": "supports"}),
    "POST /watch/{int:number}/dismissal": Route("suggestion", P.THREAD_LINK),
    "DELETE /watch/{int:number}/judgement": Route("suggestion_done", P.THREAD_LINK),
    "GET /pages": Route(),
    "POST /pages": Route(needs=P.PAGE_WRITE, body={"title": "New"}, status=201),
    "GET /pages/{id}": Route("page"),
    "PUT /pages/{id}": Route("page", P.PAGE_WRITE, change={"text": "All"}),
    "PATCH /pages/{id}": Route("page", P.PAGE_WRITE, body={"text": "All"}),
    "GET /pages/{id}/versions": Route("page"),
    "POST /pages/{id}/versions/{int:version}/return": Route("page", P.PAGE_WRITE),
    "GET /opportunities": Route(),
    "POST /opportunities": Route(needs=P.OPPORTUNITY_FRAME, body={"title": "New"}, status=201),
    "GET /opportunities/{id}": Route("opportunity_open"),
    "PUT /opportunities/{id}": Route("opportunity_open", P.OPPORTUNITY_EDIT, change={"concerns": "All"}),
    "PATCH /opportunities/{id}": Route("opportunity_open", P.OPPORTUNITY_EDIT, body={"concerns": "All"}),
    "PUT /opportunities/{id}/place": Route(
        "opportunity_other", P.OPPORTUNITY_EDIT, body={"part_of": "{opportunity_open}"}
    ),
    "DELETE /opportunities/{id}/place": Route("opportunity_part", P.OPPORTUNITY_EDIT),
    "PUT /opportunities/{id}/size": Route(
        "opportunity_open", P.OPPORTUNITY_EDIT, body={"asked": 100, "important": 86, "satisfied": 31}
    ),
    "DELETE /opportunities/{id}/size": Route("opportunity_sized", P.OPPORTUNITY_EDIT),
    "POST /opportunities/{id}/retirement": Route("opportunity_open", P.OPPORTUNITY_EDIT, body={"reason": "Solved."}),
    "DELETE /opportunities/{id}/retirement": Route("opportunity_retired", P.OPPORTUNITY_EDIT),
    "POST /opportunities/{id}/succession": Route(
        "opportunity_open", P.OPPORTUNITY_EDIT, body={"successor": "{opportunity_other}", "reason": "Better."}
    ),
    "DELETE /opportunities/{id}/succession": Route("opportunity_old", P.OPPORTUNITY_EDIT),
    "GET /outcomes": Route(),
    "POST /outcomes": Route(needs=P.OPPORTUNITY_FRAME, body={"title": "New"}, status=201),
    "GET /outcomes/{id}": Route("outcome"),
    "PUT /outcomes/{id}": Route("outcome", P.OPPORTUNITY_EDIT, change={"goal": "All"}),
    "PATCH /outcomes/{id}": Route("outcome", P.OPPORTUNITY_EDIT, body={"goal": "All"}),
    "PUT /outcomes/{id}/focus": Route("outcome", P.OPPORTUNITY_EDIT, body={"on": "{opportunity_open}"}),
    "DELETE /outcomes/{id}/focus": Route("outcome_focused", P.OPPORTUNITY_EDIT),
    "POST /outcomes/{id}/retirement": Route("outcome", P.OPPORTUNITY_EDIT, body={"reason": "Met."}),
    "DELETE /outcomes/{id}/retirement": Route("outcome_retired", P.OPPORTUNITY_EDIT),
    "GET /solutions": Route(),
    "POST /solutions": Route(
        needs=P.OPPORTUNITY_FRAME, body={"title": "New", "under": "{opportunity_open}"}, status=201
    ),
    "GET /solutions/{id}": Route("solution"),
    "PUT /solutions/{id}": Route("solution", P.OPPORTUNITY_EDIT, change={"description": "All"}),
    "PATCH /solutions/{id}": Route("solution", P.OPPORTUNITY_EDIT, body={"description": "All"}),
    "PUT /solutions/{id}/place": Route("solution", P.OPPORTUNITY_EDIT, body={"under": "{opportunity_other}"}),
    "DELETE /solutions/{id}/place": Route("solution", P.OPPORTUNITY_EDIT),
    "POST /solutions/{id}/retirement": Route("solution", P.OPPORTUNITY_EDIT, body={"reason": "Too dear."}),
    "DELETE /solutions/{id}/retirement": Route("solution_retired", P.OPPORTUNITY_EDIT),
    "GET /assumptions": Route(),
    "POST /assumptions": Route(needs=P.OPPORTUNITY_FRAME, body={"title": "New", "under": "{solution}"}, status=201),
    "GET /assumptions/{id}": Route("assumption"),
    "PUT /assumptions/{id}": Route("assumption", P.OPPORTUNITY_EDIT, change={"risk": "viable"}),
    "PATCH /assumptions/{id}": Route("assumption", P.OPPORTUNITY_EDIT, body={"test": "Ask five"}),
    "PUT /assumptions/{id}/place": Route("assumption", P.OPPORTUNITY_EDIT, body={"under": "{solution_other}"}),
    "DELETE /assumptions/{id}/place": Route("assumption", P.OPPORTUNITY_EDIT),
    "POST /assumptions/{id}/retirement": Route("assumption", P.OPPORTUNITY_EDIT, body={"reason": "Known."}),
    "DELETE /assumptions/{id}/retirement": Route("assumption_retired", P.OPPORTUNITY_EDIT),
    "GET /experiments": Route(),
    "POST /experiments": Route(needs=P.OPPORTUNITY_FRAME, body={"title": "New", "under": "{assumption}"}, status=201),
    "GET /experiments/{id}": Route("experiment_done"),
    "PUT /experiments/{id}": Route("experiment_done", P.OPPORTUNITY_EDIT, change={"expects": "All"}),
    "PATCH /experiments/{id}": Route("experiment_planned", P.OPPORTUNITY_EDIT, body={"method": "interview"}),
    "PUT /experiments/{id}/place": Route(
        "experiment_planned", P.OPPORTUNITY_EDIT, body={"under": "{assumption_other}"}
    ),
    "DELETE /experiments/{id}/place": Route("experiment_planned", P.OPPORTUNITY_EDIT),
    "POST /experiments/{id}/running": Route("experiment_planned", P.OPPORTUNITY_EDIT),
    "DELETE /experiments/{id}/running": Route("experiment_running", P.OPPORTUNITY_EDIT),
    "PUT /experiments/{id}/result": Route(
        "experiment_running",
        P.OPPORTUNITY_EDIT,
        body={"result": "contradicts", "n": 9, "bore_out": 2, "found_on": "2026-01-15"},
    ),
    "DELETE /experiments/{id}/result": Route("experiment_done", P.OPPORTUNITY_EDIT),
    "POST /experiments/{id}/retirement": Route("experiment_done", P.OPPORTUNITY_EDIT, body={"reason": "Known."}),
    "DELETE /experiments/{id}/retirement": Route("experiment_retired", P.OPPORTUNITY_EDIT),
    "GET /items": Route(),
    "POST /items": Route(needs=P.ITEM_PROPOSE, body={"title": "New"}, status=201),
    "GET /items/{id}": Route("item_idea"),
    "PUT /items/{id}": Route("item_idea", P.ITEM_EDIT, change={"outcome": "None at all"}),
    "PATCH /items/{id}": Route("item_idea", P.ITEM_EDIT, body={"outcome": "None at all"}),
    "PUT /items/{id}/owners": Route("item_idea", P.ITEM_EDIT, body={"ux_owner": None, "product_owner": None}),
    "PUT /items/{id}/position": Route("item_idea", P.ITEM_EDIT, body={"horizon": "now"}),
    "POST /items/{id}/proposal": Route("item_idea", P.ITEM_EDIT),
    "DELETE /items/{id}/proposal": Route("item_proposed", P.ITEM_EDIT),
    "POST /items/{id}/commitment": Route("item_proposed", P.ITEM_COMMIT),
    "DELETE /items/{id}/commitment": Route("item_committed", P.ITEM_COMMIT, query="reason=Early"),
    "PUT /items/{id}/plan": Route(
        "item_idea", P.ITEM_EDIT, body={"goal": "68%", "effort": {"design": {"low": 1, "high": 2}}}
    ),
    "POST /items/{id}/start": Route("item_committed", P.ITEM_COMMIT),
    "DELETE /items/{id}/start": Route("item_started", P.ITEM_COMMIT),
    "POST /items/{id}/shipping": Route("item_committed", P.ITEM_COMMIT, body={"untested_because": "No time."}),
    "DELETE /items/{id}/shipping": Route("item_shipped_alone", P.ITEM_COMMIT, query="reason=Early"),
    "POST /items/{id}/reading": Route("item_shipped_alone", P.ITEM_COMMIT, body={"result": "62% (58 to 66), n 90"}),
    "DELETE /items/{id}/reading": Route("item_read", P.ITEM_COMMIT),
    "POST /items/{id}/drop": Route("item_idea", P.ITEM_EDIT, body={"reason": "Solved."}),
    "DELETE /items/{id}/drop": Route("item_dropped", P.ITEM_EDIT),
    "GET /releases": Route(),
    "POST /releases": Route(needs=P.RELEASE_EDIT, body={"title": "New", "items": ["{item_idea}"]}, status=201),
    "GET /releases/{id}": Route("release"),
    "PUT /releases/{id}": Route("release", P.RELEASE_EDIT, change={"notes": "All of it"}),
    "PATCH /releases/{id}": Route("release", P.RELEASE_EDIT, body={"planned_on": "2030-01-31"}),
    "POST /releases/{id}/draft": Route("release", P.RELEASE_EDIT, body={"over": True}),
    "POST /releases/{id}/shipping": Route("release", P.RELEASE_EDIT, body={"untested_because": "No time."}),
    "DELETE /releases/{id}/shipping": Route("release_shipped", P.RELEASE_EDIT),
    "POST /releases/{id}/ticks": Route("release", P.RELEASE_EDIT, body={"step": "Support knows"}),
    "DELETE /releases/{id}/ticks": Route("release", P.RELEASE_EDIT, query="step=Try+it"),
    "GET /findings": Route(),
    "POST /findings": Route(
        needs=P.FINDING_ADD, body={"title": "New", "severity": "3", "item": "{item_idea}"}, status=201
    ),
    "GET /findings/{id}": Route("finding"),
    "PUT /findings/{id}": Route("finding", P.FINDING_EDIT, change={"place": "All of it"}),
    "PATCH /findings/{id}": Route("finding", P.FINDING_EDIT, body={"severity": "1"}),
    "POST /findings/{id}/fix": Route("finding", P.FINDING_EDIT, body={"how": "Tested again."}),
    "DELETE /findings/{id}/fix": Route("finding_fixed", P.FINDING_EDIT),
    "GET /nodes/{id}/comments": Route("insight_published"),
    "POST /nodes/{id}/comments": Route(
        "insight_published", P.COMMENT_ADD, body={"text": "New", "reply_to": "{comment_open}"}, status=201
    ),
    "GET /comments/{id}": Route("comment_open"),
    # what an editor wrote: another's comment is edited by nobody else, and deleted by who moderates
    "PATCH /comments/{id}": Route("comment_open", P.COMMENT_ADD, body={"text": "New"}, may=("editor",)),
    "DELETE /comments/{id}": Route("comment_open", P.COMMENT_MODERATE, may=MODERATORS),
    "POST /comments/{id}/restoration": Route("comment_gone", P.COMMENT_MODERATE, may=MODERATORS),
    "POST /comments/{id}/resolution": Route("comment_open", P.COMMENT_ADD),
    "DELETE /comments/{id}/resolution": Route("comment_resolved", P.COMMENT_ADD),
    "GET /nodes/{id}/attachments": Route("insight_published"),
    "POST /nodes/{id}/attachments": Route(
        "insight_published", P.COMMENT_ADD, files={"description": "A sketch"}, status=201
    ),
    "GET /attachments/{id}": Route("attachment"),
    "GET /attachments/{id}/content": Route("attachment"),
    "PATCH /attachments/{id}": Route("attachment", P.COMMENT_ADD, body={"description": "A sketch"}),
    "DELETE /attachments/{id}": Route("attachment", P.COMMENT_MODERATE, may=MODERATORS),
    "POST /attachments/{id}/restoration": Route("attachment_removed", P.COMMENT_MODERATE, may=MODERATORS),
    "GET /labels": Route(),
    "POST /labels": Route(needs=P.LABEL_USE, body={"name": "New"}, status=201),
    "GET /labels/{int:number}": Route("label"),
    "PATCH /labels/{int:number}": Route("label", P.LABEL_MANAGE, body={"name": "New"}),
    "DELETE /labels/{int:number}": Route("label", P.LABEL_MANAGE),
    "POST /labels/{int:number}/merger": Route("label", P.LABEL_MANAGE, body={"into": "{label_other}"}),
    "POST /labels/{int:number}/restoration": Route("label_ended", P.LABEL_MANAGE),
    "GET /nodes/{id}/labels": Route("insight_published"),
    "PUT /nodes/{id}/labels": Route("insight_published", P.LABEL_USE, body={"labels": ["{label_other}"]}),
    "GET /trash": Route(),
    "DELETE /nodes/{id}": Route("spare", P.NODE_ARCHIVE),
    "POST /nodes/{id}/restoration": Route("trashed", P.NODE_ARCHIVE),
    "POST /nodes/{id}/archiving": Route("spare", P.NODE_ARCHIVE),
    "DELETE /nodes/{id}/archiving": Route("archived", P.NODE_ARCHIVE),
    "POST /nodes/{id}/merger": Route("feedback", P.NODE_ARCHIVE, body={"into": "{spare}"}),
    "DELETE /nodes/{id}/merger": Route("merged", P.NODE_ARCHIVE),
    "PUT /nodes/{id}/product": Route("insight_draft", P.INSIGHT_EDIT, body={"product": None}),
    "GET /notifications": Route(),
    "GET /notifications/ways": Route(),
    "PATCH /notifications/ways": Route(body={"ways": {"comment": "app"}}),
    "POST /notifications/reading": Route(body={"numbers": None}),
    "DELETE /notifications/reading": Route(query="number={notification}"),
    "GET /favorites": Route(),
    "GET /nodes/{id}/follow": Route("insight_published"),
    "PUT /nodes/{id}/follow": Route("insight_published"),
    "DELETE /nodes/{id}/follow": Route("insight_published"),
    "PUT /nodes/{id}/favorite": Route("insight_published"),
    "DELETE /nodes/{id}/favorite": Route("insight_published"),
    "GET /decisions": Route(),
    "POST /decisions": Route(needs=P.DECISION_DRAFT, body={"question": "Do we?", "right": "{right}"}, status=201),
    "GET /decisions/{id}": Route("decision_draft"),
    "PUT /decisions/{id}": Route("decision_draft", P.DECISION_DRAFT, change={"context": "Spring"}),
    "PATCH /decisions/{id}": Route("decision_draft", P.DECISION_DRAFT, body={"context": "Spring"}),
    "POST /decisions/{id}/opening": Route("decision_draft", P.DECISION_DRAFT),
    # everybody of the world is of UX and not the one asked or the decider, except where it says so
    "PUT /decisions/{id}/positions/{side}": Route("decision_open", P.DECISION_TAKE_PART, body={"text": "New"}),
    "PUT /decisions/{id}/cases/{side}": Route("decision_open", P.DECISION_TAKE_PART, body={"text": "New"}),
    "POST /decisions/{id}/cases/{side}/acceptance": Route("decision_open", may=("product",)),
    "PUT /decisions/{id}/consents/{int:consent}": Route("decision_open", body={"answer": "agrees"}, may=("editor",)),
    "POST /decisions/{id}/consents/{int:consent}/settlement": Route(
        "decision_open", P.DECISION_TAKE_PART, body={"reason": "Late."}, status=409
    ),
    "PUT /decisions/{id}/decider": Route("decision_open", P.DECISION_DRAFT, body={"decider": "{member}"}, status=409),
    "POST /decisions/{id}/verdict": Route(
        "decision_open", P.DECISION_TAKE_PART, body={"option": 1, "reasons": "New"}, status=409
    ),
    "GET /decisions/{id}/brief": Route("decision_open"),
    "PUT /decisions/{id}/brief/signatures/{side}": Route("decision_open", P.DECISION_TAKE_PART),
    "DELETE /decisions/{id}/brief/signatures/{side}": Route("decision_open", P.DECISION_TAKE_PART, status=409),
    "POST /decisions/{id}/review": Route("decision_open", P.DECISION_TAKE_PART, body={}, status=409),
    "DELETE /decisions/{id}/verdict": Route("decision_open", P.DECISION_TAKE_PART, query="reason=New", status=409),
    "POST /decisions/{id}/waiver": Route("decision_open", body={"reason": "Friday."}, may=("none",)),
    "GET /predictions": Route(),
    "POST /predictions": Route(needs=P.DECISION_TAKE_PART, body=FORECAST | {"about": "{decision_open}"}, status=201),
    "GET /predictions/calibration": Route(),
    "GET /predictions/{id}": Route("prediction_open"),
    "POST /predictions/{id}/successor": Route("prediction_open", body=FORECAST, may=("editor",), status=201),
    "POST /predictions/{id}/readings": Route("prediction_due", body={"figure": 3, "n": 20}, may=("editor",)),
    "DELETE /predictions/{id}/readings/last": Route("prediction_mine", may=("editor",)),
    "POST /predictions/{id}/dispute": Route("prediction_read", P.DECISION_TAKE_PART, body={"reason": "No."}),
    "DELETE /predictions/{id}/dispute": Route("prediction_disputed", may=("editor",)),
    "GET /vetoes": Route(),
    "POST /vetoes": Route(
        needs=P.DECISION_TAKE_PART,
        body={
            "node": "{item_proposed}",
            "standard": "privacy",
            "evidence": "{evidence}",
            "reason": "New",
            "way_out": "A test",
        },
        status=201,
    ),
    "GET /vetoes/{int:number}": Route("objection"),
    "POST /vetoes/{int:number}/lifting": Route("objection", P.DECISION_TAKE_PART, body={"reason": "Tested."}),
    "POST /vetoes/{int:number}/override": Route("objection", body={"reason": "All the same."}, may=("product",)),
    "GET /charters": Route(),
    "POST /charters": Route(needs=P.CHARTER_WRITE, body={}, status=409),  # there is a draft
    "GET /charters/in-force": Route(),
    "GET /charters/standards": Route(),
    "POST /charters/standards": Route(needs=P.CHARTER_WRITE, body={"kind": "veto", "name": "New"}, status=201),
    "DELETE /charters/standards/{kind}/{key}": Route(needs=P.CHARTER_WRITE),
    "POST /charters/standards/{kind}/{key}/restoration": Route(needs=P.CHARTER_WRITE, status=409),  # it is not retired
    "GET /charters/{int:number}": Route("charter_draft"),
    "PATCH /charters/{int:number}": Route("charter_draft", P.CHARTER_WRITE, body={"change": "New"}),
    "DELETE /charters/{int:number}": Route("charter_draft", P.CHARTER_WRITE, status=204),
    "POST /charters/{int:number}/signatures": Route("charter_draft", P.DECISION_TAKE_PART),
    "GET /rounds": Route(),
    "POST /rounds": Route(needs=P.ROUND_RUN, body={"question": "Which first?"}, status=201),
    "GET /rounds/{id}": Route("round_draft"),
    "PUT /rounds/{id}": Route("round_draft", P.ROUND_RUN, change={"purpose": "For spring"}),
    "PATCH /rounds/{id}": Route("round_draft", P.ROUND_RUN, body={"purpose": "For spring"}),
    "POST /rounds/{id}/opening": Route("round_draft", P.ROUND_RUN),
    "PUT /rounds/{id}/deadline": Route("round_open", P.ROUND_RUN, body={"closes_at": "2199-01-01T00:00:00Z"}),
    "POST /rounds/{id}/closing": Route("round_full", P.ROUND_RUN),
    "POST /rounds/{id}/cancellation": Route("round_open", P.ROUND_RUN, body={"reason": "Decided."}),
    "GET /rounds/{id}/results": Route("round_closed"),
    "GET /rounds/{id}/fit": Route("round_closed", query="capacity=3", status=409),  # it asked for votes alone
    "GET /ballots": Route(),
    "POST /ballots": Route(
        needs=P.ROUND_VOTE,
        body={"round": "{round_open}", "marks": [{"candidate": "{item_idea}", "score": 3}]},
        status=201,
    ),
    "DELETE /ballots/{round}": Route("round_open", P.ROUND_VOTE, status=204),
    "GET /meetings": Route(),
    "POST /meetings": Route(
        needs=P.MEETING_PLAN,
        body={
            "title": "New",
            "starts_at": "2199-01-01T10:00:00Z",
            "agenda": ["{item_idea}"],
            "attendees": ["{member}"],
        },
        status=201,
    ),
    "GET /meetings/{id}": Route("meeting_planned"),
    "PUT /meetings/{id}": Route("meeting_planned", P.MEETING_PLAN, change={"place": "Room 2"}),
    "PATCH /meetings/{id}": Route("meeting_planned", P.MEETING_PLAN, body={"place": "Room 2"}),
    "POST /meetings/{id}/agenda": Route("meeting_planned", P.MEETING_PLAN, body={"node": "{spare}"}),
    "PUT /meetings/{id}/agenda": Route(
        "meeting_planned",
        P.MEETING_PLAN,
        body={"items": ["{agenda_planned_last}", "{agenda_planned}"], "minutes": {}},
    ),
    "DELETE /meetings/{id}/agenda/{int:item}": Route("meeting_planned", P.MEETING_PLAN),
    "PUT /meetings/{id}/agenda/{int:item}/statement": Route(
        "meeting_planned", P.MEETING_TAKE_PART, body={"topic": "feasibility", "voice": "ux", "text": "We can."}
    ),
    "PUT /meetings/{id}/agenda/{int:item}/outcome": Route(
        "meeting_held", P.MEETING_PLAN, body={"outcome": "parked", "text": "Later."}
    ),
    "DELETE /meetings/{id}/agenda/{int:item}/outcome": Route("meeting_held", P.MEETING_PLAN),
    "PUT /meetings/{id}/agenda/{int:item}/follow-up": Route(
        "meeting_closed", P.MEETING_TAKE_PART, body={"is_done": True}
    ),
    "PUT /meetings/{id}/attendees": Route("meeting_planned", P.MEETING_PLAN, body={"attendees": ["{member}"]}),
    "PUT /meetings/{id}/answer": Route("meeting_planned", P.MEETING_TAKE_PART, body={"answer": "declined"}),
    "PUT /meetings/{id}/presence": Route(
        "meeting_held", P.MEETING_PLAN, body={"member": "{member}", "is_present": False}
    ),
    "POST /meetings/{id}/holding": Route("meeting_planned", P.MEETING_PLAN),
    "DELETE /meetings/{id}/holding": Route("meeting_held", P.MEETING_PLAN, status=409),  # something is recorded
    "POST /meetings/{id}/closing": Route("meeting_held", P.MEETING_PLAN, status=409),  # one thing is open
    "DELETE /meetings/{id}/closing": Route("meeting_closed", P.MEETING_PLAN),
    "POST /meetings/{id}/cancellation": Route("meeting_planned", P.MEETING_PLAN, body={"reason": "Settled."}),
    "DELETE /meetings/{id}/cancellation": Route("meeting_cancelled", P.MEETING_PLAN),
    "GET /meetings/{id}/minutes": Route("meeting_closed"),
    "GET /meetings/{id}/pre-read": Route("meeting_planned"),
    "GET /links": Route(),
    "POST /links": Route(
        needs=P.THREAD_LINK,
        body={"source": "{spare}", "relation": "supports", "target": "{opportunity_open}"},
        status=201,
    ),
    "GET /links/{int:id}": Route("link"),
    "DELETE /links/{int:id}": Route("link", P.THREAD_LINK, status=204),
    "GET /nodes": Route(),
    "GET /nodes/{id}": Route("feedback"),
    "GET /nodes/{id}/thread": Route("opportunity_open"),
    "GET /nodes/{id}/path": Route("opportunity_open", query="to={insight_published}"),
    "GET /nodes/{id}/trace": Route("opportunity_open"),
    "GET /coverage": Route(),
    "GET /coverage/segments": Route(),
    "GET /gaps": Route(),
    "GET /gaps/{name}": Route(),
    "GET /ask": Route(query="q=lifts"),
    "GET /ask/suggestions": Route(),
    "POST /ask/wording": Route(body={"q": "lifts"}),
    "GET /search": Route(query="q=elsewhere"),
    "GET /templates": Route(query="kind=insight"),
    "POST /templates": Route(needs=P.TEMPLATE_MANAGE, body={"kind": "item", "name": "New"}, status=201),
    "GET /templates/{int:number}": Route("template"),
    "PATCH /templates/{int:number}": Route("template", P.TEMPLATE_MANAGE, body={"name": "New"}),
    "DELETE /templates/{int:number}": Route("template", P.TEMPLATE_MANAGE),
    "POST /templates/{int:number}/restoration": Route("template_gone", P.TEMPLATE_MANAGE),
    "GET /bulk-changes": Route(),
    "GET /bulk-changes/fields": Route(query="list=insights"),
    "POST /bulk-changes": Route(
        needs=P.INSIGHT_EDIT,
        body={"list": "insights", "field": "summary", "value": "All", "objects": ["{insight_published}"]},
    ),
    # each finds their own alone, and this one is of somebody else
    "GET /bulk-changes/{int:number}": Route("bulk_change", status=404),
    "GET /bulk-changes/{int:number}/rows": Route("bulk_change", status=404),
    "POST /bulk-changes/{int:number}/run": Route("bulk_change", status=404),
    "DELETE /bulk-changes/{int:number}/run": Route("bulk_change", status=404),
    "POST /bulk-changes/{int:number}/undo": Route("bulk_change", status=404),
    "GET /me": Route(),
    "GET /products": Route(),
    "GET /members": Route(),
}
WRITES = [name for name in ROUTES if not name.startswith("GET ")]
READS = [name for name in ROUTES if name.startswith("GET ")]
ONES = [name for name, route in ROUTES.items() if route.at]

OWN = {
    name for name in WRITES if name.endswith(("/follow", "/favorite", "/notifications/reading", "/ways"))
}  # leave no trail
OWN |= {"POST /ask/wording"}  # the world has no model to send to; what is sent is recorded (asking/tests)
LEAVING = [
    name
    for name in WRITES
    if ROUTES[name].status < 300 and "editor" in (ROUTES[name].may or ("editor",)) and name not in OWN
]

# Queries of a page of a list: token, rows, and what all rows share.
LISTS = {
    "/feedback": 5,  # two of them: labels, and what duplicates are of
    "/companies": 4,  # two of them: their other names and custom fields
    "/imports": 2,
    "/insights": 6,  # three of them: custom fields, their options and values
    "/watch": 3,
    "/themes": 4,
    "/opportunities": 4,
    "/outcomes": 2,
    "/solutions": 3,
    "/assumptions": 4,
    "/experiments": 4,
    "/items": 6,  # one of them: efforts
    "/releases": 5,
    "/findings": 4,
    "/rounds": 5,  # one of them: which custom fields there are
    "/decisions": 10,  # one of them: which custom fields there are
    "/meetings": 6,  # four of them: agendas, what was said on them, people, custom fields
    "/predictions": 3,
    "/vetoes": 2,
    "/charters": 5,
    "/ballots": 2,
    "/pages": 3,
    "/links": 2,
    "/nodes": 3,
    "/nodes/{insight_published}/comments": 3,
    "/nodes/{insight_published}/attachments": 3,
    "/nodes/{insight_published}/labels": 3,
    "/labels": 2,
    "/trash": 2,
    "/notifications": 2,
    "/favorites": 2,
    "/search?q=here&kind=item": 4,
    "/bulk-changes": 2,  # one more where the member has some
    "/templates": 2,
    "/products": 2,
    "/members": 2,
    "/gaps/feedback_without_use": 3,
}
WHOLE = ("/products", "/members", "/favorites", "/attachments", "}/labels")  # lists that have one page


@pytest.fixture(autouse=True)
def _no_limit():
    cache.clear()


def ask(world: World, name: str, secret: str, *, at: str = "") -> Any:
    """Ask a route in a savepoint, and take back what it did."""
    with transaction.atomic():
        answer = _ask(world, name, secret, at=at)
        transaction.set_rollback(True)
    return answer


def _ask(world: World, name: str, secret: str, *, at: str = "") -> Any:
    route, (method, address) = ROUTES[name], name.split(" ")
    for placeholder in ("{id}", "{int:id}", "{int:number}", "{round}"):
        address = address.replace(placeholder, at or world.names.get(route.at, ""))
    fixed = {
        "{name}": "insight_without_evidence",
        "{int:version}": "1",
        "{side}": "ux",
        "{kind}": "veto",
        "{key}": "privacy",
    }
    on = route.at.replace("meeting", "agenda") if route.at.startswith("meeting") else "agenda_planned"
    recorded = "_last" if name.startswith("DELETE") and name.endswith("/outcome") else ""
    fixed["{int:item}"] = world.names.get(on + recorded, "0")
    for placeholder, value in (fixed | {"{int:consent}": world.names["consent"]}).items():
        address = address.replace(placeholder, value)
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    client, query = Client(), _filled(route.query, world)
    place = f"{V1}{address}" + (f"?{query}" if query else "")
    if route.files:
        return client.post(place, {**route.files, "file": SimpleUploadedFile("new.csv", FILE)}, headers=headers)
    body = _filled(route.body, world)
    if route.change is not None:
        kept = client.get(f"{V1}{address}", headers=headers)
        body = {**(kept.json() if kept.status_code == 200 else {}), **route.change}
    sent = b"" if body is None else json.dumps(body)
    return client.generic(method, place, sent, content_type="application/json", headers=headers)


def _filled(value: Any, world: World) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, world) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, world) for inner in value]
    if isinstance(value, str) and "{" in value:
        return value.format(**world.names)
    return value


def test_the_table_holds_every_route_and_no_other():
    declared = {
        f"{method} {prefix}{path}"
        for prefix, router in ROUTERS.items()
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }

    assert set(ROUTES) == declared


@pytest.mark.parametrize("name", ROUTES)
def test_nobody_and_who_has_left_are_asked_for_a_token(name, here):
    statuses = [ask(here, name, secret).status_code for secret in ("", "allied_no", here.names["deactivated_token"])]

    assert statuses == [401, 401, 401]


@pytest.mark.parametrize("name", ROUTES)
def test_each_role_does_what_it_may_and_no_more(name, here):
    route = ROUTES[name]

    for role in Role:
        member = here.people[role]
        may = Permission.WORKSPACE_READ in GRANTS[role] and (route.needs is None or route.needs in GRANTS[role])
        may = role in route.may if route.may else may
        answer = ask(here, name, _secret(member))

        assert answer.status_code == (route.status if may else 403), (role, answer.getvalue())


@pytest.mark.parametrize("name", WRITES)
def test_a_token_that_may_only_read_writes_nothing(name, here):
    before = Activity.objects.count()
    secret = _secret(here.people["owner"], "read")
    noted = Activity.objects.count()

    answer = _ask(here, name, secret)

    assert answer.status_code == 403
    assert Activity.objects.count() == noted >= before


@pytest.mark.parametrize("name", ONES)
def test_objects_of_another_workspace_are_not_there(name, here, elsewhere):
    theirs = "999" if ROUTES[name].at.startswith(("import", "charter")) else elsewhere.names[ROUTES[name].at]

    answer = ask(here, name, _secret(here.people["owner"]), at=theirs)

    assert answer.status_code == 404, answer.content


def test_an_import_of_another_workspace_is_not_there(here, elsewhere):
    ours = {str(number) for number in range(1, 6)}

    assert elsewhere.names["import_last"] in ours  # numbers are each workspace's own, so ours answers
    assert b"Elsewhere" not in ask(here, "GET /imports/{int:number}", _secret(here.people["owner"])).content


@pytest.mark.parametrize("name", READS)
def test_nothing_of_another_workspace_shows(name, here, elsewhere):
    text = ask(here, name, _secret(here.people["owner"])).getvalue().decode().casefold()

    assert "elsewhere" not in text
    assert not [name for name, pk in elsewhere.names.items() if "_0" in pk and pk.casefold() in text]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("POST /links", ["source", "target"]),
        ("POST /insights/{id}/succession", ["successor"]),
        ("POST /nodes/{id}/merger", ["into"]),
        ("POST /labels/{int:number}/merger", ["into"]),
        ("POST /themes/{id}/merger", ["into"]),
        ("POST /opportunities/{id}/succession", ["successor"]),
        ("PUT /opportunities/{id}/place", ["part_of"]),
    ],
)
def test_a_body_cannot_name_objects_of_another_workspace(name, fields, here, elsewhere):
    mine, secret = dict(here.names), _secret(here.people["owner"])
    for field_name in fields:
        wanted = ROUTES[name].body[field_name].strip("{}")
        here.names[wanted] = elsewhere.names[wanted]
        answer = ask(here, name, secret)
        here.names.update(mine)

        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [field_name]


@pytest.mark.parametrize("name", LEAVING)
def test_every_write_leaves_a_trail_with_its_actor(name, here):
    needs = ROUTES[name].needs
    member = here.people["editor" if needs is None or needs in GRANTS[Role.EDITOR] else "administrator"]
    secret, last = _secret(member), Activity.objects.latest("pk").pk

    answer = _ask(here, name, secret)

    trail = Activity.objects.filter(pk__gt=last).exclude(verb="access_token.made")
    assert answer.status_code < 300
    assert {entry.actor_id for entry in trail} == {member.pk}


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_is_a_members_own_leaves_no_trail(name, here):
    secret, last = _secret(here.people["owner"]), Activity.objects.latest("pk").pk

    assert _ask(here, name, secret).status_code == 200
    assert not Activity.objects.filter(pk__gt=last).exclude(verb="access_token.made").exists()


@pytest.mark.parametrize(("place", "count"), LISTS.items())
def test_a_list_asks_a_fixed_number_of_queries(place, count, here):
    headers = {"Authorization": f"Bearer {_secret(here.people['owner'])}"}
    Client().get(f"{V1}/me", headers=headers)  # notes the use of the token, which it does every five minutes
    Client().get(f"{V1}{_filled(place, here)}", headers=headers)  # reads vectors, which this process then keeps
    sizes = [""] if place.endswith(WHOLE) else ["limit=1", "limit=50"]

    for size in sizes:
        with CaptureQueriesContext(connection) as asked:
            answer = Client().get(f"{V1}{_filled(place, here)}{'&' if '?' in place else '?'}{size}", headers=headers)

        assert answer.status_code == 200
        assert len(asked) == count, "\n".join(one["sql"][-300:] for one in asked)


def _secret(member, scope="write"):
    """A token for each, also for guests, who cannot make one: they may have been more once."""
    role, member.role = member.role, Role.OWNER
    try:
        return token_of(member, scope)
    finally:
        member.role = role
