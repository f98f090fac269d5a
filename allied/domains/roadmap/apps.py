from django.apps import AppConfig

from allied.kernel.nodes.bindings import bind
from allied.kernel.words import _


class RoadmapConfig(AppConfig):
    name = "allied.domains.roadmap"
    label = "roadmap"

    def ready(self) -> None:
        # Models load after the apps, and these know models.
        from allied.domains.roadmap import editing, gaps, help, starting, undo, words  # noqa: PLC0415
        from allied.domains.roadmap.findings import holding  # noqa: PLC0415
        from allied.domains.roadmap.findings import undo as finding_undo  # noqa: PLC0415
        from allied.domains.roadmap.findings import words as finding_words  # noqa: PLC0415
        from allied.domains.roadmap.findings.listing import finding_list  # noqa: PLC0415
        from allied.domains.roadmap.importing import TARGET  # noqa: PLC0415
        from allied.domains.roadmap.listing import item_list  # noqa: PLC0415
        from allied.domains.roadmap.models import Finding, Item, Release  # noqa: PLC0415
        from allied.domains.roadmap.records import editing as records  # noqa: PLC0415
        from allied.domains.roadmap.records import undo as record_undo  # noqa: PLC0415
        from allied.domains.roadmap.records import words as record_words  # noqa: PLC0415
        from allied.domains.roadmap.releases import markers  # noqa: PLC0415
        from allied.domains.roadmap.releases import undo as release_undo  # noqa: PLC0415
        from allied.domains.roadmap.releases import words as release_words  # noqa: PLC0415
        from allied.domains.roadmap.releases.listing import release_list  # noqa: PLC0415
        from allied.kernel.access import Permission  # noqa: PLC0415
        from allied.kernel.importing import targets  # noqa: PLC0415
        from allied.web import commands, navigation  # noqa: PLC0415
        from allied.web.lists.registry import register  # noqa: PLC0415

        bind("item", model=Item, url_name="roadmap:detail")
        bind("release", model=Release, url_name="releases:detail")
        bind("finding", model=Finding, url_name="findings:detail")
        words.register()
        finding_words.register()
        finding_undo.register_undo()
        holding.register_holds()
        records.register("finding", "findings")
        record_words.register()
        release_words.register()
        record_undo.register_undo()
        release_undo.register_undo()
        markers.register_markers()
        records.register("release", "releases")
        starting.register_templates()
        undo.register_undo()
        targets.register(TARGET)
        help.register_help()
        gaps.register_gaps()
        navigation.register(_("Deliver"), _("Roadmap"), "roadmap:list", "milestone", key="r", order=10)
        editing.register()
        navigation.register(_("Deliver"), _("Releases"), "releases:list", "package", order=20, covers=("releases",))
        navigation.register(_("Deliver"), _("Findings"), "findings:list", "microscope", order=30, covers=("findings",))
        register("findings", _("Findings"), "findings:list", finding_list)
        commands.register(
            _("New finding"), "findings:new", "plus", permission=Permission.FINDING_ADD, also="usability problem bug"
        )
        register("releases", _("Releases"), "releases:list", release_list)
        register("items", _("The roadmap’s table"), "roadmap:table", item_list)
        may_propose = Permission.ITEM_PROPOSE
        commands.register(
            _("New roadmap item"), "roadmap:new", "plus", permission=may_propose, also="add propose feature"
        )
        commands.register(
            _("New release"), "releases:new", "plus", permission=Permission.RELEASE_EDIT, also="plan ship version"
        )
        commands.register(_("Changelog"), "releases:changelog", "book-open", group=_("Go to"), also="shipped notes")
        commands.register(_("Roadmap as a table"), "roadmap:table", "table", group=_("Go to"), also="list items")
