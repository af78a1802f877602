"""How a sample was drawn, in words that let anybody draw it again."""

from django.utils.translation import gettext as _

from dondoc.lib.numbers import format_number
from dondoc.sampling.models import Sample


def method_words(sample: Sample) -> list[str]:
    """A sentence each: from what, how many, how, by which seed."""
    words = {
        "n": format_number(sample.size), "all": format_number(sample.frame_size), "org": sample.org,
        "seed": sample.seed, "method": sample.method, "digest": sample.frame_digest[:16],
    }  # fmt: skip
    how = _("chia theo loại tổ chức, mỗi loại theo tỷ trọng") if sample.by_kind else _("không chia tầng")
    return [
        _("Rút %(n)s trong %(all)s phiếu đã nộp của các tổ chức thuộc %(org)s, %(how)s.") % {**words, "how": how},
        _(
            "Số gieo: %(seed)s. Cách rút số %(method)d: tính SHA-256 của “số gieo|mã đơn vị”, xếp tăng dần trong mỗi "
            "loại, lấy từ đầu. Ai dùng lại đúng số gieo trên cùng danh sách cũng rút ra đúng các phiếu này."
        )
        % words,
        _("Mã kiểm tra của danh sách gốc (16 chữ số đầu SHA-256 của các mã đơn vị): %(digest)s.") % words,
    ]
