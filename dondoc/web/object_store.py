"""Files in an S3-compatible store, for offices with several web servers or a store of their own.

Needs the packages of requirements/s3.txt; `./don` brings them when DONDOC_S3_BUCKET is set. Files are never reached by
an address of the store: they go through a view that asks for the right, as those in a folder do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.translation import gettext as _
from storages.backends.s3 import S3Storage

from dondoc.web.refusals import StoreUnavailable

_GONE = frozenset({"404", "NoSuchKey"})
# Quick to give up: a store that hangs must not hold every server process. No checksums that older stores refuse.
CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=3,
    read_timeout=20,
    retries={"max_attempts": 2, "mode": "standard"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class ObjectStore(S3Storage):
    """As the folder of files: a name is never given twice, a file is there whole or not at all."""

    def __init__(self, **options: Any) -> None:
        transfer = TransferConfig(use_threads=False)
        super().__init__(client_config=CLIENT, transfer_config=transfer, default_acl=None, **options)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Always a name of its own: a store cannot say "only if it is not there", and two who send the same file in at
        the same moment would share an object, which the one whose sheet is refused then takes away."""
        path = PurePosixPath(name)
        return str(path.with_name(self.get_alternative_name(path.stem, path.suffix)))

    def _save(self, name: str, content: Any) -> str:
        with _answering():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _answering():
            opened = super()._open(name, mode)
            if "r" in mode:
                _ = opened.file  # fetched now: a fault shows before the answer has begun
            return opened

    def delete(self, name: str) -> None:
        with _answering():
            super().delete(name)


@contextmanager
def _answering() -> Iterator[None]:
    """A store that does not answer, or not as it should, is told in a sentence. Errors: StoreUnavailable."""
    try:
        yield
    except ClientError as fault:
        if fault.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError(str(fault)) from fault
        raise _unavailable() from fault
    except BotoCoreError as fault:
        raise _unavailable() from fault


def _unavailable() -> StoreUnavailable:
    return StoreUnavailable(
        _("Kho tệp chưa trả lời nên chưa lưu hoặc mở được tệp. Nội dung đã lưu vẫn còn; hãy thử lại sau ít phút.")
    )
