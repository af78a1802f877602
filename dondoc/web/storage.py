"""Where files are kept, and what is said when there is no room left for them."""

import errno
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from dondoc.web.refusals import StorageFull

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ROOM_WORDS = ("disk is full", "disk i/o error", "no space left")  # SQLite's and PostgreSQL's


class WholeFiles(FileSystemStorage):
    """Keeps a file whole or not at all: half a file would fill the disk that has just run out."""

    def _save(self, name: str, content: Any) -> str:
        was_there = self.exists(name)
        try:
            return super()._save(name, content)
        except OSError as fault:
            if not was_there:
                Path(self.path(name)).unlink(missing_ok=True)
            if fault.errno in _NO_ROOM:
                raise no_room() from fault
            raise


def no_room() -> StorageFull:
    """The refusal for everybody who wants something kept now."""
    return StorageFull(_("Máy chủ đã hết chỗ lưu nên nội dung vừa gửi chưa được lưu. Những gì đã lưu vẫn còn nguyên."))


def is_no_room(fault: Exception) -> bool:
    """Whether a fault of the database means that the disk is full."""
    return any(words in str(fault).lower() for words in _NO_ROOM_WORDS)
