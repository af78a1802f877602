"""Bringing a plan in: the document is read into a working copy."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.documents.actions import discard_file, read_file, receive
from dondoc.documents.models import Document
from dondoc.documents.parsing.draft import PARSER_VERSION, Draft
from dondoc.documents.parsing.reader import read
from dondoc.documents.queries import register
from dondoc.orgs.models import Org
from dondoc.plans.actions.doubting import doubt
from dondoc.plans.actions.revisions import search_text_of
from dondoc.plans.drafting import draft_rows, term_of
from dondoc.plans.models import Package, Plan, Reading
from dondoc.plans.rules import may_import
from dondoc.web.refusals import Invalid, require


def bring_in(*, org: Org, name: str, data: bytes, by: User, at: datetime) -> Plan:
    """Take a file in and read it as a plan of `org`, or keep nothing at all, so that it can be tried again.

    Errors: Refused without the right; those of documents.actions.read_file and of `import_plan`.
    """
    require(may_import(by, org))
    found = read_file(org=org, name=name, data=data)
    document = None
    try:
        with transaction.atomic():
            document = receive(org=org, name=name, data=data, by=by, at=at, found=found)
            return import_plan(document=document, by=by, at=at)
    except BaseException:
        if document:
            discard_file(document)
        raise


def import_plan(*, document: Document, by: User, at: datetime) -> Plan:
    """Read `document` into a working copy: targets, tasks, doubts. It binds nobody until it is issued.

    Errors: Invalid when nothing in it looks like a plan.
    """
    draft = read(document.text, register=register())
    if not draft.indicators and not draft.tasks:
        raise Invalid(
            _(
                "Không tìm thấy chỉ tiêu hay nhiệm vụ nào trong “%(name)s”. Hãy kiểm tra đúng tệp kế hoạch, "
                "hoặc tệp chụp ảnh chưa có lớp chữ."
            )
            % {"name": document.name}
        )
    with transaction.atomic():
        plan = _working_copy(document, draft, by, at)
        Reading.objects.create(plan=plan, draft=draft.as_dict())
        package = Package.objects.filter(document_number=plan.number).first() if plan.number else None
        draft_rows(plan, draft, package.decisions if package else {}, localdate(at))
        doubt(plan, draft, localdate(at))
        counts = {"targets": plan.targets.count(), "tasks": plan.tasks.count(), "findings": plan.findings.count()}
        record("plan.import", by=by, target=plan, org=plan.org, after=counts, at=at)
    return plan


def _working_copy(document: Document, draft: Draft, by: User, at: datetime) -> Plan:
    starts_on, ends_on = term_of(draft, localdate(at))
    head = draft.head
    return Plan.objects.create(
        org=document.org,
        document=document,
        number=(head.number or "")[:60],
        kind=(head.type or "")[:60],
        subject=head.title or document.name,
        issued_on=head.date,
        starts_on=starts_on,
        ends_on=ends_on,
        parser_version=PARSER_VERSION,
        created_at=at,
        created_by=by,
        search_text=search_text_of(head.number, head.type, head.title, document.name),
    )
