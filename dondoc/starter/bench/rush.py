"""The hour before a deadline: 200 people at once send in sheets with a file, as browsers do."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice

import pypdfium2
from django.core.management import call_command
from django.urls import reverse

from dondoc.audit.queries import verify_chain
from dondoc.starter.bench.peers import Work, district, form, work_of
from dondoc.starter.bench.report import Part, busy
from dondoc.starter.bench.servers import Answer, Browser, serving
from dondoc.starter.bench.timing import percentile
from dondoc.submissions.models import Evidence, Submission, SubmissionState

PEOPLE, MONTHS = 200, ("2025-09", "2027-08")
SECONDS = 60
PAUSE_S = 30.0  # between opening a form and sending it in: thirteen numbers and a file, done by somebody in a hurry
FILE_KB = 200
MOST_P95_S = 1.5


@dataclass
class Seen:
    """What the people of the run were answered: forms opened, sheets sent in, lists looked at after."""

    opened: list[Answer] = field(default_factory=list)
    sent: list[Answer] = field(default_factory=list)
    after: list[Answer] = field(default_factory=list)


def measure() -> Part:
    """On the database that the settings name, which must be empty."""
    call_command("migrate", verbosity=0, interactive=False)
    made = district(PEOPLE, MONTHS)
    sheets: list[list[Work]] = [[] for _one in made.people]
    for one in islice(work_of(made), PEOPLE * 12):
        sheets[one.user_place].append(one)
    with serving() as server:
        browsers = [Browser(server.port, user) for user in made.people]
        seen, spent = _run(browsers, sheets)
        memory = server.megabytes()
    return _told(seen, spent, memory)


def paper(number: int) -> bytes:
    """A PDF of FILE_KB, another one for each number."""
    document, buffer = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(595, 842).close()
    document.save(buffer)
    document.close()
    noise = random.Random(number).randbytes(FILE_KB * 512).hex().encode()  # noqa: S311 -- no secret
    return buffer.getvalue().replace(b"%%EOF", b"%" + noise + b"\n%%EOF")


def _run(browsers: Sequence[Browser], sheets: Sequence[Sequence[Work]]) -> tuple[Seen, float]:
    """Everybody begins at a moment of their own within the first pause; nobody begins a sheet after SECONDS."""
    seen, file, pauses = Seen(), paper(0), random.Random(13)  # noqa: S311 -- no secret
    begins = [pauses.uniform(0, PAUSE_S) for _one in browsers]
    started = time.monotonic()

    def work(place: int) -> None:
        browser = browsers[place]
        time.sleep(begins[place] / 2)
        for number, sheet in enumerate(sheets[place]):
            if time.monotonic() - started > SECONDS:
                return
            page = browser.get(sheet.address)
            seen.opened.append(page)
            time.sleep(begins[place] / 2 if number == 0 else PAUSE_S)
            own = file.replace(b"\n%%EOF", f"\n%{place}.{number}\n%%EOF".encode())
            seen.sent.append(browser.post(sheet.address, page.page, form(sheet.number), own))
            seen.after.append(browser.get(reverse("dashboards:work")))

    with ThreadPoolExecutor(len(browsers)) as pool:
        list(pool.map(work, range(len(browsers))))
    return seen, time.monotonic() - started


def _told(seen: Seen, spent: float, memory: float) -> Part:
    part = Part()
    taken = sum(one.status == 302 for one in seen.sent)
    errors = [one for one in seen.sent if one.status != 302]
    errors += [one for one in (*seen.opened, *seen.after) if one.status != 200]
    kept = Submission.objects.filter(state=SubmissionState.SUBMITTED).count()
    files = Evidence.objects.values("sha256").distinct().count()
    lost = abs(taken - kept) + abs(taken - files) + (verify_chain() is not None)
    p95 = percentile([one.seconds for one in seen.sent], 0.95)

    def line(what: str, found: str, limit: str, *, holds: bool) -> None:
        part.lines.append(f"| {what} | {found} | {limit} | {part.hold(what, holds=holds)} |")

    part.lines += [
        f"{PEOPLE} người cùng lúc trong {SECONDS} giây; mỗi người mở phiếu 13 số liệu, điền trong {PAUSE_S:.0f} giây, "
        f"nộp kèm một tệp PDF {FILE_KB} kB, rồi xem lại danh sách việc. Máy khách chạy cùng máy; {busy()}.",
        "",
        "| giờ chót | đo được | giới hạn | |",
        "|---|---:|---:|---|",
    ]
    line("lỗi", str(len(errors)), "0", holds=not errors)
    line("phiếu hoặc tệp mất, thừa", str(lost), "0", holds=lost == 0)
    line("nộp phiếu, p95", f"{p95:.2f} s".replace(".", ","), "1,5 s", holds=p95 <= MOST_P95_S)
    for what, answers in (("mở phiếu, p95", seen.opened), ("xem danh sách, p95", seen.after)):
        found = percentile([one.seconds for one in answers], 0.95)
        part.lines.append(f"| {what} | {found:.2f} s | | |".replace(".", ","))
    part.lines += [
        f"| phiếu nộp | {taken} | | |",
        f"| phiếu một giây | {taken / spent:.1f} | | |".replace(".", ","),
        f"| bộ nhớ máy chủ | {memory:.0f} MB | | |",
    ]
    part.lines += ["", *(f"lỗi: {one.status} {one.page[:200]}" for one in errors[:3])] if errors else []
    return part
