"""A long form of a new record keeps its draft on the server until it is sent."""

import json

import pytest
from django.test import Client

from allied.kernel.personal.models import Draft
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    return make_member()


@pytest.fixture
def root(me):
    return f"/w/{me.workspace.slug}"


@pytest.fixture
def client(me):
    made = Client()
    made.force_login(me.user)
    return made


def test_what_was_written_is_in_the_page_on_another_device_and_gone_once_sent(client, root, me):
    place = f"{root}/insights/new"
    fields = json.dumps({"claim": "Waits are <long>"})
    assert client.post(f"{root}/drafts", {"place": place, "fields": fields}).status_code == 204

    other = Client()
    other.force_login(me.user)
    assert "Waits are &lt;long&gt;" in other.get(place).content.decode()

    assert client.post(place, {"claim": "", "drafted": place}).status_code == 422
    assert Draft.objects.count() == 1
    assert client.post(place, {"claim": "Waits are long", "drafted": place}).status_code == 302
    assert not Draft.objects.exists()
    assert "data-drafted" not in other.get(place).content.decode()


def test_a_draft_is_discarded(client, root):
    place = f"{root}/insights/new"
    client.post(f"{root}/drafts", {"place": place, "fields": '{"claim": "Waits"}'})

    assert client.post(f"{root}/drafts", {"place": place}).status_code == 204
    assert not Draft.objects.exists()


@pytest.mark.parametrize("fields", ["no JSON", "[]", '{"claim": 3}'])
def test_what_is_no_form_is_refused(client, root, fields):
    answer = client.post(f"{root}/drafts", {"place": f"{root}/insights/new", "fields": fields})

    assert answer.status_code == 422
    assert not Draft.objects.exists()
