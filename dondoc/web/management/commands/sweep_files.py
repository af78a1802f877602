"""`manage.py sweep_files`: take away files that no record names."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from dondoc.web.sweeping import AGE, sweep


class Command(BaseCommand):
    help = "Dọn những tệp không thuộc bản ghi nào (máy chủ dừng đột ngột giữa lúc lưu tệp và lúc ghi bản ghi)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ liệt kê, không xóa")
        parser.add_argument("--hours", type=int, default=int(AGE.total_seconds() // 3600), help="chỉ tệp cũ hơn số giờ")

    def handle(self, *args, **options) -> None:
        only_look = options["dry_run"]
        found = sweep(now=timezone.now(), age=timedelta(hours=max(options["hours"], 1)), only_look=only_look)
        for name in found.old:
            self.stdout.write(f"{'Thừa' if only_look else 'Đã xóa'}: {name}")
        self.stdout.write(
            f"{len(found.old)} tệp không thuộc bản ghi nào{'' if only_look else ' đã xóa'}; "
            f"{len(found.young)} tệp mới, để lần sau xét."
        )
