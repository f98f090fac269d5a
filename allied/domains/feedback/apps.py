from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "allied.domains.feedback"
    label = "feedback"

    def ready(self) -> None:
        from allied.domains.feedback import binding  # noqa: PLC0415  models load after this module

        binding.bind()
