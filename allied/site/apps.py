from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What only the whole knows: its addresses, Home, search, settings, help."""

    name = "allied.site"
    label = "site"

    def ready(self) -> None:
        from allied.kernel.activity import history  # noqa: PLC0415  models are loaded now
        from allied.site.demo import opening  # noqa: F401, PLC0415  registers the task
        from allied.web import navigation  # noqa: PLC0415

        navigation.register("", "Home", "home", "house", order=0, key="h")
        navigation.register("Workspace", "Settings", "settings:general", "settings", order=90, key="t")
        history.word("thread.linked", "linked it with {other}", icon="link")
        history.word("thread.unlinked", "took the link with {other} away", icon="link-2-off")
        history.word("hold.placed", "held it: {forbids}", icon="shield-ban", tone="bad")
        history.word("hold.lifted", "lifted a hold: {forbids}", icon="circle-check", tone="good")
