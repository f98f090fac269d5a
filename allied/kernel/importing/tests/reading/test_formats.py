import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from allied.kernel.importing.reading import (
    Dialect,
    Format,
    NoTable,
    detect_encoding,
    detect_format,
    examine,
    records,
    rewrite_as_table,
)
from allied.kernel.importing.reading.formats import json_objects, workbook


def kept(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def form_of(path: Path) -> Format:
    return detect_format(path, detect_encoding(path).name)


def rows(tmp_path: Path, path: Path, *, sheet: str = "") -> list[tuple[int, list[str]]]:
    target = tmp_path / "rewritten"
    encoding = detect_encoding(path).name
    made = rewrite_as_table(path, target, detect_format(path, encoding), encoding=encoding, sheet=sheet)
    layout = examine(target, has_header=made.has_header, dialect=Dialect(",") if made.is_comma_separated else None)
    return [(each.number, list(each.cells)) for each in records(target, layout.dialect)]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("id,text\n1,Hello\n", Format.TABLE),
        ("id\ttext\n1\tHello\n", Format.TABLE),
        ('[{"id": 1}]', Format.JSON),
        (" [ ]", Format.JSON),
        ('{"data": [{"id": 1}]}', Format.JSON),
        ('{\n "data": [{"id": 1}]\n}', Format.JSON),
        ('{"id": 1}\n{"id": 2}\n', Format.JSON_LINES),
        ('{"id": 1, "tags": []}', Format.JSON_LINES),
        ('["one", "two"]', Format.JSON),
        ("[draft] What a mess\n", Format.TABLE),
        ("{name}\nJo\n", Format.TABLE),
        ("The lift is out.\nAgain.\n\nThank you.\n", Format.NOTES),
        ("The lift is out.\n\nThank you.\n", Format.TABLE),
        ("id,text\n1,One\n\n2,Two\n", Format.TABLE),
    ],
)
def test_the_content_tells_the_format(tmp_path: Path, content: str, form: Format):
    assert form_of(kept(tmp_path, content)) == form


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"PK\x03\x04 and nothing more", "damaged"),
    ],
)
def test_what_has_no_rows_is_refused_with_what_to_do(tmp_path: Path, content: bytes, sentence: str):
    with pytest.raises(NoTable, match=sentence):
        form_of(kept(tmp_path, content))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [(["content.xml"], "OpenDocument"), (["a.csv"], "ZIP archive"), (["xl/workbook.bin"], "xlsb")],
)
def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path, names: list[str], sentence: str):
    with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
        for name in names:
            archive.writestr(name, "x")

    with pytest.raises(NoTable, match=sentence):
        form_of(tmp_path / "upload")


def test_json_objects_become_rows_with_a_column_for_each_name(tmp_path: Path):
    given = [
        {"id": 7, "text": "Line one\r\nline two", "user": {"email": "jo@mail.example", "plan": None}},
        {"id": 8, "tags": [{"name": "speed"}, "iOS"], "done": True, "score": 4.5, "text": "=1+1"},
    ]

    found = rows(tmp_path, kept(tmp_path, json.dumps(given)))

    assert found == [
        (1, ["id", "text", "user.email", "user.plan", "tags", "done", "score"]),
        (2, ["7", "Line one\nline two", "jo@mail.example", "", "", "", ""]),
        (3, ["8", "'=1+1", "", "", "speed, iOS", "true", "4.5"]),
    ]


def test_the_first_list_of_objects_inside_an_object_holds_the_rows(tmp_path: Path):
    given = {"next": None, "links": ["a", "b"], "page": {"size": 2}, "none": [], "data": [{"id": 1}, {"id": 2}]}

    assert [cells for _, cells in rows(tmp_path, kept(tmp_path, json.dumps(given, indent=2)))] == [["id"], ["1"], ["2"]]


def test_json_is_read_in_pieces_however_they_fall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    given = [{"id": number, "text": "ä" * (number % 7), "n": number / 3} for number in range(60)]
    path = kept(tmp_path, json.dumps(given, ensure_ascii=False))

    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr(json_objects, "BLOCK", size)
        found = rows(tmp_path, path)
        assert [cells[0] for _, cells in found[1:]] == [str(number) for number in range(60)]
        assert found[8][1][2] == str(7 / 3)


@pytest.mark.parametrize(
    "content", ['[{"id": 1}, {"id": 2', '[{"id": 1} {"id": 2}]', '[{"id": 1,}]', '{"data" [1]}', "[", '{"a": 1']
)
def test_broken_json_is_refused_with_the_place(tmp_path: Path, content: str):
    with pytest.raises(NoTable, match="from character|no list of objects"):
        json_objects.rewrite_array(kept(tmp_path, content), tmp_path / "out", "utf-8")


def test_json_without_rows_is_refused(tmp_path: Path):
    with pytest.raises(NoTable, match="no list of objects"):
        rows(tmp_path, kept(tmp_path, '{"name": "x",\n "values": [1, 2]}'))


def test_a_json_object_larger_than_any_row_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json_objects, "LARGEST", 1_000)
    monkeypatch.setattr(json_objects, "BLOCK", 100)

    with pytest.raises(NoTable, match="cannot be read on"):
        rows(tmp_path, kept(tmp_path, json.dumps([{"text": "x" * 5_000}])))


def test_a_line_that_is_no_json_costs_its_own_row(tmp_path: Path):
    target = tmp_path / "out"
    source = kept(tmp_path, '{"id": 1}\nnot json\n[1]\n\n{"id": 2, "b": 3}\n')

    json_objects.rewrite_lines(source, target, "utf-8")

    found = list(records(target, Dialect(",", marks_broken=True)))
    assert [each.cells for each in found] == [("id", "b"), ("1", ""), (), (), ("2", "3")]
    assert [bool(each.trouble) for each in found] == [False, False, True, True, False]
    assert "not written as JSON" in found[2].trouble


def test_paragraphs_become_rows_and_lose_their_bullets(tmp_path: Path):
    found = rows(tmp_path, kept(tmp_path, "- The lift,\r\nagain.\r\n\r\n2. Thank you, all.\r\n"))

    assert found == [(1, ["text"]), (2, ["The lift,\nagain."]), (3, ["Thank you, all."])]


def a_workbook(tmp_path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, given in sheets:
        sheet = book.create_sheet(name)
        for row in given:
            sheet.append(row)
    book.save(tmp_path / "upload")
    return tmp_path / "upload"


def test_a_sheet_becomes_rows_with_the_numbers_that_the_spreadsheet_shows(tmp_path: Path):
    path = a_workbook(
        tmp_path,
        ("Empty", []),
        (
            "Comments",
            [
                ["All comments of May"],
                [],
                ["id", "date", "text", "score", "ok", "at"],
                [1, date(2026, 5, 3), "A text", 4.0, True, datetime(2026, 5, 3, 9, 30)],
                [],
                [2.5, None, "Two\nlines"],
            ],
        ),
    )
    assert form_of(path) == Format.XLSX

    found = rows(tmp_path, path)

    assert [number for number, _ in found] == [3, 4, 6]
    assert found[0][1] == ["id", "date", "text", "score", "ok", "at"]
    assert found[2][1] == ["2.5", "", "Two\nlines"]
    assert found[1][1][:2] == ["1", "2026-05-03"]
    assert found[1][1][3:] == ["4", "true", "2026-05-03 09:30:00"]


def test_another_sheet_can_be_chosen(tmp_path: Path):
    path = a_workbook(tmp_path, ("One", [["id", "text"], [1, "a"]]), ("Two", [["id", "text"], [2, "b"]]))

    made = rewrite_as_table(path, tmp_path / "out", Format.XLSX, encoding="utf-8", sheet="Two")

    assert (made.sheets, made.sheet) == (("One", "Two"), "Two")
    assert (tmp_path / "out").read_text() == "id,text\n2,b\n"


def test_a_workbook_without_rows_is_refused(tmp_path: Path):
    with pytest.raises(NoTable, match="No sheet"):
        rows(tmp_path, a_workbook(tmp_path, ("Empty", [])))


@pytest.mark.parametrize("limit", ["MOST_PARTS", "UNPACKED", "SHARED_TEXTS"])
def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
):
    path = a_workbook(tmp_path, ("One", [["id", "text"], [1, "a" * 50]]))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/SharedStrings.xml", "<sst/>")
    monkeypatch.setattr(workbook, limit, 1)
    monkeypatch.setattr(workbook, "load_workbook", None)

    with pytest.raises(NoTable, match="can be read"):
        rows(tmp_path, path)


def test_a_bomb_of_zeros_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "upload", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(620):
                part.write(b"\0" * 1024 * 1024)
    assert (tmp_path / "upload").stat().st_size < 2 * 1024 * 1024

    with pytest.raises(NoTable, match="Unpacked"):
        rows(tmp_path, tmp_path / "upload")


def test_a_workbook_with_entities_of_its_own_is_refused(tmp_path: Path):
    path = a_workbook(tmp_path, ("One", [["id"], [1]]))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')

    with pytest.raises(NoTable, match="entities"):
        rows(tmp_path, path)


def test_a_damaged_workbook_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")

    with pytest.raises(NoTable, match="damaged"):
        rows(tmp_path, tmp_path / "upload")
