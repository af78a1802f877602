"""What was worked out is remembered until the trail moves. See docs/decisions/0006."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils import timezone

from dondoc.audit.models import ChainHead

Made = TypeVar("Made")


def kept(what: str, *parts: Any, make: Callable[[], Made]) -> Made:
    """What `make` gives for `what` and these `parts` (plain values), made once until anything is written or the day
    changes. One query more. `make` must depend on nothing else, and on nothing that is written without an event."""
    head = ChainHead.objects.values_list("hash", flat=True).first()
    if head is None:
        return make()
    key = sha256(repr((what, parts, head, timezone.localdate())).encode()).hexdigest()
    return caches["pages"].get_or_set(key, make)
