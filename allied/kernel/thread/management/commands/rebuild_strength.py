"""Work out every claim's strength from scratch, for whoever doubts the stored figures."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from allied.kernel.people.models import Workspace
from allied.kernel.thread.strength import rebuild
from allied.kernel.words import _


class Command(BaseCommand):
    help = _("Work out the evidence strength of every claim from scratch and say how many stored figures differed.")

    def handle(self, *args: Any, **options: Any) -> None:
        for workspace in Workspace.objects.order_by("slug"):
            self.stdout.write(f"{workspace.slug}: {rebuild(workspace)} differed")
