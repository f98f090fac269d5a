"""Templates: new objects start from them; whoever manages them writes, removes and brings them back."""

import pytest
from django.test import Client
from django.urls import reverse

from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState, NotVisible
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.templates import actions
from allied.kernel.templates.actions import add_starters, add_template, change_template, remove_template
from allied.kernel.templates.models import Template
from allied.kernel.templates.queries import templates
from allied.kernel.templates.registry import startable
from allied.kernel.testing import make_member
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db
NEW = {kind: spec.new for kind, spec in startable().items()}


@pytest.fixture
def imani():
    return make_member(Role.OWNER, name="Imani Okafor")


def window(member):
    client = Client()
    client.force_login(member.user)
    return client


def place(name, member, **more):
    return reverse(name, kwargs={"workspace": member.workspace.slug, **more})


def a_template(actor, **more):
    return add_template("insight", name="Interviews", fields={"summary": "What people do:"}, actor=actor, **more)


@pytest.mark.parametrize("kind", NEW)
def test_a_new_object_of_every_kind_starts_from_the_default_another_or_blank(kind, imani):
    key = list(startable()[kind].fields)[-1]
    add_template(kind, name="Usual", fields={key: "Usual words"}, actor=imani, is_default=True)
    other = add_template(kind, name="Other", fields={key: "Other words"}, actor=imani)
    client, address = window(imani), place(NEW[kind], imani)

    assert opened(client, address)[key].strip() == "Usual words"
    assert opened(client, f"{address}?template={other.pk}")[key].strip() == "Other words"
    assert opened(client, f"{address}?template=")[key].strip() == ""
    assert opened(client, f"{address}?template=no-such")[key].strip() == ""


def test_the_starter_set_is_added_once(imani):
    made = add_starters(actor=imani)

    assert {one.kind for one in made} == set(startable())
    assert add_starters(actor=imani) == []
    assert Activity.objects.filter(verb="template.added", actor=imani).count() == len(made)


def test_one_template_of_a_kind_is_the_default(imani):
    first = a_template(imani, is_default=True)
    add_template("insight", name="Numbers", fields={}, actor=imani, is_default=True)

    assert [one.name for one in templates(actor=imani).filter(is_default=True)] == ["Numbers"]
    first.refresh_from_db()
    assert not first.is_default


def test_a_removed_template_comes_back_as_it_was(imani):
    made = a_template(imani, is_default=True)
    client = window(imani)
    client.post(place("settings:template-removal", imani, template_id=made.pk))
    assert not templates(actor=imani).exists()

    client.post(to_undo(actor=imani).first().undo_url)

    assert templates(actor=imani).get().is_default


def test_a_change_can_be_undone_and_no_newer_one_is_overwritten(imani):
    made = a_template(imani)
    client, address = window(imani), place("settings:template", imani, template_id=made.pk)
    sent = opened(client, address)
    assert client.post(address, {**sent, "name": "Talks"}).status_code == 302
    assert client.post(address, {**sent, "name": "Calls"}).status_code == 409

    client.post(to_undo(actor=imani).first().undo_url)

    assert templates(actor=imani).get().name == "Interviews"


def test_a_written_template_can_be_undone(imani):
    client, address = window(imani), place("settings:template-new", imani, of_kind="page")
    client.post(address, {"name": "Notes", "title": "", "text": "## Present"})
    assert templates(actor=imani).get().fields == {"title": "", "text": "## Present"}

    client.post(to_undo(actor=imani).first().undo_url)

    assert not templates(actor=imani).exists()


def test_refusals_say_why(imani):
    made = a_template(imani)
    reader, stranger = make_member(Role.READER, like=imani), make_member(Role.OWNER)
    whole = {"name": "A", "fields": {}, "is_default": False}
    with pytest.raises(Denied):
        a_template(reader)
    with pytest.raises(NotVisible):
        change_template(made, **whole, actor=stranger)
    with pytest.raises(NotVisible):
        add_template("theme", name="A", fields={}, actor=imani)
    with pytest.raises(BadInput, match="already"):
        add_template("insight", name="interviews", fields={}, actor=imani)
    with pytest.raises(BadInput, match="no field"):
        add_template("insight", name="A", fields={"outcome": "x"}, actor=imani)
    with pytest.raises(BadInput):
        add_template("insight", name="A", fields={"claim": "x" * 301}, actor=imani)
    with pytest.raises(Conflict):
        change_template(made, **whole, actor=imani, seen="old")
    with pytest.raises(InvalidState, match="stands"):
        actions.restore_template(made, actor=imani)
    remove_template(made, actor=imani)
    with pytest.raises(InvalidState, match="removed already"):
        remove_template(made, actor=imani)
    with pytest.raises(NotVisible):
        change_template(made, **whole, actor=imani)
    a_template(imani)
    with pytest.raises(InvalidState, match="another template"):
        actions.restore_template(made, actor=imani)
    assert Template.objects.count() == 2


def test_there_are_only_as_many_as_one_can_choose_from(imani, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    a_template(imani)
    with pytest.raises(InvalidState, match="Remove one"):
        add_template("insight", name="B", fields={}, actor=imani)


def test_a_reader_reads_them_and_changes_none(imani):
    made = a_template(imani)
    reader = make_member(Role.READER, like=imani)
    text = window(reader).get(place("settings:templates", reader)).content.decode()

    assert made.name in text
    assert place("settings:template", reader, template_id=made.pk) not in text
