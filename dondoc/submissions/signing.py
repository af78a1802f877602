"""Digital signatures of evidence, in words for those who read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise
VERDICTS: dict[str, tuple[str, str, Words]] = {  # tone, icon, words; the gravest first
    "unreadable": ("warn", "alert-triangle", gettext_lazy("Có chữ ký số nhưng không kiểm tra được.")),
    "heavy": ("warn", "alert-triangle", gettext_lazy("Có chữ ký số nhưng kiểm tra quá lâu nên đã dừng.")),
    "broken": ("bad", "alert-circle", gettext_lazy("Chữ ký số không đúng: nội dung đã bị sửa sau khi ký.")),
    "part": ("bad", "alert-circle", gettext_lazy("Chữ ký số chỉ bao một phần của tệp.")),
    "changed": ("bad", "alert-circle", gettext_lazy("Tệp đã bị thay đổi sau khi ký.")),
    "revoked": ("bad", "alert-circle", gettext_lazy("Chứng thư của người ký đã bị thu hồi.")),
    "expired": ("warn", "alert-triangle", gettext_lazy("Chứng thư của người ký không còn hạn lúc ký.")),
    "weak": ("warn", "alert-triangle", gettext_lazy("Nội dung còn nguyên; thuật toán băm đã cũ, không còn an toàn.")),
    "unknown": (
        "warn", "alert-triangle", gettext_lazy("Nội dung còn nguyên từ khi ký; chưa xác định được nơi cấp chứng thư."),
    ),
    "good": ("good", "circle-check", gettext_lazy("Chữ ký số hợp lệ, nội dung còn nguyên từ khi ký.")),
}  # fmt: skip
_TIMED_BY: dict[str, Words] = {
    "stamp": gettext_lazy("theo dấu thời gian"),
    "stamp_unknown": gettext_lazy("theo dấu thời gian của nơi chưa xác định"),
    "signer": gettext_lazy("theo giờ máy của người ký"),
}


@dataclass(frozen=True)
class Signature:
    """One signature in a PDF, as documents.parsing.files.signatures tells it.

    `signed_at` None: not told. `intact`: what is signed is as it was; `covers`: "file", "revision" (of those signed
    before others), "part"; `changed` since: "no", "signed" (others signed after it), "yes"; `trust`: "known",
    "unknown", "revoked", "expired"; `revocation_told`: the file brings lists of revoked certificates; `fault`: why it
    could not be checked, "" when it could.
    """

    signer: str = ""
    org: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    timed_by: str = ""
    intact: bool = False
    covers: str = ""
    changed: str = ""
    trust: str = ""
    weak: bool = False
    revocation_told: bool = False
    fault: str = ""

    @property
    def verdict(self) -> str:
        """The gravest thing about it, a key of VERDICTS."""
        if self.fault:
            return self.fault if self.fault in VERDICTS else "unreadable"
        if not self.intact:
            return "broken"
        if self.covers not in {"file", "revision"}:
            return "part"
        if self.changed not in {"no", "signed"}:
            return "changed"
        if self.trust in {"revoked", "expired"}:
            return self.trust
        if self.weak:
            return "weak"
        return "good" if self.trust == "known" else "unknown"

    @property
    def is_faulty(self) -> bool:
        """Whether it speaks against the file: what cannot be checked, or is of an unknown authority, does not."""
        return self.tone == "bad"

    @property
    def tone(self) -> str:
        return VERDICTS[self.verdict][0]

    @property
    def icon(self) -> str:
        return VERDICTS[self.verdict][1]

    @property
    def words(self) -> Words:
        """The verdict as a sentence."""
        return verdict_words(self.verdict)

    @property
    def who(self) -> str:
        """Whose signature: the name in the certificate, with the organisation where it is another name."""
        if not self.signer:
            return _("không rõ người ký")
        return f"{self.signer} ({self.org})" if self.org and self.org != self.signer else self.signer

    @property
    def time_words(self) -> Words:
        """By whose clock."""
        return _TIMED_BY.get(self.timed_by, "")


def verdict_words(verdict: str) -> Words:
    """The sentence of a verdict that was kept."""
    return VERDICTS[verdict][2]


def signatures(stored: Sequence[Mapping[str, Any]]) -> list[Signature]:
    """The signatures as stored with a file; what this release does not know of them is left out."""
    return [_signature(one) for one in stored]


def _signature(one: Mapping[str, Any]) -> Signature:
    known = {key: one[key] for key in Signature.__dataclass_fields__ if key in one and key != "signed_at"}
    at = datetime.fromisoformat(one["signed_at"]) if one.get("signed_at") else None
    if at and timezone.is_naive(at):
        at = timezone.make_aware(at)
    return Signature(**known, signed_at=at)
