"""What every draft of a definition is. Each room has its own tables, with the rights to see them."""

from django.db import models

from dondoc.drafts.fields import DefinitionField


class Draft(models.Model):
    """The next version of a published thing, or a new one, while it is being edited. One at a time for each code.

    A room adds what it is a draft of; `published` gives it.
    """

    code = models.CharField(max_length=60, unique=True)
    definition = DefinitionField()
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.definition["name"])

    @property
    def published(self) -> models.Model | None:
        """What it is the next version of; None while it is new."""
        raise NotImplementedError


class Step(models.Model):
    """One act on a draft, with the definition before it: undoing puts that back. A room adds `draft`, its steps being
    `draft.steps`."""

    words = models.CharField(max_length=300)
    before = DefinitionField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.words
