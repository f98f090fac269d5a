from django.apps import AppConfig


class TemplatesConfig(AppConfig):
    name = "allied.kernel.templates"
    label = "templates"
