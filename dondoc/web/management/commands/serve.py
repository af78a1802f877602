"""`manage.py serve`: serve the pages, as in production."""

from django.core.management import BaseCommand, CommandParser

from dondoc.web.serving import serve, usual_workers


class Command(BaseCommand):
    help = "Phục vụ các trang (dữ liệu và tệp giao diện phải có sẵn)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=usual_workers(), help="số tiến trình; mặc định theo số nhân")

    def handle(self, *args, host: str, port: int, workers: int, **options) -> None:
        serve(host=host, port=port, workers=workers)
