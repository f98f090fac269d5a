from django.apps import AppConfig

from allied.kernel.nodes.bindings import bind
from allied.kernel.words import _


class DiscoveryConfig(AppConfig):
    name = "allied.domains.discovery"
    label = "discovery"

    def ready(self) -> None:
        # Models load after the apps, and these know models.
        from allied.domains.discovery import editing, help, starting, undo, urls, words  # noqa: PLC0415
        from allied.domains.discovery.importing import TARGET  # noqa: PLC0415
        from allied.domains.discovery.listing import OpportunityList  # noqa: PLC0415
        from allied.domains.discovery.models import (  # noqa: PLC0415
            Assumption,
            Experiment,
            Opportunity,
            Outcome,
            Solution,
        )
        from allied.domains.discovery.trees import editing as tree_editing  # noqa: PLC0415
        from allied.domains.discovery.trees import figures as tree_figures  # noqa: PLC0415
        from allied.domains.discovery.trees import undo as tree_undo  # noqa: PLC0415
        from allied.domains.discovery.trees import words as tree_words  # noqa: PLC0415
        from allied.kernel.access import Permission  # noqa: PLC0415
        from allied.kernel.importing import targets  # noqa: PLC0415
        from allied.web import commands, navigation  # noqa: PLC0415
        from allied.web.lists.registry import register  # noqa: PLC0415

        bind("opportunity", model=Opportunity, url_name="discovery:detail")
        bind("outcome", model=Outcome, url_name="discovery:outcome")
        bind("solution", model=Solution, url_name="discovery:solution")
        bind("assumption", model=Assumption, url_name="discovery:assumption")
        bind("experiment", model=Experiment, url_name="discovery:experiment")
        words.register()
        tree_words.register()
        tree_undo.register_undo()
        tree_figures.register_figures()
        tree_editing.register()
        starting.register_templates()
        undo.register_undo()
        targets.register(TARGET)
        help.register_help()
        navigation.register(
            _("Decide"), _("Opportunities"), "discovery:list", "door-open", key="o", order=10, covers=urls.OPPORTUNITIES
        )
        navigation.register(_("Decide"), _("Outcomes"), "discovery:outcomes", "target", order=5, covers=urls.TREES)
        editing.register()
        register("opportunities", _("Opportunities"), "discovery:list", OpportunityList)
        may_frame = Permission.OPPORTUNITY_FRAME
        outcome = {"sort": "outcome"}
        commands.register(
            _("New outcome"), "discovery:tree-new", "plus", permission=may_frame, also="tree goal add", given=outcome
        )
        commands.register(_("New opportunity"), "discovery:new", "plus", permission=may_frame, also="frame need add")
