"""Start of the trail: after migrations the database notes by itself what `settled` must know."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "dondoc.audit"

    def ready(self) -> None:
        from dondoc.audit.settled_triggers import install  # noqa: PLC0415 -- app ready

        post_migrate.connect(install, sender=self, dispatch_uid="settled")
