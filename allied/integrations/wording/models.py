from __future__ import annotations

from django.db import models

from allied.kernel.people.models import Workspace

URL_LENGTH, MODEL_LENGTH, KEY_LENGTH = 300, 120, 400


class Connection(models.Model):
    """The model of a workspace. ``sealed`` is its credential as ciphertext under ``key``; empty where it needs none."""

    workspace = models.OneToOneField(Workspace, primary_key=True, on_delete=models.CASCADE, related_name="+")
    base_url = models.CharField(max_length=URL_LENGTH)
    model = models.CharField(max_length=MODEL_LENGTH)
    key = models.BinaryField(default=b"")
    sealed = models.BinaryField(default=b"")
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.model} at {self.base_url}"
