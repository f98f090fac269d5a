"""Every page × every role × a second workspace."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from allied.kernel.access.catalogue import GRANTS
from allied.kernel.activity.models import Activity
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from tests.architecture.test_code import walk
from tests.architecture.world import World

pytestmark = pytest.mark.django_db

PAGES = {name: page for name, page in walk(get_resolver()) if getattr(page.callback, "requires_member", False)}
# What stands in an address: by the page's namespace for references, by the argument's name for the rest.
REFERENCES = {
    "feedback": "feedback",
    "companies": "company",
    "companies:of-feedback": "feedback",
    "themes": "theme",
    "insights": "insight_draft",
    "discovery": "opportunity_open",
    "decisions": "decision_open",
    "decisions:prediction": "prediction_read",
    "decisions:prediction-superseding": "prediction_open",
    "decisions:prediction-reading": "prediction_due",
    "decisions:prediction-dispute": "prediction_read",
    "decisions:prediction-dispute-withdrawal": "prediction_disputed",
    "prioritization": "round_closed",
    "rituals": "meeting_planned",
    "flows:decision-from-meeting": "meeting_held",
    "roadmap": "item_idea",
    "roadmap:start": "item_committed",
    "roadmap:start-removal": "item_started",
    "roadmap:shipping": "item_committed",
    "roadmap:shipping-removal": "item_shipped_alone",
    "roadmap:reading": "item_shipped_alone",
    "roadmap:reading-removal": "item_read",
    "findings": "finding",
    "findings:fix-removal": "finding_fixed",
    "releases": "release",
    "releases:shipping-removal": "release_shipped",
    "flows": "insight_published",
    "discovery:outcome": "outcome",
    "discovery:outcome-export": "outcome",
    "discovery:outcome-focus": "outcome",
    "discovery:outcome-planting": "outcome",
    "discovery:solution": "solution",
    "discovery:assumption": "assumption",
    "discovery:experiment": "experiment_done",
    "discovery:tree-running": "experiment_planned",
    "discovery:tree-running-removal": "experiment_running",
    "discovery:tree-result": "experiment_running",
    "discovery:tree-result-removal": "experiment_done",
    "discovery:tree-edit": "assumption",
    "discovery:tree-place": "solution",
    "flows:insight-from-theme": "theme",
    "talk": "insight_published",
    "fields": "insight_published",
    "web": "insight_published",
    "thread": "insight_published",
    "pages": "page",
}
ARGUMENTS = {
    "comment_id": "comment_open",
    "notification_id": "notification",
    "attachment_id": "attachment",
    "trashed": "trashed_reference",
    "merged": "merged_reference",
    "label_id": "label",
    "field_id": "field",
    "number": "import_draft",
    "objection_id": "objection",
    "agenda_id": "agenda_planned",
    "charter_number": "charter_draft",
    "right_id": "right_draft",
    "consent_id": "consent",
    "member_id": "member",
    "saved_id": "saved_list",
    "change_id": "bulk_change",
    "rewording_id": "rewording",
    "template_id": "template",
    "token_id": "token",
    "suggestion": "suggestion",
    "invitation_id": "invitation",
}
FIXED = {
    "version": "1",
    "key": "insights",
    "form": "csv",
    "field_key": "title",
    "method": "nps_ci",
    "kind": "veto",
    "of_kind": "insight",
    "side": "ux",
    "topic": "feasibility",
    "voice": "ux",
    "meeting_type": "strategy",
    "which": "insight_without_evidence",
    "slug": "borrow",
    "sort": "outcome",
    "holiday_id": "1",
    "act_id": "1",
}
# A reader may change what is theirs alone.
OWN = {
    "account",
    "account-preferences",
    "account-tokens",
    "account-token-revocation",
    "web:list-save",
    "web:list-default",
}


@pytest.fixture(autouse=True)
def _no_limit():
    cache.clear()


def address(name: str, world: World, *, slug: str = "") -> str:
    """The page's address with what fits from the world."""
    wanted = {"workspace", *PAGES[name].pattern.converters}
    return reverse(name, kwargs={each: _value(each, name, world, slug) for each in wanted})


def _value(argument: str, name: str, world: World, slug: str) -> str:
    if argument == "workspace":
        return slug or world.workspace.slug
    if argument in ARGUMENTS:
        return world.names[ARGUMENTS[argument]]
    if argument == "reference":
        return Node.objects.get(pk=world.names[REFERENCES.get(name) or REFERENCES[name.split(":")[0]]]).reference
    return FIXED[argument]


def visit(member, method: str, place: str):
    """One request as that member; what it did is taken back."""
    client = Client()
    if member is not None:
        client.force_login(member.user)
    with transaction.atomic():
        answer = getattr(client, method)(place)
        for _ in answer.streaming_content if answer.streaming else ():
            pass
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("name", PAGES)
def test_who_is_signed_out_is_led_to_the_sign_in_page(name, here):
    answers = [visit(None, method, address(name, here)) for method in ("get", "post")]
    led = [answer for answer in answers if answer.status_code != 405]  # the method may be refused before the person

    assert led
    assert all(answer.headers["Location"].startswith("/sign-in") for answer in led)


@pytest.mark.parametrize("name", PAGES)
def test_who_belongs_elsewhere_or_has_left_finds_nothing(name, here, elsewhere):
    for stranger in (elsewhere.people["owner"], here.people["deactivated"]):
        answers = [visit(stranger, method, address(name, here)) for method in ("get", "post")]

        assert {answer.status_code for answer in answers} <= {404, 405}
        assert 404 in {answer.status_code for answer in answers}


@pytest.mark.parametrize("name", PAGES)
def test_every_role_gets_a_page_or_a_plain_refusal(name, here):
    permission = getattr(PAGES[name].callback, "permission", None)

    for role in Role:
        answer = visit(here.people[role], "get", address(name, here))

        assert answer.status_code in {200, 302, 403, 404, 405, 409, 422}, role
        if permission is not None and answer.status_code != 405:
            assert (answer.status_code == 403) == (permission not in GRANTS[role]), role


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_another_workspace_shows(name, here, elsewhere):
    answer = visit(here.people["owner"], "get", address(name, here))

    assert answer.streaming or "elsewhere" not in answer.content.decode(errors="ignore").casefold()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in OWN])
def test_a_reader_and_a_guest_change_nothing(name, here):
    for role in (Role.READER, Role.GUEST):
        client, before = Client(), Activity.objects.count()
        client.force_login(here.people[role].user)

        answer = client.post(address(name, here))

        assert answer.status_code < 500
        assert Activity.objects.count() == before
