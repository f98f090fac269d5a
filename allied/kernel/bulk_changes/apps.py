from django.apps import AppConfig


class BulkChangesConfig(AppConfig):
    name = "allied.kernel.bulk_changes"
    label = "bulk_changes"
