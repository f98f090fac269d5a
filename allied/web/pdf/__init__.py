"""A memo as a PDF on upright A4, in the house's letters."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fpdf import FPDF

from allied.web.memo import Line, Memo, Table

HERE: Final = Path(__file__).parent
INK, MUTED, LINK = (16, 36, 32), (84, 100, 96), (0, 92, 72)
MARGIN: Final = 22  # mm


def pdf(memo: Memo, *, site: str) -> bytes:
    """The memo, with its links. Letters that the fonts lack are drawn as a box; the page and Markdown have them."""
    sheet = _sheet(memo.title)
    _text(sheet, memo.kind, size=9, ink=MUTED)
    _text(sheet, memo.title, size=20, is_bold=True, after=2)
    _text(sheet, memo.lede, size=10, ink=MUTED, after=4)
    for section in memo.sections:
        _text(sheet, section.heading, size=11, is_bold=True, before=3, after=1)
        for line in section.lines:
            _line(sheet, line, site)
        if section.table:
            _table(sheet, section.table, site)
    _text(sheet, memo.foot, size=9, ink=MUTED, before=6)
    return bytes(sheet.output())


def _sheet(title: str) -> FPDF:
    sheet = FPDF(format="A4")
    for part in ("latin", "latin-ext"):
        for style, name in (("", "regular"), ("B", "bold")):
            sheet.add_font(part, style, HERE / f"atkinson-next-{part}-{name}.ttf")
    sheet.set_fallback_fonts(["latin-ext"], exact_match=False)
    sheet.set_margin(MARGIN)
    sheet.set_auto_page_break(True, MARGIN)
    sheet.set_title(title)
    sheet.set_lang("en")
    sheet.add_page()
    return sheet


def _text(
    sheet: FPDF,
    text: str,
    *,
    size: int,
    is_bold: bool = False,
    ink: tuple[int, int, int] = INK,
    before: float = 0,
    after: float = 0,
) -> None:
    sheet.ln(before)
    sheet.set_font("latin", "B" if is_bold else "", size)
    sheet.set_text_color(*ink)
    sheet.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(after)


def _line(sheet: FPDF, line: Line, site: str) -> None:
    """A sentence with its links behind it; under a quote, who said it."""
    said = f"“{line.text}”" if line.is_quote else line.text
    _run(sheet, f"{line.note}: {said}" if line.note else said, size=11)
    if line.is_quote:
        sheet.ln(5)
        _run(sheet, line.who, size=9, ink=MUTED)
    for cite in line.cites:
        _run(sheet, f" {cite.label}", size=9, ink=LINK, link=site + cite.url)
    sheet.ln(7)


def _table(sheet: FPDF, table: Table, site: str) -> None:
    """The first column, which says what a row is about, has half of the width."""
    sheet.set_font("latin", "", 9)
    sheet.set_text_color(*INK)
    others = len(table.heads) - 1
    widths = (others, *[1] * others)
    with sheet.table(col_widths=widths, text_align="LEFT", borders_layout="HORIZONTAL_LINES") as drawn:
        drawn.row([str(head) for head in table.heads])
        for cite, cells in table.rows:
            row = drawn.row()
            row.cell(cite.label, link=site + cite.url)
            for cell in cells:
                row.cell(cell)


def _run(sheet: FPDF, text: str, *, size: int, ink: tuple[int, int, int] = INK, link: str = "") -> None:
    sheet.set_font("latin", "", size)
    sheet.set_text_color(*ink)
    sheet.write(5, text, link)
