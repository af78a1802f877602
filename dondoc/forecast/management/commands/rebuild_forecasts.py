"""`manage.py rebuild_forecasts`: compute the forecasts again from duties and answers."""

from django.core.management.base import BaseCommand

from dondoc.forecast.actions import rebuild


class Command(BaseCommand):
    help = "Tính lại toàn bộ dự báo từ các việc và câu trả lời; cho biết có gì khác với dự báo đang lưu hay không."

    def handle(self, *args, **options) -> None:
        written = rebuild()
        said = f"Đã thay đổi {written} dòng." if written else "Không có gì thay đổi: dự báo đang lưu đúng."
        self.stdout.write(said)
