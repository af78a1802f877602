"""`manage.py rebuild`: compute all values again from records and definitions."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from dondoc.measures.actions import rebuild
from dondoc.measures.models import Answer, MeasureValue


class Command(BaseCommand):
    help = "Tính lại toàn bộ số liệu từ các bản ghi và định nghĩa; cho biết có gì khác với số đang lưu hay không."

    def handle(self, *args, **options) -> None:
        found = rebuild(today=timezone.localdate())
        self.stdout.write(f"Có {Answer.objects.count()} câu trả lời, {MeasureValue.objects.count()} số liệu.")
        if found:
            self.stdout.write(f"Đã thay đổi {found.answers} câu trả lời, {found.values} số liệu.")
        else:
            self.stdout.write("Không có gì thay đổi: số liệu đang lưu đúng với các bản ghi.")
