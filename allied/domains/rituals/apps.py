# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class RitualsConfig(AppConfig):
    name = "allied.domains.rituals"
    label = "rituals"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar, remind of what comes."""
        from allied.domains.rituals import help, listing, rewording, tasks, undo, words  # noqa: F401  its tasks
        from allied.domains.rituals.models import Meeting
        from allied.kernel.access import Permission
        from allied.kernel.custom_fields.holders import hold
        from allied.kernel.nodes.bindings import bind
        from allied.web import commands, navigation
        from allied.web.lists.registry import register as register_list

        bind("meeting", model=Meeting, url_name="rituals:detail")
        hold("meeting", edit=Permission.MEETING_PLAN)
        words.register()
        rewording.register()
        undo.register_undo()
        help.register_help()
        register_list("meetings", _("Meetings"), "rituals:list", listing.meeting_list)
        navigation.register(_("Together"), _("Meetings"), "rituals:list", "calendar", key="k", order=20)
        plans = Permission.MEETING_PLAN
        commands.register(
            _("New meeting"), "rituals:new", "plus", permission=plans, also="agenda strategy grooming prioritization"
        )
