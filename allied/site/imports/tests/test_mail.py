import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from allied.domains.feedback.models import Feedback
from allied.kernel.importing import actions
from allied.kernel.importing.models import Import
from allied.kernel.jobs import runner
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def letter(number: int, text: str = "Where is my hold?", name: str = "") -> SimpleUploadedFile:
    head = (
        f"From: Jo <jo@mail.example>\nDate: Tue, 14 Jul 2026 10:00:00 +0200\nSubject: Holds\nMessage-ID: <{number}@m>"
    )
    return SimpleUploadedFile(name or f"holds {number}.eml", f"{head}\n\n{text}\n> We look into it.\n".encode())


def sent(member, *files: SimpleUploadedFile):
    client = Client()
    client.force_login(member.user)
    where = reverse("imports:new", kwargs={"workspace": member.workspace.slug})
    return client.post(where, {"file": list(files), "target": "feedback"})


def test_several_emails_come_in_at_once_and_never_twice():
    editor = make_member()
    for files in ([letter(1), letter(2, "It hangs.")], [letter(2, "It hangs.")]):
        assert sent(editor, *files).status_code == 302
        actions.start_import(Import.objects.order_by("number").last(), actor=editor)
        runner.run_all()

    first, second = Feedback.objects.order_by("row")
    assert (first.text, first.author, first.source, first.source_id) == ("Where is my hold?", "Jo", "E-mail", "1@m")
    assert first.raw["quoted_or_signature"] == "> We look into it."
    assert first.received_at.isoformat() == "2026-07-14T08:00:00+00:00"
    assert first.person_key == second.person_key != ""
    assert Import.objects.order_by("number").last().already_here == 1


def test_what_is_no_email_and_several_files_of_other_kinds_are_refused():
    editor = make_member()

    no_mail = sent(editor, SimpleUploadedFile("note.eml", b"just a note"))
    mixed = sent(editor, letter(1), SimpleUploadedFile("b.csv", b"id,text\n1,x\n"))

    assert no_mail.status_code == mixed.status_code == 422
    assert "This is not an e-mail" in no_mail.content.decode()
    assert "can be e-mails only" in mixed.content.decode()
    assert not Import.objects.exists()


def test_the_page_of_columns_says_how_emails_are_read():
    editor = make_member()
    sent(editor, letter(1))
    client = Client()
    client.force_login(editor.user)

    shown = client.get(reverse("imports:detail", kwargs={"workspace": editor.workspace.slug, "number": 1}))

    assert "E-mail, one row a message" in shown.content.decode()
    assert "Read the file another way" not in shown.content.decode()
