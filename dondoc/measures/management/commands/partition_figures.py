"""`manage.py partition_figures`: keep the computed figures in one part a year (PostgreSQL, docs/SCALE.md)."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from dondoc.measures.models import Answer
from dondoc.measures.partitions import divide
from dondoc.plans.models import Plan


class Command(BaseCommand):
    help = "Chia bảng số liệu đã tính thành từng phần theo năm (chỉ PostgreSQL); chạy lại để thêm phần cho năm mới."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", type=int, metavar="NĂM", help="năm cuối; mặc định: năm cuối của các kế hoạch")

    def handle(self, *, until: int | None, **_options: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite không chia bảng theo năm; lệnh này chỉ dùng với PostgreSQL.")
        this_year = timezone.localdate().year
        first = Answer.objects.aggregate(first=Min("month"))["first"]
        last = Plan.objects.aggregate(last=Max("ends_on"))["last"]
        years = range(int(first[:4]) if first else this_year, (until or (last.year if last else this_year)) + 1)
        for table, new in divide(years).items():
            said = ", ".join(map(str, new)) if new else "không có năm mới"
            self.stdout.write(f"{table}: {said}.")
