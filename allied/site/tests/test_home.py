import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.decisions.actions import Choice, Draft, draft_decision, open_decision
from allied.domains.decisions.objecting import Grounds, place_objection
from allied.domains.feedback.actions import add_feedback
from allied.domains.insights.actions import Wording, draft_insight, publish_insight
from allied.kernel.disposal.actions import archive_node, make_private, unarchive_node
from allied.kernel.jobs import runner
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member, Workspace
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link, unlink
from allied.site.home.queries import Waiting, in_order

pytestmark = pytest.mark.django_db
OPTIONS = (Choice("Remind them"), Choice("Leave it"))


def client_of(member):
    client = Client()
    client.force_login(member.user)
    return client


def address(member, name, **more):
    return reverse(name, kwargs={"workspace": member.workspace.slug, **more})


@pytest.fixture
def owner():
    return make_member(Role.OWNER, name="Imani Okafor")


def claim(member, title="People leave"):
    insight = draft_insight(Wording(title), actor=member, product=product_of(member))
    said = add_feedback(text="It says 4 in queue.", product=product_of(member), actor=member, person="a")
    link(said.node, "supports", insight.node, actor=member)
    return insight


def test_an_empty_workspace_offers_the_first_steps(owner):
    page = client_of(owner).get(address(owner, "home")).text

    assert "0 of 5 done" in page
    assert "Import feedback" in page
    assert "Open the demo" in page


def test_the_steps_tick_themselves_and_go_when_all_are_done(owner):
    claim(owner)
    client = client_of(owner)

    assert "2 of 5 done" in client.get(address(owner, "home")).text
    make_member(like=owner, discipline=Discipline.PRODUCT)
    assert "3 of 5 done" in client.get(address(owner, "home")).text


def test_a_draft_with_evidence_and_a_contested_claim_wait_on_their_author(owner):
    ready, contested = claim(owner, "Ready"), claim(owner, "Contested")
    publish_insight(contested, actor=owner)
    for person in "bcd":
        against = add_feedback(
            text="Not at all.", product=product_of(owner), actor=owner, person=person, method="usability_test"
        )
        link(against.node, "contradicts", contested.node, actor=owner)

    page = client_of(owner).get(address(owner, "home")).text

    assert f"Publish “{ready.node.title}”" in page
    assert "Insight of yours is contradicted" in page
    assert "3 people disagree." in page
    assert "Publish “" not in client_of(make_member(like=owner)).get(address(owner, "home")).text


def test_gaps_are_named_counted_and_listed(owner):
    insight = claim(owner, "Nobody uses this")
    publish_insight(insight, actor=owner)
    client = client_of(owner)

    assert "1 insight" in client.get(address(owner, "home")).text
    listed = client.get(address(owner, "gap", which="insight_without_use"))
    assert listed.status_code == 200
    assert "Nobody uses this" in listed.text
    assert client.get(address(owner, "gap", which="no_such_gap")).status_code == 404


def test_a_decision_that_one_has_to_make_waits_on_home(owner):
    draft = Draft("Do we remind people of fines?", owner, options=[Choice("Yes"), Choice("No")])
    open_decision(draft_decision(draft, actor=owner), actor=owner)

    page = client_of(owner).get(address(owner, "home")).text

    assert "Decide: Do we remind people of fines?" in page
    assert "You decide it." in page
    assert "Decisions: 1 waits" not in page
    assert "Nothing waits on you" not in page
    assert "Decide: Do we" not in client_of(make_member(like=owner)).get(address(owner, "home")).text


def test_home_costs_the_same_however_much_there_is(owner, django_assert_max_num_queries):
    client = client_of(owner)
    client.get(address(owner, "home"))
    for number in range(12):
        claim(owner, f"Claim {number}")

    with django_assert_max_num_queries(34):
        client.get(address(owner, "home"))


def test_home_costs_little_while_nothing_happens(owner, django_assert_max_num_queries):
    claim(owner)
    client = client_of(owner)
    client.get(address(owner, "home"))

    with django_assert_max_num_queries(20):
        client.get(address(owner, "home"))


def test_the_gaps_on_home_follow_every_act_at_once(owner):
    client, other = client_of(owner), client_of(make_member(like=owner))
    stranger = make_member(Role.OWNER)

    def says(who=client, member=owner):
        return "insight without evidence" in who.get(address(member, "home")).text

    assert not says()
    bare = draft_insight(Wording("Nothing stands for it"), actor=owner, product=product_of(owner))
    assert says()
    assert says(other)
    assert not says(client_of(stranger), stranger)

    said = add_feedback(text="It says 4 in queue.", product=product_of(owner), actor=owner, person="a")
    bond = link(said.node, "supports", bare.node, actor=owner)
    assert not says()
    assert not says(other)

    unlink(bond, actor=owner)
    assert says()
    archive_node(bare.node, actor=owner)
    assert not says()
    assert not says(other)

    unarchive_node(bare.node, actor=owner)
    assert says()
    assert says(other)
    make_private(bare.node, [], actor=owner)
    assert says()
    assert not says(other)


def test_search_finds_words_and_references(owner):
    insight = claim(owner, "People leave when the wait is unknown")
    client = client_of(owner)

    assert "wait is unknown" in client.get(address(owner, "search"), {"q": "unknown wai"}).text
    assert insight.node.reference in client.get(address(owner, "search"), {"q": insight.node.reference}).text
    assert "Nothing holds all of these words" in client.get(address(owner, "search"), {"q": "zebra"}).text
    part = client.get(address(owner, "search"), {"q": "unknown"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part


def test_the_demo_is_opened_beside_a_workspace_and_removed_whole(owner):
    client = client_of(owner)
    before = Workspace.objects.count()

    client.post(address(owner, "open-demo"))
    runner.run_all()

    page = client.get(address(owner, "open-demo")).text
    assert "Enter the demo" in page
    second = Member.objects.get(user=owner.user, workspace__is_demo=True)
    assert second.role == Role.OWNER
    client.post(address(second, "close-demo"))
    assert Workspace.objects.count() == before
    assert client.get(address(owner, "home")).status_code == 200


def test_only_owners_open_the_demo_and_only_a_demo_is_removed_like_one(owner):
    editor = make_member(like=owner)

    assert client_of(editor).post(address(owner, "open-demo")).status_code == 403
    assert client_of(owner).post(address(owner, "close-demo")).status_code == 409


def test_what_is_contested_comes_first_then_clocks_then_the_rest(owner):
    claim(owner, "Ready")
    disputed = claim(owner, "Disputed")
    publish_insight(disputed, actor=owner)
    for person in "bcd":
        against = add_feedback(
            text="Not at all.", product=product_of(owner), actor=owner, person=person, method="usability_test"
        )
        link(against.node, "contradicts", disputed.node, actor=owner)
    open_decision(draft_decision(Draft("Calm?", owner, options=OPTIONS), actor=owner), actor=owner)
    fought = open_decision(draft_decision(Draft("Fought?", owner, options=OPTIONS), actor=owner), actor=owner)
    other, ux = make_member(like=owner, name="Ada"), make_member(like=owner, name="Tomasz")
    place_objection(
        fought.node,
        "veto",
        Grounds("privacy", against.node, reason="It leaks.", way_out="It does not."),
        escalates_to=other,
        actor=ux,
    )

    page = client_of(owner).get(address(owner, "home")).text
    rows = [
        page.index(words) for words in ("Decide: Fought?", "Insight of yours is", "Decide: Calm?", "Publish “Ready”")
    ]

    assert rows == sorted(rows)
    assert "working days left, until" in page[rows[0] : rows[1]]
    assert in_order([row("c"), row("b", left="2 days"), row("a", is_contested=True)]) == [
        row("a", is_contested=True),
        row("b", left="2 days"),
        row("c"),
    ]


def row(title, **more):
    return Waiting("gavel", "warn", title, "", "/", "Open it", **more)
