"""Custom fields: defined, filled in, kept in order, put away, and found again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from allied.kernel.activity.history import history
from allied.kernel.custom_fields import actions, definitions, queries
from allied.kernel.custom_fields.definitions import OptionAs
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.models import Act
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db
EACH = {
    "text": ("  Old   Mill ", "Old Mill", "Old Mill"),
    "number": ("1 250,50", "1250.5", Decimal("1250.5")),
    "date": ("2026-03-01", "2026-03-01", "2026-03-01"),
    "yes_no": ("Y", "yes", True),
    "link": ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
    "choice": ("north", None, "North"),
    "choices": ("south; North", "North; South", ["North", "South"]),
    "person": ("imani okafor", None, "Imani Okafor"),
}


@pytest.fixture
def owner():
    return make_member(Role.ADMINISTRATOR, name="Olu Ade")


@pytest.fixture
def imani(owner):
    return make_member(Role.EDITOR, like=owner, name="Imani Okafor")


@pytest.fixture
def node(imani):
    return nodes.create("insight", title="They leave when the wait is unknown", actor=imani)


def make(owner, type="text", name="Branch", **more):
    options = ["North", "South"] if type in ("choice", "choices") else []
    return definitions.add_field("insight", name=name, type=type, actor=owner, **{"options": options, **more})


def value_of(node, actor, key="branch"):
    return next(one for one in queries.filled(node, actor=actor) if one.field.key == key)


@pytest.mark.parametrize("type", EACH)
def test_a_field_of_each_type_takes_what_people_type(owner, imani, node, type):
    make(owner, type)
    text, typed, plain = EACH[type]

    actions.set_fields(node, {"branch": text}, actor=imani)

    found = value_of(node, imani)
    assert str(getattr(found.value, "name", found.value)) == str(plain)
    assert typed is None or found.typed == typed
    assert actions.set_fields(node, {"branch": found.typed}, actor=imani) == {}
    actions.set_fields(node, {"branch": ""}, actor=imani)
    assert not value_of(node, imani).values


@pytest.mark.parametrize(
    ("type", "text", "words"),
    [
        ("text", "x" * 501, "500 fit"),
        ("number", "many", "not a number"),
        ("number", "1e20", "12 digits"),
        ("date", "1 March", "2026-03-01"),
        ("date", "1492-01-01", "between 1900"),
        ("yes_no", "perhaps", "yes or no"),
        ("link", "javascript:alert(1)", "https://"),
        ("choice", "West", "Choose from: North, South"),
        ("choices", "North; West", "“West” is not an option"),
        ("person", "Nobody", "one member"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(owner, imani, node, type, text, words):
    make(owner, type)
    with pytest.raises(BadInput, match=words) as refusal:
        actions.set_fields(node, {"branch": text}, actor=imani)
    assert set(refusal.value.fields) == {"branch"}
    assert not value_of(node, imani).values


def test_history_says_what_stood_and_what_stands(owner, imani, node):
    make(owner, "choice")
    for text in ("North", "South", ""):
        actions.set_fields(node, {"branch": text}, actor=imani)
    said = [event.words for event in history(node, actor=imani)]
    assert said == [
        "emptied Branch, which was “South”",
        "changed Branch from “North” to “South”",
        "set Branch to “North”",
    ]


def test_an_undo_puts_back_what_stood_unless_somebody_changed_it(owner, imani, node):
    make(owner)
    actions.set_fields(node, {"branch": "One"}, actor=imani)
    undo = actions.undo_of(node, actions.set_fields(node, {"branch": "Two"}, actor=imani))

    assert actions.put_back(undo.given, actor=imani) == "The fields of INS-1 are as before."
    assert value_of(node, imani).words == "One"
    with pytest.raises(Conflict):
        actions.put_back(undo.given, actor=imani)
    assert actions.undo_of(node, {}) is None
    assert not Act.objects.exists()


def test_only_who_may_edit_the_object_fills_its_fields_in(owner, imani, node):
    make(owner)
    own = make_member(Role.CONTRIBUTOR, like=owner)
    draft = nodes.create("insight", title="Mine", actor=own)

    actions.set_fields(draft, {"branch": "North"}, actor=own)
    with pytest.raises(Denied):
        actions.set_fields(node, {"branch": "North"}, actor=own)
    with pytest.raises(NotVisible):
        actions.set_fields(node, {"branch": "North"}, actor=make_member(Role.OWNER))
    nodes.enter_state(node, "retired")
    with pytest.raises(InvalidState, match="retired and is kept as it was"):
        actions.set_fields(node, {"branch": "North"}, actor=imani)


def test_unknown_and_archived_fields_are_refused(owner, imani, node):
    field = make(owner)
    with pytest.raises(BadInput, match="no field “color”"):
        actions.set_fields(node, {"color": "red"}, actor=imani)
    definitions.archive_field(field, actor=owner)
    with pytest.raises(InvalidState, match="archived"):
        actions.set_fields(node, {"branch": "North"}, actor=imani)


def test_an_archived_field_comes_back_with_what_it_held(owner, imani, node):
    field = make(owner)
    actions.set_fields(node, {"branch": "North"}, actor=imani)
    definitions.archive_field(field, actor=owner)
    assert queries.filled(node, actor=imani) == []
    with pytest.raises(InvalidState, match="archived already"):
        definitions.archive_field(field, actor=owner)

    definitions.restore_field(field, actor=owner)

    assert value_of(node, imani).words == "North"
    with pytest.raises(InvalidState, match="not archived"):
        definitions.restore_field(field, actor=owner)


def test_a_name_is_taken_once_and_keys_never_change(owner):
    field = make(owner)
    with pytest.raises(BadInput, match="have a field “BRANCH” already"):
        make(owner, name="BRANCH")
    definitions.archive_field(field, actor=owner)
    second = make(owner)
    assert (field.key, second.key) == ("branch", "branch_2")
    with pytest.raises(InvalidState, match="another field “Branch” by now"):
        definitions.restore_field(field, actor=owner)
    definitions.change_field(second, name="Where", help="Which branch?", actor=owner)
    assert queries.field_by_id(second.pk, actor=owner).key == "branch_2"
    assert make(owner, name="Seen").key == "seen_2"


def test_definitions_are_refused_in_words(owner, imani, monkeypatch):
    with pytest.raises(Denied, match="custom fields"):
        make(imani)
    with pytest.raises(BadInput, match="Choose one of"):
        definitions.add_field("outcome", name="Branch", type="text", actor=owner)
    with pytest.raises(BadInput, match="types offered"):
        make(owner, "color")
    with pytest.raises(BadInput, match="at least one option"):
        make(owner, "choice", options=[" "])
    with pytest.raises(BadInput, match="Only a field of choices"):
        make(owner, "text", options=["North"])
    with pytest.raises(BadInput, match="twice"):
        make(owner, "choice", options=["North", "north"])
    with pytest.raises(BadInput, match="separates several"):
        make(owner, "choices", options=["a;b"])
    monkeypatch.setattr(definitions, "MOST", 1)
    make(owner)
    with pytest.raises(InvalidState, match="which is all that fit"):
        make(owner, name="Another")


def test_options_are_renamed_ordered_and_no_longer_offered(owner, imani, node):
    field = make(owner, "choice")
    north, south = field.options.order_by("position")
    actions.set_fields(node, {"branch": "North"}, actor=imani)

    swapped = {north.pk: OptionAs("South", 2, is_offered=False), south.pk: OptionAs("North", 1)}
    definitions.change_field(field, name="Branch", options=swapped, added=["West"], actor=owner)

    field = queries.field_by_id(field.pk, actor=owner)
    assert [one.label for one in field.options.all()] == ["North", "South", "West"]
    assert value_of(node, imani).words == "South"
    assert actions.set_fields(node, {"branch": value_of(node, imani).typed}, actor=imani) == {}
    other = nodes.create("insight", title="Other", actor=imani)
    with pytest.raises(BadInput, match="Choose from: North, West"):
        actions.set_fields(other, {"branch": "South"}, actor=imani)
    none = {one.pk: OptionAs(one.label, one.position, is_offered=False) for one in field.options.all()}
    with pytest.raises(BadInput, match="at least one option"):
        definitions.change_field(field, name="Branch", options=none, actor=owner)


def test_fields_stand_in_the_order_that_people_give_them(owner):
    one, two, three = (make(owner, name=name) for name in ("One", "Two", "Three"))
    definitions.move_field(three, by=-1, actor=owner)
    definitions.move_field(one, by=-1, actor=owner)
    assert queries.fields_of("insight", actor=owner) == [one, three, two]


def test_a_record_and_a_list_cost_a_fixed_number_of_queries(owner, imani, node, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queries.filled(node, actor=imani) == []
    for name, type in (("One", "text"), ("Two", "choice"), ("Three", "person")):
        make(owner, type, name=name)
    with django_assert_num_queries(3):
        assert len(queries.filled(node, actor=imani)) == 3
