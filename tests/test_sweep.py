"""Every address × every role: what is answered. An address that is not in the table fails, and so does a row too many.

Read a row as: with this method, nobody signed in | somebody with every right, but at another committee | the one who
enters for a neighbouring organisation | and then the people of the organisation (enterer, internal approver) and of
its committee (specialist, leader, inspector, administrator). 302 to a visitor is the way to the sign-in page; his
POST is answered by the page that keeps what was typed (403). POST rows send FORM: 422 is a form shown again because it
asks for more, 302 an act that was done, 409 one that the state does not allow.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from dondoc.accounts.roles import ROLES, Permission, Role
from dondoc.cells.actions import give_down
from dondoc.documents.actions import add_reference
from dondoc.indicators.actions import new_draft as new_definition
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.formula import MeasureKind
from dondoc.intake.choosing import Choices
from dondoc.intake.models import Delivery, DeliveryKind, Source
from dondoc.letters.models import Letter
from dondoc.lib.due import Due, DueKind
from dondoc.lib.periods import Period
from dondoc.measures.actions import rebuild
from dondoc.obligations.models import Round, Ruling
from dondoc.obstacles.actions import raise_obstacle
from dondoc.obstacles.models import ObstacleKind
from dondoc.orgs.models import OrgKind
from dondoc.outbox.models import Delivery as Carried
from dondoc.outbox.models import Endpoint, Message
from dondoc.plans.actions import start_amendment
from dondoc.plans.models import AmendmentEdit, Finding, Proposal, ProposalKind, Severity
from dondoc.plans.proposing.wishes import MeasureWish
from dondoc.quotas.actions import ask, divide
from dondoc.register.actions import Paper as PaperToEnter
from dondoc.register.actions import enter as enter_paper
from dondoc.register.models import Direction
from dondoc.reminders.actions import open_calendar
from dondoc.reminders.models import Hold
from dondoc.reports.actions import compile_report
from dondoc.sampling.models import RecountFile, Sample, SampleItem
from dondoc.sheets.actions import publish_norm, publish_sheet, start_draft
from dondoc.submissions.models import Clue, EntryLink, Evidence, Submission, SubmissionState
from tests.factories import AT, make_committee, make_obligation, make_org, make_plan, make_target, make_task, make_user
from tests.prepared import Ground
from tests.reminders.ladders import run_ladder
from tests.submissions.files import PDF
from tests.submissions.rows import make_deliverable, make_submission

WHO = (
    "nobody", "outsider", "neighbour", "enterer", "internal_approver", "specialist", "leader", "inspector",
    "administrator",
)  # fmt: skip
EVERY_RIGHT = Role("every-right", "Mọi quyền", "Chỉ có trong phép thử.", frozenset(Permission))
SECRET = "Chi bộ Thử nghiệm kín"  # a name that nobody outside may ever read
INDICATOR = {
    "code": "2-1-nq66", "name": "Chương trình thực hiện", "short_name": "Chương trình", "label": "2.1", "position": 1,
    "source": {"document": "08-KH/ĐU", "part": "2.1"}, "why": "Mẫu.", "valid_from": "2025-08-01",
    "review": {"written_by": "Văn phòng", "checked_by": "Ban Tổ chức", "next_on": "2027-01-15"},
    "measures": [
        {
            "code": "a", "name": "Tỷ lệ có chương trình", "kind": "share_of_orgs", "period": "term",
            "population": {"kinds": ["grassroots_organisation", "grassroots_cell"]},
            "condition": {"approved": {"deliverable": "ke-hoach"}},
            "target": {"comparator": "=", "value": 1},
            "examples": [{"as_of": "2025-10-31", "due": {"ke-hoach": "2025-09-30"}, "answer": "not_reported"}],
        }
    ],
}  # fmt: skip
QUOTA = INDICATOR | {
    "code": "10-ket-nap", "label": "10", "position": 2, "name": "Kết nạp", "short_name": "Kết nạp",
    "measures": [
        {
            "code": "a", "name": "So với chỉ tiêu được giao", "kind": "quota", "period": "year",
            "population": {"kinds": ["grassroots_organisation", "grassroots_cell"]},
            "numerator": {"deliverable": "hoi", "field": "many"}, "target": {"comparator": ">=", "value": 1},
            "examples": [{"as_of": "2026-01-31", "answer": "not_allocated"}],
        }
    ],
}  # fmt: skip
AMENDING = (
    "amendment", "add_target", "discard", "pair", "reword", "compare", "compare_docx", "edits", "apply_edits",
    "undo_edits", "edit", "set_edit_aside",
)  # fmt: skip
ASKED = {
    "code": "phieu-hoi", "name": "Phiếu hỏi", "why": "Mẫu.",
    "fields": [
        {"code": "said", "label": "Lời", "type": "text", "why": "Mẫu."},
        {"code": "many", "label": "Bao nhiêu", "type": "integer", "unit": "việc", "why": "Mẫu."},
    ],
    "checks": [{"code": "k", "amount": "many", "op": ">=", "rule": "muc"}],
}  # fmt: skip
NORM = {
    "code": "muc", "name": "Mức", "unit": "việc",
    "values": [{"value": 1, "valid_from": date(2025, 1, 1), "source": "Mẫu"}],
}  # fmt: skip
FORM = {"csrfmiddlewaretoken": "x", "revision": "0", "reason": "Vì đang thử.", "seen_unread": "on"}
TABLE = """
                              nobd outs neig entr appr spec lead insp admi
GET  gallery                   302  200  200  200  200  200  200  200  200
GET  home                      302  302  302  302  302  302  302  302  302
GET  accounts:sign_in          200  302  302  302  302  302  302  302  302
POST accounts:sign_in          422  302  302  302  302  302  302  302  302
GET  accounts:demo_sign_in     405  405  405  405  405  405  405  405  405
POST accounts:demo_sign_in     404  404  404  404  404  404  404  404  404
GET  accounts:sign_out         302  405  405  405  405  405  405  405  405
POST accounts:sign_out         403  302  302  302  302  302  302  302  302
GET  accounts:account          302  200  200  200  200  200  200  200  200
GET  accounts:password         302  200  200  200  200  200  200  200  200
POST accounts:password         403  422  422  422  422  422  422  422  422
GET  accounts:roles            302  200  200  200  200  200  200  200  200
GET  accounts:end_role         302  405  405  405  405  405  405  405  405
POST accounts:end_role         403  404  403  403  403  403  403  403  302
GET  accounts:people           302  200  403  403  403  403  403  403  200
GET  accounts:add_person       302  200  403  403  403  403  403  403  200
POST accounts:add_person       403  422  403  403  403  403  403  403  422
GET  accounts:person           302  404  404  403  404  404  404  404  200
GET  accounts:edit_person      302  404  404  403  404  404  404  404  200
POST accounts:edit_person      403  404  404  403  404  404  404  404  422
GET  accounts:give_role        302  404  404  403  404  404  404  404  200
POST accounts:give_role        403  404  404  403  404  404  404  404  422
GET  accounts:reset_password   302  404  404  403  404  404  404  404  200
POST accounts:reset_password   403  404  404  403  404  404  404  404  422
GET  accounts:switch_off       302  405  405  405  405  405  405  405  405
POST accounts:switch_off       403  404  404  403  404  404  404  404  302
GET  accounts:switch_on        302  405  405  405  405  405  405  405  405
POST accounts:switch_on        403  404  404  403  404  404  404  404  409
GET  dashboards:work           302  200  200  200  200  200  200  200  200
GET  dashboards:board          302  200  403  403  403  200  200  200  200
GET  dashboards:board_export   302  200  403  403  403  200  200  200  200
GET  dashboards:term           302  200  403  403  403  200  200  200  200
GET  dashboards:term_export    302  200  403  403  403  200  200  200  200
GET  dashboards:term_numbers   302  200  403  403  403  200  200  200  200
GET  dashboards:indicator      302  200  200  200  200  200  200  200  200
GET  dashboards:explain        302  404  200  200  200  200  200  200  200
GET  dashboards:peers          302  404  403  403  403  200  200  200  200
GET  measures:switch_ranking   302  405  405  405  405  405  405  405  405
POST measures:switch_ranking   403  404  404  404  404  302  403  403  302
GET  measures:updating         302  200  403  403  403  403  403  403  200
GET  measures:retry            302  405  405  405  405  405  405  405  405
POST measures:retry            403  302  403  403  403  403  403  403  302
GET  forecast:say              302  405  405  405  405  405  405  405  405
POST forecast:say              403  404  404  404  404  422  422  422  403
GET  dashboards:matrix         302  200  403  403  403  200  200  200  200
GET  dashboards:matrix_export  302  200  403  403  403  200  200  200  200
GET  dashboards:orgs           302  200  200  200  200  200  200  200  200
GET  dashboards:org            302  404  404  200  200  200  200  200  200
GET  dashboards:org_export     302  404  404  200  200  200  200  200  200
GET  dashboards:burden         302  200  403  403  403  200  200  200  200
GET  dashboards:burden_export  302  200  403  403  403  200  200  200  200
GET  dashboards:sheet_burden   302  200  200  200  200  200  200  200  200
GET  dashboards:audit          302  200  403  403  403  403  200  200  200
GET  dashboards:audit_export   302  200  403  403  403  403  200  200  200
GET  dashboards:search         302  200  200  200  200  200  200  200  200
GET  documents:download        302  404  200  200  200  200  200  200  200
GET  documents:references      302  200  200  200  200  200  200  200  200
GET  documents:add_reference   302  200  403  403  403  200  403  403  200
POST documents:add_reference   403  422  403  403  403  422  403  403  422
GET  documents:edit_reference  302  200  403  403  403  200  403  403  200
POST documents:edit_reference  403  422  403  403  403  422  403  403  422
GET  documents:retire_reference 302  405  405  405  405  405  405  405  405
POST documents:retire_reference 403  302  403  403  403  302  403  403  302
GET  documents:restore_reference 302  405  405  405  405  405  405  405  405
POST documents:restore_reference 403  409  403  403  403  409  403  403  409
GET  documents:references_excel 302  200  403  403  403  200  403  403  200
POST documents:references_excel 403  422  403  403  403  422  403  403  422
GET  documents:references_file 302  200  200  200  200  200  200  200  200
GET  documents:references_take 302  405  405  405  405  405  405  405  405
POST documents:references_take 403  422  403  403  403  422  403  403  422
GET  documents:finding_codes   302  200  403  403  403  200  403  403  200
GET  documents:switch_finding  302  405  405  405  405  405  405  405  405
POST documents:switch_finding  403  404  404  404  404  422  403  403  422
GET  obligations:list          302  200  200  200  200  200  200  200  200
GET  obligations:export        302  200  200  200  200  200  200  200  200
GET  obligations:rounds        302  200  200  200  200  200  200  200  200
GET  obligations:open_round    302  404  403  403  403  200  403  403  403
POST obligations:open_round    403  404  403  403  403  422  403  403  403
GET  obligations:issue         302  404  404  404  404  200  200  404  200
POST obligations:issue         403  404  404  404  404  403  302  404  403
GET  obligations:detail        302  404  404  200  200  200  200  200  200
GET  obligations:rule_one      302  404  404  403  403  200  403  403  403
POST obligations:rule_one      403  404  404  403  403  302  403  403  403
GET  obligations:rule_many     302  200  403  200  200  200  403  403  403
POST obligations:rule_many     403  422  403  422  422  422  403  403  403
GET  obligations:rulings       302  200  200  200  200  200  200  200  200
GET  obligations:rulings_export 302  200  200  200  200  200  200  200  200
GET  obligations:windows       302  200  200  200  200  200  200  200  200
POST obligations:windows       403  422  403  403  403  422  403  403  422
GET  obligations:locks         302  200  200  200  200  200  200  200  200
POST obligations:locks         403  403  403  403  403  422  422  403  403
GET  obligations:withdraw_round 302 404  403  403  403  200  403  403  403
POST obligations:withdraw_round 403 404  403  403  403  302  403  403  403
GET  obligations:end_ruling    302  404  404  403  403  200  403  403  403
POST obligations:end_ruling    403  404  404  403  403  302  403  403  403
GET  obligations:resume        302  404  404  403  403  200  403  403  403
POST obligations:resume        403  404  404  403  403  422  403  403  403
GET  reorganising:list         302  200  404  404  404  404  404  404  200
GET  reorganising:change       302  200  404  404  404  404  404  404  200
POST reorganising:change       403  422  404  404  404  404  404  404  422
GET  plans:list                302  200  200  200  200  200  200  200  200
GET  plans:import              302  200  403  403  403  200  403  403  200
POST plans:import              403  422  403  403  403  422  403  403  422
GET  plans:detail              302  404  200  200  200  200  200  200  200
GET  plans:confirm             302  404  404  404  404  200  403  404  200
GET  plans:confirm_items       302  405  405  405  405  405  405  405  405
POST plans:confirm_items       403  404  404  404  404  302  403  404  302
GET  plans:edit_head           302  404  404  404  404  200  403  404  200
POST plans:edit_head           403  404  404  404  404  422  403  404  422
GET  plans:add_task            302  404  404  404  404  200  403  404  200
POST plans:add_task            403  404  404  404  404  422  403  404  422
GET  plans:edit_task           302  404  404  404  404  200  403  404  200
POST plans:edit_task           403  404  404  404  404  422  403  404  422
GET  plans:edit_target         302  404  404  404  404  200  403  404  200
POST plans:edit_target         403  404  404  404  404  422  403  404  422
GET  plans:changes             302  404  404  404  404  200  403  404  200
GET  plans:item                302  404  404  404  404  200  403  404  200
GET  plans:undo                302  405  405  405  405  405  405  405  405
POST plans:undo                403  404  404  404  404  422  403  404  422
GET  plans:keep                302  405  405  405  405  405  405  405  405
POST plans:keep                403  404  404  404  404  422  403  404  422
GET  plans:drop                302  405  405  405  405  405  405  405  405
POST plans:drop                403  404  404  404  404  422  403  404  422
GET  plans:settle_passage      302  405  405  405  405  405  405  405  405
POST plans:settle_passage      403  404  404  404  404  422  403  404  422
GET  plans:split_item          302  404  404  404  404  200  403  404  200
POST plans:split_item          403  404  404  404  404  422  403  404  422
GET  plans:merge_item          302  404  404  404  404  200  403  404  200
POST plans:merge_item          403  404  404  404  404  422  403  404  422
GET  plans:remove_item         302  404  404  404  404  200  403  404  200
POST plans:remove_item         403  404  404  404  404  302  403  404  302
GET  plans:note                302  404  404  404  404  200  403  404  200
GET  plans:settle              302  405  405  405  405  405  405  405  405
POST plans:settle              403  404  404  404  404  302  403  404  302
GET  plans:amend               302  404  403  403  403  200  403  403  200
POST plans:amend               403  404  403  403  403  422  403  403  422
GET  plans:amendment           302  404  404  404  404  200  403  404  200
POST plans:amendment           403  404  404  404  404  422  403  404  422
GET  plans:add_target          302  404  404  404  404  200  403  404  200
POST plans:add_target          403  404  404  404  404  422  403  404  422
GET  plans:discard             302  405  405  405  405  405  405  405  405
POST plans:discard             403  404  404  404  404  302  403  404  302
GET  plans:pair                302  405  405  405  405  405  405  405  405
POST plans:pair                403  404  404  404  404  302  403  404  302
GET  plans:reword              302  404  404  404  404  200  403  404  200
POST plans:reword              403  404  404  404  404  422  403  404  422
GET  plans:edits               302  404  404  404  404  200  403  404  200
GET  plans:apply_edits         302  405  405  405  405  405  405  405  405
POST plans:apply_edits         403  404  404  404  404  422  403  404  422
GET  plans:undo_edits          302  405  405  405  405  405  405  405  405
POST plans:undo_edits          403  404  404  404  404  422  403  404  422
GET  plans:edit                302  404  404  404  404  200  403  404  200
POST plans:edit                403  404  404  404  404  422  403  404  422
GET  plans:set_edit_aside      302  405  405  405  405  405  405  405  405
POST plans:set_edit_aside      403  404  404  404  404  302  403  404  302
GET  plans:compare             302  404  404  404  404  200  200  404  200
GET  plans:compare_docx        302  404  404  404  404  200  200  404  200
GET  plans:bodies              302  404  404  404  404  200  403  404  200
GET  plans:choose_body         302  405  405  405  405  405  405  405  405
POST plans:choose_body         403  404  404  404  404  422  403  404  422
GET  plans:body                302  404  404  404  404  404  403  404  404
POST plans:body                403  404  404  404  404  404  403  404  404
GET  plans:new_body            302  404  404  404  404  404  403  404  404
POST plans:new_body            403  404  404  404  404  404  403  404  404
GET  plans:proposals           302  404  404  404  404  200  403  404  200
GET  plans:propose             302  405  405  405  405  405  405  405  405
POST plans:propose             403  404  404  404  404  302  403  404  302
GET  plans:accept_proposals    302  405  405  405  405  405  405  405  405
POST plans:accept_proposals    403  404  404  404  404  302  403  404  302
GET  plans:undo_proposals      302  405  405  405  405  405  405  405  405
POST plans:undo_proposals      403  404  404  404  404  422  403  404  422
GET  plans:proposal            302  404  404  404  404  200  403  404  200
POST plans:proposal            403  404  404  404  404  422  403  404  422
GET  plans:skip_proposal       302  405  405  405  405  405  405  405  405
POST plans:skip_proposal       403  404  404  404  404  302  403  404  302
GET  quotas:list               302  200  200  200  200  200  200  200  200
GET  quotas:divide             302  404  403  403  403  200  200  200  200
POST quotas:divide             403  404  403  403  403  422  403  403  422
GET  quotas:goals              302  404  403  403  403  200  200  200  200
POST quotas:goals              403  404  403  403  403  422  403  403  422
GET  quotas:export             302  404  403  403  403  200  200  200  200
GET  quotas:ask                302  404  404  200  200  403  403  403  403
POST quotas:ask                403  404  404  422  422  403  403  403  403
GET  quotas:answer             302  404  404  403  403  200  403  403  200
POST quotas:answer             403  404  404  403  403  422  403  403  422
GET  quotas:withdraw           302  405  405  405  405  405  405  405  405
POST quotas:withdraw           403  404  404  302  302  403  403  403  403
GET  reminders:board           302  200  403  403  403  200  403  403  403
GET  reminders:preview         302  200  403  403  403  200  403  403  403
POST reminders:preview         403  422  403  403  403  422  403  403  403
GET  reminders:remind_one      302  405  405  405  405  405  405  405  405
POST reminders:remind_one      403  404  404  403  403  302  403  403  403
GET  reminders:remind_org      302  405  405  405  405  405  405  405  405
POST reminders:remind_org      403  404  403  403  403  302  403  403  403
GET  reminders:mark_read       302  405  405  405  405  405  405  405  405
POST reminders:mark_read       403  302  302  302  302  302  302  302  302
GET  meetings:list             302  200  403  403  403  200  200  200  200
GET  meetings:conclude         302  200  403  403  403  200  403  403  200
POST meetings:conclude         403  422  403  403  403  422  403  403  422
GET  obstacles:list            302  200  200  200  200  200  200  200  200
GET  obstacles:export          302  200  200  200  200  200  200  200  200
GET  obstacles:raise           302  404  404  200  200  200  403  403  403
POST obstacles:raise           403  404  404  422  422  422  403  403  403
GET  obstacles:detail          302  404  404  200  200  200  200  200  200
GET  obstacles:answer          302  405  405  405  405  405  405  405  405
POST obstacles:answer          403  404  404  403  403  422  403  403  403
GET  obstacles:hand_over       302  405  405  405  405  405  405  405  405
POST obstacles:hand_over       403  404  404  403  403  422  403  403  403
GET  obstacles:withdraw        302  405  405  405  405  405  405  405  405
POST obstacles:withdraw        403  404  404  302  302  302  403  403  403
GET  register:list             302  200  403  403  403  200  200  200  200
GET  register:export           302  200  403  403  403  200  200  200  200
GET  register:numbers          302  200  403  403  403  200  200  200  200
POST register:numbers          403  422  403  403  403  422  403  403  403
GET  register:enter            302  200  403  403  403  200  403  403  403
POST register:enter            403  422  403  403  403  422  403  403  403
GET  register:detail           302  404  404  404  404  200  200  200  200
GET  register:recall           302  405  405  405  405  405  405  405  405
POST register:recall           403  404  404  404  404  403  302  403  403
GET  reminders:ladders         302  200  200  200  200  200  200  200  200
GET  reminders:ladder          302  404  200  200  200  200  200  200  200
GET  reminders:edit_ladder     302  404  403  403  403  200  403  403  200
POST reminders:edit_ladder     403  404  403  403  403  422  403  403  422
GET  reminders:switch          302  405  405  405  405  405  405  405  405
POST reminders:switch          403  404  403  403  403  422  403  403  422
GET  reminders:climb           302  404  404  200  200  200  200  200  200
GET  reminders:hold            302  405  405  405  405  405  405  405  405
POST reminders:hold            403  404  404  403  403  302  403  403  403
GET  reminders:let_go          302  405  405  405  405  405  405  405  405
POST reminders:let_go          403  404  404  403  403  302  403  403  403
GET  reminders:inbox           302  200  200  200  200  200  200  200  200
GET  reminders:message         302  404  404  200  404  404  404  404  404
POST reminders:message         403  404  404  302  404  404  404  404  404
GET  reminders:preferences     302  200  200  200  200  200  200  200  200
POST reminders:preferences     403  302  302  302  302  302  302  302  302
GET  reminders:feed            200  200  200  200  200  200  200  200  200
GET  reminders:open_calendar   302  405  405  405  405  405  405  405  405
POST reminders:open_calendar   403  302  302  302  302  302  302  302  302
GET  reminders:end_calendar    302  405  405  405  405  405  405  405  405
POST reminders:end_calendar    403  404  404  302  404  404  404  404  404
GET  reminders:outgoing        302  200  403  403  403  403  403  403  200
GET  reminders:retry           302  405  405  405  405  405  405  405  405
POST reminders:retry           403  302  403  403  403  403  403  403  302
GET  reminders:new_endpoint    302  200  403  403  403  403  403  403  200
POST reminders:new_endpoint    403  422  403  403  403  403  403  403  422
GET  reminders:endpoint        302  200  403  403  403  403  403  403  200
POST reminders:endpoint        403  422  403  403  403  403  403  403  422
GET  reminders:effects         302  200  403  403  403  200  403  403  403
GET  reminders:calling         302  200  403  403  403  200  403  403  403
GET  letters:list              302  200  403  403  403  200  200  200  200
GET  letters:draw_up           302  200  403  403  403  200  403  403  403
POST letters:draw_up           403  422  403  403  403  422  403  403  403
GET  letters:detail            302  404  404  404  404  200  200  200  200
POST letters:detail            403  404  404  404  404  422  403  403  403
GET  letters:issue             302  405  405  405  405  405  405  405  405
POST letters:issue             403  404  404  404  404  403  302  403  403
GET  letters:recall            302  405  405  405  405  405  405  405  405
POST letters:recall            403  404  404  404  404  403  403  403  403
GET  letters:discard           302  405  405  405  405  405  405  405  405
POST letters:discard           403  404  404  404  404  302  403  403  403
GET  letters:docx              302  404  404  404  404  200  200  200  200
GET  letters:pdf               302  404  404  404  404  200  200  200  200
GET  reports:list              302  200  200  200  200  200  200  200  200
GET  reports:new               302  200  403  403  403  200  403  403  403
POST reports:new               403  422  403  403  403  422  403  403  403
GET  reports:detail            302  404  404  404  404  200  200  200  200
POST reports:detail            403  404  404  404  404  422  403  403  403
GET  reports:fetch_figures     302  405  405  405  405  405  405  405  405
POST reports:fetch_figures     403  404  404  404  404  302  403  403  403
GET  reports:hand_over         302  405  405  405  405  405  405  405  405
POST reports:hand_over         403  404  404  404  404  302  403  403  403
GET  reports:send_back         302  405  405  405  405  405  405  405  405
POST reports:send_back         403  404  404  404  404  409  409  403  403
GET  reports:recall            302  405  405  405  405  405  405  405  405
POST reports:recall            403  404  404  404  404  403  403  403  403
GET  reports:freeze            302  405  405  405  405  405  405  405  405
POST reports:freeze            403  404  404  404  404  403  302  403  403
GET  reports:docx              302  404  404  404  404  200  200  200  200
GET  reports:pdf               302  404  404  404  404  200  200  200  200
GET  reports:xlsx              302  404  404  404  404  200  200  200  200
GET  indicators:list             302  200  200  200  200  200  200  200  200
GET  indicators:detail           302  200  200  200  200  200  200  200  200
GET  indicators:export           302  200  200  200  200  200  200  200  200
GET  indicators:start            302  405  405  405  405  405  405  405  405
POST indicators:start            403  302  403  403  403  403  403  403  302
GET  indicators:new              302  200  403  403  403  403  403  403  200
POST indicators:new              403  422  403  403  403  403  403  403  422
GET  indicators:import           302  200  403  403  403  403  403  403  200
POST indicators:import           403  422  403  403  403  403  403  403  422
GET  indicators:count            302  200  403  403  403  403  403  403  200
GET  indicators:draft            302  200  404  404  404  404  404  404  200
GET  indicators:edit_head        302  200  404  404  404  404  404  404  200
POST indicators:edit_head        403  422  404  404  404  404  404  404  422
GET  indicators:add_measure      302  200  404  404  404  404  404  404  200
POST indicators:add_measure      403  422  404  404  404  404  404  404  422
GET  indicators:measure          302  200  404  404  404  404  404  404  200
GET  indicators:edit_measure     302  200  404  404  404  404  404  404  200
POST indicators:edit_measure     403  422  404  404  404  404  404  404  422
GET  indicators:remove_measure   302  405  405  405  405  405  405  405  405
POST indicators:remove_measure   403  302  404  404  404  404  404  404  302
GET  indicators:move_measure     302  405  405  405  405  405  405  405  405
POST indicators:move_measure     403  422  404  404  404  404  404  404  422
GET  indicators:add_condition    302  200  404  404  404  404  404  404  200
POST indicators:add_condition    403  422  404  404  404  404  404  404  422
GET  indicators:edit_condition   302  200  404  404  404  404  404  404  200
POST indicators:edit_condition   403  302  404  404  404  404  404  404  302
GET  indicators:turn_condition   302  405  405  405  405  405  405  405  405
POST indicators:turn_condition   403  422  404  404  404  404  404  404  422
GET  indicators:edit_figure      302  200  404  404  404  404  404  404  200
POST indicators:edit_figure      403  422  404  404  404  404  404  404  422
GET  indicators:edit_formula     302  200  404  404  404  404  404  404  200
POST indicators:edit_formula     403  422  404  404  404  404  404  404  422
GET  indicators:add_example      302  200  404  404  404  404  404  404  200
POST indicators:add_example      403  422  404  404  404  404  404  404  422
GET  indicators:edit_example     302  200  404  404  404  404  404  404  200
POST indicators:edit_example     403  422  404  404  404  404  404  404  422
GET  indicators:remove_example   302  405  405  405  405  405  405  405  405
POST indicators:remove_example   403  302  404  404  404  404  404  404  302
GET  indicators:undo             302  405  405  405  405  405  405  405  405
POST indicators:undo             403  422  404  404  404  404  404  404  422
GET  indicators:discard          302  405  405  405  405  405  405  405  405
POST indicators:discard          403  302  404  404  404  404  404  404  302
GET  indicators:export_draft     302  200  404  404  404  404  404  404  200
GET  measures:trial              302  200  404  404  404  404  404  404  200
GET  measures:publish            302  200  404  404  404  404  404  404  200
POST measures:publish            403  422  404  404  404  404  404  404  422
GET  sheets:list               302  200  200  200  200  200  200  200  200
GET  sheets:detail             302  200  200  200  200  200  200  200  200
GET  sheets:export             302  200  200  200  200  200  200  200  200
GET  sheets:norms              302  200  200  200  200  200  200  200  200
GET  sheets:start              302  405  405  405  405  405  405  405  405
POST sheets:start              403  302  403  403  403  403  403  403  302
GET  sheets:new                302  200  403  403  403  403  403  403  200
POST sheets:new                403  422  403  403  403  403  403  403  422
GET  sheets:import             302  200  403  403  403  403  403  403  200
POST sheets:import             403  422  403  403  403  403  403  403  422
GET  sheets:add_norm           302  200  403  403  403  403  403  403  200
POST sheets:add_norm           403  422  403  403  403  403  403  403  422
GET  sheets:add_row            302  200  403  403  403  403  403  403  200
POST sheets:add_row            403  422  403  403  403  403  403  403  422
GET  sheets:edit_row           302  200  403  403  403  403  403  403  200
POST sheets:edit_row           403  422  403  403  403  403  403  403  422
GET  sheets:remove_row         302  405  405  405  405  405  405  405  405
POST sheets:remove_row         403  422  403  403  403  403  403  403  422
GET  sheets:draft              302  200  404  404  404  404  404  404  200
GET  sheets:edit_head          302  200  404  404  404  404  404  404  200
POST sheets:edit_head          403  422  404  404  404  404  404  404  422
GET  sheets:add_question       302  200  404  404  404  404  404  404  200
POST sheets:add_question       403  422  404  404  404  404  404  404  422
GET  sheets:edit_question      302  200  404  404  404  404  404  404  200
POST sheets:edit_question      403  422  404  404  404  404  404  404  422
GET  sheets:remove_question    302  405  405  405  405  405  405  405  405
POST sheets:remove_question    403  302  404  404  404  404  404  404  302
GET  sheets:move_question      302  405  405  405  405  405  405  405  405
POST sheets:move_question      403  422  404  404  404  404  404  404  422
GET  sheets:add_check          302  200  404  404  404  404  404  404  200
POST sheets:add_check          403  422  404  404  404  404  404  404  422
GET  sheets:edit_check         302  200  404  404  404  404  404  404  200
POST sheets:edit_check         403  422  404  404  404  404  404  404  422
GET  sheets:remove_check       302  405  405  405  405  405  405  405  405
POST sheets:remove_check       403  302  404  404  404  404  404  404  302
GET  sheets:undo               302  405  405  405  405  405  405  405  405
POST sheets:undo               403  422  404  404  404  404  404  404  422
GET  sheets:discard            302  405  405  405  405  405  405  405  405
POST sheets:discard            403  302  404  404  404  404  404  404  302
GET  sheets:preview            302  200  404  404  404  404  404  404  200
GET  sheets:preview_frame      302  200  404  404  404  404  404  404  200
GET  sheets:publish            302  200  404  404  404  404  404  404  200
POST sheets:publish            403  422  404  404  404  404  404  404  422
GET  sheets:export_draft       302  200  404  404  404  404  404  404  200
GET  submissions:answer        302  404  404  302  302  302  302  302  302
POST submissions:answer        403  404  404  302  302  302  403  403  403
GET  submissions:detail        302  404  404  200  200  200  200  200  200
GET  submissions:edit          302  404  404  200  200  200  403  403  403
POST submissions:edit          403  404  404  302  302  302  403  403  403
GET  submissions:withdraw      302  405  405  405  405  405  405  405  405
POST submissions:withdraw      403  404  404  403  302  403  403  403  403
GET  submissions:evidence_view 302  404  404  200  200  200  200  200  200
GET  submissions:evidence_page 302  404  404  200  200  200  200  200  200
GET  submissions:evidence      302  404  404  200  200  200  200  200  200
GET  submissions:excel         302  404  404  200  200  200  403  403  403
POST submissions:excel         403  404  404  422  422  422  403  403  403
GET  submissions:excel_file    302  404  404  200  200  200  403  403  403
GET  submissions:excel_take    302  405  405  405  405  405  405  405  405
POST submissions:excel_take    403  404  404  422  422  422  403  403  403
GET  submissions:print         302  404  404  200  200  200  403  403  403
GET  submissions:on_behalf     302  200  403  403  403  200  403  403  403
GET  submissions:links         302  404  404  200  200  200  403  403  403
POST submissions:links         403  404  404  422  422  422  403  403  403
GET  submissions:revoke_link   302  405  405  405  405  405  405  405  405
POST submissions:revoke_link   403  404  302  404  404  302  404  404  404
GET  submissions:link          200  200  200  200  200  200  200  200  200
POST submissions:link          302  302  302  302  302  302  302  302  302
GET  submissions:excel_all     302  404  404  200  200  200  403  403  403
POST submissions:excel_all     403  404  404  422  422  422  403  403  403
GET  submissions:excel_file_all 302  404  404  200  200  200  403  403  403
GET  submissions:excel_take_all 302  405  405  405  405  405  405  405  405
POST submissions:excel_take_all 403  404  404  422  422  422  403  403  403
GET  submissions:reopen        302  405  405  405  405  405  405  405  405
POST submissions:reopen        403  404  404  403  403  403  403  403  403
GET  submissions:send_up       302  405  405  405  405  405  405  405  405
POST submissions:send_up       403  404  404  403  403  403  403  403  403
GET  submissions:give_back     302  405  405  405  405  405  405  405  405
POST submissions:give_back     403  404  404  403  403  403  403  403  403
GET  submissions:steps         302  404  404  403  200  403  403  403  403
POST submissions:steps         403  404  404  403  422  403  403  403  403
GET  intake:start              302  200  200  200  200  200  403  403  403
POST intake:start              403  422  422  422  422  422  403  403  403
GET  intake:workbooks          302  200  200  200  200  200  403  403  403
POST intake:workbooks          403  422  422  422  422  422  403  403  403
GET  intake:mapping            302  404  404  404  404  200  404  404  404
POST intake:mapping            403  404  404  404  404  422  404  404  404
GET  intake:place              302  405  405  405  405  405  405  405  405
POST intake:place              403  404  404  404  404  302  404  404  404
GET  intake:names              302  404  404  404  404  200  404  404  404
POST intake:names              403  404  404  404  404  302  404  404  404
GET  intake:preview            302  404  404  404  404  200  404  404  404
GET  intake:take               302  405  405  405  405  405  405  405  405
POST intake:take               403  404  404  404  404  409  404  404  404
GET  intake:discard            302  405  405  405  405  405  405  405  405
POST intake:discard            403  404  404  404  404  302  404  404  404
GET  intake:source             302  404  404  404  404  200  404  404  404
POST intake:source             403  404  404  404  404  422  404  404  404
GET  intake:forget             302  405  405  405  405  405  405  405  405
POST intake:forget             403  404  404  404  404  302  404  404  404
GET  intake:forget_name        302  405  405  405  405  405  405  405  405
POST intake:forget_name        403  404  404  404  404  302  404  404  404
GET  cells:board               302  403  403  200  200  403  403  403  403
GET  cells:give                302  403  403  200  200  403  403  403  403
POST cells:give                403  403  403  422  422  403  403  403  403
GET  cells:assignment          302  404  404  200  200  404  404  404  404
GET  cells:take_back           302  405  405  405  405  405  405  405  405
POST cells:take_back           403  404  404  302  302  404  404  404  404
GET  cells:let_off             302  404  404  200  200  404  404  404  404
POST cells:let_off             403  404  404  302  302  404  404  404  404
GET  cells:compiled            302  404  404  200  200  404  404  404  404
POST cells:compiled            403  404  404  422  422  404  404  404  404
GET  reminders:remind_assignment 302  405  405  405  405  405  405  405  405
POST reminders:remind_assignment 403  404  404  302  302  404  404  404  404
GET  reviewing:approve_low     302  200  403  200  200  200  403  403  403
POST reviewing:approve_low     403  422  403  422  422  422  403  403  403
GET  reviewing:reasons         302  200  403  200  200  200  403  403  403
POST reviewing:reasons         403  422  403  422  422  422  403  403  403
GET  reviewing:retire_reason   302  405  405  405  405  405  405  405  405
POST reviewing:retire_reason   403  404  403  404  404  404  403  403  403
GET  reviewing:limits          302  200  200  200  200  200  200  200  200
POST reviewing:limits          403  422  403  403  403  422  403  403  422
GET  sampling:list             302  200  403  403  403  200  200  200  403
GET  sampling:draw             302  200  403  403  403  200  200  200  403
POST sampling:draw             403  422  403  403  403  422  422  422  403
GET  sampling:detail           302  404  404  404  404  200  200  200  404
GET  sampling:export           302  404  404  404  404  200  200  200  404
GET  sampling:annul            302  405  405  405  405  405  405  405  405
POST sampling:annul            403  404  404  404  404  302  302  302  404
GET  sampling:recount          302  404  404  404  404  200  200  200  404
POST sampling:recount          403  404  404  404  404  422  422  422  404
GET  sampling:file             302  404  404  404  404  200  200  200  404
GET  reviewing:desk          302  200  200  200  200  200  200  200  200
GET  reviewing:review        302  404  404  403  403  200  403  403  403
GET  reviewing:approve       302  405  405  405  405  405  405  405  405
POST reviewing:approve       403  404  404  403  403  302  403  403  403
GET  reviewing:send_back     302  405  405  405  405  405  405  405  405
POST reviewing:send_back     403  404  404  403  403  302  403  403  403
GET  reviewing:dismiss_clue  302  405  405  405  405  405  405  405  405
POST reviewing:dismiss_clue  403  404  404  403  403  302  403  403  403
GET  reviewing:reopen_clue   302  405  405  405  405  405  405  405  405
POST reviewing:reopen_clue   403  404  404  403  403  302  403  403  403
"""


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    expected: tuple[int, ...]


def rows_of(table: str) -> list[Row]:
    """The rows of the table: method, name of the address, one status for each of WHO."""
    rows = []
    for line in table.strip().splitlines()[1:]:
        method, name, *statuses = line.split()
        rows.append(Row(name, method, tuple(int(status) for status in statuses)))
    return rows


ROWS = rows_of(TABLE)


def addresses() -> dict[str, list[str]]:
    """Name of every address of the product → the names of its arguments."""

    def walk(resolver, prefix):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
            else:
                assert pattern.name, f"an address without a name: {pattern.pattern}"
                yield prefix + pattern.name, list(pattern.pattern.regex.groupindex)

    return dict(walk(get_resolver(), ""))


def make_world():
    """People by WHO, and a value for every argument of an address: by its own name, or by "address.argument"."""
    committee, other = make_committee("Đảng ủy Thử", code="du"), make_committee("Đảng ủy Khác", code="khac")
    office = make_org("Văn phòng Thử", parent=committee, kind=OrgKind.ADVISORY_BODY, code="vp")
    org = make_org(SECRET, parent=committee, kind=OrgKind.GRASSROOTS_ORGANISATION, code="kin")
    cell = make_org("Chi bộ Một", parent=org, kind=OrgKind.CELL)
    beside = make_org("Chi bộ Bên cạnh", parent=committee, kind=OrgKind.GRASSROOTS_CELL, code="ben")
    people = {
        "outsider": make_user(role=EVERY_RIGHT, org=other),
        "neighbour": make_user(role="enterer", org=beside),
        "enterer": make_user("nhap", role="enterer", org=org, full_name="Người nhập"),
        "internal_approver": make_user(role="internal_approver", org=org),
        **{role: make_user(role=role, org=committee) for role in WHO[5:]},
    }
    deliverable = make_deliverable("ke-hoach")
    plan = make_plan(committee, number="08-KH/ĐU")
    plan.document.file.save("08.txt", ContentFile("Kế hoạch".encode()))
    draft = make_plan(committee, number="09-KH/ĐU", issued_at=None)
    due = Due(DueKind.DATE, on=date(2026, 3, 20))
    task = make_task(plan, due=due, orgs=[org], deliverables=["ke-hoach"], reviewer=office)
    directed = make_task(plan, due=Due(DueKind.AS_DIRECTED), orgs=[org], deliverables=["ke-hoach"], opener=office)
    draft_task = make_task(draft, due=due, orgs=[org], deliverables=["ke-hoach"])
    draft_target = make_target(draft)
    old = make_plan(committee, number="07-KH/ĐU", tasks=[{"due": due, "orgs": [org], "deliverables": ["ke-hoach"]}])
    amended = start_amendment(old, by=people["specialist"], at=AT)
    point = AmendmentEdit.objects.create(
        plan=amended, position=0, start=0, end=5, words="Bãi bỏ mục 1.", act="repeal", kind="task", confidence=1,
    )  # fmt: skip
    finding = Finding.objects.create(plan=draft, code="x", severity=Severity.NOTE, message="Chỗ cần xem.")
    reference = add_reference(
        values={"number": "57-NQ/TW", "kind": "nghị quyết", "issued_on": date(2024, 12, 22)}, by=None, at=AT
    )
    passage = draft.passages.create(start=0, end=4)
    indicator = publish_indicator(INDICATOR, by=None, at=AT).indicator
    target = make_target(plan, code="2.1")
    target.indicator = indicator
    target.save()
    obligation = make_obligation(task, org, period="2025-2030", due_on=date(2026, 3, 20))
    opened = Round.objects.create(
        task=directed, period="2027", name="Đợt thử", due_on=date(2027, 6, 30), opened_on=date(2026, 3, 2),
        opened_by=people["specialist"],
    )  # fmt: skip
    stop = Ruling.objects.create(
        kind="stop", obligation=obligation, org=org, from_on=date(2026, 3, 2), reason="x", given_at=AT
    )
    submission = make_submission(org, deliverable, people["enterer"])
    sent = make_submission(org, make_deliverable("bao-cao"), people["enterer"])
    Submission.objects.filter(pk=sent.pk).update(
        state=SubmissionState.SUBMITTED,
        submitted_at=AT,
        submitted_by=people["enterer"],
        answers={"number": "12-KH/ĐU", "issued_on": "2026-03-05"},
    )
    figures = {"figures": [{"field": "a", "of": "b", "number": "3"}]}
    clue = Clue.objects.create(
        submission=sent, kind="unproven", field="a", facts=figures, fingerprint="0" * 32, seen_at=AT
    )
    sample = Sample.objects.create(
        org=committee, deliverable=sent.deliverable, period=sent.period, seed="1", method=1, by_kind=False, size=1,
        frame_size=1, frame_digest="0" * 64, drawn_at=AT, drawn_by=people["specialist"],
    )  # fmt: skip
    item = SampleItem.objects.create(sample=sample, submission=sent, position=1)
    recounted = RecountFile.objects.create(
        item=item, file=ContentFile(b"%PDF-1.4", name="b.pdf"), name="b.pdf", size=8, sha256="1" * 64, uploaded_at=AT,
        uploaded_by=people["specialist"],
    )  # fmt: skip
    evidence = Evidence.objects.create(
        submission=submission, file=ContentFile(PDF, name="a.pdf"), name="a.pdf", size=len(PDF), sha256="0" * 64,
        content_type="application/pdf", uploaded_at=AT, uploaded_by=people["enterer"],
    )  # fmt: skip
    given = give_down(
        org=org, deliverable=deliverable, period=Period.parse("2025-2030"), to=[cell], due_on=date(2026, 3, 20),
        by=people["enterer"], at=AT,
    ).assignment  # fmt: skip
    token = "ma-cua-lien-ket"  # whoever has it may fill in this one sheet, of the neighbour
    link = EntryLink.objects.create(
        org=beside, deliverable=deliverable, period="2025-2030", person="Người được giao",
        token_hash=hashlib.sha256(token.encode()).hexdigest(), created_at=AT, created_by=people["neighbour"],
        expires_at=AT + timedelta(days=36500),
    )  # fmt: skip
    asked = publish_sheet(ASKED, by=None, at=AT).sheet
    sheet_draft = start_draft(asked, by=people["administrator"], at=AT)
    counted = {**INDICATOR["measures"][0], "code": "b", "kind": "ratio", "examples": [], "condition": None}
    together = {**counted, "code": "c", "kind": "derived", "population": None}
    drafted = {**INDICATOR, "code": "moi-soan", "measures": [*INDICATOR["measures"], counted, together]}
    definition = new_definition(drafted, by=people["administrator"], at=AT)
    norm = publish_norm(NORM, by=None, at=AT)
    rebuild(today=date(2026, 3, 16))
    report = compile_report(plan=plan, org=committee, period=Period.parse("2026-02"), by=people["specialist"], at=AT)
    entry = enter_paper(
        committee, Direction.OUT,
        PaperToEnter(type_code="KH", organ_code="ĐU", subject="Kế hoạch mẫu", dated_on=date(2026, 3, 2)),
        by=people["specialist"], at=AT,
    )  # fmt: skip
    obstacle = raise_obstacle(obligation, ObstacleKind.OBSTACLE, "Vướng mẫu", by=people["enterer"], at=AT)
    letter = Letter.objects.create(
        org=committee, plan=plan, head=report.snapshot["head"], as_of=date(2026, 3, 2), answer_by=date(2026, 3, 20),
        owed=[{"org_id": org.pk, "org": org.name, "rows": []}], writers=[people["specialist"].pk], created_at=AT,
        created_by=people["specialist"],
    )  # fmt: skip
    wish = MeasureWish(
        MeasureKind.RATIO,
        "Tỷ lệ",
        ">=",
        "30",
        "%",
        "year",
        "end",
        {"kinds": ["grassroots_cell"]},
        top="Số đạt",
        bottom="Tổng số",
    )
    proposed = Proposal.objects.create(
        plan=draft, code="ct-1-a", position=0, kind=ProposalKind.MEASURE, target=draft_target, measure_no=0,
        wish=wish.as_dict(), first_wish=wish.as_dict(),
    )  # fmt: skip
    known = Source.objects.create(
        owner=committee, sheet=deliverable.sheet, name="Hệ thống kia", created_at=AT, used_at=AT,
        created_by=people["specialist"],
    )  # fmt: skip
    delivery = Delivery.objects.create(
        kind=DeliveryKind.EXPORT, name="xuat.csv", size=1, sha256="0" * 64, deliverable=deliverable, period="2025-2030",
        choices=Choices(columns={"number": "Số"}, id="Mã").kept(), source=known, received_at=AT,
        received_by=people["specialist"], file=ContentFile("Mã;Số\nX;12\n".encode(), name="xuat.csv"),
    )  # fmt: skip
    run_ladder(plan)
    subscribed, feed_token = open_calendar(people["enterer"], None, at=AT)
    told = Message.objects.create(user=people["enterer"], key="2026-03-16", made_at=AT)
    way = Endpoint.objects.create(
        name="Cổng", kind="plain", url="https://cong.vn", secret="x", made_at=AT, made_by=people["administrator"]
    )
    Carried.objects.create(message=told, channel="hook-1", endpoint=way, state="failed", next_at=AT)
    ladder_duty, held_duty = (make_obligation(task, org, period=p, due_on=date(2029, 3, 20)) for p in ("2028", "2029"))
    held = Hold.objects.create(obligation=held_duty, after=7, reason="x", held_at=AT, held_by=people["specialist"])
    make_deliverable("hoi", sheet=ASKED)
    quota = publish_indicator(QUOTA, by=None, at=AT).indicator
    counted = make_target(plan, code="10")
    counted.indicator = quota
    counted.save()
    divide(plan, indicator=quota, year=2026, total=5, parts={org.pk: 3}, by=people["specialist"], at=AT)
    asking = ask(plan, indicator=quota, year=2026, org=org, wanted=4, reason="Có nguồn", by=people["enterer"], at=AT)
    arguments = {
        "delivery_id": delivery.pk, "source_id": known.pk,
        "name_id": known.names.create(key="y", written="Y", org=org).pk,
        "user_id": people["enterer"].pk, "membership_id": people["enterer"].memberships.get().pk,
        "org_id": org.pk, "dashboards:org.pk": org.pk, "dashboards:org_export.pk": org.pk,
        "plan_id": draft.pk, "plans:detail.plan_id": plan.pk,
        **{f"quotas:{name}.plan_id": plan.pk for name in ("divide", "export", "ask", "goals")},
        **{f"quotas:{name}.indicator_code": quota.code for name in ("divide", "export", "ask", "goals")},
        "asking_id": asking.pk,
        **{f"plans:{name}.plan_id": amended.pk for name in AMENDING}, "plans:amend.plan_id": plan.pk,
        "edit_id": point.pk, "plans:pair.code": old.tasks.get().code, "plans:reword.code": old.tasks.get().code,
        "document_id": plan.document_id, "reference_id": reference.pk, "documents:switch_finding.org_id": committee.pk,
        "finding_id": finding.pk, "passage_id": passage.pk, "indicator_code": indicator.code, "year": 2026,
        "plans:proposal.code": proposed.code, "plans:skip_proposal.code": proposed.code,
        "code": draft_task.code, "plans:edit_target.code": draft_target.code, "kind": "nhiem-vu",
        "dashboards:indicator.code": indicator.code, "dashboards:explain.code": indicator.code, "measure": "a",
        "dashboards:peers.code": indicator.code, "forecast:say.code": indicator.code,
        "forecast:say.org_id": committee.pk, "measures:switch_ranking.org_id": committee.pk,
        "obligations:withdraw_round.pk": opened.pk, "obligations:end_ruling.pk": stop.pk,
        "obligations:resume.pk": stop.pk, "slug": "mien",
        "task_id": directed.pk, "pk": obligation.pk, "obligation_id": obligation.pk,
        "deliverable_code": deliverable.code, "sheet_code": deliverable.sheet.code, "submission_id": sent.pk,
        "clue_id": clue.pk, "sample_id": sample.pk, "item_id": item.pk, "file_id": recounted.pk,
        "draft_id": sheet_draft.pk, "place": "said", "norm_id": norm.pk, "row_id": norm.rows.get().pk, "number": 1,
        **{f"sheets:{name}.code": asked.code for name in ("detail", "start", "export")},
        **{f"{name}.draft_id": definition.pk for name in addresses() if name.startswith(("indicators:", "measures:"))},
        **{f"indicators:{name}.code": indicator.code for name in ("detail", "start", "export")},
        **{f"indicators:{name}.place": "goc" for name in ("edit_condition", "turn_condition")},
        "indicators:edit_figure.measure": "b", "indicators:edit_formula.measure": "c", "part": "tu-so", "example": 1,
        "dashboards:sheet_burden.code": asked.code,
        **{f"sheets:{name}.code": "k" for name in ("edit_check", "remove_check")},
        **{f"reminders:{name}.plan_id": plan.pk for name in ("ladder", "edit_ladder", "switch")},
        **{f"reminders:{name}.pk": ladder_duty.pk for name in ("climb", "hold")},
        "hold_id": held.pk, "address_id": subscribed.pk, "reminders:feed.token": feed_token,
        "reminders:message.pk": told.pk, "endpoint_id": way.pk,
        "token": token, "link_id": link.pk, "assignment_id": given.pk,
        **{f"cells:{name}.pk": given.pk for name in ("assignment", "take_back", "let_off", "compiled")},
        "submissions:edit.submission_id": submission.pk, "evidence_id": evidence.pk, "page": 1, "report_id": report.pk,
        "entry_id": entry.pk, "direction": "di", "obstacle_id": obstacle.pk, "letter_id": letter.pk, "act": "hop-nhat",
    }  # fmt: skip
    return people, arguments


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, made once: what an answer changes is undone (tests/prepared.py)."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(ROLES, EVERY_RIGHT.code, EVERY_RIGHT)
        ground = Ground({"world": make_world}, lambda: tmp_path_factory.mktemp("ground"))
        yield ground
        ground.stand(None)


@pytest.fixture
def standing(ground):
    ground.stand("world")


@pytest.fixture
def _django_db_helper(standing, _django_db_helper):
    """The test's transaction, above the world."""


@pytest.fixture
def world(standing, db, ground, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ground.files_to(tmp_path)
    return ground.made("world")


def address(name: str, arguments: dict) -> str:
    """The address with the world's own objects in it. Fails for an argument that the world does not give."""
    given = {kw: arguments.get(f"{name}.{kw}", arguments.get(kw)) for kw in addresses()[name]}
    missing = [kw for kw, value in given.items() if value is None]
    assert missing == [], f"the world gives no {missing} for {name}"
    return reverse(name, kwargs=given)


def answers(name: str, method: str, world) -> list[tuple[int, str, str]]:
    """(status, where to, what it says) for each of WHO; whatever an answer changed is undone before the next."""
    people, arguments = world
    url = address(name, arguments)
    found = []
    for who in WHO:
        client = Client(raise_request_exception=False)
        if who != "nobody":
            client.force_login(people[who])
        with transaction.atomic():
            response = client.get(url) if method == "GET" else client.post(url, FORM)
            said = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        found.append((response.status_code, response.get("Location", ""), said.decode(errors="replace")))
    return found


def test_every_address_is_in_the_table_and_the_table_names_nothing_else():
    assert sorted({row.name for row in ROWS}) == sorted(addresses())
    assert sorted({(row.name, row.method) for row in ROWS if row.method == "GET"}) == [
        (name, "GET") for name in sorted(addresses())
    ]


def test_every_row_says_something_about_everybody():
    assert [row.name for row in ROWS if len(row.expected) != len(WHO)] == []
    keys = [(row.name, row.method) for row in ROWS]
    assert len(set(keys)) == len(keys)


def test_what_only_a_post_may_do_is_swept_by_post():
    posts = {row.name for row in ROWS if row.method == "POST"}
    assert sorted({row.name for row in ROWS if row.method == "GET" and 405 in row.expected} - posts) == []


def test_where_the_table_has_no_post_a_post_is_refused(world):
    people, arguments = world
    client = Client(raise_request_exception=False)
    client.force_login(people["specialist"])
    read_only = sorted({row.name for row in ROWS} - {row.name for row in ROWS if row.method == "POST"})
    assert len(read_only) > 10
    answered = {name: client.post(address(name, arguments), FORM).status_code for name in read_only}
    assert {name: status for name, status in answered.items() if status != 405} == {}


def test_the_address_of_a_form_opened_as_a_page_says_so_and_leads_back(world):
    """Reloaded, or kept as a bookmark: a plain page with a way back to one that opens, never an empty 405."""
    people, arguments = world
    client, administrator, approver = Client(raise_request_exception=False), Client(), Client()
    for one, who in ((client, "specialist"), (administrator, "administrator"), (approver, "internal_approver")):
        one.force_login(people[who])
    names = [row.name for row in ROWS if row.method == "GET" and 405 in row.expected]
    assert len(names) > 30
    for name in names:
        response = client.get(address(name, arguments))
        said = response.content.decode()
        assert (response.status_code, "POST" in response["Allow"]) == (405, True), name
        assert "<h1>Địa chỉ này không mở thẳng được</h1>" in " ".join(said.split()), name
        back = re.search(r'ui-button--primary" href="([^"]+)"', said)[1]
        assert {one.get(back).status_code for one in (client, administrator, approver)} & {200, 302, 403}, (name, back)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name}")
def test_each_role_gets_its_answer(row, world):
    found = answers(row.name, row.method, world)
    assert dict(zip(WHO, (status for status, _to, _said in found), strict=True)) == dict(
        zip(WHO, row.expected, strict=True)
    )
    if found[0][0] == 302 and row.name != "submissions:link":  # that one needs no sign-in and leads back to itself
        assert found[0][1].startswith(reverse(settings.LOGIN_URL))
    outside = {who: said for who, (_status, _to, said) in zip(WHO, found, strict=True) if who in WHO[:3]}
    assert [who for who, said in outside.items() if re.search(SECRET, said)] == []
