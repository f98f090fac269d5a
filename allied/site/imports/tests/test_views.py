import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import DESK, imported, uploaded
from allied.kernel.importing import actions
from allied.kernel.importing.models import Import
from allied.kernel.jobs import runner
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def at(member: Member, name: str, **kwargs: object) -> str:
    return reverse(f"imports:{name}", kwargs={"workspace": member.workspace.slug, **kwargs})


def page(member: Member, name: str, query: str = "", **kwargs: object) -> str:
    response = signed_in(member).get(at(member, name, **kwargs) + query)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_a_file_is_uploaded_checked_and_run(tmp_path):
    editor = make_member()
    client = signed_in(editor)
    path = tmp_path / "support-desk-q3.csv"
    path.write_text(DESK)

    with path.open("rb") as file:
        answer = client.post(at(editor, "new"), {"file": file, "target": "feedback"})
    made = Import.objects.get()
    assert answer.url == at(editor, "detail", number=1)
    columns = page(editor, "detail", number=1)
    assert "Check what each column means" in columns
    assert "September has 30" in columns
    assert "j•••@mail.example" in columns

    answer = client.post(at(editor, "run", number=1), choices(made))
    assert answer.url == at(editor, "detail", number=1)
    assert "You can leave this page" in page(editor, "detail", number=1)
    assert "hx-get" in client.get(at(editor, "progress", number=1), headers={"HX-Request": "true"}).content.decode()

    runner.run_all()
    assert client.get(at(editor, "progress", number=1), headers={"HX-Request": "true"}).headers["HX-Redirect"]
    result = page(editor, "detail", number=1)
    assert "3 of 6 rows are in" in result
    assert "Undo import 1" in result
    assert "September has 30" in page(editor, "rows", number=1)
    assert "Import 1" in page(editor, "list") or "support-desk-q3.csv" in page(editor, "list")


def choices(made: Import, **changes: str) -> dict[str, str]:
    uses = {f"use-{place}": use.meaning for place, use in enumerate(made.choices.uses)}
    return (
        uses
        | {
            "order": "day",
            "source": made.source,
            "hide-email": "on",
            "hide-phone": "on",
            "hide-card": "on",
            "update": "on",
        }
        | changes
    )


def test_pasted_rows_are_a_file_too():
    editor = make_member()

    rows = "id\ttext\n1\tThe lift is out\n2\tThank you\n"
    signed_in(editor).post(at(editor, "new"), {"target": "feedback", "rows": rows})

    assert (Import.objects.get().file_name, Import.objects.get().rows) == ("Pasted rows", 2)


@pytest.mark.parametrize(
    ("given", "sentence"), [({}, "Choose a file, or paste rows"), ({"rows": "text\n"}, "no rows below it")]
)
def test_an_upload_without_rows_is_refused(given: dict[str, str], sentence: str):
    editor = make_member()

    answer = signed_in(editor).post(at(editor, "new"), {"target": "feedback"} | given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_choices_that_do_not_fit_are_said_at_their_columns():
    editor = make_member()
    made = uploaded(editor)

    answer = signed_in(editor).post(at(editor, "run", number=1), choices(made, **{"use-1": "text"}))

    assert answer.status_code == 422
    assert "is chosen for 2 columns" in answer.content.decode()
    made.refresh_from_db()
    assert made.state == Import.State.DRAFT


def test_a_changed_choice_answers_with_the_rows_as_they_would_be_stored():
    editor = make_member()
    made = uploaded(editor)

    answer = signed_in(editor).post(
        at(editor, "mapping", number=1), choices(made, order="month"), headers={"HX-Request": "true"}
    )

    text = answer.content.decode()
    assert "<html" not in text
    assert "&lt;" not in text
    assert "There is no month 13" in text


def test_what_is_hidden_in_texts_is_chosen_kind_by_kind():
    editor = make_member()
    made = uploaded(editor, "text\nMail jo@mail.example or call 020 7946 0958\nThank you\n")
    said = choices(made)
    del said["hide-phone"]

    signed_in(editor).post(at(editor, "run", number=1), said)
    runner.run_all()

    assert Feedback.objects.get(row=2).text == "Mail [e-mail address hidden] or call 020 7946 0958"


def test_the_file_is_read_another_way():
    editor = make_member()
    uploaded(editor, "text\nCafé fermé\n".encode("mac_roman"))

    signed_in(editor).post(at(editor, "layout", number=1), {"encoding": "mac_roman", "has_header": "on"})

    assert "Café fermé" in page(editor, "detail", number=1)


def test_rows_left_out_are_downloaded_with_their_reasons():
    editor = make_member()
    imported(editor)

    content = b"".join(signed_in(editor).get(at(editor, "left-out", number=1)).streaming_content).decode("utf-8-sig")

    assert (
        content.splitlines()[0] == "row,reason,ticket_id,created,requester_email,comment_body,branch,agent_notes,csat"
    )
    assert "September has 30" in content
    assert "ZD-4" in content


def test_an_import_is_stopped_resumed_and_undone():
    editor = make_member()
    made = actions.start_import(uploaded(editor), actor=editor)
    client = signed_in(editor)

    client.post(at(editor, "stop", number=1))
    assert "Go on at row" in page(editor, "detail", number=1)
    client.post(at(editor, "run", number=1))
    runner.run_all()
    client.post(at(editor, "undo", number=1))
    assert "Taking" in page(editor, "detail", number=1)
    runner.run_all()

    made.refresh_from_db()
    assert made.state == Import.State.UNDONE
    assert "This import was undone" in page(editor, "detail", number=1)


PAGES = ["list", "new"]
OF_IMPORT = ["detail", "progress", "rows", "left-out"]
POSTS = ["layout", "mapping", "run", "stop", "undo"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(name: str):
    editor, stranger = make_member(), make_member()

    assert signed_in(stranger).get(at(editor, name)).status_code == 404


@pytest.mark.parametrize("name", OF_IMPORT)
def test_a_stranger_finds_no_import(name: str):
    editor, stranger = make_member(), make_member()
    imported(editor)

    assert signed_in(stranger).get(at(editor, name, number=1)).status_code == 404
    assert signed_in(stranger).get(at(stranger, name, number=1)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_a_reader_may_not_change_an_import(name: str):
    editor = make_member()
    made = uploaded(editor)
    reader = make_member("reader", like=editor)

    assert signed_in(reader).post(at(editor, name, number=1), choices(made) | {"encoding": "utf-8"}).status_code == 403


def test_a_reader_may_not_add():
    reader = make_member("reader")

    assert signed_in(reader).get(at(reader, "new")).status_code == 403
