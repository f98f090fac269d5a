"""What people fill in about the charter and its standards. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict

from allied.domains.decisions.charter.actions import Frame, RightDraft
from allied.domains.decisions.charter.rules import LONGEST_DAYS
from allied.domains.decisions.forms import People
from allied.domains.decisions.models import Charter, Right, RightHolder
from allied.domains.decisions.models.charter import CHANGE_LENGTH, TYPE_LENGTH
from allied.domains.decisions.standards import NAME_LENGTH
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.forms import Form, required

PARTS: Final = {
    "recommends": _("Recommends"),
    "agrees": _("Must agree"),
    "input": _("Gives input"),
    "told": _("Is told"),
}


def _days(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages=required(_("Give 1 to %(longest_days)s working days.", longest_days=LONGEST_DAYS)),
    )


def _choose(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  every name that is given is one
    field.choices = choices


class FrameForm(Form):
    """What a version changes, and how long a veto or an imperative waits for its answer."""

    change = forms.CharField(
        label=_("What this version changes, and why"),
        required=False,
        max_length=CHANGE_LENGTH,
        help_text=_("Whoever signs reads this first."),
    )
    settles = forms.ChoiceField(
        label=_("Who settles vetoes and business imperatives"),
        required=False,
        help_text=_("One person of leadership. Only this person can override one, in writing."),
    )
    objection_days = _days(_("Working days until they go there"), _("In the time zone and calendar of the workspace."))
    talk_again_on = forms.DateField(
        label=_("Talk it through again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    commits_by_decision = forms.BooleanField(
        label=_("A roadmap item is committed only by a decision"),
        help_text=_("It waits until a decision that it is linked to has closed."),
        required=False,
    )

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = People(actor)
        _choose(self, "settles", self.people.choices(_("Nobody yet")))

    @classmethod
    def of(cls, charter: Charter, *, actor: Member, data: QueryDict | None) -> FrameForm:
        now = {
            "change": charter.change,
            "settles": str(charter.settles_id or ""),
            "objection_days": charter.objection_days,
            "talk_again_on": charter.talk_again_on,
            "commits_by_decision": charter.commits_by_decision,
        }
        return cls(data, actor=actor, initial=now)

    def frame(self) -> Frame:
        said = self.cleaned_data
        settles = self.people.by_key.get(said["settles"])
        return Frame(
            said["change"], said["objection_days"], settles, said["talk_again_on"], said["commits_by_decision"]
        )


class RightForm(Form):
    """One row: what is decided, who decides it, and who has which part."""

    decision_type = forms.CharField(
        label=_("What is decided"),
        help_text=_("A type of decision, such as “Experience”, “Priorities” or “A public date”."),
        max_length=TYPE_LENGTH,
        error_messages=required(_("Name the type of decision.")),
    )
    impact = forms.ChoiceField(
        label=_("Impact"),
        choices=Right.Impact,
        widget=forms.RadioSelect,
        error_messages=required(_("Say how much it matters.")),
    )
    reversibility = forms.ChoiceField(
        label=_("To undo it is"),
        choices=[("hard", _("Hard")), ("easy", _("Easy"))],
        widget=forms.RadioSelect,
        error_messages=required(_("Say how hard it is to undo.")),
    )
    decides = forms.ChoiceField(
        label=_("Decides"), required=False, help_text=_("One person. Without one, nobody can sign the charter.")
    )
    agrees = forms.MultipleChoiceField(
        label=_("Must agree"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without their agreement it cannot be decided."),
    )
    answer_days = _days(_("Working days to answer"), _("For those who must agree."))
    escalates_to = forms.ChoiceField(
        label=_("Who settles it then"),
        required=False,
        help_text=_("Where somebody disagrees, or does not answer in time."),
    )
    recommends = forms.MultipleChoiceField(label=_("Recommends"), required=False, widget=forms.CheckboxSelectMultiple)
    input = forms.MultipleChoiceField(label=_("Gives input"), required=False, widget=forms.CheckboxSelectMultiple)
    told = forms.MultipleChoiceField(
        label=_("Is told"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Once it is decided.")
    )

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = People(actor)
        people = self.people.choices(_("Nobody yet"))
        for name in ("decides", "escalates_to"):
            _choose(self, name, people)
        for name in PARTS:
            _choose(self, name, people[1:])

    @classmethod
    def of(cls, right: Right | None, *, actor: Member, data: QueryDict | None) -> RightForm:
        if right is None:
            return cls(data, actor=actor, initial={"impact": "high", "reversibility": "hard", "answer_days": 5})
        now: dict[str, Any] = {
            "decision_type": right.decision_type,
            "impact": right.impact,
            "reversibility": right.reversibility,
            "decides": str(right.decider_id or ""),
            "escalates_to": str(right.escalates_to_id or ""),
            "answer_days": right.answer_days,
        }
        holders = list(RightHolder.objects.filter(right=right))
        now |= {part: [str(one.member_id) for one in holders if one.part == part] for part in PARTS}
        return cls(data, actor=actor, initial=now)

    def draft(self) -> RightDraft:
        said, known = self.cleaned_data, self.people.by_key
        parts = {part: [known[key] for key in said[part]] for part in PARTS}
        return RightDraft(
            said["decision_type"],
            said["impact"],
            said["reversibility"],
            decides=[known[said["decides"]]] if said["decides"] else [],
            escalates_to=known.get(said["escalates_to"]),
            answer_days=said["answer_days"],
            **parts,
        )


class StandardForm(Form):
    name = forms.CharField(
        label=_("Another standard"),
        max_length=NAME_LENGTH,
        error_messages=required(_("Word the standard in a few words.")),
    )
