"""A workspace with an object in every state, made by the actions alone. The guards walk it as every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from allied.domains.decisions import standards
from allied.domains.decisions.actions import (
    Choice,
    Draft,
    draft_decision,
    open_decision,
    state_position,
    word_other_case,
)
from allied.domains.decisions.charter.actions import (
    Frame,
    RightDraft,
    draft_charter,
    frame_charter,
    sign_charter,
    write_right,
)
from allied.domains.decisions.models import Right
from allied.domains.decisions.objecting import Grounds, place_objection
from allied.domains.decisions.readback.actions import (
    Figure,
    Forecast,
    dispute_reading,
    make_prediction,
    read_prediction,
)
from allied.domains.discovery import actions as discovery
from allied.domains.discovery.models import Assumption, Experiment, Grown, Opportunity, Outcome, Solution
from allied.domains.discovery.trees import actions as trees
from allied.domains.discovery.trees.experiments import Finding as Learned
from allied.domains.discovery.trees.experiments import record_result, start_experiment
from allied.domains.discovery.trees.sizes import Size, size_opportunity
from allied.domains.feedback import actions as feedback
from allied.domains.feedback.companies.actions import add_company, set_company
from allied.domains.insights import actions as insights
from allied.domains.insights.actions import Wording
from allied.domains.insights.keeping import assign_owners, park_insight
from allied.domains.insights.models import Insight, Suggestion
from allied.domains.insights.watch.actions import confirm_suggestion
from allied.domains.pages import actions as pages
from allied.domains.prioritization.actions import Plan, cancel_round, cast_ballot, close_round, draft_round, open_round
from allied.domains.prioritization.models import Round
from allied.domains.prioritization.rules import Mark
from allied.domains.rituals import actions as rituals
from allied.domains.rituals import attending, outcomes
from allied.domains.rituals.models import AgendaItem, Meeting
from allied.domains.rituals.outcomes import Result
from allied.domains.roadmap import actions as roadmap
from allied.domains.roadmap import delivering, planning
from allied.domains.roadmap.findings.actions import fix_finding
from allied.domains.roadmap.models import Finding, Item, Release
from allied.domains.roadmap.records.actions import add_record
from allied.domains.roadmap.releases import actions as releases
from allied.domains.themes import actions as themes
from allied.domains.themes.models import Place, Theme
from allied.domains.themes.models import State as ThemeState
from allied.flows.merging import merge_node
from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.custom_fields.actions import set_fields
from allied.kernel.custom_fields.definitions import add_field, archive_field
from allied.kernel.disposal.actions import archive_node, trash_node
from allied.kernel.files.actions import Upload, attach, remove
from allied.kernel.importing import actions as importing
from allied.kernel.importing.models import Import
from allied.kernel.jobs import runner
from allied.kernel.labels.actions import add_label, delete_label, set_labels
from allied.kernel.membership import invitations, members, tokens
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.membership.workspaces import add_product
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member, Workspace
from allied.kernel.saved_lists.actions import save_list
from allied.kernel.talk import actions as talk
from allied.kernel.talk import following, telling
from allied.kernel.talk.models import Notification
from allied.kernel.templates.actions import add_template, remove_template
from allied.kernel.testing import make_member, make_workspace, product_of
from allied.kernel.thread.actions import link
from allied.web.lists.bulk import start_change

INSIGHTS = ("draft", "published", "newer", "old", "retired", "parked")
FILE = b"id,words\n1,The lift is out again\n2,Nobody told me\n"


@dataclass
class World:
    """``names`` tells for what a route's address or body needs the object that fits."""

    workspace: Workspace
    maker: Member
    people: dict[str, Member]
    names: dict[str, str] = field(default_factory=dict)

    def node(self, name: str) -> Node:
        return Node.objects.get(pk=self.names[name])


def build(mark: str) -> World:
    """Every text holds ``mark``, so that a leak into another workspace shows."""
    workspace = make_workspace(f"{mark} studio")
    maker = make_member(Role.OWNER, workspace=workspace, name=f"{mark} maker")
    world = World(workspace, maker, _people(workspace, mark))
    _feedback(world, mark)
    _insights(world, mark)
    _opportunities(world, mark)
    _items(world, mark)
    _releases(world, mark)
    _findings(world, mark)
    _rounds(world, mark)
    _decisions(world, mark)
    _meetings(world, mark)
    _links(world)
    _pages(world, mark)
    _imports(world, mark)
    _membership(world)
    _talk(world, mark)
    _lists(world, mark)
    _themes(world, mark)
    _watch(world)
    return world


def token_of(member: Member, scope: str = "write") -> str:
    _, secret = make_access_token(name="Guard", scope=scope, days=1, actor=member)
    return secret


def _people(workspace: Workspace, mark: str) -> dict[str, Member]:
    found = {
        role.value: make_member(role, workspace=workspace, name=f"{mark} {role.label}", discipline=Discipline.DESIGN)
        for role in Role
    }
    product = make_member(Role.EDITOR, workspace=workspace, name=f"{mark} PM", discipline=Discipline.PRODUCT)
    return {**found, "product": product}


def _feedback(world: World, mark: str) -> None:
    made = {
        name: feedback.add_feedback(text=f"{mark}: {name}", product=product_of(world.maker), actor=world.maker)
        for name in ("feedback", "dismissed", "evidence", "spare", "duplicate", "judged")
    }
    companies = {name: add_company(name=f"{mark} {name}", actor=world.maker) for name in ("company", "company_other")}
    set_company([made["feedback"]], f"{mark} company", actor=world.maker)
    world.names |= {name: one.pk for name, one in companies.items()}
    feedback.dismiss_feedback([made["dismissed"]], actor=world.maker)
    feedback.assign_feedback([made["feedback"]], world.maker, actor=world.maker)
    feedback.mark_duplicates([made["duplicate"]], made["evidence"], actor=world.maker)
    world.names |= {name: one.pk for name, one in made.items()}


def _insights(world: World, mark: str) -> None:
    made = {name: _insight(world, f"{mark}: {name}") for name in INSIGHTS}
    for name in ("published", "newer", "old", "parked"):
        insights.publish_insight(made[name], actor=world.maker)
    insights.retire_insight(made["retired"], reason="It no longer holds.", actor=world.maker)
    owners = {"ux_owner": world.people["editor"], "product_owner": world.people["product"]}
    assign_owners(made["draft"], **owners, actor=world.maker)
    park_insight(made["parked"], because="We wait for spring.", actor=world.maker)
    insights.supersede_insight(made["old"], made["newer"], actor=world.maker)
    world.names |= {f"insight_{name}": one.pk for name, one in made.items()}


def _watch(world: World) -> None:
    """Evidence near a claim, as the job stores it, one waiting and one judged."""
    for name, evidence in (("suggestion", "spare"), ("suggestion_done", "judged")):
        near = {"nearness": 0.61, "lean": "contradicts", "cue": "ease"}
        ends = {"claim": world.node("insight_published"), "evidence": world.node(evidence)}
        made = Suggestion.objects.create(workspace=world.workspace, **ends, **near)
        world.names[name] = str(made.pk)
    confirm_suggestion(made, "contradicts", actor=world.maker)


def _insight(world: World, claim: str) -> Insight:
    made = insights.draft_insight(Wording(claim), actor=world.maker, product=product_of(world.maker))
    link(world.node("evidence"), "supports", made.node, actor=world.maker)
    return made


def _opportunities(world: World, mark: str) -> None:
    made = {
        name: discovery.frame_opportunity(title=f"{mark}: {name}", actor=world.maker)
        for name in ("open", "part", "other", "old", "retired")
    }
    discovery.place_under(made["part"], made["open"], actor=world.maker)
    part = made["part"]
    discovery.edit_opportunity(part, title=part.node.title, description=f"{mark} words", concerns="", actor=world.maker)
    world.names["rewording"] = str(Rewording.objects.get(node=part.node).pk)
    discovery.retire_opportunity(made["retired"], reason="Solved.", actor=world.maker)
    discovery.supersede_opportunity(made["old"], by=made["other"], reason="Better framed.", actor=world.maker)
    world.names |= {f"opportunity_{name}": one.pk for name, one in made.items()}
    _tree(world, mark, made["open"])


def _tree(world: World, mark: str, opportunity: Opportunity) -> None:
    """An outcome with its tree, and one of each kind that was retired."""
    outcome = trees.add_branch(Outcome, title=f"{mark}: outcome", actor=world.maker)
    trees.place_under(opportunity, outcome, actor=world.maker)
    solution = trees.grow(Solution, opportunity, title=f"{mark}: solution", actor=world.maker)
    assumption = trees.grow(Assumption, solution, title=f"{mark}: assumption", actor=world.maker)
    made: dict[str, Grown] = {"outcome": outcome, "solution": solution, "assumption": assumption}
    planned, running, done = (
        trees.grow(Experiment, assumption, title=f"{mark}: {state}", actor=world.maker)
        for state in ("planned", "running", "done")
    )
    focused = trees.add_branch(Outcome, title=f"{mark}: focused", actor=world.maker)
    sized = trees.grow(Opportunity, focused, title=f"{mark}: sized", actor=world.maker)
    size_opportunity(sized, Size(asked=100, important=86, satisfied=31), actor=world.maker)
    trees.focus_on(focused, sized, actor=world.maker)
    made |= {"outcome_focused": focused, "opportunity_sized": sized}
    start_experiment(running, actor=world.maker)
    record_result(done, Learned("supports", 9, date(2026, 1, 15), 7), actor=world.maker)
    made |= {"experiment_planned": planned, "experiment_running": running, "experiment_done": done}
    made["assumption_other"] = trees.grow(Assumption, solution, title=f"{mark}: other belief", actor=world.maker)
    made["solution_other"] = trees.grow(Solution, opportunity, title=f"{mark}: other way", actor=world.maker)
    for model in (Outcome, Solution, Assumption, Experiment):
        gone: Grown = trees.add_branch(model, title=f"{mark}: gone", actor=world.maker)
        made[f"{gone.node.kind}_retired"] = trees.retire_branch(gone, reason="Known.", actor=world.maker)
    world.names |= {name: one.pk for name, one in made.items()}


PROMISED = ("committed", "in_release", "started", "shipped", "shipped_alone", "read")
ITEMS = ("idea", "proposed", "dropped", *PROMISED)


def _items(world: World, mark: str) -> None:
    made = {name: _item(world, f"{mark}: {name}") for name in ITEMS}
    for name in ("proposed", *PROMISED):
        roadmap.propose_item(made[name], actor=world.maker)
    for name in PROMISED:
        roadmap.commit_item(made[name], actor=world.maker)
    delivering.start_item(made["started"], actor=world.maker)
    for name in ("shipped", "shipped_alone", "read"):
        delivering.ship_item(made[name], untested_because=f"{mark}: no time", actor=world.maker)
    delivering.read_back_item(made["read"], result=f"{mark}: 62% (58 to 66), n 90", actor=world.maker)
    planning.plan_item(made["idea"], {"measure": f"{mark} rate", "size": "6 to 10"}, actor=world.maker)
    roadmap.drop_item(made["dropped"], reason="Solved otherwise.", actor=world.maker)
    world.names |= {f"item_{name}": one.pk for name, one in made.items()}


def _findings(world: World, mark: str) -> None:
    details = {"severity": "3", "place": f"{mark} page", "met": 5, "of_people": 8}
    made = {
        name: add_record(Finding, title=f"{mark}: {name}", details=details, actor=world.maker)
        for name in ("finding", "finding_fixed")
    }
    link(made["finding"].node, "found_in", world.node("item_idea"), actor=world.maker)
    fix_finding(made["finding_fixed"], how=f"{mark}: tested", actor=world.maker)
    world.names |= {name: one.pk for name, one in made.items()}


def _releases(world: World, mark: str) -> None:
    details = {"notes": f"{mark} notes", "checklist": "Try it\nSupport knows", "planned_on": "2026-12-01"}
    made = {
        name: add_record(Release, title=f"{mark}: {name}", details=details, actor=world.maker)
        for name in ("release", "release_shipped")
    }
    for name, release in made.items():
        delivered = "item_shipped" if name == "release_shipped" else "item_in_release"
        link(release.node, "delivers", world.node(delivered), actor=world.maker)
        releases.tick_step(release, "Try it", actor=world.maker)
    releases.ship_release(made["release_shipped"], actor=world.maker)
    world.names |= {name: one.pk for name, one in made.items()}


def _item(world: World, title: str) -> Item:
    made = roadmap.add_item(title=title, problem="Nobody knows.", outcome="Fewer calls.", actor=world.maker)
    owners = {"ux_owner": world.people["editor"], "product_owner": world.people["product"]}
    return roadmap.assign_owners(made, **owners, actor=world.maker)


def _rounds(world: World, mark: str) -> None:
    made = {name: _round(world, f"{mark}: {name}") for name in ("draft", "open", "full", "closed", "cancelled")}
    for name in ("open", "full", "closed", "cancelled"):
        open_round(made[name], actor=world.maker)
    voters = ("owner", "administrator", "editor", "contributor", "product")
    for name in ("open", "full", "closed"):
        for voter in voters:
            cast_ballot(made[name], {world.names["item_idea"]: Mark(4, f"{mark} reason")}, actor=world.people[voter])
    close_round(made["closed"], actor=world.maker)
    cancel_round(made["cancelled"], reason="Decided by the county.", actor=world.maker)
    world.names |= {f"round_{name}": one.pk for name, one in made.items()}


def _round(world: World, question: str) -> Round:
    asked = [world.node("item_idea"), world.node("opportunity_open")]
    plan = Plan(question, candidates=asked, closes_at=timezone.now() + timedelta(days=3), quorum_ux=1, quorum_product=1)
    return draft_round(plan, actor=world.maker)


def _decisions(world: World, mark: str) -> None:
    options = [Choice(f"{mark} do it"), Choice(f"{mark} leave it")]
    right = _charter(world, mark)
    made = draft_decision(Draft(f"{mark}: decide", options=options, right=right), actor=world.maker)
    open_decision(made, actor=world.maker)
    draft = draft_decision(Draft(f"{mark}: draft", options=options, right=right), actor=world.maker)
    for member, side in (("editor", "ux"), ("product", "product")):
        state_position(made, side=side, text=f"{mark} {side}", option=None, actor=world.people[member])
    word_other_case(made, side="ux", text=f"{mark} case", actor=world.people["editor"])
    grounds = Grounds("privacy", world.node("evidence"), f"{mark} reason", f"{mark} way out")
    placed = place_objection(made.node, "veto", grounds, escalates_to=world.maker, actor=world.people["editor"])
    world.names |= {"decision_open": made.pk, "decision_draft": draft.pk, "objection": str(placed.pk)}
    world.names["consent"] = str(made.consents.get().pk)
    _predictions(world, mark, made.node)


def _predictions(world: World, mark: str, about: Node) -> None:
    """The editor's: one to come, one due, one read. The maker's: one read, one that the editor disputes."""
    editor, yesterday = world.people["editor"], timezone.now().date() - timedelta(days=1)
    made, maker = {}, world.maker
    for name, actor in (("open", editor), ("due", editor), ("mine", editor), ("read", maker), ("disputed", maker)):
        day = timezone.now().date() + timedelta(days=9)
        said = Forecast(f"{mark}: {name}", Decimal(2), Decimal(4), day, 80, f"{mark} reason")
        made[name] = make_prediction(about, said, actor=actor)
    for name in ("due", "mine", "read", "disputed"):
        made[name].read_on = yesterday
        made[name].save(update_fields=["read_on"])
    for name, actor in (("mine", editor), ("read", maker), ("disputed", maker)):
        read_prediction(made[name], Figure(Decimal(3), 20, note=f"{mark} note"), actor=actor)
    dispute_reading(made["disputed"], reason=f"{mark} doubt", actor=editor)
    world.names |= {f"prediction_{name}": one.pk for name, one in made.items()}


def _meetings(world: World, mark: str) -> None:
    """One planned, one being held with a follow-up, one whose minutes are closed, one cancelled."""
    made = {name: _meeting(world, f"{mark}: {name}") for name in ("planned", "held", "closed", "cancelled")}
    for name in ("held", "closed"):
        rituals.hold_meeting(made[name], actor=world.maker)
        attending.mark_present(made[name], world.people["product"], is_present=True, actor=world.maker)
    world.names |= {f"meeting_{name}": one.pk for name, one in made.items()}
    for name in ("planned", "held", "closed"):
        one, two = made[name].agenda.order_by("position")
        world.names |= {f"agenda_{name}": str(one.pk), f"agenda_{name}_last": str(two.pk)}
        if name != "planned":
            for item in (one, two) if name == "closed" else (two,):
                _followed_up(world, item, made[name], mark)
    rituals.close_meeting(made["closed"], actor=world.maker)
    rituals.cancel_meeting(made["cancelled"], reason=f"{mark} reason", actor=world.maker)


def _followed_up(world: World, item: AgendaItem, of: Meeting, mark: str) -> None:
    item.meeting = of
    outcomes.state(item, topic="statement", voice="ux", text=f"{mark} statement", actor=world.people["editor"])
    result = Result("follow_up", f"{mark} result", owner=world.people["contributor"], due_on=date(2030, 5, 1))
    outcomes.record_outcome(item, result, actor=world.maker)


def _meeting(world: World, title: str) -> Meeting:
    plan = rituals.Plan(title, "strategy", timezone.now() + timedelta(days=3))
    on = [(world.node("item_idea"), f"{title} why"), (world.node("opportunity_open"), "")]
    people = [one for name, one in world.people.items() if name != "guest"]
    return rituals.plan_meeting(plan, agenda=on, attendees=people, actor=world.maker)


def _charter(world: World, mark: str) -> Right:
    """A charter that holds, by which the maker decides and the editor must agree; and a draft of the next version."""
    standards.add_standard("veto", f"{mark} standard", actor=world.maker)
    charter = draft_charter(actor=world.maker)
    row = {"decides": [world.maker], "agrees": [world.people["editor"]], "escalates_to": world.maker}
    right = write_right(charter, RightDraft(f"{mark} scope", "high", "hard", **row), actor=world.maker)
    frame_charter(charter, Frame(f"{mark} change", settles=world.maker), actor=world.maker)
    leader = make_member(Role.EDITOR, workspace=world.workspace, name=f"{mark} CEO", discipline=Discipline.LEADERSHIP)
    for member in (world.people["editor"], world.people["product"], leader):
        sign_charter(charter, actor=member)
    draft = draft_charter(actor=world.maker)
    world.names |= {
        "charter_draft": str(draft.number),
        "right_draft": str(draft.rights.get().pk),
        "right": str(right.pk),
    }
    return right


def _links(world: World) -> None:
    made = link(world.node("insight_published"), "supports", world.node("opportunity_open"), actor=world.maker)
    link(world.node("item_idea"), "addresses", world.node("opportunity_open"), actor=world.maker)
    world.names["link"] = str(made.pk)


def _pages(world: World, mark: str) -> None:
    made = pages.write_page(title=f"{mark}: page", text="About #INS-1", actor=world.maker)
    pages.edit_page(made, title=f"{mark}: page", text="#INS-1", actor=world.people["editor"])
    world.names["page"] = made.pk


def _imports(world: World, mark: str) -> None:
    """Drafts first; then one that runs; then one that is done."""
    made = {name: _import(world, f"{mark}-{name}.csv") for name in ("draft", "running", "done", "last")}
    started = importing.start_import(made["done"], actor=world.maker)
    assert started.job is not None
    runner.run_now(started.job)
    importing.start_import(made["running"], actor=world.maker)
    made["people"] = _invited(world, mark)
    world.names |= {f"import_{name}": str(one.number) for name, one in made.items()}


def _invited(world: World, mark: str) -> Import:
    """An import of people that is done, whose one person waits for a link."""
    administrator, content = world.people["administrator"], f"email\n{mark.lower()}@people.example\n"
    made = importing.upload_import(
        file_name=f"{mark}-people.csv",
        chunks=[content.encode()],
        product=product_of(administrator),
        actor=administrator,
        target="people",
    )
    started = importing.start_import(made, actor=administrator)
    assert started.job is not None
    runner.run_now(started.job)
    return made


def _themes(world: World, mark: str) -> None:
    """A product of its own, whose feedback is about three things; two runs, and one theme merged into another."""
    about = add_product(f"{mark} themed", actor=world.maker)
    for number in range(8):
        for subject in ("the lift is out of order", "parking costs too much", "my refund never arrived"):
            feedback.add_feedback(text=f"{mark}: {subject}, day {number}", product=about, actor=world.maker)
    for _ in range(2):
        themes.run_to_end(themes.start_run(about, actor=world.maker, granularity=0.0))
    current = Theme.objects.filter(node__product=about, node__state=ThemeState.CURRENT).order_by("pk")
    stays, other, merged = current[:3]
    themes.merge_themes(merged, other, actor=world.maker)
    item = Place.objects.filter(theme=stays).order_by("-run__number", "pk")[0].item
    world.names |= {"theme": stays.pk, "theme_other": other.pk, "theme_merged": merged.pk, "theme_item": item.pk}
    world.names["themed"] = about.slug


def _import(world: World, name: str) -> Import:
    return importing.upload_import(
        file_name=name, chunks=[FILE], product=product_of(world.maker), actor=world.maker, source=name
    )


def _lists(world: World, mark: str) -> None:
    made = save_list("insights", name=f"{mark} list", query="sort=people", is_shared=True, actor=world.maker)
    world.names["saved_list"] = str(made.pk)
    label = {"field": "product", "label": f"{mark} product", "text": ""}
    change = start_change("insights", keys=[world.names["insight_published"]], **label, actor=world.maker)
    world.names["bulk_change"] = str(change.pk)
    field = add_field("insight", name=f"{mark} field", type="choice", options=[f"{mark} one"], actor=world.maker)
    set_fields(world.node("insight_published"), {field.key: f"{mark} one"}, actor=world.maker)
    away = add_field("insight", name=f"{mark} archived", type="text", actor=world.maker)
    archive_field(away, actor=world.maker)
    world.names |= {"field": str(field.pk), "field_archived": str(away.pk)}
    kept, gone = (add_template("insight", name=f"{mark} {name}", fields={}, actor=world.maker) for name in ("a", "b"))
    remove_template(gone, actor=world.maker)
    world.names |= {"template": str(kept.pk), "template_gone": str(gone.pk)}


def _talk(world: World, mark: str) -> None:
    node, editor = world.node("insight_published"), world.people["editor"]
    following.follow(node, actor=world.people["owner"])
    made = {name: talk.add_comment(node, f"{mark}: {name}", actor=editor) for name in ("open", "resolved", "gone")}
    talk.resolve_comment(made["resolved"], actor=editor)
    talk.delete_comment(made["gone"], actor=editor)
    world.names |= {f"comment_{name}": one.pk for name, one in made.items()}
    telling.tell(Activity.objects.filter(verb="comment.added", node=node).latest("pk").pk)
    gone = feedback.add_feedback(text=f"{mark}: gone", product=product_of(world.maker), actor=world.maker)
    trash_node(gone.node, actor=world.maker)
    world.names |= {"trashed_reference": gone.node.reference, "trashed": gone.pk}
    twin = feedback.add_feedback(text=f"{mark}: twin", product=product_of(world.maker), actor=world.maker)
    merge_node(twin.node, world.node("spare"), actor=world.maker)
    world.names |= {"merged_reference": twin.node.reference, "merged": twin.pk}
    label = add_label(f"{mark} label", actor=editor)
    set_labels(node, [label], actor=editor)
    other, ended = (add_label(f"{mark} {name}", actor=editor) for name in ("other", "ended"))
    delete_label(ended, actor=world.maker)
    world.names |= {"label": str(label.pk), "label_other": str(other.pk), "label_ended": str(ended.pk)}
    file, removed = attach([Upload(f"{mark}{n}.txt", [mark.encode()]) for n in ("", "2")], node, actor=editor)
    remove(removed, actor=editor)
    world.names["attachment_removed"] = removed.pk
    shelved = feedback.add_feedback(text=f"{mark}: shelved", product=product_of(world.maker), actor=world.maker)
    archive_node(shelved.node, actor=world.maker)
    world.names["archived"] = shelved.pk
    world.names["attachment"] = file.pk
    world.names["notification"] = str(Notification.objects.get(member=world.people["owner"]).pk)


def _membership(world: World) -> None:
    invitation, _ = invitations.invite(role=Role.READER, discipline=Discipline.OTHER, actor=world.maker)
    token, _ = tokens.make_access_token(name="Mine", scope="read", days=1, actor=world.maker)
    gone = make_member(Role.OWNER, workspace=world.workspace, name="Gone")
    world.people["deactivated"] = gone
    world.names["deactivated_token"] = token_of(gone)
    members.deactivate(gone.pk, actor=world.maker)
    gone.refresh_from_db()
    world.names |= {
        "invitation": str(invitation.pk),
        "token": str(token.pk),
        "member": str(world.people["product"].pk),
    }
