"""What people fill in about decisions and objections. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.decisions import standards
from allied.domains.decisions.actions import SLOTS, Choice, Draft, Verdict, said
from allied.domains.decisions.charter.queries import charter_in_force, rights_in_force
from allied.domains.decisions.models import LINE_LENGTH, REASON_LENGTH, TEXT_LENGTH, Decision, Option
from allied.domains.decisions.objecting import Grounds
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.words import _
from allied.web.forms import Form, required


def text(label: str, hint: str = "", *, rows: int = 3, limit: int = TEXT_LENGTH, needed: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(needed),
        max_length=limit,
        widget=forms.Textarea({"rows": rows}),
        error_messages=required(needed) if needed else None,
    )


def day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class People:
    """The active members that a choice offers, by the text of their number."""

    def __init__(self, actor: Member) -> None:
        self.by_key = {str(member.pk): member for member in members(actor=actor) if member.is_active}

    def choices(self, first: str) -> list[tuple[str, str]]:
        named = [(key, f"{member.name}, {member.get_discipline_display()}") for key, member in self.by_key.items()]
        return [("", first), *named]


class DecisionForm(Form):
    """The question, its options, and who decides: by the charter, where one holds. Empty options are left out."""

    question = forms.CharField(
        label=_("Question"),
        help_text=_("What is to be decided, such as “Do we remind people about fines before they borrow?”"),
        max_length=TITLE_LENGTH,
        error_messages=required(_("Write the question in one sentence.")),
    )
    context = text(_("Context"), _("What one must know to decide. References such as #INS-2 become links."), rows=4)
    right = forms.ChoiceField(
        label=_("What kind of decision it is"),
        help_text=_("The charter says who decides it, and who must agree."),
        error_messages=required(_("Choose a row of the charter.")),
    )
    decider = forms.ChoiceField(label=_("Who decides"), error_messages=required(_("Name the one person who decides.")))

    def __init__(self, *args: Any, actor: Member, options: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, max(SLOTS, options) + 1)
        self.people = People(actor)
        self.rights = {str(right.pk): right for right in rights_in_force(actor=actor)}
        del self.fields["decider" if self.rights else "right"]
        first, choices = (
            (_("Choose a row"), self._rows()) if self.rights else ("", self.people.choices(_("Choose one person")))
        )
        field = self.fields["right" if self.rights else "decider"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", first), *choices] if self.rights else choices
        for slot in self.numbers:
            self.fields[f"option-{slot}"] = forms.CharField(
                label=_("Option %(slot)s", slot=slot), required=False, max_length=LINE_LENGTH
            )
            self.fields[f"people-{slot}"] = text(_("What it means for people"), rows=2, limit=REASON_LENGTH)
            self.fields[f"business-{slot}"] = text(_("What it means for the business"), rows=2, limit=REASON_LENGTH)

    def _rows(self) -> list[tuple[str, str]]:
        named = {key: right.decider.name for key, right in self.rights.items() if right.decider is not None}
        return [
            (key, _("%(right)s: %(name)s decides", right=self.rights[key], name=name)) for key, name in named.items()
        ]

    @classmethod
    def of(cls, found: Decision, *, actor: Member, data: QueryDict | None) -> DecisionForm:
        """The form with what the draft says now."""
        return cls(data, actor=actor, initial=said(found), options=found.options.count())

    def slots(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"option-{slot}"], self[f"people-{slot}"], self[f"business-{slot}"]) for slot in self.numbers]

    def draft(self) -> Draft:
        told = self.cleaned_data
        options = [Choice(told[f"option-{n}"], told[f"people-{n}"], told[f"business-{n}"]) for n in self.numbers]
        right = self.rights.get(told.get("right", ""))
        decider = None if right else self.people.by_key[told["decider"]]
        return Draft(told["question"], decider, told["context"], options, right)


class PositionForm(Form):
    option = forms.ChoiceField(label=_("Which option?"), required=False)
    text = text(_("The position, in your side’s own words"), rows=4, needed=_("Say what your side wants, and why."))

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", _("None of them yet")), *((str(option.pk), option.title) for option in options)]

    def chosen(self) -> int | None:
        return int(self.cleaned_data["option"]) if self.cleaned_data["option"] else None


class BesideOthers(Form):
    """A form that stands on a page with others that ask for the same: ``of`` keeps the names of its controls apart."""

    of = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{self.of}_%s"} | kwargs)


class CaseForm(BesideOthers):
    of = "case"
    text = text(
        _("The other side’s case"),
        _("As strong as you can make it."),
        rows=4,
        needed=_("Word the other side’s case first."),
    )


class VerdictForm(Form):
    option = forms.ChoiceField(
        label=_("What is decided"), widget=forms.RadioSelect, error_messages=required(_("Choose an option."))
    )
    reasons = text(_("Reasons"), _("Everyone who asks why reads this."), needed=_("Say why, in a sentence or more."))
    dissent = text(_("Dissent"), _("Who disagrees, and why. It stays beside the decision."))
    review_on = day(_("Come back to it on"))
    waived_because = text(
        _("Decide without the fair wordings, because"),
        _("Only where the sides could not word each other’s case. It is kept."),
        rows=2,
        limit=REASON_LENGTH,
    )

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(str(option.pk), option.title) for option in options]

    def verdict(self) -> Verdict:
        said = self.cleaned_data
        more = {name: said[name] for name in ("reasons", "dissent", "review_on", "waived_because")}
        return Verdict(int(said["option"]), **more)


class ReasonForm(Form):
    reason = text(
        _("Reason"),
        _("It is kept for everyone."),
        rows=2,
        limit=REASON_LENGTH,
        needed=_("Say why. Nothing was changed."),
    )


class ReviewForm(Form):
    review_on = day(_("Read it again on"))


class SettleForm(BesideOthers, ReasonForm):
    of = "settle"


class WaiverForm(BesideOthers, ReasonForm):
    of = "waiver"


class AnswerForm(BesideOthers):
    of = "answer"
    answer = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("agrees", _("I agree that it is decided")), ("disagrees", _("I do not agree"))],
        widget=forms.RadioSelect,
        error_messages=required(_("Say whether you agree.")),
    )
    reason = text(_("Why"), _("Needed where you do not agree; everyone reads it."), rows=2, limit=REASON_LENGTH)


class DeciderForm(Form):
    decider = forms.ChoiceField(label=_("Who decides now"), error_messages=required(_("Name one person.")))

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = People(actor)
        field = self.fields["decider"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = self.people.choices(_("Choose one person"))


class ObjectionForm(Form):
    """A veto or an imperative: where it stands, what it rests on, what lifts it, and whom it goes to."""

    node = forms.CharField(
        label=_("What it holds back"),
        help_text=_("An open decision or a roadmap item, by reference, such as ITM-5."),
        error_messages=required(_("Name the decision or the item.")),
    )
    standard = forms.ChoiceField(label=_("Standard"), error_messages=required(_("Choose the standard it rests on.")))
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("What people said or did, or a claim that rests on it, by reference, such as INS-5."),
        error_messages=required(_("Cite evidence by its reference.")),
    )
    reason = text(_("Why"), _("One or two sentences."), rows=2, limit=LINE_LENGTH, needed=_("Say why."))
    way_out = text(
        _("What would lift it"),
        _("Something that can be checked."),
        rows=2,
        limit=LINE_LENGTH,
        needed=_("Say what would lift it."),
    )
    escalates_to = forms.ChoiceField(
        label=_("Who settles it after %(answer_days)s working days", answer_days=standards.ANSWER_DAYS),
        error_messages=required(_("Choose one person.")),
    )

    def __init__(self, *args: Any, kind: str, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.people = actor, People(actor)
        self.charter = charter_in_force(actor.workspace_id)
        offered = {
            "standard": [("", _("Choose one")), *standards.citable(actor.workspace_id, kind).items()],
            "escalates_to": self.people.choices(_("Choose a leader")),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = choices
        if self.charter is not None and self.charter.settles is not None and self.charter.settles.is_active:
            del self.fields["escalates_to"]

    def target(self) -> Node:
        return self._node("node")

    def leader(self) -> Member | None:
        """Who settles it; None where the charter says so."""
        return self.people.by_key.get(self.cleaned_data.get("escalates_to", ""))

    def grounds(self) -> Grounds:
        said = self.cleaned_data
        return Grounds(said["standard"], self._node("evidence"), said["reason"], said["way_out"])

    def _node(self, name: str) -> Node:
        reference = self.cleaned_data[name]
        node = Node.objects.visible_to(self.actor).referred(reference).first()
        if node is None:
            raise BadInput(
                **{
                    name: _(
                        "There is no %(reference)s here. Check the reference. Nothing was changed.", reference=reference
                    )
                }
            )
        return node
