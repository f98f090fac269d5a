"""What the state of an insight allows. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from allied.domains.insights.models import ENDED, Insight, State
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Atom, Link
from allied.kernel.words import _

TAKE_BACK = timedelta(minutes=10)


def permission_to_edit(insight: Insight, actor: Member) -> Permission:
    """Contributors edit their own drafts; editing any other insight takes its own permission."""
    is_own_draft = insight.is_draft and insight.node.created_by_id == actor.pk
    return Permission.INSIGHT_DRAFT if is_own_draft else Permission.INSIGHT_EDIT


def check_can_edit(insight: Insight) -> None:
    """What has ended is kept as it was."""
    if insight.node.state in ENDED:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s and is kept as it was. Bring it back first, or draft a "
                "new insight. Nothing was changed.",
                reference=insight.node.reference,
                state=_state(insight),
            )
        )


def check_can_publish(insight: Insight) -> None:
    """An insight is published once, and only with evidence behind it."""
    if not insight.is_draft:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s already. Nothing was changed.",
                reference=insight.node.reference,
                state=_state(insight),
            )
        )
    if not has_live_support(insight):
        raise InvalidState(
            _(
                "Nothing supports this claim yet. Add at least one piece of evidence for it, then publish it. "
                "Your draft is kept."
            )
        )


def check_can_take_back(insight: Insight, actor: Member) -> None:
    """A publication is taken back only as its undo: by who published it, minutes later."""
    if not insight.is_published or insight.published_at is None:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s. There is no publication to take back.",
                reference=insight.node.reference,
                state=_state(insight),
            )
        )
    if insight.published_by_id != actor.pk or timezone.now() - insight.published_at > TAKE_BACK:
        raise InvalidState(
            _(
                "Only the person who published %(reference)s can take it back, within 10 minutes. "
                "Others may cite it now: supersede or retire it instead. Nothing was changed.",
                reference=insight.node.reference,
            )
        )


def check_can_retire(insight: Insight) -> None:
    """A draft or a published insight may be retired, once."""
    if insight.node.state in ENDED:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s already. Nothing was changed.",
                reference=insight.node.reference,
                state=_state(insight),
            )
        )


def check_can_supersede(insight: Insight, successor: Insight) -> None:
    """A published insight gives way to another published one."""
    reference = insight.node.reference
    if not insight.is_published:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s. Only a published insight is superseded.",
                reference=reference,
                state=_state(insight),
            )
        )
    if successor.pk == insight.pk:
        raise BadInput(
            successor=_(
                "%(reference)s cannot supersede itself. Choose the insight that replaces it.", reference=reference
            )
        )
    if not successor.is_published:
        raise BadInput(
            successor=_(
                "%(reference)s is %(state)s. Choose a published insight, or publish that one first. "
                "Nothing was changed.",
                reference=successor.node.reference,
                state=_state(successor),
            )
        )


def check_can_reinstate(insight: Insight) -> None:
    if insight.node.state not in ENDED:
        raise InvalidState(
            _(
                "%(reference)s has not ended: it is %(state)s. Nothing was changed.",
                reference=insight.node.reference,
                state=_state(insight),
            )
        )


def has_live_support(insight: Insight) -> bool:
    """Whether some live piece of evidence stands for the claim, directly or through claims that support it."""
    edge, met = {insight.pk}, {insight.pk}
    while edge:
        links = Link.objects.filter(target__in=edge, relation="supports").select_related("source")
        live = {link.source_id for link in links if not link.source.is_ended}
        if Atom.objects.filter(node__in=live, withdrawn_at=None).exists():
            return True
        edge = live - met
        met |= edge
    return False


def _state(insight: Insight) -> str:
    return State(insight.node.state).label.lower()
