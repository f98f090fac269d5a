import pytest
from django.urls import reverse

from allied.domains.roadmap import delivering
from allied.domains.roadmap.findings import actions, queries
from allied.domains.roadmap.models import Finding
from allied.domains.roadmap.records.actions import add_record, edit_record
from allied.domains.roadmap.releases.actions import ship_release
from allied.domains.roadmap.tests.builders import make_committed, make_release, make_team
from allied.flows.merging import merge_node
from allied.kernel.disposal.actions import trash_node
from allied.kernel.errors import BadInput, Denied, Held, InvalidState
from allied.kernel.thread.actions import link, unlink

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def make_finding(team, *items, severity="3", actor=None, **details):
    actor = actor or team.ux
    finding = add_record(Finding, title="Filters reset", details={"severity": severity, **details}, actor=actor)
    for item in items:
        link(finding.node, "found_in", item.node, actor=actor)
    return finding


def ship(item, team):
    return delivering.ship_item(item, untested_because="No time.", actor=team.product)


def test_nothing_ships_past_an_open_and_severe_finding(team):
    item = make_committed(team)
    finding = make_finding(team, item)

    with pytest.raises(Held, match="FND-1 Filters reset. Way out: Fix it"):
        ship(item, team)
    with pytest.raises(Held):
        ship_release(make_release(team, item), untested_because="No time.", actor=team.product)

    actions.fix_finding(finding, how="Tested again with 5.", actor=team.ux)
    assert ship(item, team).node.state == "shipped"


@pytest.mark.parametrize("severity", ["0", "1", "2"])
def test_what_is_less_severe_holds_nothing(team, severity):
    item = make_committed(team)
    make_finding(team, item, severity=severity)

    assert ship(item, team).node.state == "shipped"


def test_a_severe_finding_is_not_taken_off_its_item(team):
    item = make_committed(team)
    made = link(make_finding(team).node, "found_in", item.node, actor=team.ux)

    with pytest.raises(InvalidState, match="stays where it was found"):
        unlink(made, actor=team.contributor)


def test_a_severe_finding_is_neither_trashed_nor_merged_away_while_it_holds(team):
    finding = make_finding(team, make_committed(team))

    with pytest.raises(Held, match="severe and open"):
        trash_node(finding.node, actor=team.product)
    with pytest.raises(Held, match="severe and open"):
        merge_node(finding.node, make_finding(team, severity="1").node, actor=team.product)

    actions.fix_finding(finding, how="Tested again.", actor=team.ux)
    trash_node(finding.node, actor=team.product)


def test_a_finding_goes_along_when_its_item_is_merged(team):
    item, into = make_committed(team), make_committed(team, "The same")
    make_finding(team, item)

    merge_node(item.node, into.node, actor=team.ux)

    with pytest.raises(Held):
        ship(into, team)


def test_a_finding_is_fixed_once_and_opened_again(team):
    finding = actions.fix_finding(make_finding(team), how="Tested again.", actor=team.ux)
    with pytest.raises(InvalidState, match="fixed already"):
        actions.fix_finding(finding, how="Again.", actor=team.ux)

    actions.reopen_finding(finding, actor=team.ux)

    assert (finding.node.state, finding.fixed_how, finding.fixed_by) == ("open", "", None)
    with pytest.raises(InvalidState, match="open already"):
        actions.reopen_finding(finding, actor=team.ux)


def test_a_contributor_records_and_edits_their_own_and_fixes_none(team):
    finding = make_finding(team, actor=team.contributor)

    edit_record(finding, title="Filters are lost", details={"severity": "4"}, actor=team.contributor)

    with pytest.raises(Denied):
        actions.fix_finding(finding, how="Somehow.", actor=team.contributor)
    with pytest.raises(Denied):
        edit_record(make_finding(team), title="Other", details={"severity": "1"}, actor=team.contributor)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"severity": ""}, "severity"),
        ({"severity": "5"}, "severity"),
        ({"met": "5"}, "of_people"),
        ({"of_people": "5"}, "met"),
        ({"met": "9", "of_people": "8"}, "met"),
        ({"met": "many", "of_people": "8"}, "met"),
    ],
)
def test_what_cannot_be_is_refused_by_field(team, details, field):
    with pytest.raises(BadInput) as refusal:
        make_finding(team, **({"severity": "3"} | details))

    assert list(refusal.value.fields) == [field]


def test_how_many_met_it_is_told_with_its_interval(team):
    assert str(queries.met_in_words(make_finding(team, met=5, of_people=8))) == "5 of 8 people (30% to 87%)"
    assert queries.met_in_words(make_finding(team)) == ""


def test_a_finding_is_recorded_from_an_item_and_fixed_on_its_pages(client, team):
    client.force_login(team.ux.user)
    item, slug = make_committed(team), {"workspace": team.ux.workspace.slug}
    one = {**slug, "reference": "FND-1"}

    given = {"title": "Filters reset", "severity": "3", "met": "5", "of_people": "8"}
    address = f"{reverse('findings:new', kwargs=slug)}?from={item.node.reference}"
    made = client.post(address, given, follow=True).content.decode()
    on_item = client.get(reverse("roadmap:detail", kwargs={**slug, "reference": "ITM-1"})).content.decode()
    listed = client.get(reverse("findings:list", kwargs=slug)).content.decode()
    fixed = client.post(reverse("findings:fix", kwargs=one), {"reason": "5 of 5 kept them."}, follow=True)
    opened = client.post(reverse("findings:fix-removal", kwargs=one), follow=True).content.decode()

    assert "It holds what it was found in from shipping." in made
    assert "It cannot ship." in on_item
    assert "Filters reset" in on_item
    assert "5 of 8 people" in listed
    assert "5 of 5 kept them." in fixed.content.decode()
    assert "FND-1 is open again." in opened
