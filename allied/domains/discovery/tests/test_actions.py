import pytest

from allied.domains.discovery import actions
from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.tests.builders import make_opportunity, make_retired
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Product
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


def verbs(opportunity):
    return list(Activity.objects.filter(node=opportunity.node).order_by("pk").values_list("verb", flat=True))


def parent_of(opportunity):
    return [link.target.reference for link in Link.objects.filter(source=opportunity.node, relation="part_of")]


def fresh(opportunity):
    return Opportunity.objects.select_related("node").get(pk=opportunity.pk)


def test_an_opportunity_is_framed_found_and_recorded():
    member = make_member(Role.CONTRIBUTOR)

    opportunity = actions.frame_opportunity(
        title=" Help me plan\naround a wait ",
        description="People cancel when they cannot plan.",
        concerns="Weekend collectors",
        product=product_of(member),
        actor=member,
    )

    node = fresh(opportunity).node
    assert (node.reference, node.title, node.state_label) == ("OPP-1", "Help me plan around a wait", "Open")
    assert find(actor=member, text="weekend coll").nodes == [node]
    assert verbs(opportunity) == ["opportunity.framed"]


@pytest.mark.parametrize("role", [Role.READER, Role.GUEST])
def test_who_only_reads_frames_nothing(role):
    with pytest.raises(Denied):
        make_opportunity(make_member(role))


@pytest.mark.parametrize("texts", [{"title": " "}, {"concerns": "x" * 301}, {"description": "a\0b"}])
def test_an_opportunity_that_cannot_be_stored_is_refused_whole(texts):
    with pytest.raises(BadInput):
        make_opportunity(make_member(), **texts)

    assert not Opportunity.objects.exists()
    assert not Activity.objects.exists()


def test_a_product_of_another_workspace_is_not_there():
    with pytest.raises(NotVisible):
        make_opportunity(make_member(), product=product_of(make_member()))


def test_editing_names_the_fields_that_changed_and_nothing_else_is_recorded():
    member = make_member()
    opportunity = make_opportunity(member, concerns="Collectors")
    other = Product.objects.create(workspace=member.workspace, slug="lend", name="Lend")
    wording = {"title": "Let me plan", "description": "", "concerns": "Collectors", "product": other}

    actions.edit_opportunity(opportunity, **wording, actor=member)
    actions.edit_opportunity(opportunity, **wording, actor=member)

    assert verbs(opportunity) == ["opportunity.framed", "opportunity.edited"]
    assert Activity.objects.get(verb="opportunity.edited").details == {"changed": ["title", "product"]}
    assert fresh(opportunity).node.product == other
    assert find(actor=member, text="let me plan").nodes == [opportunity.node]


def test_a_contributor_edits_their_own_and_not_another_ones():
    editor = make_member()
    contributor = make_member(Role.CONTRIBUTOR, like=editor)
    own, others = make_opportunity(contributor), make_opportunity(editor)
    wording = {"title": "Reworded", "description": "", "concerns": ""}

    actions.edit_opportunity(own, **wording, actor=contributor)

    assert own.node.title == "Reworded"
    with pytest.raises(Denied):
        actions.edit_opportunity(others, **wording, actor=contributor)


def test_an_opportunity_is_part_of_one_other_at_a_time():
    member = make_member()
    child, first, second = (make_opportunity(member, title) for title in ("Child", "First", "Second"))

    actions.place_under(child, first, actor=member)
    actions.place_under(child, second, actor=member)

    assert parent_of(child) == ["OPP-3"]
    actions.take_out(child, actor=member)
    assert parent_of(child) == []


def test_an_opportunity_cannot_become_part_of_its_own_part():
    member = make_member()
    top, part = make_opportunity(member, "Top"), make_opportunity(member, "Part")
    actions.place_under(part, top, actor=member)

    with pytest.raises(InvalidState, match="circle: OPP-1 → OPP-2 → OPP-1"):
        actions.place_under(top, part, actor=member)

    assert (parent_of(top), parent_of(part)) == ([], ["OPP-1"])


def test_a_refused_move_keeps_the_old_place():
    member = make_member()
    child, first, gone = make_opportunity(member, "Child"), make_opportunity(member, "First"), make_retired(member)
    actions.place_under(child, first, actor=member)

    with pytest.raises(InvalidState, match="OPP-3 is retired"):
        actions.place_under(child, gone, actor=member)

    assert parent_of(child) == ["OPP-2"]


def test_retiring_keeps_the_reason_and_reopening_takes_it_back():
    member = make_member()
    opportunity = make_opportunity(member)

    actions.retire_opportunity(opportunity, reason=" Fines ended. ", actor=member)

    kept = fresh(opportunity)
    assert (kept.node.state, kept.ended_because, kept.ended_by) == ("retired", "Fines ended.", member)
    actions.reopen_opportunity(opportunity, actor=member)
    kept = fresh(opportunity)
    assert (kept.node.state, kept.ended_because, kept.ended_at) == ("open", "", None)
    assert verbs(opportunity) == ["opportunity.framed", "opportunity.retired", "opportunity.reopened"]


def test_retiring_needs_a_reason_the_right_and_an_open_opportunity():
    member = make_member()
    opportunity = make_opportunity(member)

    with pytest.raises(BadInput):
        actions.retire_opportunity(opportunity, reason=" ", actor=member)
    with pytest.raises(Denied):
        actions.retire_opportunity(opportunity, reason="Done.", actor=make_member(Role.CONTRIBUTOR, like=member))
    with pytest.raises(NotVisible):
        actions.retire_opportunity(opportunity, reason="Done.", actor=make_member())
    assert fresh(opportunity).is_open

    actions.retire_opportunity(opportunity, reason="Done.", actor=member)
    with pytest.raises(InvalidState, match="OPP-1 is retired. Reopen it first"):
        actions.retire_opportunity(opportunity, reason="Done.", actor=member)
    with pytest.raises(InvalidState, match="Reopen it first"):
        actions.edit_opportunity(opportunity, title="New", description="", concerns="", actor=member)


def test_a_superseded_opportunity_names_what_took_its_place_until_it_is_reopened():
    member = make_member()
    old, new = make_opportunity(member, "Old"), make_opportunity(member, "New")

    actions.supersede_opportunity(old, by=new, reason="Framed too narrowly.", actor=member)

    assert fresh(old).node.state == "superseded"
    assert Link.objects.get(relation="supersedes").source == new.node
    with pytest.raises(InvalidState, match="OPP-1 is superseded"):
        actions.supersede_opportunity(new, by=old, reason="Back.", actor=member)

    actions.reopen_opportunity(old, actor=member)
    assert fresh(old).is_open
    assert not Link.objects.filter(relation="supersedes").exists()
    with pytest.raises(InvalidState, match="open already"):
        actions.reopen_opportunity(old, actor=member)


def test_an_opportunity_does_not_supersede_itself():
    member = make_member()
    opportunity = make_opportunity(member)

    with pytest.raises(InvalidState, match="its own place"):
        actions.supersede_opportunity(opportunity, by=opportunity, reason="Better.", actor=member)


def test_nothing_is_kept_when_the_trail_fails(monkeypatch):
    member = make_member()
    opportunity = make_opportunity(member)
    monkeypatch.setattr(actions.activity, "record", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.retire_opportunity(opportunity, reason="Done.", actor=member)

    assert fresh(opportunity).is_open
