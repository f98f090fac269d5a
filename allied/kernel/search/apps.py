from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "allied.kernel.search"
    label = "search"
