"""`manage.py audit_check`: is the trail whole?"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dondoc.audit.models import ChainHead
from dondoc.audit.queries import verify_chain


class Command(BaseCommand):
    help = "Kiểm tra chuỗi băm của nhật ký; báo sự kiện đầu tiên bị sửa, bị xóa hoặc bị chèn thêm."

    def handle(self, *args, **options) -> None:
        fault = verify_chain()
        if fault is None:
            head = ChainHead.objects.first()
            self.stdout.write(f"Nhật ký nguyên vẹn: {head.length if head else 0} sự kiện.")
            return
        where = (
            f"sự kiện {fault.event.pk} lúc {timezone.localtime(fault.event.at):%H:%M %d/%m/%Y}"
            if fault.event
            else "cuối nhật ký"
        )
        raise CommandError(f"Nhật ký không còn nguyên vẹn tại {where}: {fault.reason}.")
