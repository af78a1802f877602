"""Where files are kept, and what is said when there is no room left for them."""

import errno
import logging
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from dondoc.web.refusals import StorageFull, StoreUnavailable

log = logging.getLogger(__name__)
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


def opened(file: FieldFile) -> File:
    """The stored file, to be read. Errors: StoreUnavailable, also when it is there no more."""
    try:
        return file.open("rb")
    except FileNotFoundError as fault:
        log.error("Kho tệp không còn tệp %s (%s %s).", file.name, file.instance._meta.label, file.instance.pk)
        raise StoreUnavailable(
            _("Kho tệp không còn tệp này. Hãy báo quản trị viên; những gì khác đã lưu vẫn còn.")
        ) from fault


def no_room() -> StorageFull:
    """The refusal for everybody who wants something kept now."""
    return StorageFull(_("Máy chủ đã hết chỗ lưu nên nội dung vừa gửi chưa được lưu. Những gì đã lưu vẫn còn nguyên."))


def is_no_room(fault: Exception) -> bool:
    """Whether a fault of the database means that the disk is full."""
    return any(words in str(fault).lower() for words in _NO_ROOM_WORDS)
