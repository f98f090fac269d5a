from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "allied.flows"
    label = "flows"
