import pytest
from django.test import Client

from allied.domains.feedback import actions as feedback
from allied.domains.insights.actions import Wording
from allied.domains.themes import queries
from allied.domains.themes.models import Place
from allied.domains.themes.tests.builders import add_comments, sorted_themes
from allied.flows.insight_from_theme import insight_from_theme
from allied.kernel.jobs import runner
from allied.kernel.nodes.bindings import url_of
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    member = make_member()
    add_comments(member)
    return member


def test_an_insight_from_a_theme_rests_on_all_its_feedback(maker):
    run = sorted_themes(maker, granularity=0.0)
    largest = queries.findings(run, actor=maker)[0]

    made = insight_from_theme(largest.theme, Wording("Refunds take too long"), actor=maker)

    assert Link.objects.filter(target=made.node, relation="supports").count() == largest.size
    assert made.node.product == product_of(maker)


def test_the_insight_names_the_theme_that_it_is_derived_from(maker):
    theme = queries.findings(sorted_themes(maker), actor=maker)[0].theme

    made = insight_from_theme(theme, Wording("Refunds take too long"), actor=maker)

    client = Client()
    client.force_login(maker.user)
    page = client.get(url_of(made.node, workspace_slug=maker.workspace.slug)).content.decode()
    assert "Derived from" in page
    assert f'href="{url_of(theme.node, workspace_slug=maker.workspace.slug)}"' in page


def test_feedback_that_comes_later_joins_behind_the_write(maker, django_capture_on_commit_callbacks):
    run = sorted_themes(maker, granularity=0.0)
    with django_capture_on_commit_callbacks(execute=True):
        item = feedback.add_feedback(text="Where is my refund for order 9?", product=product_of(maker), actor=maker)

    runner.run_all()

    place = Place.objects.get(run=run, item=item.node)
    assert "refund" in place.theme.name.lower()
