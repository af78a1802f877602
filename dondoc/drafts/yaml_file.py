"""A definition as the text of a YAML file, and back. Plain Python."""

from collections.abc import Mapping
from typing import Any

import yaml


def dump(definition: Mapping[str, Any]) -> str:
    """Readable YAML that loads to the same definition."""
    return str(yaml.safe_dump(dict(definition), allow_unicode=True, sort_keys=False, width=120))
