import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allied.kernel.importing.reading.encoding import detect_encoding
from allied.kernel.importing.reading.records import rewrite

WELSH = "id,text\n1,Mae’r neges yn Saesneg – £4 o ddirwy, caffi naïf\n" * 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf-8", WELSH.encode()),
        ("utf-8-sig", codecs.BOM_UTF8 + WELSH.encode()),
        ("utf-16", WELSH.encode("utf-16")),
        ("utf-16", codecs.BOM_UTF16_BE + WELSH.encode("utf-16-be")),
        ("utf-32", codecs.BOM_UTF32_LE + WELSH.encode("utf-32-le")),
        ("utf-16-le", WELSH.encode("utf-16-le")),
        ("utf-16-be", WELSH.encode("utf-16-be")),
        ("cp1252", WELSH.encode("cp1252")),
        ("cp1251", "текст\nЯ пришёл, а книги нет\nГде моя книга?\n".encode("cp1251")),
        ("utf-8", b""),
        ("utf-8", b"plain"),
    ],
)
def test_the_encoding_is_found_and_the_text_survives(tmp_path: Path, name: str, content: bytes):
    source, target = tmp_path / "given", tmp_path / "read"
    source.write_bytes(content)

    encoding = detect_encoding(source)
    unreadable = rewrite(source, target, encoding.name)

    assert encoding.name == name
    assert unreadable == 0
    assert target.read_text(encoding="utf-8") == content.decode(name)


def test_an_accent_far_down_a_legacy_file_is_found(tmp_path: Path):
    source = tmp_path / "given"
    source.write_bytes(b"text\n" + b"Nothing special here\n" * 40_000 + "Café fermé, déjà".encode("cp1252"))

    assert detect_encoding(source).name == "cp1252"


def test_a_wrong_choice_is_counted_character_by_character(tmp_path: Path):
    source, target = tmp_path / "given", tmp_path / "read"
    source.write_bytes("Café\nDéjà".encode("cp1252"))

    assert rewrite(source, target, "utf-8") == 3


def test_every_kind_of_line_end_becomes_one(tmp_path: Path):
    source, target = tmp_path / "given", tmp_path / "read"
    source.write_bytes(b"a\r\nb\rc\nd")

    rewrite(source, target, "utf-8")

    assert target.read_bytes() == b"a\nb\nc\nd"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), max_size=200))
def test_whatever_is_written_as_utf8_is_read_back(tmp_path: Path, text: str):
    source, target = tmp_path / "given", tmp_path / "read"
    source.write_bytes(codecs.BOM_UTF8 + text.encode())

    rewrite(source, target, detect_encoding(source).name)

    assert target.read_bytes().decode() == text


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_bytes_stop_the_reading(tmp_path: Path, content: bytes):
    source, target = tmp_path / "given", tmp_path / "read"
    source.write_bytes(content)

    rewrite(source, target, detect_encoding(source).name)
