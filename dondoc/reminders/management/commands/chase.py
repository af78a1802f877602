"""`manage.py chase`: build the day's messages if that is not done, and send what is due. Every ten minutes."""

from django.core.management import BaseCommand
from django.utils import timezone

from dondoc.outbox.sending import send_due
from dondoc.reminders.building import build, running
from dondoc.reminders.saying import say


class Command(BaseCommand):
    help = "Đôn đốc theo thang: lập tin trong ngày (một lần), gửi những tin đến giờ gửi"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--build-only", action="store_true", help="chỉ lập tin, không gửi")

    def handle(self, *args, build_only: bool, **options) -> None:
        made = build(at=timezone.now())
        if made:
            self.stdout.write(
                f"Đã lập tin ngày {made.day:%d/%m/%Y}: {made.reminders} lượt đôn đốc, {made.messages} người nhận, "
                f"{made.unreached} lượt không có người nhận."
            )
        if build_only:
            return
        local = timezone.localtime()
        if any(version.parsed.is_quiet(local) for version in running()):
            self.stdout.write("Ngoài giờ gửi: chưa gửi gì.")
            return
        done = send_due(say)
        self.stdout.write(f"Đã gửi {done.sent}, không cần gửi nữa {done.dropped}, chưa gửi được {done.failed}.")
