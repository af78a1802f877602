"""A full disk: nothing half-kept, a sentence, and what was typed."""

import errno

import pytest
from django.core.files.base import ContentFile

from dondoc.web.refusals import StorageFull
from dondoc.web.storage import WholeFiles


class Breaking(ContentFile):
    """Gives its first piece, then the disk fails with `code`."""

    def __init__(self, code: int) -> None:
        super().__init__(b"abc")
        self.code = code

    def chunks(self, chunk_size=None):
        yield b"abc"
        raise OSError(self.code, "fault")


@pytest.mark.parametrize(
    ("code", "raised"), [(errno.ENOSPC, StorageFull), (errno.EDQUOT, StorageFull), (errno.EIO, OSError)]
)
def test_half_a_file_does_not_stay(tmp_path, code, raised):
    with pytest.raises(raised):
        WholeFiles(tmp_path).save("a/b.pdf", Breaking(code))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_is_kept(tmp_path):
    assert WholeFiles(tmp_path).save("a/b.pdf", ContentFile(b"abc")) == "a/b.pdf"
    assert (tmp_path / "a" / "b.pdf").read_bytes() == b"abc"
