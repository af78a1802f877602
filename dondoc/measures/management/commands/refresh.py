"""`manage.py refresh`: bring the values up to today and to the newest change."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from dondoc.measures.actions import refresh


class Command(BaseCommand):
    help = "Tính lại các số liệu bị ảnh hưởng bởi những thay đổi mới và bởi ngày mới."

    def handle(self, *args, **options) -> None:
        found = refresh(today=timezone.localdate())
        self.stdout.write(f"Đã cập nhật {found.answers} câu trả lời, {found.values} số liệu.")
