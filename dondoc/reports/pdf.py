"""Papers as PDF/A through LibreOffice; where it is not installed, a sentence that says what to do."""

from django.utils.translation import gettext as _

from dondoc.web.refusals import StoreUnavailable
from dondoc.writers.office import OfficeError, archived


def as_pdf(document: bytes, ending: str = ".docx") -> bytes:
    """Errors: StoreUnavailable (503) when LibreOffice is not there or does not answer."""
    try:
        return archived(document, ending)
    except OfficeError as fault:
        reasons = {
            "missing": _(
                "Máy chủ chưa có LibreOffice nên chưa tạo được PDF. Hãy tải bản Word, hoặc nhờ quản trị viên cài: "
                "apt-get install libreoffice-writer-nogui."
            ),
            "heavy": _("Tạo PDF lâu quá nên đã dừng. Hãy tải bản Word, hoặc thử lại sau ít phút."),
        }
        words = reasons.get(str(fault), _("LibreOffice không tạo được PDF. Hãy tải bản Word."))
        raise StoreUnavailable(words) from fault
