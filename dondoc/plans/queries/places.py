"""Places in the source text."""

from collections.abc import Iterable

from dondoc.plans.models import Finding, Target, Task
from dondoc.plans.queries.sections import Section
from dondoc.web.marks import Mark


def marks(sections: Iterable[Section], findings: Iterable[Finding] = ()) -> list[Mark]:
    """Places in the source text: targets, tasks and `findings`, each leading back to its row."""
    made = []
    for section in sections:
        items = ([section.target] if section.target else []) + [row.task for row in section.tasks]
        for item in items:
            if item.start is not None:
                href = f"#muc-{item.code}"
                made.append(Mark(item.start, item.end, anchor(item), href=href, label=item.code, tone="info"))
    for finding in findings:
        if finding.start is not None and finding.end > finding.start:
            title, href = finding.message, f"#xem-{finding.pk}"
            made.append(Mark(finding.start, finding.end, f"f-{finding.pk}", title, href, "warn", label="?"))
    return made


def anchor(item: Target | Task) -> str:
    """The id of an item's words in the source text."""
    return f"src-{item._meta.model_name}-{item.pk}"
