"""How a change of a draft of the charter is taken back: all of the draft as it stood before, or none."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from allied.domains.decisions.charter import actions, queries
from allied.domains.decisions.charter.actions import Frame, RightDraft
from allied.domains.decisions.models import Charter, Right, RightHolder
from allied.kernel.activity.editions import edition
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _

DRAFT: Final = "charter.draft"
PARTS: Final = tuple(RightHolder.Part.values)


def standing(*, actor: Member) -> dict[str, Any] | None:
    """The draft as it stands, in what JSON can hold; None where there is none."""
    found = _draft(actor)
    if found is None:
        return None
    return {
        "number": found.number,
        "change": found.change,
        "objection_days": found.objection_days,
        "settles": found.settles_id,
        "talk_again_on": found.talk_again_on.isoformat() if found.talk_again_on else "",
        "commits_by_decision": found.commits_by_decision,
        "rights": [_said(right) for right in found.rights.all()],
    }


def of_draft(before: dict[str, Any] | None, *, actor: Member) -> Undo | None:
    """Puts the draft back that stood before, unless somebody has changed it since. Who had signed it signs it again."""
    after = standing(actor=actor)
    return None if after == before else Undo(DRAFT, {"to": before, "seen": _edition(after)})


def put_back(given: dict[str, Any], *, actor: Member) -> str:
    if _edition(standing(actor=actor)) != given["seen"]:
        raise InvalidState(_("The draft was changed again since. Nothing was changed."))
    to, found = given["to"], _draft(actor)
    if to is None:
        assert found is not None  # noqa: S101  what was made stands, as the edition says
        actions.discard_charter(found, actor=actor)
        return _("The draft is gone. What holds is as it was.")
    found = found or actions.draft_charter(actor=actor)
    people = {one.pk: one for one in members(actor=actor)}
    again_on = date.fromisoformat(to["talk_again_on"]) if to["talk_again_on"] else None
    frame = Frame(to["change"], to["objection_days"], people.get(to["settles"]), again_on, to["commits_by_decision"])
    actions.frame_charter(found, frame, actor=actor)
    actions.write_rights(found, [_row(right, people) for right in to["rights"]], actor=actor)
    return _("The draft of version %(number)s is as it was before.", number=found.number)


def _draft(actor: Member) -> Charter | None:
    last = queries.charters(actor=actor).first()
    return last if last is not None and last.is_draft else None


def _edition(draft: dict[str, Any] | None) -> str:
    return edition(draft or {})


def _said(right: Right) -> dict[str, Any]:
    having: dict[str, list[int]] = {part: [] for part in PARTS}
    for holder in right.holders.all():
        having[holder.part].append(holder.member_id)
    plain = {name: getattr(right, name) for name in ("decision_type", "impact", "reversibility", "answer_days")}
    decides = [right.decider_id] if right.decider_id else []
    return (
        plain
        | {part: sorted(ids) for part, ids in having.items()}
        | {
            "decides": decides,
            "escalates_to": right.escalates_to_id,
        }
    )


def _row(said: dict[str, Any], people: dict[int, Member]) -> RightDraft:
    having: dict[str, Any] = {name: [people[pk] for pk in said[name] if pk in people] for name in ("decides", *PARTS)}
    return RightDraft(**(said | having | {"escalates_to": people.get(said["escalates_to"])}))
