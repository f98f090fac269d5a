from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "allied.integrations.wording"
    label = "wording"

    def ready(self) -> None:
        """Word the history."""
        from allied.kernel.activity.history import word  # noqa: PLC0415  models are loaded now

        word("wording.connected", "connected the model {model} at {host} to word answers", icon="message-circle")
        word("wording.disconnected", "disconnected the model {model} at {host}", icon="unlink")
        word("wording.tried", "tried the model {model} at {host}; no quotes were sent", icon="message-circle")
        word("wording.sent", "sent a question and {quotes} quotes to the model {model} at {host}", icon="send")
