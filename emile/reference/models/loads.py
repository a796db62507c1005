"""Remembers which shipped files were loaded, so that a second load does nothing."""

from django.db import models


class LoadedSource(models.Model):
    """One shipped file as it was last loaded: its digest, and where it comes from."""

    name = models.CharField(max_length=30, primary_key=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    source = models.TextField(blank=True)
    licence = models.CharField(max_length=120, blank=True)
    vintage = models.CharField("millésime", max_length=60, blank=True)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
