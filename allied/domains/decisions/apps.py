# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class DecisionsConfig(AppConfig):
    name = "allied.domains.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar, run the clocks of objections."""
        from allied.domains.decisions import (  # noqa: F401  registers its task
            editing,
            gaps,
            help,
            rewording,
            starting,
            tasks,
            undo,
            words,
        )
        from allied.domains.decisions.charter.demanding import register_demands
        from allied.domains.decisions.listing import decision_list
        from allied.domains.decisions.models import Decision, Prediction
        from allied.domains.decisions.readback.undo import register_undo
        from allied.domains.decisions.waiting import waiting_for
        from allied.kernel.access import Permission
        from allied.kernel.nodes.bindings import bind
        from allied.web import commands, navigation
        from allied.web.lists.registry import register

        register_demands()
        editing.register()
        register("decisions", _("Decisions"), "decisions:list", decision_list)
        bind("decision", model=Decision, url_name="decisions:detail")
        bind("prediction", model=Prediction, url_name="decisions:prediction")
        words.register()
        register_undo()
        gaps.register_gaps()
        starting.register_templates()
        rewording.register()
        undo.register_undo()
        help.register_help()
        navigation.register(
            _("Decide"),
            _("Decisions"),
            "decisions:list",
            "gavel",
            key="j",
            order=30,
            count=waiting_for,
            waits=_("You decide, have to agree, settle what nobody answered, or say whether it holds or came true."),
        )
        may_predict = Permission.DECISION_TAKE_PART
        commands.register(
            _("New prediction"), "decisions:prediction-new", "plus", permission=may_predict, also="predict forecast"
        )
        go_to = _("Go to")
        commands.register(
            _("Predictions"), "decisions:predictions", "trending-up", group=go_to, also="readback hit miss"
        )
        commands.register(
            _("Calibration"), "decisions:calibrations", "target", group=go_to, also="brier score predictions"
        )
