"""Drawing, recounting, annulling. One transaction each with its audit event."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.orgs.models import Org
from dondoc.sampling import rules
from dondoc.sampling.drawing import METHOD, draw, frame_digest, size_of_share
from dondoc.sampling.factors import countable, is_same
from dondoc.sampling.models import RecountFile, Sample, SampleItem
from dondoc.sampling.queries import Offer, frame_of
from dondoc.sheets.answers import check_answers
from dondoc.sheets.definition import FieldDefinition
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.receiving import Received
from dondoc.web.refusals import Conflict, Invalid, require

MOST = 1000  # sheets in one sample


def draw_sample(
    org: Org, offer: Offer, *, seed: str, by_kind: bool, size: int | None, share: int | None, by, at: datetime
) -> Sample:
    """Draw `size` sheets, or `share` per cent of them. The same seed over the same frame draws the same again.

    Errors: Refused without the right; Invalid when there is nothing to draw, or too much.
    """
    require(rules.may_draw(by, org))
    frame = frame_of(org, offer.deliverable.pk, offer.period, offer.round_id, by_kind=by_kind)
    if not frame:
        raise Invalid(_("Chưa có phiếu nào đã nộp để rút mẫu."))
    wanted = min(size if size is not None else size_of_share(len(frame), share or 0), len(frame))
    if wanted > MOST:
        raise Invalid(_("Một mẫu không quá %(n)d phiếu.") % {"n": MOST})
    drawn = draw(frame, wanted, seed)
    kinds = sorted({unit.stratum for unit in frame})
    strata = [
        [kind, sum(u.stratum == kind for u in frame), sum(u.stratum == kind for u in drawn)] for kind in kinds if kind
    ]
    with transaction.atomic():
        sample = Sample.objects.create(
            org=org, deliverable=offer.deliverable, period=offer.period, round_id=offer.round_id, seed=seed,
            method=METHOD, by_kind=by_kind, size=wanted, share=share, frame_size=len(frame),
            frame_digest=frame_digest(frame), strata=strata, drawn_at=at, drawn_by=by,
        )  # fmt: skip
        SampleItem.objects.bulk_create(
            [
                SampleItem(sample=sample, submission_id=unit.pk, stratum=unit.stratum, position=place)
                for place, unit in enumerate(drawn, start=1)
            ],
            batch_size=500,
        )
        after = {"seed": seed, "frame": len(frame), "size": wanted, "frame_digest": sample.frame_digest}
        record("sample.draw", by=by, target=sample, org=org, after=after, at=at)
    return sample


def annul(sample: Sample, *, reason: str, by, at: datetime) -> Sample:
    """Let a sample that was drawn by mistake hold no longer; it stays readable. Errors: Refused; Invalid."""
    words = reason.strip()
    if not words:
        raise Invalid(_("Cần ghi lý do hủy."))
    with transaction.atomic():
        kept = Sample.objects.select_for_update(of=("self",)).select_related("org").get(pk=sample.pk)
        require(rules.may_annul(by, kept))
        kept.annulled_at, kept.annulled_by, kept.annulled_why = at, by, words
        kept.save(update_fields=["annulled_at", "annulled_by", "annulled_why"])
        record("sample.annul", by=by, target=kept, org=kept.org, note=words, at=at)
    return kept


def recount(
    item: SampleItem,
    *,
    found: Mapping[str, Any],
    checked_on: date,
    note: str,
    files: Sequence[Received] = (),
    revision: int,
    by,
    at: datetime,
) -> SampleItem:
    """Write down what was found, as typed, by field code; may be corrected, each time with its trail.

    The figures of the sheet stay as they are. Errors: Incomplete by field; Conflict when somebody wrote meanwhile;
    Refused. Files that were stored go when anything fails.
    """
    stored: list[RecountFile] = []
    try:
        with transaction.atomic():
            rows = SampleItem.objects.select_for_update(of=("self",)).select_related(
                "sample__org",
                "sample__deliverable",
                "submission__org",
                "submission__sheet_version",
                "submission__round",
            )
            kept = rows.get(pk=item.pk)
            require(rules.may_recount(by, kept))
            if kept.revision != revision:
                raise Conflict(_("Đã có người ghi kết quả đếm lại phiếu này. Hãy xem lại rồi ghi."))
            _write_down(kept, found, checked_on, note.strip(), by=by, at=at)
            for file in files:
                _keep(kept, file, stored, by=by, at=at)
    except BaseException:
        for one in stored:
            one.file.delete(save=False)
        raise
    return kept


def recount_fields(item: SampleItem) -> list[FieldDefinition]:
    """The questions of the recount form: those of the sheet, each needed, none depending on another."""
    submission = item.submission
    return [
        FieldDefinition(
            code=one.code, label=one.label, type=one.type, why=one.why, required=True, unit=one.unit,
            choices=one.choices, min=one.min,
        )
        for one in countable(submission.sheet_version.parsed, submission.answers)
        if submission.answers.get(one.code) is not None
    ]  # fmt: skip


def _write_down(kept: SampleItem, found: Mapping[str, Any], checked_on: date, note: str, *, by, at: datetime) -> None:
    fields = recount_fields(kept)
    clean, errors = check_answers(tuple(fields), found, today=timezone.localdate(at), complete=True)
    if checked_on > timezone.localdate(at):
        errors["checked_on"] = _("Ngày kiểm tra không được sau hôm nay.")
    declared = {one.code: kept.submission.answers.get(one.code) for one in fields}
    same = sum(is_same(declared[code], clean.get(code)) for code in declared)
    if not errors and same < len(declared) and not note:
        errors["note"] = _("Có giá trị khác với khai báo: hãy ghi căn cứ, ví dụ sổ nào, ai chứng kiến.")
    if errors:
        raise Incomplete(errors)
    before = {"found": kept.found, "note": kept.note} if kept.checked_at else {}
    kept.found, kept.declared, kept.values, kept.same = clean, declared, len(declared), same
    kept.note, kept.checked_on, kept.checked_at, kept.checked_by = note, checked_on, at, by
    kept.revision += 1
    kept.save()
    after = {"found": clean, "declared": declared}
    record("sample.recount", by=by, target=kept, org=kept.submission.org, before=before, after=after, note=note, at=at)


def _keep(kept: SampleItem, file: Received, stored: list[RecountFile], *, by, at: datetime) -> None:
    sha256 = hashlib.sha256(file.data).hexdigest()
    if kept.files.filter(sha256=sha256).exists():
        return
    one = RecountFile(
        item=kept, name=file.name, size=len(file.data), sha256=sha256, uploaded_at=at, uploaded_by=by
    )  # fmt: skip
    ending = file.name.rpartition(".")[2].lower()
    one.file.save(f"{sha256[:20]}.{ending}", ContentFile(file.data), save=False)
    stored.append(one)
    one.save()
    record(
        "sample.attach", by=by, target=kept, org=kept.submission.org, after={"sha256": sha256}, note=file.name, at=at
    )
