"""Companies whose people tell something: named by feedback, known by their fields, merged where two are one."""

from __future__ import annotations

import pytest
from django.test import Client

from allied.domains.feedback import actions
from allied.domains.feedback.companies import naming, queries
from allied.domains.feedback.companies.actions import add_company, edit_company, said, set_company
from allied.domains.feedback.models import Company, Feedback
from allied.domains.feedback.tests.building import feedback, imported, uploaded
from allied.flows.merging import merge_node, unmerge_node
from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Activity
from allied.kernel.custom_fields.actions import set_fields
from allied.kernel.custom_fields.definitions import add_field
from allied.kernel.custom_fields.queries import filled
from allied.kernel.disposal.actions import trash_node
from allied.kernel.errors import BadInput, Conflict, Denied
from allied.kernel.importing import actions as importing
from allied.kernel.jobs import runner
from allied.kernel.nodes.bindings import particulars_of
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.personal.models import Act
from allied.kernel.personal.undo import take_back
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db

TICKETS = """ticket_id,created,comment_body,company
ZD-1,2026-07-13,The export to our ledger loses every second line,Northwind
ZD-2,2026-07-14,We wait for the approval of two managers each time,Acme Ltd
ZD-3,2026-07-15,Nobody here can find the yearly statement at all,northwind
"""
ACCOUNTS = """account,domain,plan,seats
Northwind,northwind.example,Pro,120
Contoso,contoso.example,Free,5
"""
MAIL = b"""From: Jo Bell <jo@northwind.example>
Date: Mon, 13 Jul 2026 09:14:00 +0000
Message-ID: <one@northwind.example>
Subject: Export

The export to our ledger loses every second line.
"""


@pytest.fixture
def editor() -> Member:
    return make_member()


def company(actor: Member, name: str = "Northwind", *also: str) -> Company:
    return add_company(name=name, also=also, actor=actor)


def name_of(item: Feedback) -> str:
    fresh = Feedback.objects.select_related("company__node").get(pk=item.pk)
    return fresh.company.name if fresh.company else ""


def names(actor: Member) -> list[str]:
    return sorted(one.name for one in queries.companies(actor=actor))


def ran(actor: Member, content: str | bytes, name: str, target: str = "company") -> None:
    made = importing.upload_import(
        file_name=name,
        chunks=[content.encode() if isinstance(content, str) else content],
        product=product_of(actor),
        actor=actor,
        target=target,
    )
    importing.start_import(made, actor=actor)
    runner.run_all()


# Named by feedback


def test_feedback_makes_a_company_known_once_however_it_is_written(editor: Member) -> None:
    first = feedback(editor, company="Northwind")
    second = feedback(editor, "It is slow.", company="  NORTHWIND ")

    assert first.company == second.company
    assert names(editor) == ["Northwind"]


def test_pasted_notes_come_from_one_company(editor: Member) -> None:
    notes = actions.add_notes(text="One\n\nTwo", company="Acme", product=product_of(editor), actor=editor)

    assert {name_of(note) for note in notes} == {"Acme"}


def test_a_file_of_feedback_names_companies(editor: Member) -> None:
    imported(editor, TICKETS)

    found = {one.name: one.n for one in queries.companies(actor=editor)}

    assert found == {"Northwind": 2, "Acme Ltd": 1}


def test_an_email_comes_from_the_company_of_its_domain(editor: Member) -> None:
    known = company(editor, "Northwind", "northwind.example")
    ran(editor, MAIL, "mail.eml", target="feedback")

    assert Feedback.objects.get().company == known


def test_an_email_from_a_provider_for_everybody_names_no_company(editor: Member) -> None:
    ran(editor, MAIL.replace(b"northwind.example", b"gmail.com"), "mail.eml", target="feedback")

    assert Feedback.objects.get().company is None


def test_a_later_file_corrects_the_company_unless_a_person_said_it(editor: Member) -> None:
    imported(editor, TICKETS)
    first, second, _ = Feedback.objects.order_by("row")
    set_company([second], "Contoso", actor=editor)

    imported(editor, TICKETS.replace("line,Northwind", "line,Fabrikam").replace("Acme", "Acme and Sons"))

    assert (name_of(first), name_of(second)) == ("Fabrikam", "Contoso")


def test_a_later_file_that_calls_it_by_another_of_its_names_changes_nothing(editor: Member) -> None:
    imported(editor, TICKETS)
    known = queries.company_by_reference("CMP-1", actor=editor)
    edit_company(known, name="Northwind Traders", also=["Northwind"], actor=editor)

    again = imported(editor, TICKETS)

    assert again.updated == 0


def test_undoing_an_import_takes_the_companies_that_it_named_and_nobody_else_uses(editor: Member) -> None:
    made = imported(editor, TICKETS)
    feedback(editor, company="Acme Ltd")

    importing.undo_import(made, actor=editor)
    runner.run_all()

    assert names(editor) == ["Acme Ltd"]


def test_undoing_a_correction_gives_the_company_of_before_back(editor: Member) -> None:
    imported(editor, TICKETS)
    made = imported(editor, TICKETS.replace("line,Northwind", "line,Fabrikam"))

    importing.undo_import(made, actor=editor)
    runner.run_all()

    assert name_of(Feedback.objects.order_by("row")[0]) == "Northwind"


# Said by people


def test_a_person_says_where_feedback_came_from_and_takes_it_back(editor: Member) -> None:
    item = feedback(editor)
    client = Client()
    client.force_login(editor.user)

    client.post(f"/w/{editor.workspace.slug}/feedback/{item.node.reference}/company", {"company": "Acme"})
    told = name_of(item)
    take_back(Act.objects.get(name="feedback.company_set").pk, actor=editor)

    assert (told, name_of(item)) == ("Acme", "")
    assert Activity.objects.filter(verb="feedback.company_set", node=item.node).count() == 2


def test_who_may_not_correct_feedback_says_nothing_of_companies(editor: Member) -> None:
    contributor, known, item = make_member(Role.CONTRIBUTOR, like=editor), company(editor), feedback(editor)

    with pytest.raises(Denied):
        set_company([item], "Northwind", actor=contributor)
    with pytest.raises(Denied):
        add_company(name="Acme", actor=contributor)
    with pytest.raises(Denied):
        edit_company(known, name="Acme", actor=contributor)


def test_a_name_that_means_another_company_is_refused_with_that_one(editor: Member) -> None:
    company(editor, "Northwind", "northwind.example")

    with pytest.raises(BadInput, match="means CMP-1"):
        add_company(name="Northwind.Example", actor=editor)
    with pytest.raises(BadInput, match="means CMP-1"):
        edit_company(company(editor, "Acme"), name="Acme", also=["NORTHWIND"], actor=editor)


def test_a_company_is_renamed_only_by_who_has_read_its_names(editor: Member) -> None:
    known = company(editor)

    with pytest.raises(Conflict):
        edit_company(known, name="Acme", actor=editor, seen='{"name": "Other", "also": ""}')


def test_the_name_of_a_company_in_the_trash_is_free_again(editor: Member) -> None:
    trash_node(company(editor).node, actor=editor)

    again = feedback(editor, company="Northwind").company

    assert again is not None
    assert again.node.reference == "CMP-2"


def test_a_company_of_another_workspace_is_never_meant(editor: Member) -> None:
    company(make_member(), "Northwind")

    assert naming.known(["northwind"], workspace_id=editor.workspace_id) == {}


# Merged


def test_merging_moves_feedback_and_names_and_is_taken_back_whole(editor: Member) -> None:
    one, other = company(editor, "Northwind"), company(editor, "Northwind Ltd", "northwind.example")
    mine, theirs = feedback(editor, company="Northwind"), feedback(editor, "Slow.", company="Northwind Ltd")

    merge_node(other.node, one.node, actor=editor)
    merged = (name_of(mine), name_of(theirs), name_of(feedback(editor, "Odd.", company="northwind.example")))
    unmerge_node(other.node, actor=editor)

    assert merged == ("Northwind",) * 3
    assert (name_of(mine), name_of(theirs)) == ("Northwind", "Northwind Ltd")
    assert said(other)["also"] == "northwind.example"


# Known by fields


def test_a_file_of_companies_fills_fields_of_those_that_feedback_named(editor: Member) -> None:
    owner = make_member(Role.OWNER, like=editor)
    feedback(editor, company="northwind")
    add_field("company", name="Plan", type="choice", options=("Free", "Pro"), actor=owner)
    add_field("company", name="Seats", type="number", actor=owner)

    ran(editor, ACCOUNTS, "accounts.csv")

    known = queries.company_by_reference("CMP-1", actor=editor)
    assert names(editor) == ["Contoso", "northwind"]
    assert [one.words for one in filled(known.node, actor=editor)] == ["Pro", "120"]
    assert queries.also_known_as(known) == ["northwind.example"]


def test_the_same_file_of_companies_again_changes_nothing(editor: Member) -> None:
    ran(editor, ACCOUNTS, "accounts.csv")
    before = Activity.objects.filter(verb="company.renamed").count()

    ran(editor, ACCOUNTS, "accounts.csv")

    assert Activity.objects.filter(verb="company.renamed").count() == before
    assert names(editor) == ["Contoso", "Northwind"]


def test_a_file_of_feedback_is_guessed_to_name_companies(editor: Member) -> None:
    made = uploaded(editor, TICKETS)

    assert [use.meaning for use in made.choices.uses][-1] == "company"


def planned(editor: Member) -> Company:
    owner, known = make_member(Role.OWNER, like=editor), company(editor)
    add_field("company", name="Plan", type="choice", options=("Free", "Pro"), actor=owner)
    add_field("company", name="Seats", type="number", actor=owner)
    options = {one.label: str(one.pk) for one in queries.fields(actor=editor)[0].options.all()}
    set_fields(known.node, {"plan": options["Pro"], "seats": "120"}, actor=editor)
    return known


@pytest.mark.parametrize(
    ("where", "finds"),
    [
        ("company_field_plan~is~{pro}", True),
        ("company_field_plan~is~{free}", False),
        ("company_field_plan~not~{pro}", False),
        ("company_field_plan~empty~", False),
        ("company_field_seats~more~100", True),
        ("company_field_seats~more~200", False),
        ("company~has~north", True),
        ("company~empty~", False),
    ],
)
def test_the_inbox_is_narrowed_by_what_is_known_of_companies(editor: Member, where: str, finds: bool) -> None:
    planned(editor)
    feedback(editor, "The lift of Northwind.", company="Northwind")
    feedback(editor, "Somebody else.")
    options = {one.label.lower(): str(one.pk) for one in queries.fields(actor=editor)[0].options.all()}
    client = Client()
    client.force_login(editor.user)

    page = client.get(
        f"/w/{editor.workspace.slug}/feedback", {"where": where.format(**options), "layout": "table"}
    ).content.decode()

    assert ("The lift of Northwind." in page) is finds


def test_the_inbox_is_grouped_and_ordered_by_a_field_of_companies(editor: Member) -> None:
    planned(editor)
    feedback(editor, company="Northwind")
    feedback(editor, "Somebody else.")
    client, address = Client(), f"/w/{editor.workspace.slug}/feedback"
    client.force_login(editor.user)

    grouped = client.get(address, {"group": "company_field_plan"}).content.decode()
    ordered = client.get(address, {"layout": "table", "sort": "company_field_seats", "cols": "company_field_seats"})

    assert "No Company: Plan" in grouped
    assert ordered.status_code == 200


def test_themes_count_what_is_known_of_companies_as_segments(editor: Member) -> None:
    planned(editor)
    item = feedback(editor, company="Northwind", segments={"branch": "ALD"})

    assert particulars_of("feedback", [item.pk])[item.pk].segments == {"company plan": "Pro", "branch": "ALD"}


# Pages


def test_the_pages_of_companies_say_what_they_hold(editor: Member) -> None:
    planned(editor)
    feedback(editor, "The lift is slow.", company="Northwind", author="Jo")
    client, place = Client(), f"/w/{editor.workspace.slug}/companies"
    client.force_login(editor.user)

    listed, shown = client.get(place).content.decode(), client.get(f"{place}/CMP-1").content.decode()
    made = client.post(f"{place}/new", {"name": "Acme", "also": "acme.example"})
    before = said(queries.company_by_reference("CMP-2", actor=editor))
    renamed = client.post(f"{place}/CMP-2/edit", {"name": "Acme Ltd", "also": "", "seen": edition(before)})
    refused = client.post(f"{place}/new", {"name": "acme ltd"})

    assert "Northwind" in listed
    assert "Pro" in listed
    assert "The lift is slow." in shown
    assert (made.status_code, renamed.status_code, refused.status_code) == (302, 302, 422)
    take_back(Act.objects.filter(name="company.renamed").get().pk, actor=editor)
    assert said(queries.company_by_reference("CMP-2", actor=editor)) == {"name": "Acme", "also": "acme.example"}
