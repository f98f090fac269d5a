import csv
import io
from datetime import date

import pytest

from allied.domains.feedback import actions as feedback
from allied.domains.themes import actions, changes, explorer, queries
from allied.domains.themes.exports import themes_csv
from allied.domains.themes.models import Place, Run, State, Theme
from allied.domains.themes.shares import Month, share
from allied.domains.themes.tests.builders import add_comments, sorted_themes
from allied.domains.themes.trends import trend_chart
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member, product_of
from allied.web.charts.markers import Marker

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    member = make_member(Role.EDITOR)
    add_comments(member)
    return member


def by_word(run, word, actor):
    """The theme in which most comments with that word stand."""
    rows = [place for place in Place.objects.filter(run=run).exclude(theme=None) if word in place.item.title.lower()]
    themes = [place.theme_id for place in rows]
    return queries.theme_by_reference(
        Theme.objects.get(pk=max(set(themes), key=themes.count)).node.reference, actor=actor
    )


def test_comments_on_three_subjects_become_three_themes_named_after_them(maker):
    run = sorted_themes(maker, granularity=0.0)

    found = list(queries.findings(run, actor=maker))
    names = " ".join(one.theme.name.lower() for one in found)
    assert run.state == Run.State.DONE
    assert sum(one.size for one in found) + Place.objects.filter(run=run, theme=None).count() == run.items == 24
    assert all(word in names for word in ("refund", "password", "parking"))
    assert Activity.objects.filter(verb="themes.run").count() == 1


def test_the_export_has_every_comment_with_its_theme(maker):
    sorted_themes(maker)

    rows = list(csv.DictReader(io.StringIO(themes_csv(product_of(maker), actor=maker).decode())))

    assert list(rows[0]) == ["source_id", "theme_ref", "theme_name", "similarity"]
    assert len(rows) == 24
    assert all(row["theme_ref"].startswith("THM-") == bool(row["theme_name"]) for row in rows)


def test_names_merges_and_moves_survive_later_runs_and_new_feedback(maker):
    first = sorted_themes(maker, granularity=0.0)
    refund, password, parking = (by_word(first, word, maker) for word in ("refund", "password", "parking"))
    actions.rename_theme(refund, "Money back", actor=maker)
    actions.merge_themes(password, parking, actor=maker)
    moved = Place.objects.filter(run=first, theme=refund).first().item
    actions.move_item(moved, parking, actor=maker)
    add_comments(maker, 4, start=8)

    later = sorted_themes(maker, granularity=1.0)

    refund.refresh_from_db()
    assert refund.node.title == "Money back"
    assert refund.node.state == State.CURRENT
    assert Place.objects.get(run=later, item=moved).theme_id == parking.pk
    held = {place.theme_id for place in Place.objects.filter(run=later) if "password" in place.item.title.lower()}
    assert held <= {parking.pk, None}
    asked = by_word(later, "order", maker)
    assert Place.objects.filter(run=later, theme=asked, item__title__contains="order 8").exists()


def test_a_theme_keeps_its_reference_when_nothing_changes(maker):
    first = sorted_themes(maker)
    before = {one.theme.node.reference: one.size for one in queries.findings(first, actor=maker)}

    again = sorted_themes(maker)

    assert {one.theme.node.reference: one.size for one in queries.findings(again, actor=maker)} == before


def test_undoing_a_run_brings_back_the_themes_before(maker):
    first = sorted_themes(maker, granularity=0.0)
    before = set(Place.objects.filter(run=first).values_list("item", "theme"))
    second = sorted_themes(maker, granularity=1.0)

    stands = actions.undo_run(second, actor=maker)

    current = set(Theme.objects.filter(node__state=State.CURRENT).values_list("pk", flat=True))
    assert stands == first
    assert set(Place.objects.filter(run=first).values_list("item", "theme")) == before
    assert current == {theme for _, theme in before if theme}
    with pytest.raises(InvalidState, match="first run"):
        actions.undo_run(stands, actor=maker)


def test_a_merge_can_be_taken_apart(maker):
    run = sorted_themes(maker, granularity=0.0)
    refund, parking = by_word(run, "refund", maker), by_word(run, "parking", maker)
    held = set(Place.objects.filter(run=run, theme=refund).values_list("item", flat=True))

    actions.merge_themes(refund, parking, actor=maker)
    assert not Place.objects.filter(run=run, theme=refund).exists()
    actions.unmerge_theme(refund, actor=maker)

    assert set(Place.objects.filter(run=run, theme=refund).values_list("item", flat=True)) == held
    assert refund.node.state == State.CURRENT


def test_a_split_theme_stays_split(maker):
    run = sorted_themes(maker, granularity=0.0)
    parts = actions.split_theme(by_word(run, "refund", maker), actor=maker)
    held = {part.pk: set(Place.objects.filter(theme=part).values_list("item", flat=True)) for part in parts}
    assert 2 <= len(parts) <= 3
    assert all(held.values())

    later = sorted_themes(maker, granularity=0.0)

    for part, items in held.items():
        assert items <= set(Place.objects.filter(run=later, theme=part).values_list("item", flat=True))


def test_new_feedback_joins_without_a_run(maker):
    run = sorted_themes(maker, granularity=0.0)
    refund = by_word(run, "order", maker)
    size = refund.findings.get(run=run).size
    item = feedback.add_feedback(text="Where is my refund for order 77?", product=product_of(maker), actor=maker)

    assert actions.join_new(run) == 1

    assert Place.objects.get(run=run, item=item.node).theme_id == refund.pk
    assert refund.findings.get(run=run).size == size + 1
    run.refresh_from_db()
    assert run.items == 25


def test_a_hidden_theme_keeps_its_feedback(maker):
    run = sorted_themes(maker, granularity=0.0)
    theme = by_word(run, "refund", maker)

    actions.hide_theme(theme, actor=maker)

    assert theme.pk not in {one.theme_id for one in queries.findings(run, actor=maker)}
    assert Place.objects.filter(run=run, theme=theme).exists()


def test_too_little_feedback_is_refused_in_words():
    member = make_member(Role.EDITOR)

    with pytest.raises(InvalidState, match="at least 10"):
        actions.start_run(product_of(member), actor=member)


def test_a_granularity_out_of_range_is_refused(maker):
    with pytest.raises(BadInput, match="from 0"):
        actions.start_run(product_of(maker), actor=maker, granularity=1.5)


def test_a_reader_steers_nothing(maker):
    run = sorted_themes(maker)
    reader = make_member(Role.READER, like=maker)
    theme = queries.findings(run, actor=maker)[0].theme

    for act in (
        lambda: actions.start_run(product_of(maker), actor=reader),
        lambda: actions.rename_theme(theme, "Mine", actor=reader),
        lambda: actions.undo_run(run, actor=reader),
    ):
        with pytest.raises(Denied):
            act()


def test_what_a_run_moved_is_told_piece_by_piece(maker):
    first = sorted_themes(maker, granularity=0.0)
    one, other = list(Theme.objects.filter(node__state="current").order_by("pk"))[:2]
    second = sorted_themes(maker, granularity=0.0)
    item = Place.objects.filter(run=second, theme=one).order_by("pk")[0]
    actions.move_item(item.item, other, actor=maker)

    since, (flow, *rest) = changes.since(second), changes.flows(first, second)

    assert (since.added, since.moved) == (0, 1 + sum(each.count for each in rest))
    assert (flow.before, flow.now, flow.count) == (one, other, 1)
    assert [place.item for place in changes.moved_between(first, second, one, other, actor=maker)] == [item.item]


def test_several_pieces_move_at_once_and_back_where_each_was(maker):
    run = sorted_themes(maker, granularity=0.0)
    one, other, third = list(Theme.objects.filter(node__state="current").order_by("pk"))[:3]
    items = [place.item for theme in (one, other) for place in Place.objects.filter(run=run, theme=theme)[:2]]

    was = actions.move_items(items, third, actor=maker)
    assert set(Place.objects.filter(run=run, item__in=items).values_list("theme", flat=True)) == {third.pk}
    moved = actions.move_back(was, actor=maker)

    assert moved == 4
    assert {place.item_id: place.theme_id for place in Place.objects.filter(run=run, item__in=items)} == was


def test_the_trend_of_a_theme_is_a_figure_with_its_table(maker):
    months = [Month("2026-02", share(2, 40)), Month("2026-03", share(9, 40))]

    drawn = trend_chart(months, "few", [Marker(date(2026, 3, 9), "4.2", "/r")])

    assert "Too few comments to tell a trend." in drawn
    assert "Feb 26" in drawn
    assert '<a href="/r">4.2</a>' in drawn
    assert trend_chart(months[:1], "few") == ""


def test_a_theme_counts_how_its_comments_are_meant():
    editor = make_member()
    add_comments(editor)

    run = sorted_themes(editor)

    for finding in run.findings.all():
        assert sum(finding.tally["moods"].values()) == finding.size
    assert set(run.places.values_list("sentiment", flat=True)) <= {
        "negative",
        "neutral",
        "positive",
        "unclear",
        "untold",
    }


def test_a_theme_says_of_which_segments_it_is_and_where_it_rises():
    editor = make_member()
    add_comments(editor, segments={"branch": "Ramsbury"})
    add_comments(editor, 2, start=8, segments={"branch": "Aldbourne"})
    run = sorted_themes(editor)

    add_comments(editor, 1, start=10, segments={"branch": "Aldbourne"})
    actions.join_new(run)

    run.refresh_from_db()
    finding = queries.findings(run, actor=editor)[0]
    said = {one.name: one.share for one in explorer.detail(finding.theme, run, actor=editor).segments}
    assert sum(one.x for one in said.values()) == finding.size
    assert (said["branch: Ramsbury"].n, said["branch: Aldbourne"].n) == (24, 9)
    assert all(one.low <= one.value <= one.high for one in said.values())
