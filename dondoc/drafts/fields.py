"""How a definition is stored."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_ORDERED = "json"  # as it was written; PostgreSQL's jsonb puts keys in an order of its own


class DefinitionField(models.JSONField):
    """A definition as data, with its keys in the order in which they were written: choices are shown in it.

    Never searched in; PostgreSQL has no comparison for the type.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return _ORDERED if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if connection.vendor != "postgresql" or value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_value(value, connection, prepared)
        return json.dumps(value, cls=self.encoder, ensure_ascii=False)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        return super().from_db_value(value, expression, connection) if isinstance(value, str) else value
