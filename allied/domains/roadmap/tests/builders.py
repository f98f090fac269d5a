"""What the tests of the roadmap start from. Everything is made by the actions, so it is a legal state."""

from dataclasses import dataclass

from allied.domains.roadmap import actions, delivering
from allied.domains.roadmap.models import Horizon, Release
from allied.domains.roadmap.records.actions import add_record
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link


@dataclass(frozen=True)
class Team:
    """An editor of each side and a contributor, in one workspace."""

    ux: Member
    product: Member
    contributor: Member


def make_team():
    ux = make_member(discipline=Discipline.UX_RESEARCH, name="Imani Okafor")
    return Team(
        ux=ux,
        product=make_member(like=ux, discipline=Discipline.PRODUCT, name="Priya Raman"),
        contributor=make_member(Role.CONTRIBUTOR, like=ux, discipline=Discipline.SUPPORT, name="Noor Haddad"),
    )


def make_item(member, title="Arrival estimate on every hold", horizon=Horizon.LATER, **texts):
    """An idea."""
    return actions.add_item(title=title, horizon=horizon, actor=member, **texts)


def make_proposed(team, title="Arrival estimate on every hold", **more):
    item = make_item(team.ux, title, problem="People cancel.", outcome="Holds collected: 62% to 68%", **more)
    return actions.propose_item(item, actor=team.ux)


def make_committed(team, title="Arrival estimate on every hold", **more):
    item = make_proposed(team, title, **more)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.product)
    return actions.commit_item(item, actor=team.product)


def make_shipped(team, title="Arrival estimate on every hold", because="No time.", **more):
    return delivering.ship_item(make_committed(team, title, **more), untested_because=because, actor=team.product)


def make_release(team, *items, title="4.2", product=None, **details):
    release = add_record(Release, title=title, details=details, product=product, actor=team.product)
    for item in items:
        link(release.node, "delivers", item.node, actor=team.product)
    return release
