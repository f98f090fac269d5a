from django.apps import AppConfig


class SavedListsConfig(AppConfig):
    name = "allied.kernel.saved_lists"
    label = "saved_lists"
