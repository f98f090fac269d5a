"""The frame of a chart: title, takeaway, description, three widths, data table."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from allied.kernel.words import _

WIDTHS = (("wide", 1040), ("mid", 500), ("narrow", 330))
Render = Callable[[int], tuple[str, int]]


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Markup:
    """The data of a chart; the first column names the row, the others are numbers."""
    names = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(Markup(' class="end"') if i else "", name)
        for i, name in enumerate(head)
    )
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup('<td class="end">{}</td>').format(cell) for cell in row[1:])
        )
        for row in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{3}"><table class="table">'
        '<caption class="vh">{0}</caption><thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>'
    ).format(caption, names, body, _("%(caption)s, data table", caption=caption))


def figure(
    chart_id: str, *, title: str, takeaway: str, description: str, render: Render, data: Markup, level: int = 2
) -> Markup:
    """``render(width)`` gives the marks and the height; a container query shows one of the three drawings."""
    drawings = []
    for name, width in WIDTHS:
        marks, height = render(width)
        drawings.append(
            Markup(
                '<svg class="{name}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-{name}-t"'
                ' aria-describedby="{id}-{name}-d"><title id="{id}-{name}-t">{title}</title>'
                '<desc id="{id}-{name}-d">{description}</desc><g aria-hidden="true">{marks}</g></svg>'
            ).format(
                name=name, width=width, height=height, id=chart_id, title=title, description=description,
                marks=Markup(marks),  # noqa: S704  made of escaped parts by draw.py
            )
        )  # fmt: skip
    return Markup(
        '<figure class="chart" id="{}"><figcaption><h{}>{}</h{}><p>{}</p></figcaption>{}'
        "<details><summary>{}</summary>{}</details></figure>"
    ).format(chart_id, level, title, level, takeaway, Markup("").join(drawings), _("Data table"), data)
