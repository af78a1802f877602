"""`manage.py demo`: fill the made-up city (once), then serve it."""

import gc
import shutil
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dondoc.accounts.models import User
from dondoc.accounts.queries import DEMO_PEOPLE
from dondoc.starter.definitions import load_definitions
from dondoc.starter.demo import DEMO_PASSWORD
from dondoc.starter.demo.city import build_city
from dondoc.starter.demo.history import HANOI, IMPORTED, live
from dondoc.web.serving import serve

FOUNDED_AT = datetime(2025, 8, 25, 8, 0, tzinfo=HANOI)


class Command(BaseCommand):
    help = "Dựng thành phố mẫu (dữ liệu giả định) và phục vụ tại 127.0.0.1"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--fresh", action="store_true", help="xóa dữ liệu mẫu và dựng lại từ đầu")
        parser.add_argument("--fill-only", action="store_true", help="chỉ dựng dữ liệu, không phục vụ")
        parser.add_argument("--serve-only", action="store_true", help="phục vụ dữ liệu vừa dựng, không xem lại")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, fresh: bool, fill_only: bool, serve_only: bool, port: int, **options) -> None:
        console = Console(stderr=True, highlight=False)
        if serve_only:
            self.serve(console, port)
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        if fresh:
            self.start_over(console)
        call_command("migrate", verbosity=0, interactive=False)
        if User.objects.exists():
            console.print("Dữ liệu mẫu đã có, giữ nguyên.")
        else:
            self.fill(console)
        if not fill_only:
            self.serve(console, port)

    def start_over(self, console: Console) -> None:
        """Empty the demo's own database and files; refused on a database that is not the demo's SQLite file."""
        database = settings.DATABASES["default"]
        if not settings.DEMO or not database["ENGINE"].endswith("sqlite3"):
            raise SystemExit("--fresh chỉ dùng cho bản dùng thử với SQLite.")
        for ending in ("", "-wal", "-shm"):
            Path(f"{database['NAME']}{ending}").unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        console.print("Đã xóa dữ liệu mẫu cũ.")

    def fill(self, console: Console) -> None:
        started, today = time.monotonic(), timezone.localdate()
        gc.set_threshold(200_000, 50, 100)  # a story of many small objects: the collector would look in vain
        with Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=False
        ) as progress:
            bar = progress.add_task("Dựng thành phố mẫu", total=(today - IMPORTED).days)

            def tick(day) -> None:
                progress.update(bar, completed=(day - IMPORTED).days, description=f"Đến tháng {day.month}/{day.year}")

            with transaction.atomic():  # stopped half-way, nothing of it stays
                load_definitions(by=None, at=FOUNDED_AT)
                # up to last night: a story of the whole of today would tell of hours still to come
                live(build_city(at=FOUNDED_AT), until=today - timedelta(days=1), tick=tick)
            progress.update(bar, completed=(today - IMPORTED).days, description="Đã dựng xong")
        console.print(f"Dựng dữ liệu mẫu hết {time.monotonic() - started:.0f} giây.")

    def serve(self, console: Console, port: int) -> None:
        console.print(f"\n[bold]Đôn Đốc[/bold] chạy tại [bold]http://127.0.0.1:{port}[/bold] (Ctrl-C để dừng)")
        console.print(f"Thành phố Mẫu, mọi dữ liệu đều giả định. Mật khẩu chung: [bold]{DEMO_PASSWORD}[/bold]")
        for username, who in DEMO_PEOPLE.items():
            console.print(f"  {username:<10} {who}")
        sys.stderr.flush()
        serve(port=port)
