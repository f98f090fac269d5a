from importlib import import_module

from django.apps import AppConfig


class EmbeddingsConfig(AppConfig):
    name = "allied.kernel.embeddings"
    label = "embeddings"

    def ready(self) -> None:
        """Follow what is written, and fill in what is missing."""
        import_module("allied.kernel.embeddings.tasks")
