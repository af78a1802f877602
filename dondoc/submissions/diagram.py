"""The life of a submission as a page of documentation, printed from the tables so that it cannot go stale."""

from dondoc.accounts.roles import ROLES, Permission
from dondoc.submissions.models import STATUS_EVENT, STATUS_OWNER, TRANSITIONS, SubmissionState, event_of

PAGE = "docs/generated/submission-states.md"
_OWNERS = {
    "organisation": "đơn vị",
    "secretary": "người duyệt nội bộ",
    "reviewer": "cơ quan duyệt",
    "nobody": "không ai",
}
_RIGHTS = {
    "submission.submit": (Permission.ANSWER, Permission.ANSWER_FOR),
    "submission.send_inside": (Permission.ANSWER,),
    "submission.return_inside": (Permission.ANSWER, Permission.WITHDRAW),
    "submission.withdraw": (Permission.WITHDRAW,),
    "submission.approve": (Permission.REVIEW,),
    "submission.send_back": (Permission.REVIEW,),
    "submission.lock": (Permission.REVIEW,),
    "submission.reopen": (Permission.WITHDRAW,),
}


def states_page() -> str:
    """Markdown with a Mermaid diagram, the table of states, and which role makes which move."""
    moves = [
        f"    {start.value} --> {to.value}: {event_of(start, to)}"
        for start in SubmissionState
        for to in SubmissionState
        if to in TRANSITIONS[start]
    ]
    names = [f"    {state.value}: {state.label}" for state in SubmissionState]
    rows = [
        f"| `{state.value}` | {state.label} | {_OWNERS[STATUS_OWNER[state]]} | `{STATUS_EVENT[state]}` |"
        for state in SubmissionState
    ]
    who = [f"| `{event}` | {', '.join(_roles_with(rights))} |" for event, rights in _RIGHTS.items()]
    lines = [
        "# Trạng thái của phiếu",
        "",
        "Trang này được in ra từ `TRANSITIONS` trong `dondoc/submissions/models.py`; `./don golden` in lại.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft",
        *names,
        *moves,
        "    locked --> [*]",
        "```",
        "",
        "| mã | trạng thái | ai làm tiếp | sự kiện khi vào trạng thái |",
        "|---|---|---|---|",
        *rows,
        "",
        "| sự kiện | vai trò được làm |",
        "|---|---|",
        *who,
        "",
    ]
    return "\n".join(lines)


def _roles_with(rights: tuple[Permission, ...]) -> list[str]:
    return [str(role.name) for role in ROLES.values() if role.permissions & set(rights)]
