"""What Home shows: what waits on a person, the first steps of a workspace, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from allied.domains.decisions.waiting import Wait, waits
from allied.domains.feedback.queries import assigned_to
from allied.domains.insights.keeping_queries import on_home
from allied.domains.insights.watch.queries import waiting as waiting_near
from allied.domains.prioritization import queries as rounds
from allied.domains.prioritization.models import Round
from allied.domains.rituals import waiting as meetings
from allied.kernel.activity.figures import kept
from allied.kernel.activity.history import Event
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Counter, Node, readable_one_by_one
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.gaps import GAPS, GapList, gaps
from allied.kernel.thread.levels import Flag
from allied.kernel.thread.models import Link, Strength
from allied.kernel.words import _
from allied.web.formats import clock, day, plural
from allied.web.navigation import Area

WAITING_LIMIT = 8
NEAR_COUNTED = 100
GAPS_AMONG = 500  # Home asks so many of a kind, the newest, what they lack; the page of one gap asks all
FOLDED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Waiting:
    """One thing that only this person can do now: what, why, and the page where it is done."""

    icon: str
    tone: str
    title: str
    why: str
    url: str
    action: str
    left: str = ""
    is_contested: bool = False


@dataclass(frozen=True)
class Step:
    """One of the first five steps; it ticks itself when the workspace shows that it was done."""

    title: str
    text: str
    url_name: str
    action: str
    is_done: bool


def in_order(found: Iterable[Waiting]) -> list[Waiting]:
    """What is contested first, then what has a clock, then the rest; as they came within each."""
    return sorted(found, key=lambda one: (not one.is_contested, not one.left))


def waiting_on(actor: Member) -> list[Waiting]:
    """What waits on the actor: their contested claims, claims of theirs that lead nowhere too long or are to be read
    again, then drafts that could be published, then feedback to sort. Six queries.
    """
    mine = Node.objects.visible_to(actor).filter(created_by=actor, archived_at=None)
    claims = _contested(actor) + _near(actor) + _to_keep(actor) + _ready_drafts(mine, actor)
    return (claims + _assigned(actor))[:WAITING_LIMIT]


def waiting_in(areas: Iterable[Area], actor: Member) -> list[Waiting]:
    """What the sidebar counts for the actor, one line a place: no query of its own. Decisions and rounds are apart."""
    return [
        Waiting(
            icon=link.icon,
            tone="warn",
            title=_("%(label)s: %(count)s waits for you", label=link.label, count=link.count)
            if link.count == 1
            else _("%(label)s: %(count)s wait for you", label=link.label, count=link.count),
            why=link.waits,
            url=link.url,
            action=_("Open it") if link.count == 1 else _("Open them"),
        )
        for area in areas
        for link in area.links
        if link.count and link.waits and link.url not in (_decisions(actor), _rounds(actor))
    ]


def decisions_waiting(areas: Iterable[Area], actor: Member) -> list[Waiting]:
    """Decisions that wait on the actor, with the time left: asked only where the sidebar counts some."""
    if not any(link.count for area in areas for link in area.links if link.url == _decisions(actor)):
        return []
    return [
        Waiting(
            icon="shield-ban" if one.objection else "gavel",
            tone="bad" if one.is_contested or one.is_late else "warn",
            title=f"{one.title}: {one.node.title}",
            why=f"{one.node.reference}. {one.why}",
            url=_place(one, actor),
            action=one.action,
            left=one.left,
            is_contested=one.is_contested,
        )
        for one in waits(actor)
    ]


def meetings_waiting(actor: Member) -> list[Waiting]:
    """What the next meetings want from the actor, and follow-ups of theirs that are due. Five queries at most."""
    return [
        Waiting(
            icon="calendar",
            tone="bad" if one.is_late else "note",
            title=one.title,
            why=one.why,
            url=url_of(one.node, workspace_slug=actor.workspace.slug) + (f"#{one.anchor}" if one.anchor else ""),
            action=one.action,
            left=one.left,
        )
        for one in meetings.waits(actor)
    ]


def rounds_waiting(areas: Iterable[Area], actor: Member) -> list[Waiting]:
    """Rounds that wait on the actor, with the time left: asked only where the sidebar counts some."""
    if not any(link.count for area in areas for link in area.links if link.url == _rounds(actor)):
        return []
    return [_round(one, actor) for one in rounds.waiting(actor)[:WAITING_LIMIT]]


def _round(one: Round, actor: Member) -> Waiting:
    reference, slug = one.node.reference, actor.workspace.slug
    if one.closes_at is not None and one.closes_at <= timezone.now():
        return Waiting(
            icon="scale",
            tone="bad",
            title=_("Give it more time, or cancel it: %(question)s", question=one.question),
            why=_("%(reference)s. Its time is over and a side is short of its quorum.", reference=reference),
            url=url_of(one.node, workspace_slug=slug),
            action=_("Open it"),
            left=_("Time is over"),
        )
    return Waiting(
        icon="scale",
        tone="warn",
        title=_("Vote: %(question)s", question=one.question),
        why=_("%(reference)s. Nobody reads a ballot before the round is closed.", reference=reference),
        url=reverse("prioritization:ballot", kwargs={"workspace": slug, "reference": reference}),
        action=_("Vote"),
        left=_("Until %(moment)s", moment=clock(one.closes_at)),
    )


def _rounds(actor: Member) -> str:
    return reverse("prioritization:list", kwargs={"workspace": actor.workspace.slug})


def _decisions(actor: Member) -> str:
    return reverse("decisions:list", kwargs={"workspace": actor.workspace.slug})


def _place(one: Wait, actor: Member) -> str:
    slug = actor.workspace.slug
    if one.objection is not None:
        return reverse("decisions:objection", kwargs={"workspace": slug, "objection_id": one.objection.pk})
    return url_of(one.node, workspace_slug=slug)


def _assigned(actor: Member) -> list[Waiting]:
    count = assigned_to(actor)
    if not count:
        return []
    return [
        Waiting(
            icon="inbox",
            tone="note",
            title=_("1 piece of feedback is yours")
            if count == 1
            else _("%(count)s pieces of feedback are yours", count=f"{count:,}"),
            why=_("Somebody assigned it to you, and it is still in the inbox."),
            url=reverse("feedback:list", kwargs={"workspace": actor.workspace.slug}) + "?show=mine",
            action=_("Go through it") if count == 1 else _("Go through them"),
        )
    ]


def folded(events: Iterable[Event]) -> list[tuple[Event, int]]:
    """Each event with how many like it came right before: one person who adds nine notes is one line, not nine."""
    lines: list[tuple[Event, int]] = []
    for event in events:
        if lines and _is_like(lines[-1][0], event):
            lines[-1] = (lines[-1][0], lines[-1][1] + 1)
        else:
            lines.append((event, 0))
    return lines


def _is_like(newer: Event, event: Event) -> bool:
    is_same = (newer.who, newer.words) == (event.who, event.words)
    return is_same and newer.at - event.at <= FOLDED_WITHIN


def _contested(actor: Member) -> list[Waiting]:
    """From the few claims with a flag to their nodes: the other way round every node of the actor is asked."""
    own = readable_one_by_one(actor, created_by=actor, archived_at=None)
    disputed = Strength.objects.filter(own, workspace=actor.workspace_id, flag__in=[Flag.CONTESTED, Flag.CONTRADICTED])
    found = disputed.select_related("node").order_by("-node__updated_at")[:WAITING_LIMIT]
    return [
        Waiting(
            icon="split",
            tone="bad",
            title=_(
                "%(label)s of yours is %(get_flag_display)s",
                label=one.node.spec.label,
                get_flag_display=one.get_flag_display().lower(),
            ),
            why=f"{one.node.reference} “{one.node.title}”: {_against(one.people_against)}",
            url=url_of(one.node, workspace_slug=actor.workspace.slug),
            action=_("Compare"),
            is_contested=True,
        )
        for one in found
        if not one.node.is_ended
    ]


def _against(people: int) -> str:
    return _("1 person disagrees.") if people == 1 else _("%(people)s people disagree.", people=f"{people:,}")


def _near(actor: Member) -> list[Waiting]:
    """New evidence near the actor's claims, as one line."""
    count = len(waiting_near(actor=actor, is_mine=True).order_by()[:NEAR_COUNTED].values_list("pk", flat=True))
    if not count:
        return []
    more = _("or more ") if count == NEAR_COUNTED else ""
    return [
        Waiting(
            icon="split",
            tone="warn",
            title=_("New evidence came near your claims"),
            why=_(
                "%(count)s %(more)smay agree or disagree. You say which; nothing is linked by itself.",
                count=plural(count, "piece"),
                more=more,
            ),
            url=reverse("insights:watch", kwargs={"workspace": actor.workspace.slug}),
            action=_("Judge it"),
        )
    ]


def _to_keep(actor: Member) -> list[Waiting]:
    """Published claims that name nothing they lead to, and those whose review is due."""
    found, slug = on_home(actor, limit=WAITING_LIMIT), actor.workspace.slug
    overdue = [
        Waiting(
            icon="link-2-off",
            tone="warn",
            title=_("Say what “%(claim)s” leads to", claim=one.claim),
            why=_(
                "%(reference)s names no opportunity, item or decision since it was published on "
                "%(published_at)s. Name one, or park it with the reason.",
                reference=one.node.reference,
                published_at=day(one.published_at),
            ),
            url=url_of(one.node, workspace_slug=slug) + "#keeping",
            action=_("Name it or park it"),
        )
        for one in found.overdue
    ]
    to_review = [
        Waiting(
            icon="calendar",
            tone="note",
            title=_("Read “%(claim)s” again", claim=one.claim),
            why=_(
                "%(reference)s: its review was set for %(review_on)s.",
                reference=one.node.reference,
                review_on=day(one.review_on),
            ),
            url=url_of(one.node, workspace_slug=slug) + "#keeping",
            action=_("Review the claim"),
        )
        for one in found.to_review
    ]
    return overdue + to_review


def _ready_drafts(mine: QuerySet[Node], actor: Member) -> list[Waiting]:
    supporting = Link.objects.filter(target=OuterRef("pk"), relation="supports").order_by().values("target")
    pieces = Subquery(supporting.annotate(n=Count("pk")).values("n"))
    drafts = mine.filter(kind="insight", state="draft").annotate(pieces=pieces).filter(pieces__gt=0)
    return [
        Waiting(
            icon="lightbulb",
            tone="note",
            title=_("Publish “%(title)s”", title=node.title),
            why=_(
                "%(reference)s is a draft. Evidence that supports it: %(pieces)s.",
                reference=node.reference,
                pieces=f"{node.pieces:,}",
            ),
            url=url_of(node, workspace_slug=actor.workspace.slug),
            action=_("Open the draft"),
        )
        for node in drafts.order_by("-updated_at")[:WAITING_LIMIT]
    ]


@dataclass(frozen=True)
class Overview:
    """The first steps, what the newest objects of each kind lack, and whether there ever was a meeting."""

    steps: list[Step]
    gaps: list[GapList]
    has_meetings: bool


def overview(actor: Member, *, product: Product | None) -> Overview:
    """What Home says of the workspace: two queries while nothing happens.

    Else four more for the steps, none of them a count, and one a gap.
    """
    kinds, linked, lacking = kept(
        "home", actor, product, lambda: (_kinds(actor), _linked_so_far(actor), _gaps_counted(actor, product))
    )
    sides = {one.side for one in actor.workspace.members.filter(deactivated_at=None, user__isnull=False)}
    found = [GapList(GAPS[name], count, (), among) for name, count, among in lacking]
    steps = first_steps(["feedback" in kinds, *linked, {Side.UX, Side.PRODUCT} <= sides])
    return Overview(steps, found, has_meetings="meeting" in kinds)


def _kinds(actor: Member) -> set[str]:
    """The kinds of which the workspace ever had an object."""
    counters = Counter.objects.filter(workspace_id=actor.workspace_id, last__gt=0)
    return set(counters.values_list("kind", flat=True))


def _gaps_counted(actor: Member, product: Product | None) -> list[tuple[str, int, int | None]]:
    found = gaps(actor, product=product, shown=0, among=GAPS_AMONG)
    return [(one.gap.name, one.count, one.among) for one in found]


def _linked_so_far(actor: Member) -> list[bool]:
    return [
        _has(actor, "insight", _led_to_from("feedback", "supports")),
        _has(actor, "insight", _leading_to("opportunity", "supports")),
        _has(actor, "item", _leading_to("opportunity", "addresses")),
    ]


def first_steps(done: Sequence[bool]) -> list[Step]:
    """The five steps from nothing to a thread that two sides share."""
    brought, claimed, named, planned, invited = done
    return [
        Step(
            title=_("Bring in what people said"),
            text=_("Import a file, or paste notes."),
            url_name="imports:new",
            action=_("Import feedback"),
            is_done=brought,
        ),
        Step(
            title=_("Turn some of it into an insight"),
            text=_("Select feedback, then write the claim that it supports."),
            url_name="feedback:list",
            action=_("Open feedback"),
            is_done=claimed,
        ),
        Step(
            title=_("Name the opportunity"),
            text=_("Say what people need, and link the insight to it."),
            url_name="discovery:list",
            action=_("Open opportunities"),
            is_done=named,
        ),
        Step(
            title=_("Put it on the roadmap"),
            text=_("An item says what changes for whom, with an owner of each side."),
            url_name="roadmap:list",
            action=_("Open the roadmap"),
            is_done=planned,
        ),
        Step(
            title=_("Invite the other side"),
            text=_("UX and Product work on one thread."),
            url_name="settings:invitation-new",
            action=_("Invite a person"),
            is_done=invited,
        ),
    ]


def _has(actor: Member, kind: str, linked: QuerySet[Link]) -> bool:
    """Whether a node of the kind is linked so. Asked from the end that has few nodes, so that it ends early."""
    return Node.objects.filter(Exists(linked), workspace_id=actor.workspace_id, kind=kind).exists()


def _leading_to(kind: str, relation: str) -> QuerySet[Link]:
    return Link.objects.filter(source=OuterRef("pk"), relation=relation, target__kind=kind)


def _led_to_from(kind: str, relation: str) -> QuerySet[Link]:
    return Link.objects.filter(target=OuterRef("pk"), relation=relation, source__kind=kind)
