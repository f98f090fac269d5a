"""A memo for programs: what it says, and the same as Markdown."""

from __future__ import annotations

from ninja import Field, Schema

from allied.kernel.talk.mail import site
from allied.web.memo import Memo, Table, markdown


class CiteShape(Schema):
    label: str
    href: str = Field(description="The page inside of this installation.")


class LineShape(Schema):
    text: str
    is_quote: bool
    who: str
    note: str
    cites: list[CiteShape]


class RowShape(Schema):
    cite: CiteShape
    cells: list[str]


class TableShape(Schema):
    heads: list[str]
    rows: list[RowShape]


class SectionShape(Schema):
    heading: str
    lines: list[LineShape]
    table: TableShape | None


class DigestShape(Schema):
    kind: str
    title: str
    lede: str
    sections: list[SectionShape]
    foot: str
    words: int
    seconds: int
    markdown: str


def memo_shape(memo: Memo) -> DigestShape:
    """What it says, and the same as Markdown."""
    sections = [
        SectionShape(
            heading=section.heading,
            lines=[
                LineShape(
                    text=line.text,
                    is_quote=line.is_quote,
                    who=line.who,
                    note=line.note,
                    cites=[CiteShape(label=cite.label, href=cite.url) for cite in line.cites],
                )
                for line in section.lines
            ],
            table=_table(section.table) if section.table else None,
        )
        for section in memo.sections
    ]
    return DigestShape(
        kind=memo.kind,
        title=memo.title,
        lede=memo.lede,
        sections=sections,
        foot=memo.foot,
        words=memo.words,
        seconds=memo.seconds,
        markdown=markdown(memo, site=site()),
    )


def _table(table: Table) -> TableShape:
    rows = [RowShape(cite=CiteShape(label=cite.label, href=cite.url), cells=list(cells)) for cite, cells in table.rows]
    return TableShape(heads=list(map(str, table.heads)), rows=rows)
