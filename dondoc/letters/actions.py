"""Drawing letters up from what is overdue, writing in them, issuing them with a number, recalling them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.letters.composing import drafted, official_letter
from dondoc.letters.listing import owed as owed_by
from dondoc.letters.models import Letter, LetterState
from dondoc.letters.rules import may_issue, may_recall, may_write
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.register.actions import About, Paper, enter_signed
from dondoc.register.actions import recall as recall_entry
from dondoc.register.models import Entry
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.models import Report
from dondoc.reports.snapshot import head_of
from dondoc.web.refusals import Conflict, Invalid, require

WORD_CODES = ("opening", "request", "superior", "recipients")
HEAD_FIELDS = ("place", "dated_on", "answer_by", "signer_authority", "signer_position", "signer_name")


def draw_up(
    *, plan: Plan, org_ids: Iterable[int], apart: bool, answer_by: date, by: User, at: datetime
) -> list[Letter]:
    """One letter to all of them, or one to each (`apart`), with what they owe at this moment.

    Errors: Refused without the right; Invalid when nobody of them owes anything, or for a day that has passed.
    """
    require(may_write(by, plan.org))
    today = localdate(at)
    if answer_by <= today:
        raise Invalid(_("Hạn trả lời phải sau hôm nay."))
    owed = owed_by(plan, org_ids, today)
    if not owed:
        raise Invalid(_("Các đơn vị đã chọn không còn việc quá hạn."))
    head = head_of(plan, plan.org, today)
    last = Letter.objects.filter(org=plan.org).order_by("-pk").first()
    last = last or Report.objects.filter(org=plan.org).order_by("-pk").first()  # the first letter begins as reports do
    with transaction.atomic():
        return [
            _draw_up(plan, head, listed, last, answer_by=answer_by, by=by, at=at)
            for listed in ([[one] for one in owed] if apart else [owed])
        ]


def _draw_up(
    plan: Plan, head: dict[str, Any], owed: list[dict[str, Any]], last: Letter | Report | None, *, answer_by: date,
    by: User, at: datetime,
) -> Letter:  # fmt: skip
    today = localdate(at)
    words = drafted(head, owed, as_of=today, answer_by=answer_by)
    letter = Letter.objects.create(
        org=plan.org, plan=plan, head=head, owed=owed, as_of=today, answer_by=answer_by,
        words=words | _kept_words(last),
        writers=[by.pk], created_at=at, created_by=by, **(_kept_head(last) if last else _first_head(head)),
    )  # fmt: skip
    letter.orgs.set(Org.objects.filter(pk__in=[one["org_id"] for one in owed]))
    record("letter.draw_up", by=by, target=letter, org=plan.org, after={"orgs": len(owed)}, at=at)
    return letter


def _kept_words(last: Letter | Report | None) -> dict[str, str]:
    """Of the last letter the ends of the paper; of a report only the organisation above, its recipients are others."""
    codes = ("superior", "recipients") if isinstance(last, Letter) else ("superior",)
    return {code: last.words[code] for code in codes if code in last.words} if last else {}


def _kept_head(last: Letter | Report) -> dict[str, str]:
    return {name: getattr(last, name) for name in ("place", "signer_authority", "signer_position", "signer_name")}


def _first_head(head: Mapping[str, Any]) -> dict[str, str]:
    said = WORDS[house_of(head)]
    return {"signer_authority": said.signer_authority, "signer_position": said.signer_position}


def edit(letter: Letter, *, words: Mapping[str, str], revision: int, by: User, at: datetime, **head: Any) -> Letter:
    """Put `words` (WORD_CODES) and what stands in the head (HEAD_FIELDS). Errors: Conflict, Refused."""
    require(may_write(by, letter.org))
    with transaction.atomic():
        _claim(letter, revision)
        changed = {code: words[code] for code in WORD_CODES if code in words and words[code] != letter.words.get(code)}
        letter.words = letter.words | changed
        letter.writers = sorted({*letter.writers, by.pk})
        for name in HEAD_FIELDS:
            if name in head:
                setattr(letter, name, head[name])
        letter.save()
        record("letter.edit", by=by, target=letter, org=letter.org, after=changed, at=at)
    return letter


def issue(letter: Letter, *, revision: int, by: User, at: datetime) -> Letter:
    """Issue it with the next number of the register, in one transaction. Errors: Conflict, Refused."""
    require(may_issue(by, letter))
    with transaction.atomic():
        _claim(letter, revision)
        letter.state, letter.issued_at, letter.issued_by = LetterState.ISSUED, at, by
        letter.dated_on = letter.dated_on or localdate(at)
        paper = official_letter(letter)
        entry = enter_signed(
            letter.org,
            Paper(
                type_code=paper.kind_code, subject=paper.subject.removeprefix("V/v "), dated_on=letter.dated_on,
                organ_code=paper.organ_code, counterpart="; ".join(one["org"] for one in letter.owed)[:1000],
                signer=letter.signer_name, source=f"letter:{letter.pk}",
            ),
            by=by, at=at, about=About(plan=letter.plan, orgs=letter.orgs.all()),
        )  # fmt: skip
        letter.number = entry.number
        letter.save()
        record("letter.issue", by=by, target=letter, org=letter.org, after={"number": letter.number}, at=at)
    return letter


def recall(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Recall an issued letter; it stays with its number and the reason. Errors: Refused, Conflict, Invalid."""
    require(may_recall(by, letter))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do thu hồi."))
    with transaction.atomic():
        held = Letter.objects.filter(pk=letter.pk, state=LetterState.ISSUED)
        if not held.update(state=LetterState.RECALLED, recalled_at=at, recalled_why=reason.strip()):
            raise Conflict(_("Công văn đã được thu hồi."))
        recall_entry(Entry.objects.get(source=f"letter:{letter.pk}"), reason=reason, by=by, at=at)
        letter.refresh_from_db()
        record("letter.recall", by=by, target=letter, org=letter.org, note=reason, after={"reason": reason}, at=at)
    return letter


def discard(letter: Letter, *, revision: int, by: User, at: datetime) -> None:
    """Throw a draft away; what was issued stays. Errors: Conflict, Refused."""
    require(may_write(by, letter.org))
    with transaction.atomic():
        _claim(letter, revision)
        record("letter.discard", by=by, target=letter, org=letter.org, at=at)
        letter.delete()


def _claim(letter: Letter, revision: int) -> None:
    """Take hold of the draft at `revision`, so that of two at once only one goes on. Errors: Conflict."""
    drafts = Letter.objects.filter(pk=letter.pk, revision=revision, state=LetterState.DRAFT)
    if not drafts.update(revision=F("revision") + 1):
        if Letter.objects.exclude(state=LetterState.DRAFT).filter(pk=letter.pk).exists():
            raise Conflict(_("Công văn đã ban hành; không sửa hay ban hành lại được nữa."))
        raise Conflict(_("Có người vừa sửa công văn này. Hãy xem bản mới nhất rồi thực hiện lại."))
    letter.revision = revision + 1
