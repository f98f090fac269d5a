"""How a theme went by month: of everybody, or of one segment, on its page and for programs."""

from __future__ import annotations

import pytest
from django.test import Client

from allied.domains.themes import explorer
from allied.domains.themes.models import Finding
from allied.domains.themes.tests.builders import add_comments, sorted_themes
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db

ALL = {f"2026-0{month}": 100 for month in range(1, 9)}
STEADY = dict.fromkeys(ALL, 10)
GROWS = dict(zip(ALL, (1, 1, 1, 1, 1, 9, 9, 9), strict=True))
OF_PRO = dict.fromkeys(ALL, 20)


@pytest.fixture
def editor() -> Member:
    return make_member()


@pytest.fixture
def theme(editor: Member) -> Finding:
    """One that everybody names as often as before, and people with a pro plan more and more."""
    add_comments(editor)
    run = sorted_themes(editor)
    run.months, run.segment_months = ALL, {"plan: pro": OF_PRO, "plan: free": OF_PRO}
    run.save()
    finding = run.findings.select_related("theme__node").order_by("-size")[0]
    finding.tally |= {"months": STEADY, "segment_months": {"plan: free": dict.fromkeys(ALL, 3), "plan: pro": GROWS}}
    finding.save()
    return finding


def test_a_segment_can_rise_where_everybody_does_not(editor: Member, theme: Finding) -> None:
    everybody = explorer.course(theme, actor=editor)
    pro = explorer.course(theme, segment="plan: pro", actor=editor)

    assert (everybody.direction, pro.direction) == ("level", "rising")
    assert [(one.share.x, one.share.n) for one in pro.months[-2:]] == [(9, 20), (9, 20)]


def test_segments_that_rise_stand_first(theme: Finding) -> None:
    assert [one.name for one in explorer.segments_in(theme)] == ["plan: pro", "plan: free"]


def test_the_page_draws_the_trend_of_the_segment_that_was_chosen(editor: Member, theme: Finding) -> None:
    client, place = Client(), f"/w/{editor.workspace.slug}/themes/{theme.theme.node.reference}"
    client.force_login(editor.user)

    page = client.get(place, {"segment": "plan: pro"}).content.decode()
    part = client.get(place, {"segment": "plan: pro"}, headers={"HX-Request": "true"}).content.decode()
    other = client.get(place, {"segment": "plan: none"}).content.decode()

    assert "Share of plan: pro by month" in page
    assert part.strip().startswith('<div class="stack" id="course">')
    assert "Share of all comments by month" in other


def test_programs_read_the_same_trend_with_its_n_and_interval(editor: Member, theme: Finding) -> None:
    _, secret = make_access_token(name="Reader", scope="read", days=1, actor=editor)
    place, headers = f"/api/v1/themes/{theme.theme.node.reference}/trend", {"Authorization": f"Bearer {secret}"}

    told = Client().get(place, {"segment": "plan: pro"}, headers=headers).json()
    refused = Client().get(place, {"segment": "plan: none"}, headers=headers)

    assert told["direction"] == "rising"
    assert told["months"][-1]["month"] == "2026-08"
    assert (told["months"][-1]["x"], told["months"][-1]["n"]) == (9, 20)
    assert told["months"][-1]["low"] < 0.45 < told["months"][-1]["high"]
    assert [one["name"] for one in told["segments"]] == ["plan: pro", "plan: free"]
    assert refused.status_code == 422
