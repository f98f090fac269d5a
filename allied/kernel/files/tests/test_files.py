"""Attachments: what is kept, what is refused, and when it is gone."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.files import actions, queries, storage
from allied.kernel.files.actions import Upload, attach
from allied.kernel.files.models import Attachment
from allied.kernel.files.tasks import erase_removed, sweep
from allied.kernel.files.types import media_type_of
from allied.kernel.jobs.models import Job
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Role
from allied.kernel.talk.actions import add_comment, delete_comment
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60


@pytest.fixture
def imani():
    return make_member(Role.CONTRIBUTOR, name="Imani Okafor")


@pytest.fixture
def node(imani):
    return nodes.create("insight", title="They leave when the wait is unknown", actor=imani)


def files_in_home():
    return [path for path in (settings.HOME / "files").rglob("*") if path.is_file()]


def test_equal_contents_are_kept_once_under_their_digest(imani, node):
    made = attach([Upload("a.png", [PNG]), Upload("b.png", [PNG[:20], PNG[20:]])], node, actor=imani)

    assert len({one.digest for one in made}) == 1
    assert storage.place_of(made[0].digest).read_bytes() == PNG
    assert [(one.name, one.media_type, one.is_image) for one in made] == [
        ("a.png", "image/png", True),
        ("b.png", "image/png", True),
    ]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("notes.md", b"# Notes", "text/plain"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "text/plain"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "text/plain"),
        ("paper.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("data.bin", b"\x00\x01\x02\xff", "application/octet-stream"),
        ("unnamed", PNG, "image/png"),
    ],
)
def test_a_file_is_what_its_content_shows(name, content, kind):
    assert media_type_of(name, content) == kind


@pytest.mark.parametrize(
    ("name", "chunks", "said"),
    [
        ("run.exe", [b"MZ" + b"\0" * 300], "is a program"),
        ("harmless.txt", [b"MZ" + b"\0" * 300], "is a program"),
        ("go.sh", [b"echo"], "is a program"),
        ("tool", [b"#!/bin/sh"], "is a program"),
        ("photo.png", [b"<svg/>"], "holds something else"),
        ("empty.txt", [], "is empty"),
        ("large.bin", [b"\0" * 2**20] * 26, "up to 25 MB"),
    ],
)
def test_what_is_refused_is_refused_in_words_and_nothing_stays(imani, node, name, chunks, said):
    before = len([path for path in files_in_home() if path.name.startswith("new-")])

    with pytest.raises(BadInput, match=said) as refusal:
        attach([Upload(name, chunks)], node, actor=imani)

    assert list(refusal.value.fields) == ["files"]
    assert not Attachment.objects.exists()
    assert len([path for path in files_in_home() if path.name.startswith("new-")]) == before


def test_a_name_keeps_no_path(imani, node):
    (made,) = attach([Upload("..\\..\\etc/passwd", [b"x"])], node, actor=imani)

    assert made.name == "passwd"


def test_one_attaches_to_ones_own_comment_and_it_goes_with_it(imani, node):
    said = add_comment(node, "One", actor=imani)
    attach([Upload("a.txt", [b"a"])], node, actor=imani, comment=said)
    other = make_member(Role.EDITOR, like=imani)

    with pytest.raises(Denied, match="of your own"):
        attach([Upload("b.txt", [b"b"])], node, actor=other, comment=said)
    delete_comment(said, actor=imani)

    assert queries.attachments(node, actor=imani) == []


def test_removed_files_come_back_and_others_are_removed_by_who_moderates(imani, node):
    (made,) = attach([Upload("a.txt", [b"a"])], node, actor=imani)
    editor, administrator = (make_member(role, like=imani) for role in (Role.EDITOR, Role.ADMINISTRATOR))

    with pytest.raises(Denied):
        actions.remove(made, actor=editor)
    actions.remove(made, actor=administrator)
    with pytest.raises(NotVisible):
        queries.attachment_by_id(made.pk, actor=imani)
    with pytest.raises(InvalidState):
        actions.remove(made, actor=imani)

    actions.restore(made, actor=imani)
    assert queries.attachments(node, actor=editor) == [made]


def test_after_30_days_a_content_that_nothing_names_is_erased(imani, node, django_capture_on_commit_callbacks):
    shared, alone, kept = attach(
        [Upload("a.txt", [b"shared"]), Upload("b.txt", [b"alone"]), Upload("c.txt", [b"shared"])], node, actor=imani
    )
    for one in (shared, alone):
        actions.remove(one, actor=imani)
    Attachment.objects.exclude(pk=kept.pk).update(removed_at=timezone.now() - timedelta(days=31))

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_removed(Job()) is False

    assert list(Attachment.objects.all()) == [kept]
    assert storage.place_of(shared.digest).is_file()
    assert not storage.place_of(alone.digest).exists()


def test_readers_attach_nothing_and_other_workspaces_find_nothing(imani, node):
    (made,) = attach([Upload("a.txt", [b"a"])], node, actor=imani)
    stranger = make_member(Role.OWNER)

    with pytest.raises(Denied):
        attach([Upload("b.txt", [b"b"])], node, actor=make_member(Role.READER, like=imani))
    with pytest.raises(NotVisible):
        attach([Upload("b.txt", [b"b"])], node, actor=stranger)
    with pytest.raises(NotVisible):
        queries.attachment_by_id(made.pk, actor=stranger)
    with pytest.raises(NotVisible):
        actions.describe(made, "Mine", actor=stranger)


def test_a_refused_upload_leaves_no_byte(imani, node):
    def broken():
        yield PNG
        raise ConnectionResetError

    refused = [[Upload("a.txt", [b"one of a kind"]), Upload("b.txt", [])], [Upload("c.txt", [b"MZ" + bytes(60)])]]
    before = set(files_in_home())
    for uploads in refused:
        with pytest.raises(BadInput):
            attach(uploads, node, actor=imani)
    with pytest.raises(ConnectionResetError):
        attach([Upload("d.txt", [b"also one of a kind"]), Upload("e.png", broken())], node, actor=imani)

    assert set(files_in_home()) == before


def test_the_sweep_erases_old_contents_that_nothing_names(imani, node):
    (kept,) = attach([Upload("a.txt", [b"kept"])], node, actor=imani)
    orphans = [storage.write([text], limit=99) for text in (b"an orphan", b"a young orphan", b"half")]
    orphans[0].keep()
    orphans[1].keep()
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (storage.place_of(kept.digest), storage.place_of(orphans[0].digest), orphans[2].path):
        os.utime(path, (old, old))

    while sweep(Job()):
        pass

    assert storage.place_of(kept.digest).exists()
    assert storage.place_of(orphans[1].digest).exists()
    assert not storage.place_of(orphans[0].digest).exists()
    assert not orphans[2].path.exists()
