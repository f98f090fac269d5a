from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "allied.kernel.jobs"
    label = "jobs"
