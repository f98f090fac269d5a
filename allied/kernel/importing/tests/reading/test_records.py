import csv
import io
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allied.kernel.importing.reading.dialect import DELIMITERS, Dialect, sniff
from allied.kernel.importing.reading.layout import NoTable, examine, name_columns
from allied.kernel.importing.reading.records import records

CELLS = st.text(st.characters(exclude_characters="\0\r\x1f", codec="utf-8"), max_size=30)
TABLES = st.integers(2, 6).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "read.csv"
    path.write_bytes(text.encode())
    return path


def rows(path: Path, dialect: Dialect | None = None) -> list[tuple[str, ...]]:
    return [record.cells for record in records(path, dialect or Dialect(","))]


def as_csv(table: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    return text.getvalue()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, delimiter=st.sampled_from(sorted(DELIMITERS)))
def test_what_a_spreadsheet_wrote_is_read_back(tmp_path: Path, table: list[list[str]], delimiter: str):
    path = written(tmp_path, as_csv(table, delimiter))

    assert rows(path, Dialect(delimiter)) == [tuple(row) for row in table]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, stop=st.integers(0, 20))
def test_reading_goes_on_from_any_record(tmp_path: Path, table: list[list[str]], stop: int):
    path = written(tmp_path, as_csv(table, ","))
    found = list(records(path, Dialect(",")))
    last = found[min(stop, len(found) - 1)]

    rest = list(records(path, Dialect(","), offset=last.end, number=last.number))

    assert rest == found[last.number :]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("ab\",;\n\t|'\\\0é"), max_size=120))
def test_no_text_stops_the_reading(tmp_path: Path, text: str):
    path = written(tmp_path, text)
    dialect = sniff(text)

    found = list(records(path, dialect))

    assert [record.number for record in found] == sorted({record.number for record in found})
    assert all(record.end <= len(text.encode()) for record in found)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id,text\n1,a\n2,b\n", ","),
        ("id;price;text\n1;4,50;a, b\n2;3,20;c, d\n", ";"),
        ("id\ttext\n1\tHello, you\n2\tYes, no; maybe\n", "\t"),
        ("id|text\n1|a, b\n2|c\n", "|"),
        ('id,text\n1,"two\nlines, and; more"\n2,"x ""y"" z"\n', ","),
        ("comment\nHello, I want it\nNo\nWell, yes, but no\n", "\x1f"),
        ("text\n", "\x1f"),
        ("sep=;\nid;text\n1;a\n", ";"),
        ("", "\x1f"),
    ],
)
def test_the_delimiter_is_the_one_that_gives_equal_records(text: str, delimiter: str):
    assert sniff(text).delimiter == delimiter


def test_quotes_are_told_from_apostrophes():
    assert sniff("id,text\n1,'a, b'\n2,'c'\n3,'d'\n").quote == "'"
    assert sniff("id,text\n1,it's\n2,'tis so\n3,\"a\"\n").quote == '"'


def test_backslashes_before_quotes_are_understood(tmp_path: Path):
    text = 'id,text\n1,"She said \\"no\\", twice"\n2,"b"\n'

    assert rows(written(tmp_path, text), sniff(text))[1] == ("1", 'She said "no", twice')


def test_a_tab_separated_file_without_wrapping_keeps_its_quotes(tmp_path: Path):
    text = 'id\ttext\n1\t"Stop" he said\n2\tno "end\n3\t"open\n'

    assert rows(written(tmp_path, text), sniff(text))[1:] == [("1", '"Stop" he said'), ("2", 'no "end'), ("3", '"open')]


def test_a_line_that_declares_the_separator_is_no_row(tmp_path: Path):
    path = written(tmp_path, "sep=;\nid;text\n1;a\n")

    assert rows(path, examine(path).dialect) == [("id", "text"), ("1", "a")]


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path: Path):
    path = written(tmp_path, "id,text\n\n1,a\n2,b\n")

    assert [record.number for record in records(path, Dialect(","))] == [1, 3, 4]


def test_an_unclosed_quote_costs_one_row(tmp_path: Path):
    path = written(tmp_path, 'id,text\n1,a\n2,"open\n3,c\n4,d\n')

    found = list(records(path, Dialect(",")))

    assert [record.cells[0] for record in found] == ["id", "1", "2", "3", "4"]
    assert [bool(record.trouble) for record in found] == [False, False, True, False, False]
    assert "never closed" in found[2].trouble


def test_a_nul_is_refused_with_its_row(tmp_path: Path):
    found = list(records(written(tmp_path, "1,a\0b\n2,c\n"), Dialect(",")))

    assert "NUL" in found[0].trouble
    assert found[1].trouble == ""


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_10_megabytes_costs_one_row_and_little_memory(tmp_path: Path, quote: str):
    path = written(tmp_path, f"id,text\n1,{quote}{'x' * 10_000_000}{quote}\n2,c\n")

    tracemalloc.start()
    found = list(records(path, Dialect(",")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [record.cells[0] for record in found] == ["id", "1", "2"]
    assert "1,000,000 characters" in found[1].trouble
    assert peak < 40_000_000


@pytest.mark.slow
def test_100_000_rows_are_read_in_constant_memory(tmp_path: Path):
    path = written(tmp_path, "id,text\n" + "".join(f'{n},"Comment {n}, with a\nsecond line"\n' for n in range(100_000)))

    started = time.perf_counter()
    tracemalloc.start()
    count = sum(1 for _ in records(path, Dialect(",")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 100_001
    assert peak < 1_000_000
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize(
    ("text", "has_header", "names"),
    [
        ("ticket_id,comment_body\nZ1,Why only a queue number?\n", True, ("ticket_id", "comment_body")),
        ("comment\nWhy only a queue number?\n", True, ("comment",)),
        ("Spalte\nWarum nur eine Nummer, und kein Name?\nNoch eine Frage, bitte sehr\n", True, ("Spalte",)),
        ("Why only a queue number?\nWhat is it for?\n", False, ("Column 1",)),
        ("2026-07-03,Why?\n2026-07-04,Because\n", False, ("Column 1", "Column 2")),
        ("1,Why\n2,Because\n", False, ("Column 1", "Column 2")),
        ("text,text,\na,b,c\n", True, ("text", "text (2)", "Column 3")),
        ("text\n", True, ("text",)),
    ],
)
def test_a_header_is_told_from_a_row(tmp_path: Path, text: str, has_header: bool, names: tuple[str, ...]):
    layout = examine(written(tmp_path, text))

    assert (layout.has_header, layout.names) == (has_header, names)


def test_200_columns_are_a_table_and_2000_are_not(tmp_path: Path):
    wide = ",".join(f"field_{n}" for n in range(200))

    assert len(examine(written(tmp_path, f"{wide}\n{wide}\n")).names) == 200
    with pytest.raises(NoTable, match="1,000 is the limit"):
        examine(written(tmp_path, ("x," * 2_000 + "\n") * 3))


@pytest.mark.parametrize("text", ["", "\n\n\n"])
def test_a_file_without_rows_is_refused(tmp_path: Path, text: str):
    with pytest.raises(NoTable, match="empty"):
        examine(written(tmp_path, text))


@given(cells=st.lists(st.text(max_size=12), max_size=12))
def test_no_two_columns_are_called_the_same(cells: list[str]):
    names = name_columns(cells)

    assert len(set(names)) == len(cells)
    assert all(names)
