from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "allied.kernel.access"
    label = "access"
