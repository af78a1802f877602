"""`manage.py bench`: measures the limits that we hold, prints them, records them in docs/PERFORMANCE.md."""

from argparse import SUPPRESS

from django.core.management import BaseCommand, CommandParser, call_command

from dondoc.starter.bench import chasing, country, files, pages, peers, reading, rush, same_machine, sizes
from dondoc.starter.bench.apart import hand_over, measured_apart
from dondoc.starter.bench.report import Part, record

# name on the command line → heading in docs/PERFORMANCE.md, how to measure
PARTS = {
    "doc": ("Đọc kế hoạch", reading.measure),
    "trang": ("Các trang của thành phố mẫu", pages.measure),
    "tep": ("Nhập từ tệp", files.measure),
    "ca-nuoc": ("52.000 tổ chức", country.measure),
    "don-doc": ("Đôn đốc cuối tháng", chasing.measure),
    "gio-chot": ("Giờ chót", rush.measure),
    "so-sanh": ("Bên cạnh phần mềm khác", peers.measure),
    "quy-mo": ("Số liệu ở mọi quy mô", sizes.measure),
    "quy-mo-sqlite": ("Số liệu trên SQLite", sizes.measure_small),
    "cung-may": ("Công cụ khác, cùng máy", same_machine.measure),
    "quy-mo-lon": ("Số liệu ở quy mô cả nước", sizes.measure_large),
}
ON_THE_DEMO = {"doc", "trang"}  # the others begin with an empty PostgreSQL
EMBEDDED = {"quy-mo-sqlite"}  # with an empty SQLite
WITH_PEERS = ["cung-may"]  # what others take on this machine: `--peers`
USUAL = [name for name in PARTS if name not in {"quy-mo-lon", *WITH_PEERS}]  # the former takes long


class Command(BaseCommand):
    help = "Đo các giới hạn về tốc độ, in thành bảng và ghi docs/PERFORMANCE.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only",
            nargs="+",
            choices=PARTS,
            help="chỉ đo các phần này",
        )
        parser.add_argument(
            "--peers", action="store_true", help="đo bên cạnh bảng tính, DuckDB, PostgreSQL trên cùng máy (cung-may)"
        )
        parser.add_argument("--apart", help=SUPPRESS)  # the file for `hand_over`
        parser.add_argument("--no-record", action="store_true", help="chỉ in, không ghi docs/PERFORMANCE.md")

    def handle(self, *args, only: list[str] | None, apart: str | None, peers: bool, no_record: bool, **options) -> None:
        only = only or (WITH_PEERS if peers else USUAL)
        if apart:
            hand_over(PARTS[only[0]][1](), apart)
            return
        if ON_THE_DEMO.intersection(only):
            call_command("demo", fill_only=True)
        broken = []
        for name in only:
            title = PARTS[name][0]
            part = measured(name)
            self.stdout.write(f"\n{title}\n\n{part.text}\n")
            if not no_record:
                record({title: part}, [heading for heading, _measure in PARTS.values()])
            broken += part.broken
        if broken:
            raise SystemExit(f"Vượt giới hạn: {', '.join(broken)}")


def measured(name: str) -> Part:
    """What a part finds, where it belongs."""
    return PARTS[name][1]() if name in ON_THE_DEMO else measured_apart(name, is_embedded=name in EMBEDDED)
