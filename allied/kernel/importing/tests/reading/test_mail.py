from pathlib import Path

import pytest

from allied.kernel.importing.reading import Dialect, Format, NoTable, detect_format, records
from allied.kernel.importing.reading.formats import mail
from allied.kernel.importing.reading.formats.quoting import parted, plain

HEAD = (
    "From: Jo Reyes <Jo@Mail.Example>\nDate: Tue, 14 Jul 2026 10:00:00 +0200\nSubject: Holds\nMessage-ID: <a1@mail>\n"
)


def rows(tmp_path: Path, content: str | bytes) -> list[dict[str, str] | str]:
    source, target = tmp_path / "upload", tmp_path / "table"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    mail.rewrite(source, target)
    found = list(records(target, Dialect(",", marks_broken=True)))
    return [dict(zip(mail.COLUMNS, each.cells, strict=True)) if each.cells else each.trouble for each in found[1:]]


def test_a_message_is_one_row_with_its_sender_day_and_name(tmp_path):
    (row,) = rows(tmp_path, HEAD + "\nWhere is my hold?\n\n-- \nJo, Ramsbury\n")

    assert row["text"] == "Where is my hold?"
    assert (row["from_name"], row["from_email"]) == ("Jo Reyes", "jo@mail.example")
    assert (row["date"], row["message_id"]) == ("2026-07-14T08:00:00+00:00", "a1@mail")
    assert row["quoted_or_signature"].endswith("Jo, Ramsbury")


def test_html_alone_becomes_plain_text_without_scripts_or_quotes(tmp_path):
    html = (
        "<style>p{}</style><p>The lift&nbsp;is <b>out</b>.</p><script>x()</script><blockquote>We are sorry</blockquote>"
    )
    (row,) = rows(tmp_path, HEAD + "Content-Type: text/html; charset=utf-8\n\n" + html)

    assert row["text"] == "The lift is out."
    assert row["quoted_or_signature"] == "> We are sorry"


def test_several_files_are_one_file_of_many_and_a_bad_one_costs_itself_alone(tmp_path):
    good, other = (HEAD + "\nFrom here on it hangs.\n").encode(), (HEAD + "\n\n").encode()

    found = rows(tmp_path, b"".join(mail.joined([[good], [b"just a note"], [other]])))

    assert found[0]["text"] == "From here on it hangs."
    assert found[1:] == [str(mail.NO_MAIL), str(mail.NO_TEXT)]


@pytest.mark.parametrize(("content", "why"), [("a note\n", mail.NO_MAIL), (HEAD + "\n", mail.NO_TEXT)])
def test_a_file_of_one_message_that_cannot_be_read_is_refused(tmp_path, content, why):
    with pytest.raises(NoTable, match=str(why)[:30]):
        rows(tmp_path, content)


def test_a_message_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(mail, "SIZE_LIMIT", 200)
    with pytest.raises(NoTable, match="larger than 25 MB"):
        rows(tmp_path, HEAD + "\n" + "line\n" * 100)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Yes.\n\nOn Tue, 14 Jul 2026, Help <h@x> wrote:\n> Is it solved?\n\nThanks", "Yes.\n\nThanks"),
        ("Nein.\n\nAm 14.07.2026 um 10:00 schrieb Hilfe <h@x>:\n> Geht es?", "Nein."),
        ("No.\n\nOn Tuesday, 14 Jul 2026 at 10:00\nHelp desk <h@x> wrote:\n\nIs it solved?", "No."),
        ("No.\n-----Original Message-----\nFrom: h@x\nIs it?", "No."),
        ("No.\n\nFrom: Help <h@x>\nSent: Tuesday\nTo: Jo\n\nIs it?", "No."),
        ("No.\nSent from my phone", "No."),
        ("FYI\n---------- Forwarded message ---------\nFrom: Al <a@x>\nDate: x\n\nIt hangs.",) * 2,
        ("> only this", "> only this"),
        ("On Monday I wrote: nothing works", "On Monday I wrote: nothing works"),
    ],
)
def test_own_words_are_told_from_what_is_quoted(text, own):
    assert parted(text)[0] == own


def test_broken_headers_and_unknown_characters_stop_nothing(tmp_path):
    head = (
        "From: =?nonsense?b?//8=?= <>\nDate: no day\nSubject: x\nContent-Type: text/plain; charset=klingon\n\nIt hangs."
    )
    (row,) = rows(tmp_path, head)

    assert (row["text"], row["date"]) == ("It hangs.", "")
    assert row["message_id"].startswith("sha256:")


def test_the_content_tells_that_it_is_mail_and_a_table_with_such_names_is_none(tmp_path):
    path = tmp_path / "upload"
    path.write_text(HEAD + "\nHi")
    assert detect_format(path, "utf-8") == Format.MAIL
    path.write_text("from,date,subject\nme,2026-01-01,Hi\n")
    assert detect_format(path, "utf-8") == Format.TABLE


def test_plain_keeps_blocks_apart():
    assert plain("<div>One</div><div>Two<br>Three</div><ul><li>Four</ul>") == "One\nTwo\nThree\nFour"
