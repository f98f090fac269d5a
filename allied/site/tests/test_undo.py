"""Every act that can be reversed has an undo: in its toast, and in the list of what one did once the toast is gone."""

import pytest
from django.test import Client

from allied.domains.discovery.actions import frame_opportunity, retire_opportunity
from allied.domains.discovery.models import Opportunity
from allied.domains.feedback.actions import dismiss_feedback
from allied.domains.feedback.tests.building import feedback
from allied.domains.insights.actions import Wording, draft_insight, retire_insight, said_of_age
from allied.domains.insights.models import Insight
from allied.domains.roadmap.actions import add_item, assign_owners, drop_item, propose_item
from allied.domains.roadmap.models import Item
from allied.flows.evidence import add_evidence
from allied.flows.tests.builders import make_feedback
from allied.kernel.activity.editions import edition
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.personal import queries
from allied.kernel.personal.models import Act
from allied.kernel.testing import make_member, product_of
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Member:
    return make_member(name="Imani Okafor")


@pytest.fixture
def colleague(me) -> Member:
    return make_member(like=me, discipline=Discipline.PRODUCT, name="Priya Raman")


@pytest.fixture
def place(me) -> str:
    return f"/w/{me.workspace.slug}"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def save(member: Member, address: str, **wanted: str) -> None:
    """Open the form, write into it, save it."""
    client = client_of(member)
    assert client.post(address, {**opened(client, address), **wanted}).status_code == 302


def undo(member: Member) -> str:
    """Undo the member's last act as the list does; return what the page then says."""
    act = queries.to_undo(actor=member)[0]
    answer = client_of(member).post(act.undo_url, follow=True)
    act.refresh_from_db()
    assert act.undone_at is not None
    return answer.content.decode()


def test_an_edited_insight_reads_as_before(me, place):
    insight = draft_insight(Wording("Waits are long", scope="Branches"), actor=me, product=product_of(me))
    save(me, f"{place}/insights/INS-1/edit", claim="Waits feel long", scope="", product="")

    assert "INS-1 reads as it did before." in undo(me)

    insight = Insight.objects.select_related("node").get(pk=insight.pk)
    assert (insight.claim, insight.scope, insight.node.product) == ("Waits are long", "Branches", product_of(me))


def test_nobody_undoes_over_what_a_colleague_wrote_since(me, colleague, place):
    draft_insight(Wording("Waits are long"), actor=me)
    save(me, f"{place}/insights/INS-1/edit", claim="Waits feel long")
    save(colleague, f"{place}/insights/INS-1/edit", claim="Waits feel endless")
    act = queries.to_undo(actor=me)[0]

    answer = client_of(me).post(act.undo_url)

    assert answer.status_code == 409
    assert "Priya Raman changed this" in answer.content.decode()
    assert Insight.objects.get().claim == "Waits feel endless"


def test_an_edit_that_changed_nothing_leaves_nothing_to_undo(me, place):
    draft_insight(Wording("Waits are long"), actor=me)

    save(me, f"{place}/insights/INS-1/edit")

    assert not queries.acts(actor=me)


def test_a_half_life_goes_back(me, place):
    insight = draft_insight(Wording("Waits are long"), actor=me)
    insight.node.strength.refresh_from_db()
    before = insight.node.strength.half_life_months
    seen = edition(said_of_age(insight))
    client_of(me).post(f"{place}/insights/INS-1/half-life", {"months": "36", "seen": seen})

    undo(me)

    insight.node.strength.refresh_from_db()
    assert insight.node.strength.half_life_months == before


def test_an_insight_that_was_brought_back_is_retired_again(me, place):
    insight = draft_insight(Wording("Waits are long"), actor=me)
    retire_insight(insight, reason="It was the summer.", actor=me)
    client_of(me).post(f"{place}/insights/INS-1/reinstatement")

    undo(me)

    insight.refresh_from_db()
    assert (insight.node.refresh_from_db(), insight.node.state, insight.end_reason)[1:] == (
        "retired",
        "It was the summer.",
    )


def test_an_opportunity_reads_as_before_and_is_retired_again(me, place):
    opportunity = frame_opportunity(title="Plan around a wait", concerns="Visitors", actor=me)
    save(me, f"{place}/opportunities/OPP-1/edit", title="Plan a wait", concerns="")
    undo(me)
    opportunity = Opportunity.objects.select_related("node").get(pk=opportunity.pk)
    assert (opportunity.node.title, opportunity.concerns) == ("Plan around a wait", "Visitors")

    retire_opportunity(opportunity, reason="Nobody asks.", actor=me)
    client_of(me).post(f"{place}/opportunities/OPP-1/reopening")
    undo(me)

    opportunity = Opportunity.objects.select_related("node").get(pk=opportunity.pk)
    assert (opportunity.node.state, opportunity.ended_because) == ("retired", "Nobody asks.")


@pytest.fixture
def item(me, colleague) -> Item:
    """A proposal with an owner of each side."""
    made = add_item(title="Arrival estimate", problem="People leave", outcome="Fewer leave", actor=me)
    assign_owners(made, ux_owner=me, product_owner=colleague, actor=me)
    return propose_item(made, actor=me)


def state_of(item: Item) -> str:
    return Item.objects.select_related("node").get(pk=item.pk).node.state


def test_an_item_reads_as_before_and_has_its_owners_again(me, colleague, item, place):
    save(me, f"{place}/items/ITM-1/owners", ux_owner="", product_owner="")
    undo(me)
    save(me, f"{place}/items/ITM-1/edit", title="ETA", problem="Waits")
    undo(me)

    item = Item.objects.select_related("node").get(pk=item.pk)
    assert (item.node.title, item.problem, item.ux_owner, item.product_owner) == (
        "Arrival estimate",
        "People leave",
        me,
        colleague,
    )


def test_a_commitment_is_taken_back_and_made_again(me, item, place):
    client_of(me).post(f"{place}/items/ITM-1/commitment")
    undo(me)
    assert state_of(item) == "proposed"

    client_of(me).post(f"{place}/items/ITM-1/commitment")
    client_of(me).post(f"{place}/items/ITM-1/commitment/removal", {"reason": "Too early."})
    undo(me)
    assert state_of(item) == "committed"


def test_an_item_that_was_restored_is_dropped_again(me, item, place):
    drop_item(item, reason="No budget.", actor=me)
    client_of(me).post(f"{place}/items/ITM-1/restoration")

    undo(me)

    assert state_of(item) == "dropped"


def test_only_what_was_set_aside_now_comes_back(me, place):
    before, now = feedback(me, "Tell me a date."), feedback(me, "Too slow.")
    dismiss_feedback([before], actor=me)
    client_of(me).post(f"{place}/feedback/dismissal", {"node": ["FBK-1", "FBK-2"]})

    undo(me)

    before.node.refresh_from_db()
    now.node.refresh_from_db()
    assert (before.node.state, now.node.state) == ("not_useful", "new")


def test_what_came_back_to_the_inbox_is_set_aside_again(me, place):
    item = feedback(me, "Tell me a date.")
    dismiss_feedback([item], actor=me)
    client_of(me).post(f"{place}/feedback/dismissal/undo", {"node": ["FBK-1"]})

    undo(me)

    item.node.refresh_from_db()
    assert item.node.state == "not_useful"


def test_segments_go_back_unless_somebody_changed_them_since(me, place):
    item = feedback(me, "Tell me a date.")
    before = item.segments
    client_of(me).post(f"{place}/feedback/FBK-1/segments", {"segments": "branch: North"})
    undo(me)
    item.refresh_from_db()
    assert item.segments == before

    for text in ("branch: North", "branch: South"):
        client_of(me).post(f"{place}/feedback/FBK-1/segments", {"segments": text})
    first = Act.objects.filter(undone_at=None, member=me).order_by("at", "pk")[0]
    assert client_of(me).post(first.undo_url).status_code == 409


def test_links_come_and_go_and_come_back(me, place):
    insight = draft_insight(Wording("Waits are long"), actor=me)
    add_evidence([make_feedback(me, "Tell me a date.")], "supports", [insight.node], actor=me)
    link = insight.node.links_in.get()
    client_of(me).post(f"{place}/links/removal", {"link": link.pk, "back": "INS-1"})
    assert not insight.node.links_in.exists()

    undo(me)

    assert insight.node.links_in.count() == 1


def test_an_act_is_undone_once_and_only_by_who_did_it(me, colleague, place):
    draft_insight(Wording("Waits are long"), actor=me)
    save(me, f"{place}/insights/INS-1/edit", claim="Waits feel long")
    act = queries.to_undo(actor=me)[0]

    assert client_of(colleague).post(act.undo_url).status_code == 404
    undo(me)
    again = client_of(me).post(act.undo_url)

    assert again.status_code == 409
    assert "undone already" in again.content.decode()
    assert not queries.to_undo(actor=me).exists()
