from django.apps import AppConfig


class PersonalConfig(AppConfig):
    name = "allied.kernel.personal"
    label = "personal"
