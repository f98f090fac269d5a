from django.apps import AppConfig

from allied.kernel.words import _


class WordingConfig(AppConfig):
    name = "allied.integrations.wording"
    label = "wording"

    def ready(self) -> None:
        """Word the history."""
        from allied.kernel.activity.history import word  # noqa: PLC0415  models are loaded now

        word("wording.connected", _("connected the model {model} at {host} to word answers"), icon="message-circle")
        word("wording.disconnected", _("disconnected the model {model} at {host}"), icon="unlink")
        word("wording.tried", _("tried the model {model} at {host}; no quotes were sent"), icon="message-circle")
        word("wording.sent", _("sent a question and {quotes} quotes to the model {model} at {host}"), icon="send")
