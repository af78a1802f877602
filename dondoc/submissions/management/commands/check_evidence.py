"""`manage.py check_evidence`: compare every file of evidence with its hash, and check its signatures again."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dondoc.lib.dates import format_date
from dondoc.submissions.models import Evidence
from dondoc.submissions.rechecking import recheck
from dondoc.submissions.trust import described_roots


class Command(BaseCommand):
    help = "Đọc lại mọi tệp minh chứng, so mã kiểm tra, kiểm tra lại chữ ký số theo các chứng thư gốc đang tin cậy."

    def handle(self, *args, **options) -> None:
        self.stdout.write("Chứng thư gốc tin cậy:" if (roots := described_roots()) else "Chưa có chứng thư gốc nào.")
        for root in roots:
            words = (
                f"{root.name}, đến {format_date(root.valid_to.date())}, SHA-256 {root.sha256}"
                if root.valid_to
                else "không phải chứng thư"
            )
            self.stdout.write(f"  {root.file}: {words}")
        found = recheck(at=timezone.now())
        self.stdout.write(f"Đã đọc {found.count} tệp; {len(found.renewed)} tệp có kết quả mới.")
        self._list("Không còn tệp", found.missing)
        self._list("Tệp khác với lúc nhận", found.differing)
        self._list("Tệp có dấu độ mật, phải xử lý theo quy định", found.secret)
        if not found.is_whole:
            raise CommandError("Kho tệp có chỗ phải xử lý (xem trên).")

    def _list(self, words: str, files: list[Evidence]) -> None:
        for one in files:
            self.stdout.write(f"{words}: minh chứng {one.pk}, phiếu {one.submission_id} của {one.submission.org}")
