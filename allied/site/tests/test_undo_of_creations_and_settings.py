"""What was just made goes to the trash, and what was set goes back to its former values, by one undo."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.decisions.models import Standard
from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.themes.models import Theme
from allied.domains.themes.tests.builders import add_comments, sorted_themes
from allied.kernel.disposal.actions import take_back_creation
from allied.kernel.errors import Denied
from allied.kernel.labels.actions import add_label, set_labels
from allied.kernel.labels.queries import labels_of
from allied.kernel.membership import members, workspaces
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Holiday, Member, Product, StandIn, Workspace
from allied.kernel.personal.queries import to_undo
from allied.kernel.saved_lists.models import DefaultList, SavedList
from allied.kernel.talk.actions import add_comment
from allied.kernel.talk.models import Follow
from allied.kernel.testing import make_member, product_of
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.OWNER, name="Imani Okafor")


def window(member):
    client = Client()
    client.force_login(member.user)
    return client


def place(name, member, **more):
    return reverse(name, kwargs={"workspace": member.workspace.slug, **more})


def undo(member):
    act = to_undo(actor=member)[0]
    answer = window(member).post(act.undo_url, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


NEW = {
    "insights:new": {"claim": "Waits"},
    "discovery:new": {"title": "Waits"},
    "roadmap:new": {"title": "Clock", "horizon": "later"},
    "pages:new": {"title": "Notes"},
    "feedback:new": {"text": "It waits"},
    "decisions:new": {"question": "Clock?", "decider": "{me}"},
}


@pytest.mark.parametrize("name", NEW)
def test_what_was_made_goes_to_the_trash_and_comes_back_from_there(name, imani):
    client, address = window(imani), place(name, imani)
    filled = {key: value.replace("{me}", str(imani.pk)) for key, value in NEW[name].items()}
    assert client.post(address, {**opened(client, address), **filled}).status_code == 302
    node = Node.objects.get()

    said = undo(imani)

    assert "is in the trash" in said
    node.refresh_from_db()
    assert node.trashed_at is not None
    client.post(place("talk:restoration", imani, trashed=node.reference))
    node.refresh_from_db()
    assert node.trashed_at is None


def test_a_contributor_takes_back_their_own_until_others_work_with_it(imani):
    author = make_member(Role.CONTRIBUTOR, like=imani)
    first, second = (draft_insight(Wording(claim), actor=author) for claim in ("Waits", "Leaves"))

    take_back_creation(first.node, actor=author)
    add_comment(second.node, "Who says so?", actor=imani)

    with pytest.raises(Denied, match="Others work with INS-2"):
        take_back_creation(second.node, actor=author)
    with pytest.raises(Denied):
        take_back_creation(second.node, actor=make_member(Role.CONTRIBUTOR, like=imani))


def test_settings_of_the_workspace_go_back(imani):
    client, address = window(imani), place("settings:general", imani)
    before = workspaces.said(imani.workspace)
    assert client.post(address, {**opened(client, address), "name": "Another"}).status_code == 302

    undo(imani)

    assert workspaces.said(Workspace.objects.get()) == before


def test_a_newer_change_of_the_settings_stands(imani):
    client, address = window(imani), place("settings:general", imani)
    client.post(address, {**opened(client, address), "name": "Another"})
    now = workspaces.said(Workspace.objects.get()) | {"name": "Third", "working_days": "12345"}
    workspaces.change_workspace(imani.workspace, **now, actor=imani)

    assert client.post(to_undo(actor=imani)[0].undo_url).status_code == 409
    assert Workspace.objects.get().name == "Third"


def test_a_role_and_a_profile_go_back(imani):
    priya = make_member(Role.EDITOR, like=imani, name="Priya", discipline=Discipline.PRODUCT)
    client = window(imani)
    client.post(place("settings:member-role", imani, member_id=priya.pk), {"role": "reader"})
    undo(imani)
    assert Member.objects.get(pk=priya.pk).role == Role.EDITOR

    profile = {"name": "Priya Raman", "discipline": "design"}
    client.post(place("settings:member", imani, member_id=priya.pk), profile)
    undo(imani)
    assert (Member.objects.get(pk=priya.pk).name, Member.objects.get(pk=priya.pk).discipline) == ("Priya", "product")


def test_a_role_that_was_changed_since_stands(imani):
    priya = make_member(Role.EDITOR, like=imani, name="Priya")
    client = window(imani)
    client.post(place("settings:member-role", imani, member_id=priya.pk), {"role": "reader"})
    members.change_role(priya.pk, "contributor", actor=imani)

    assert client.post(to_undo(actor=imani)[0].undo_url).status_code == 409
    assert Member.objects.get(pk=priya.pk).role == Role.CONTRIBUTOR


def test_holidays_and_products_go_back(imani):
    client, address = window(imani), place("settings:calendar", imani)
    client.post(address, {"day": "2027-01-01", "holiday_name": "New Year"})
    client.post(place("settings:holiday-removal", imani, holiday_id=Holiday.objects.get().pk))
    undo(imani)
    assert (Holiday.objects.get().day, Holiday.objects.get().name) == (date(2027, 1, 1), "New Year")

    product = product_of(imani)
    client.post(place("settings:product", imani, slug=product.slug), {"product_name": "Other"})
    undo(imani)
    assert product_of(imani).name == product.name


def test_labels_go_back(imani):
    label, other = add_label("Lifts", actor=imani), add_label("Doors", actor=imani)
    node = draft_insight(Wording("Waits"), actor=imani).node
    set_labels(node, [label], actor=imani)
    client = window(imani)
    client.post(place("talk:node-labels", imani, reference=node.reference), {"labels": [str(other.pk)]})
    undo(imani)
    assert [one.name for one in labels_of([node])[node.pk]] == ["Lifts"]

    client.post(place("talk:label", imani, label_id=label.pk), {"name": "Elevators", "tone": ""})
    undo(imani)
    label.refresh_from_db()
    assert label.name == "Lifts"


def test_notes_that_were_pasted_together_go_to_the_trash_together(imani):
    text = "The lift is out again\n\nNobody told me about the move"
    window(imani).post(place("feedback:notes", imani), {"text": text, "source": "Desk", "method": "interview"})
    made = Node.objects.filter(kind="feedback")
    assert made.count() == 2

    undo(imani)

    assert made.filter(trashed_at=None).count() == 0


def test_a_new_product_is_taken_out_again_while_nothing_belongs_to_it(imani):
    before = Product.objects.count()
    window(imani).post(place("settings:products", imani), {"product_name": "Lend"})
    undo(imani)
    assert Product.objects.count() == before

    window(imani).post(place("settings:products", imani), {"product_name": "Lend"})
    draft_insight(Wording("Waits"), actor=imani, product=Product.objects.get(name="Lend"))
    act = to_undo(actor=imani)[0]
    assert window(imani).post(act.undo_url).status_code == 409
    assert Product.objects.filter(name="Lend").exists()


def test_a_saved_list_gets_its_former_name_and_the_list_begins_as_before(imani):
    client = window(imani)
    client.post(place("web:list-save", imani, key="insights"), {"name": "Mine", "query": "sort=people"})
    saved = SavedList.objects.get()

    client.post(place("web:list-change", imani, key="insights", saved_id=saved.pk), {"name": "Ours", "is_shared": "on"})
    undo(imani)
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared, saved.query) == ("Mine", False, "sort=people")

    client.post(place("web:list-default", imani, key="insights"), {"saved": saved.pk})
    undo(imani)
    assert not DefaultList.objects.exists()


def test_a_list_that_was_renamed_again_keeps_its_newer_name(imani):
    client = window(imani)
    client.post(place("web:list-save", imani, key="insights"), {"name": "Mine", "query": ""})
    saved = SavedList.objects.get()
    change = place("web:list-change", imani, key="insights", saved_id=saved.pk)
    client.post(change, {"name": "Ours"})
    act = to_undo(actor=imani)[0]
    client.post(change, {"name": "Theirs"})

    assert client.post(act.undo_url).status_code == 409
    saved.refresh_from_db()
    assert saved.name == "Theirs"


def test_a_stand_in_is_who_it_was_before(imani):
    client, there = window(imani), place("settings:stand-in", imani, side="product")
    first, second = (make_member(like=imani, name=name) for name in ("Amara", "Yusuf"))
    client.post(there, {"member": first.pk})
    client.post(there, {"member": second.pk})
    undo(imani)
    assert StandIn.objects.get().member == first

    client.post(there, {"member": ""})
    undo(imani)
    assert StandIn.objects.get().member == first


def test_who_was_let_go_comes_back_as_the_stand_in_they_were_and_goes_again(imani):
    client, amara = window(imani), make_member(like=imani, name="Amara")
    client.post(place("settings:stand-in", imani, side="product"), {"member": amara.pk})

    client.post(place("settings:deactivation", imani, member_id=amara.pk))
    assert not StandIn.objects.exists()
    undo(imani)
    assert StandIn.objects.get().member == amara

    members.deactivate(amara.pk, actor=imani)
    client.post(place("settings:reactivation", imani, member_id=amara.pk))
    undo(imani)
    amara.refresh_from_db()
    assert not amara.is_active


def test_what_one_follows_is_as_before(imani):
    node = draft_insight(Wording("Waits"), actor=make_member(like=imani)).node
    window(imani).post(place("talk:follow", imani, reference=node.reference))
    undo(imani)
    assert not Follow.objects.filter(node=node, member=imani, is_on=True).exists()


def test_a_standard_is_offered_again_or_no_more(imani):
    client = window(imani)
    client.post(place("decisions:standard-new", imani, kind="veto"), {"name": "Our own"})
    undo(imani)
    assert Standard.objects.get(name="Our own").retired_at is not None


def test_an_own_profile_is_as_before(imani):
    window(imani).post(place("account", imani), {"name": "Imani O.", "discipline": Discipline.DESIGN})
    undo(imani)
    imani.refresh_from_db()
    assert imani.name == "Imani Okafor"


def test_a_theme_is_pinned_no_longer_and_shown_again(imani):
    add_comments(imani)
    sorted_themes(imani)
    theme = Theme.objects.all()[0]
    client, reference = window(imani), theme.node.reference
    client.post(place("themes:pin", imani, reference=reference), {"value": "yes"})
    undo(imani)
    client.post(place("themes:hide", imani, reference=reference), {"value": "yes"})
    undo(imani)
    theme.refresh_from_db()
    assert (theme.is_pinned, theme.is_hidden) == (False, False)
