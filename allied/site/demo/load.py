"""Load the demo by the same actions that people use, and take it away whole."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from allied.domains.discovery.actions import frame_opportunity, place_under
from allied.domains.discovery.models import Opportunity
from allied.domains.feedback.actions import add_feedback
from allied.domains.feedback.models import Feedback
from allied.domains.insights.actions import (
    Wording,
    draft_insight,
    publish_insight,
    retire_insight,
    supersede_insight,
)
from allied.domains.insights.models import Insight
from allied.domains.roadmap.actions import add_item, assign_owners, commit_item, drop_item, propose_item
from allied.domains.roadmap.models import Item
from allied.domains.themes.actions import pin_theme, run_to_end, start_run
from allied.domains.themes.models import Theme
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.importing.actions import start_import, upload_import
from allied.kernel.jobs.runner import run_now
from allied.kernel.membership.workspaces import make_workspace
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product, User, Workspace
from allied.kernel.templates.actions import add_starters
from allied.kernel.thread.actions import link, link_many
from allied.site.demo import feedback, people, threads
from allied.site.demo.backdate import backdate, happened
from allied.site.demo.charter import write_charter
from allied.site.demo.companies import know_companies
from allied.site.demo.decisions import make_decisions
from allied.site.demo.deliveries import plan_releases
from allied.site.demo.erase import erase
from allied.site.demo.fields import define_fields, fill
from allied.site.demo.keeping import bring_news, came_in_when_said, keep_claims
from allied.site.demo.meetings import hold_meetings
from allied.site.demo.pages import write_pages
from allied.site.demo.rounds import hold_rounds
from allied.site.demo.talk import talk
from allied.site.demo.trees import grow_tree


class Demo:
    """One loading of the demo: who is there, and what was made so far by its key."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.members: dict[str, Member] = {}
        self.notes: dict[str, Node] = {}
        self.claims: dict[str, Insight] = {}
        self.needs: dict[str, Opportunity] = {}
        self.items: dict[str, Item] = {}
        self.comments: list[feedback.Written] = []
        self.stored: dict[str, Node] = {}
        self.used: set[str] = set()
        self.product: Product

    def load(self) -> Workspace:
        with self._happened(days_ago=730):
            workspace = self._people()
        with self._happened(days_ago=720):
            self._feedback()
            know_companies(self.members["imani"])
        self._notes()
        for claim in threads.CLAIMS:
            self._claim(claim)
        with self._happened(days_ago=40):
            self._endings()
        for need in threads.NEEDS:
            self._need(need)
        for plan in threads.PLANS:
            self._plan(plan)
        with self._happened(days_ago=26):
            grow_tree(
                self.members, self.needs, self.claims, product=self.product, today=self.today, moment=self._moment(26)
            )
        with self._happened(days_ago=20):
            plan_releases(self.members, self.items, product=self.product, today=self.today, moment=self._moment)
        with self._happened(days_ago=15):
            keep_claims(self.members, self.claims, today=self.today)
        with self._happened(days_ago=8):
            make_decisions(self.members, self.claims, self.items, product=self.product, moment=self._moment)
        write_charter(
            self.members,
            product=self.product,
            began=self._moment(450),
            changed=self._moment(55),
            asked=self._moment(5),
        )
        with self._happened(days_ago=2):
            hold_rounds(self.members, self.needs, product=self.product, now=self._moment(0))
        hold_meetings(self.members, self.needs, self.items, product=self.product, today=self.today)
        with self._happened(days_ago=9):
            self._pages()
        with self._happened(days_ago=700):
            add_starters(actor=self.members["imani"])
        with self._happened(days_ago=1):
            self._themes()
            talk(self.members, self.claims, self.items)
        bring_news(self.members["nia"], self.product)
        return workspace

    def _themes(self) -> None:
        """Sort the comments, and show what a person may do with that."""
        editor = self.members["imani"]
        run_to_end(start_run(self.product, actor=editor, granularity=0.1))
        largest = Theme.objects.filter(node__product=self.product, node__state="current").order_by("pk").first()
        if largest is not None:
            pin_theme(largest, actor=editor)

    def _pages(self) -> None:
        need = self.needs["plan"].node
        item = Node.objects.get(kind="item", links_out__target=need, title=threads.PLANS[0].title)
        write_pages(self.members, self.claims, need, item, product=self.product, moment=self._moment(9))

    def _people(self) -> Workspace:
        workspace = make_workspace(
            name=people.WORKSPACE, product_name=people.PRODUCT, time_zone=people.TIME_ZONE, is_demo=True
        )
        for one in people.COLLEAGUES:
            user = User.objects.create_user(one.email, None, name=one.name)
            self.members[one.key] = Member.objects.create(
                workspace=workspace, user=user, name=one.name, role=one.role, discipline=one.discipline
            )
        self.product = workspace.products.get()
        define_fields(self.members["priya"])
        return workspace

    def _feedback(self) -> None:
        self.comments = feedback.everything(self.today)
        bea = self.members["bea"]
        for source in feedback.SOURCES:
            data = feedback.csv_of(source, self.comments)
            imported = upload_import(file_name=source.file_name, chunks=[data], product=self.product, actor=bea)
            started = start_import(imported, actor=bea)
            if started.job:
                run_now(started.job)
        rows = Feedback.objects.filter(product=self.product).select_related("node")
        self.stored = {row.source_id: row.node for row in rows}
        came_in_when_said(rows)

    def _notes(self) -> None:
        imani = self.members["imani"]
        for note in threads.NOTES:
            with self._happened(days_ago=note.days_ago):
                added = add_feedback(
                    text=note.text,
                    author=note.person,
                    product=self.product,
                    actor=imani,
                    source="Research notes",
                    received_at=self._moment(note.days_ago),
                    method=note.method,
                )
                self.notes[note.key] = added.node
                self._fill(note.key, added.node)

    def _claim(self, claim: threads.Claim) -> None:
        author = self.members[claim.by]
        wording = Wording(claim.title, claim.summary, claim.scope, claim.change)
        insight = self.claims[claim.key] = draft_insight(wording, actor=author, product=self.product)
        for relation, pieces in (("supports", claim.supports), ("contradicts", claim.contradicts)):
            if nodes := [node for piece in pieces for node in self._evidence(piece)]:
                link_many(nodes, relation, [insight.node], actor=author)
        if claim.state in ("published", "superseded"):
            publish_insight(insight, actor=self._editor(author))
        self._fill(f"claim-{claim.key}" if claim.key == "shelf" else claim.key, insight.node)
        backdate(insight.node, self._moment(claim.days_ago))

    def _editor(self, author: Member) -> Member:
        """The author where they may publish, else the researcher who does it for them."""
        return author if access.can(author, Permission.INSIGHT_PUBLISH) else self.members["imani"]

    def _evidence(self, piece: str | threads.Take) -> list[Node]:
        """A note, or comments of a topic: the newest of different people that no other claim uses."""
        if isinstance(piece, str):
            return [self.notes[piece]]
        found: dict[str, feedback.Written] = {}
        for one in reversed(self.comments):
            age = (self.today - one.at.date()).days
            fits = one.topic == piece.topic and one.author and piece.newer <= age <= piece.older
            if fits and one.source_id not in self.used:
                found.setdefault(one.author, one)
            if len(found) == piece.count:
                break
        self.used |= {one.source_id for one in found.values()}
        return [self.stored[one.source_id] for one in found.values()]

    def _endings(self) -> None:
        for claim in threads.CLAIMS:
            insight, author = self.claims[claim.key], self.members[claim.by]
            if claim.state == "superseded":
                supersede_insight(insight, self.claims[claim.successor], actor=author, reason=claim.reason)
            if claim.state == "retired":
                retire_insight(insight, reason=claim.reason, actor=author)

    def _need(self, need: threads.Need) -> None:
        actor = self.members[need.by]
        opportunity = self.needs[need.key] = frame_opportunity(
            title=need.title,
            description=need.description,
            concerns=need.concerns,
            actor=actor,
            product=self.product,
        )
        for key in need.supports:
            link(self.claims[key].node, "supports", opportunity.node, actor=actor)
        if need.part_of:
            place_under(opportunity, self.needs[need.part_of], actor=self.members["priya"])
        self._fill(need.key, opportunity.node)
        backdate(opportunity.node, self._moment(need.days_ago))

    def _plan(self, plan: threads.Plan) -> None:
        actor = self.members["priya"]
        item = add_item(
            title=plan.title,
            problem=plan.problem,
            outcome=plan.outcome,
            horizon=plan.horizon,
            product=self.product,
            actor=actor,
        )
        self.items[plan.title] = item
        if plan.need:
            link(item.node, "addresses", self.needs[plan.need].node, actor=actor)
        self._fill(plan.title, item.node)
        if plan.ux or plan.product:
            owners = self.members.get(plan.ux), self.members.get(plan.product)
            assign_owners(item, ux_owner=owners[0], product_owner=owners[1], actor=actor)
        if plan.state in ("proposed", "committed"):
            propose_item(item, actor=actor)
        if plan.state == "committed":
            commit_item(item, actor=self.members[plan.product])
        if plan.state == "dropped":
            drop_item(item, reason=plan.reason, actor=actor)
        backdate(item.node, self._moment(plan.days_ago))

    def _happened(self, *, days_ago: int) -> AbstractContextManager[None]:
        return happened(self._moment(days_ago))

    def _fill(self, key: str, node: Node) -> None:
        fill(key, node, today=self.today, actor=self.members["priya"])

    def _moment(self, days_ago: int) -> datetime:
        day = self.today - timedelta(days=days_ago)
        return timezone.make_aware(datetime.combine(day, time(10, 30)))


@transaction.atomic
def load_demo(today: date | None = None) -> Workspace:
    """Make the demo workspace whole, or not at all."""
    return Demo(today or timezone.localdate()).load()


def demo_workspaces() -> Iterable[Workspace]:
    return Workspace.objects.filter(is_demo=True)


@transaction.atomic
def remove_demo() -> int:
    """Erase every demo workspace with everything in it; return how many there were. Others are not touched."""
    found = list(demo_workspaces())
    for workspace in found:
        erase(workspace)
    return len(found)
