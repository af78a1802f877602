"""`manage.py check_store`: whether files can be stored, read back and taken away."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from dondoc.web.refusals import Refused


class Command(BaseCommand):
    help = "Thử kho tệp: ghi một tệp, đọc lại, xóa đi."

    def handle(self, *args, **options) -> None:
        words = get_random_string(40).encode()
        try:
            name = default_storage.save("thu-kho-tep.txt", ContentFile(words))
            with default_storage.open(name) as stored:
                is_same = stored.read() == words
            default_storage.delete(name)
        except (Refused, OSError) as fault:
            raise CommandError(f"Kho tệp chưa dùng được: {fault}") from fault
        if not is_same or default_storage.exists(name):
            raise CommandError("Kho tệp không giữ đúng tệp đã ghi.")
        self.stdout.write("Kho tệp dùng được: đã ghi, đọc lại và xóa một tệp thử.")
