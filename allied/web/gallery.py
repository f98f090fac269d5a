"""What the gallery at `/components` shows: one small example of everything a macro takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from markupsafe import Markup

from allied.kernel.activity.models import Rewording
from allied.kernel.nodes.models import Node
from allied.kernel.personal.models import Act
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.formula import assess
from allied.kernel.thread.strength import Explained
from allied.kernel.thread.words import words
from allied.web.charts import (
    Bar,
    Group,
    Interval,
    Line,
    Point,
    Release,
    distribution,
    forest,
    interval,
    ruler,
    share,
    trend,
)
from allied.web.commands import Offer
from allied.web.difference import difference
from allied.web.forms import Form, required
from allied.web.listing import Chosen, Option, Sort
from allied.web.lists.sample import sample
from allied.web.running import Work
from allied.web.strength import facts
from allied.web.talk import Conversation, Editing, File, Following, Remark, Talk
from allied.web.thread import Entry, Panel, Stage


@dataclass(frozen=True)
class Someone:
    name: str
    side: str
    discipline_words: str
    deactivated_at: datetime | None = None


@dataclass(frozen=True)
class Sureness:
    level: str
    flag: str = ""
    words: str = ""


@dataclass(frozen=True)
class Happening:
    words: str
    at: datetime
    who: str
    icon: str = "circle-dot"
    tone: str = ""


@dataclass(frozen=True)
class SampleList:
    """A list as the macros ask for it, without rows behind it."""

    path: str = ""
    text: str = ""
    is_filtered: bool = True
    sorts: tuple[Sort, ...] = (Sort("new", "newest first", ()), Sort("old", "oldest first", ()))
    sort: Sort = sorts[0]
    filters: tuple[Chosen, ...] = (
        Chosen("state", "State", (Option("new", "new feedback"), Option("all", "all feedback")), "new", ""),
        Chosen("source", "Source", (Option("", "any source"), Option("csv", "files")), "", "from"),
    )

    def direction_of(self, key: str) -> str:
        return "descending" if key == "new" else ""

    def sorted_url(self, key: str) -> str:
        return f"?sort={key}"


class SampleForm(Form):
    opportunity = forms.CharField(
        label="Opportunity", help_text="Name the need, not the feature. For example, “Plan around a wait”."
    )
    evidence = forms.CharField(
        label="What would change our mind?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=required("Say what would change our mind, so that others can test it"),
    )
    stage = forms.ChoiceField(label="Stage", choices=[("now", "Now"), ("next", "Next"), ("later", "Later")])
    side = forms.ChoiceField(
        label="Whose side",
        choices=[("ux", "UX"), ("product", "Product")],
        widget=forms.RadioSelect,
        error_messages=required("Choose a side"),
    )
    tell = forms.BooleanField(label="Tell both owners when this changes", required=False)
    day = forms.DateField(label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}))


IMANI = Someone("Imani Okafor", "ux", "UX research")
TOMASZ = Someone("Tomasz Wilk", "ux", "Design")
PRIYA = Someone("Priya Raman", "product", "Product")
JOEL = Someone("Joel Hargreaves", "other", "Engineering")
MONTHS = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
COLLECTED = [58.1, 57.6, 58.9, 58.4, 59.0, 58.2, 58.8, 58.9, 60.1, 60.9, 61.2, 61.8]


def _explained() -> dict[str, Any]:
    """A claim that nine people carry and one denies, worked out by the formula itself."""
    today = timezone.localdate()
    asked = [Atom(f"a{n}", f"P{n}", None, "attitudinal", "interview", today - timedelta(days=30 * n)) for n in range(5)]
    observed = [Atom(f"o{n}", f"P{n}", None, "behavioural", "usability_test", today) for n in range(5, 9)]
    strength = assess([*asked, *observed], [Atom("c", "P9", None, "attitudinal", "interview", today)], today=today)
    explained = Explained(strength, words(strength, today=today))
    return {"explained": explained, "facts": facts(strength, today=today)}


def _talk() -> Talk:
    """One open discussion with a reply, one that is resolved, and one whose first comment is gone."""
    now, editing = timezone.now(), Editing("#", "#")
    words = Markup(
        '<p>Weekly visitors are 22% of holds. Should the claim say so? <b class="mention">@Imani Okafor</b></p>'
    )
    first = Remark("sample-1", PRIYA, now - timedelta(hours=3), words)  # type: ignore[arg-type]  # a stand-in
    reply = Remark("sample-2", IMANI, now, Markup("<p>Agreed.</p>"), True, edit_url="#", delete_url="#")  # type: ignore[arg-type]
    settled = Remark("sample-3", TOMASZ, now, Markup("<p>Done.</p>"))  # type: ignore[arg-type]
    gone = Remark("sample-4", JOEL, now, Markup(""), is_deleted=True)  # type: ignore[arg-type]
    paper = File("sample-file", "holds.pdf", 48_000, "#", False, "", IMANI.name, remove_url="#")
    conversations = (
        Conversation("1", first, (reply,), editing, reply_url="#", resolve_url="#"),
        Conversation("3", settled, (), editing, True, IMANI, now, reopen_url="#"),  # type: ignore[arg-type]
        Conversation("4", gone, (), editing),
    )
    return Talk(conversations, 3, editing, "#", Following(True, 4, "#"), (paper,), "#")


def samples() -> dict[str, Any]:
    """The context of the gallery."""
    refused = SampleForm(QueryDict("opportunity=Help people plan around a wait&stage=next&tell=on"))
    refused.is_valid()
    return {
        "talk_sample": _talk(),
        "someone": [IMANI, TOMASZ, PRIYA, JOEL, Someone("Bea Lindqvist", "product", "Product", timezone.now())],
        "levels": [Sureness(level) for level in ("assumption", "anecdotal", "emerging", "supported", "strong")]
        + [Sureness("emerging", "contested"), Sureness("anecdotal", "contradicted")],
        "supported": Sureness("supported", "", "Enough to act on. One step from Strong: a finding from the field."),
        "stages": STAGES,
        **_explained(),
        "panel": Panel(ENTRIES, linked=5, total=7, more=3),
        "happenings": _happenings(),
        "stories": [
            SimpleNamespace(who=PRIYA, words="linked it with OPP-7", at=timezone.now(), icon="link", tone=""),
            SimpleNamespace(who=IMANI, words="published it", at=timezone.now(), icon="badge-check", tone="good"),
        ],
        "refused": refused,
        "blank": SampleForm(prefix="blank"),
        "listing": SampleList(),
        **sample(),
        "page": SimpleNamespace(words="26 to 50 of 1 284", previous_url="#", next_url="#"),
        "last_page": SimpleNamespace(words="1 to 7 of 7", previous_url="", next_url=""),
        "message": SimpleNamespace(message="Moved “Arrival estimate” to Now.", extra_tags="#undo", level=25),
        "ruler": interval(61.8, 60.6, 62.9, axis=(54, 72), before=58.9, goal=68),
        "wide_ruler": interval(71, 61.1, 79, axis=(50, 90), before=66, goal=80),
        "share_of": share(0.31, 0.25, 0.38, largest=0.6),
        "figures": [_trend(), _ruler(), _forest(), _distribution()],
        "moment": timezone.now() - timedelta(days=12, hours=3),
        **_personal(),
    }


def _personal() -> dict[str, Any]:
    """What belongs to one member: an object they opened, commands, an act to undo, work that runs."""
    return {
        "opened": Node(kind="insight", number=12, title="People leave when the wait is unknown", state="published"),
        "offers": [
            Offer("New insight", "#", "plus", "Do", keys="N"),
            Offer("Theme: dark", "#", "moon", "Do", name="theme", value="dark", posts=True),
        ],
        "act": Act(words="ITM-4 is in Now now.", undo_url="#", at=timezone.now()),
        "changed": difference("Ask six people.\nThen decide.", "Ask nine people.\nThen decide."),
        "sample_start": SimpleNamespace(
            choices=[
                SimpleNamespace(label="Blank", url="#", current=True, icon=""),
                SimpleNamespace(label="From an interview", url="#", current=False, icon=""),
            ]
        ),
        "sample_fields": [
            SimpleNamespace(field=SimpleNamespace(name="Effort guess", type="number"), values=[3], value=3, words="3"),
            SimpleNamespace(field=SimpleNamespace(name="Brief", type="link"), values=[], value="", words=""),
        ],
        "sample_rewordings": [
            Rewording(
                pk=1,
                node=Node(kind="insight", number=12),
                field="claim",
                before="People leave when the wait is long",
                after="People leave when the wait is unknown",
            )
        ],
        "work": Work(1, "Importing feedback", "#", 773, 1246, "running"),
    }


STAGES = [
    Stage("Evidence", "quote", count=14, url="#"),
    Stage("Insight", "lightbulb", count=1, current=True),
    Stage("Opportunity", "door-open", count=1, by="ux", url="#"),
    Stage("Roadmap item", "milestone", count=2, by="product", url="#"),
    Stage("Metric", "target", gap=True, url="#"),
]
ENTRIES = [
    Entry("Evidence", "quote", "both", "Holds interviews", "FBK-310", "#", "9 sessions. Product joined 3"),
    Entry("Evidence", "clipboard-list", "ux", "Queue usability test", "FBK-288", "#", "4 sessions. UX only"),
    Entry("Evidence", "inbox", "product", "Support tickets tagged “when”", "FBK-101", "#", "38 tickets. Product only"),
    Entry(
        "This insight", "lightbulb", title="People leave when the wait is unknown", strength=Sureness("supported"),
        current=True,
    ),
    Entry("Opportunity", "door-open", "both", "Help people plan around a wait", "OPP-7", "#", "Ranked 1 by both sides"),
    Entry("Roadmap item", "milestone", "both", "Arrival estimate on every hold", "ITM-24", "#", "Now, committed"),
    Entry(
        "Metric", "target", "none", gap="goal set, but no check-in planned", action_label="Plan a check-in",
        action_url="#",
    ),
]  # fmt: skip


def _happenings() -> list[Happening]:
    now = timezone.now()
    return [
        Happening(
            Markup("Latest date <del>end of January</del> <ins>March at latest</ins>"),
            now - timedelta(days=10), "Joel Hargreaves, because courier data slipped", "calendar", "warn",
        ),
        Happening("Published with 14 comments behind it", now - timedelta(days=20), IMANI.name, "badge-check", "good"),
        Happening("Drafted", now - timedelta(days=400), IMANI.name, "pen-line"),
    ]  # fmt: skip


def _trend() -> Markup:
    points = [
        Point(m, v, v - 1.2, v + 1.1, 6_000 + 60 * i) for i, (m, v) in enumerate(zip(MONTHS, COLLECTED, strict=True))
    ]
    return trend(
        "holds",
        points,
        title="Holds collected",
        takeaway="Up 2.9 points since July: more than chance would explain. Not yet cause.",
        description="Share of holds that people collected, by month, with 95% intervals: 58.1% in December, 61.8% now.",
        axis=(54, 70),
        tick=4,
        unit="%",
        goal=68,
        releases=[Release(8, "4.2 range of days")],
    )


def _ruler() -> Markup:
    return ruler(
        "completion",
        Interval("Renew a loan", 90, 57.4, 100, 10),
        title="Completion of one task",
        takeaway="9 of 10 completed: 90% (57 to 100%). The goal lies inside the interval.",
        description="The rate of 10 people with its 95% interval, 57 to 100%, and the goal of 78%.",
        unit="%",
        digits=0,
        line=Line(78, "goal"),
        counted="People",
        level=3,
    )


def _forest() -> Markup:
    rows = [
        Interval("Weekend collectors", 54.2, 51.0, 57.4, 940),
        Interval("Students", 61.0, 58.8, 63.2, 1_870),
        Interval("Home-bound readers", 71.4, 66.9, 75.6, 410),
    ]
    return forest(
        "segments",
        rows,
        title="Holds collected by segment",
        takeaway="Weekend collectors are below everyone, home-bound readers above.",
        description="Share of holds collected in three segments, with 95% intervals, beside 61.8% of everyone.",
        unit="%",
        line=Line(61.8, "everyone"),
        more_is_better=True,
        level=3,
    )


def _distribution() -> Markup:
    counts = [4, 2, 3, 5, 6, 14, 12, 31, 48, 40, 41]
    return distribution(
        "ratings",
        [Bar(str(score), count) for score, count in enumerate(counts)],
        title="How likely people are to recommend us",
        takeaway="NPS 17.0 (6.4 to 27.1, n = 206).",
        description="Answers of 206 people from 0 to 10: 46 detractors, 79 passives, 81 promoters.",
        groups=[Group(0, 6, "Detractors", "bad"), Group(7, 8, "Passives", "mid"), Group(9, 10, "Promoters", "good")],
        level=3,
    )
