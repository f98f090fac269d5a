from datetime import date, timedelta

import pytest
from django.urls import reverse

from allied.domains.roadmap.models import Item, Release, Tick
from allied.domains.roadmap.records.actions import add_record, edit_record, said
from allied.domains.roadmap.releases import actions, queries
from allied.domains.roadmap.tests.builders import make_committed, make_proposed, make_release, make_shipped, make_team
from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState
from allied.kernel.testing import product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.strength import today_in
from allied.web.charts import markers

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def browser(client, team):
    client.force_login(team.ux.user)
    return client


def address(name, member, reference="REL-1"):
    kwargs = {} if name in {"list", "new", "changelog"} else {"reference": reference}
    return reverse(f"releases:{name}", kwargs={"workspace": member.workspace.slug, **kwargs})


def test_a_release_ships_on_a_day_and_the_trail_names_the_steps_left(team):
    release = make_release(team, make_committed(team), checklist="Try it\nTell support")
    actions.tick_step(release, "Try it", actor=team.ux)

    actions.ship_release(release, untested_because="No time.", actor=team.product)

    release.refresh_from_db()
    assert (release.node.state, release.shipped_on) == ("shipped", today_in(team.ux.workspace))
    assert Activity.objects.get(verb="release.shipped").details["steps"] == ["Tell support"]


def test_a_release_without_items_is_not_shipped(team):
    with pytest.raises(InvalidState, match="delivers no item"):
        actions.ship_release(make_release(team), actor=team.ux)


def test_a_release_ships_once(team):
    release = actions.ship_release(make_release(team, make_committed(team)), untested_because="No time.", actor=team.ux)

    with pytest.raises(InvalidState, match="has shipped already"):
        actions.ship_release(release, actor=team.ux)


def test_a_release_does_not_ship_tomorrow(team):
    tomorrow = today_in(team.ux.workspace) + timedelta(days=1)

    with pytest.raises(BadInput, match="still to come"):
        actions.ship_release(make_release(team, make_committed(team)), shipped_on=tomorrow, actor=team.ux)


def test_shipping_is_taken_back(team):
    release = actions.ship_release(make_release(team, make_committed(team)), untested_because="No time.", actor=team.ux)

    actions.unship_release(release, actor=team.ux)

    assert (release.node.state, release.shipped_on, release.shipped_by) == ("planned", None, None)
    with pytest.raises(InvalidState, match="has not shipped"):
        actions.unship_release(release, actor=team.ux)


def test_a_contributor_plans_and_ships_nothing(team):
    release = make_release(team, make_committed(team), checklist="Try it")

    with pytest.raises(Denied):
        add_record(Release, title="4.2", actor=team.contributor)
    for act in (actions.ship_release, actions.unship_release, actions.draft_notes):
        with pytest.raises(Denied):
            act(release, actor=team.contributor)
    with pytest.raises(Denied):
        actions.tick_step(release, "Try it", actor=team.contributor)


def test_notes_are_drafted_from_the_items_and_never_over_what_stands(team):
    release = make_release(team, make_committed(team, "Arrival estimate"))

    actions.draft_notes(release, actor=team.ux)

    assert "## Arrival estimate" in release.notes
    assert "Holds collected: 62% to 68%" in release.notes
    with pytest.raises(InvalidState, match="has notes already"):
        actions.draft_notes(release, actor=team.ux)
    assert actions.draft_notes(release, over=True, actor=team.ux).notes


def test_a_step_is_done_once_and_not_done_after_all(team):
    release = make_release(team, checklist="Try it\nTry it\nTell support")

    actions.tick_step(release, "Try it", actor=team.ux)
    actions.tick_step(release, "Try it", actor=team.product)

    assert [(step.words, bool(step.tick)) for step in queries.steps(release)] == [
        ("Try it", True),
        ("Tell support", False),
    ]
    actions.tick_step(release, "Try it", done=False, actor=team.ux)
    assert not Tick.objects.exists()
    assert Activity.objects.filter(verb="release.ticked").count() == 1


def test_a_step_that_is_not_on_the_checklist_is_refused(team):
    with pytest.raises(BadInput, match="no such step"):
        actions.tick_step(make_release(team, checklist="Try it"), "Pray", actor=team.ux)


def test_two_people_do_not_write_over_each_other(team):
    release = make_release(team)
    seen = said(release)
    edit_record(release, title="4.3", details={}, actor=team.product)

    with pytest.raises(Conflict):
        edit_record(release, title="4.4", details={}, seen=edition(seen), actor=team.ux)


def test_charts_mark_what_shipped_for_the_product_or_for_all(team):
    product = product_of(team.ux)
    ours = make_release(team, make_committed(team), title="4.2", product=product)
    everywhere = make_release(team, make_committed(team, "Another"), title="Summer")
    make_release(team, title="Planned")
    for release in (ours, everywhere):
        actions.ship_release(release, shipped_on=date(2026, 3, 2), untested_because="No time.", actor=team.ux)

    found = markers.between(product, date(2026, 3, 1), date(2026, 3, 31), reader=team.ux)

    assert [(one.day, one.label) for one in found] == [(date(2026, 3, 2), "4.2"), (date(2026, 3, 2), "Summer")]
    assert markers.between(product, date(2026, 4, 1), date(2026, 4, 30), reader=team.ux) == []


def test_a_release_is_planned_shipped_and_taken_back_on_its_pages(browser, team):
    item = make_committed(team)
    made = browser.post(address("new", team.ux), {"title": "4.2", "checklist": "Try it"}, follow=True)
    assert "REL-1 is added." in made.content.decode()
    release = Release.objects.get()
    link(release.node, "delivers", item.node, actor=team.ux)

    ticked = browser.post(address("ticks", team.ux), {"step": "Try it", "done": "1"}, follow=True).content.decode()
    drafted = browser.post(address("notes", team.ux), follow=True).content.decode()
    asked = browser.get(address("shipping", team.ux)).content.decode()
    shipped = browser.post(
        address("shipping", team.ux), {"shipped_on": "2026-03-02", "untested_because": "No time."}, follow=True
    ).content.decode()
    told = browser.get(address("changelog", team.ux)).content.decode()

    assert "Done by Imani Okafor" in ticked
    assert "Holds collected" in drafted
    assert "Ship the release" in asked
    assert "Reached people on" in shipped
    assert "Arrival estimate on every hold" in told
    back = browser.post(address("shipping-removal", team.ux), follow=True).content.decode()
    assert "REL-1 is planned again." in back
    assert "Nothing has shipped yet" in browser.get(address("changelog", team.ux)).content.decode()


def test_the_list_tells_items_and_steps(browser, team):
    assert "A release is a day that people notice" in browser.get(address("list", team.ux)).content.decode()
    make_release(team, make_committed(team), checklist="Try it\nTell support")

    shown = browser.get(address("list", team.ux)).content.decode()

    assert "0 of 2 steps" in shown


def test_what_a_release_ships_with_it_comes_back_with_it(team):
    item, early = make_committed(team), make_shipped(team, "Early")
    release = make_release(team, item, early)
    actions.ship_release(release, untested_because="No time.", actor=team.ux)
    item.node.refresh_from_db()
    assert item.node.state == "shipped"

    actions.unship_release(release, actor=team.ux)

    states = set(Item.objects.values_list("node__title", "node__state"))
    assert states == {("Arrival estimate on every hold", "committed"), ("Early", "shipped")}


def test_a_release_ships_whole_or_not_at_all(team):
    ready, idea = make_committed(team, "Ready"), make_proposed(team, "Not agreed")

    with pytest.raises(InvalidState, match="cannot"):
        actions.ship_release(make_release(team, ready, idea), untested_because="No time.", actor=team.ux)

    assert not Item.objects.filter(node__state="shipped").exists()
