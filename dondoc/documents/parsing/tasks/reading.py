"""The walk through the outline that gives each directive its body, its time and its products."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.assignments import assignment_tables
from dondoc.documents.parsing.bodies import Names, begins_with_body, in_use, name_end, split_names, tidy_name
from dondoc.documents.parsing.draft import Product, ScheduleDraft, TaskDraft
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.documents.parsing.products import read_products
from dondoc.documents.parsing.tables import is_row, loose_rows
from dondoc.documents.parsing.targets import BLOCK_HEADING, Found, schedule_at
from dondoc.documents.parsing.tasks.judging import judged
from dondoc.documents.parsing.tasks.labels import (
    PRODUCT_LABEL,
    SUPPORT_LABEL,
    WHAT_LABEL,
    WHO_LABEL,
    governed,
    is_label,
    label_follows,
    label_next,
)
from dondoc.documents.parsing.tasks.leads import (
    ASK,
    ASSIGN,
    AUDIENCE,
    VERB_FIRST,
    Lead,
    asked_in_opening,
    bracketed,
    heading_names,
    labelled,
    opening,
    resolved,
    second_half,
    subject,
)
from dondoc.documents.parsing.tasks.reporting import report_to
from dondoc.documents.parsing.tasks.rows import loose_tasks, row_task
from dondoc.documents.parsing.tasks.sentences import also, sentences, undated
from dondoc.documents.parsing.tasks.support import supporters
from dondoc.documents.parsing.tasks.timing import when
from dondoc.documents.parsing.tasks.traps import ATTACHED, NO_TASK
from dondoc.documents.parsing.zones import Zone, is_heading, zone_of
from dondoc.lib.due import DueKind
from dondoc.lib.text import squash

_ASSIGNS_MEMBERS = vn(r"phân công (?!nhiệm vụ)")


@dataclass
class Reading:
    """What has been read: tasks, and audiences as written."""

    tasks: list[TaskDraft] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    in_tables: set[int] = field(default_factory=set)  # paragraphs that assignment tables take up


class TaskReader:
    """Walks the outline once and keeps who was named last and for what."""

    def __init__(
        self, source: str, names: Names, targets: Sequence[Found], year: int | None = None, *, of_one_year: bool = False
    ) -> None:
        self.source = source
        self._year = year
        self._of_one_year = of_one_year
        self._schedules: dict[int, ScheduleDraft] = {}
        self._item: Lead | None = None
        self._part_begins = 0
        self.names = names
        self.read = Reading()
        self._target_nodes = {id(f.node) for f in targets}
        self._owners = {id(f.owner): f for f in targets}
        self._audience: Lead | None = None
        self._assignee: Lead | None = None
        self._intro: Lead | None = None
        self._opening: Lead | None = None
        self._stands: list[Node] = []  # where each task of a paragraph stands
        self._pending: list[int] = []
        self._given: list[int] = []
        self._skip: set[int] = set()

    def walk(self, nodes: Sequence[Node]) -> Reading:
        """Read every paragraph in order, then the rows of tables."""
        tables = assignment_tables(nodes, self.source)
        loose, taken = loose_rows([n for n in nodes if id(n) not in tables.taken])
        self.read.in_tables = tables.taken
        self._skip |= tables.taken | taken | {id(n) for n in nodes if is_row(n)}
        self._paragraphs(nodes)
        self.read.tasks += [row_task(self.names, row, self.source) for row in tables.rows]
        self.read.tasks += loose_tasks(self.names, loose, self.source)
        self.read.tasks = [judged(task) for task in self.read.tasks]
        return self.read

    def _paragraphs(self, nodes: Sequence[Node]) -> None:
        first_part = next((i for i, n in enumerate(nodes) if n.kind not in ("text", "dash", "plus")), 0)
        self._opening = next(
            (lead for n in reversed(nodes[:first_part]) if (lead := asked_in_opening(self.names, n))), None
        )
        for node in nodes[first_part:]:
            if id(node) in self._skip:
                continue
            if is_label(node) and node.kind not in ("text", "dash", "plus"):
                self._open_heading(node)
            elif node.kind not in ("text", "dash", "plus"):
                self._audience = self._assignee = self._intro = self._item = None
                self._pending, self._given = [], []
                self._part_begins = len(self.read.tasks)
                self._open_heading(node)
            if id(node) in self._target_nodes and not AUDIENCE.match(node.low):
                continue
            self._visit(node)

    def _open_heading(self, node: Node) -> None:
        """Look at a numbered line: a heading cut over two paragraphs, a time for the whole part, an opening clause."""
        if schedule := schedule_at(node):
            if node.parent is not None and id(node.parent) not in self._owners:
                self._schedules[id(node.parent)] = schedule
            return
        if not is_heading(node):
            return
        if self._names_of(node) is None and node.text.rstrip().endswith(":"):
            self._intro = subject(self.names, node, 0)

    def _visit(self, node: Node) -> None:
        zone = zone_of(node)
        if zone in (Zone.PURPOSE, Zone.STATE) or BLOCK_HEADING.match(node.low) or ATTACHED.match(node.low):
            return
        if schedule := schedule_at(node):
            self._late_schedule(node, schedule)
            return
        if m := PRODUCT_LABEL.match(node.low):
            self._late_product(node, m.end())
            return
        if NO_TASK.match(node.low):
            return
        at = 0
        if m := AUDIENCE.match(node.low):
            who = tidy_name(node.text[m.start("who") : m.end("who")])
            self._audience = Lead(self.names.resolve_all(who), who, "task.audience")
            self._assignee = None
            self.read.audiences += [n for n in split_names(who) if n not in self.read.audiences]
            at = m.end()
            if not node.text[at:].strip():
                return
        elif m := WHAT_LABEL.match(node.low):
            at = m.end()
            if not node.text[at:].strip():
                return
        if self._labelled(node) or self._assigned(node, at):
            return
        self._led(node, at, zone)

    def _late_schedule(self, node: Node, schedule: ScheduleDraft) -> None:
        """A time below the directives of a part that is no target: it holds for those without a time of their own."""
        if self._owner_of(node) is not None:
            return
        for i in self._of_part(node):
            if self.read.tasks[i].due.kind is DueKind.UNDATED:
                self.read.tasks[i] = replace(
                    self.read.tasks[i], due=schedule.due, deadline=schedule.text, signs=("due.inherited",)
                )

    def _late_product(self, node: Node, at: int) -> None:
        """ "Sản phẩm: …" below a directive."""
        text = node.text[at:].strip(" .;")
        tasks = self._of_part(node)
        if text and tasks:
            span = node.span(at, at + len(node.text[at:].rstrip(" .;")))
            made = Product(
                squash(self.source[span.start : span.end].replace("*", "")), lowered(text.split(" của ")[0])[:40], span
            )
            last = self.read.tasks[tasks[-1]]
            self.read.tasks[tasks[-1]] = replace(last, products=(*last.products, made))

    def _of_part(self, node: Node) -> list[int]:
        """The tasks read last that stand in the block in which the label `node` stands."""
        found: list[int] = []
        for i in range(len(self.read.tasks) - 1, self._part_begins - 1, -1):
            if node.parent is None or not (
                self._stands[i] is node.parent or node.parent in self._stands[i].ancestors()
            ):
                break
            found.insert(0, i)
        return found

    def _labelled(self, node: Node) -> bool:
        """A label that says who does what stands above it in the same part: "Cơ quan thực hiện: X chủ trì, …"."""
        who, support = WHO_LABEL.match(node.low), SUPPORT_LABEL.match(node.low)
        if support:
            bodies = self.names.resolve_all(node.text[support.end() :])
            for i in self._pending or self._given:
                task = self.read.tasks[i]
                self.read.tasks[i] = replace(
                    task,
                    support=(*task.support, *(in_use(body) for body in bodies)),
                    matches=(*task.matches, *bodies),
                )
            return True
        if not who:
            return False
        rest = node.text[who.end() :].strip()
        if rest:
            self._give(node, who.end())
            return True
        given = False
        for child in node.children:
            self._skip.add(id(child))
            if not given and self._pending:
                self._give(child, 0)
                given = True
            else:
                self._visit_child(child)
        return True

    def _visit_child(self, child: Node) -> None:
        lead = subject(self.names, child, 0)
        if lead:
            self._directive(child, 0, len(child.text), lead)

    def _give(self, node: Node, at: int) -> None:
        """Give the tasks that wait above the body named from `at` on."""
        end = name_end(node.text, node.low, at)
        bodies = self.names.resolve_all(node.text[at:end])
        support = supporters(self.names, node, at, len(node.text))
        for i in self._pending:
            task = self.read.tasks[i]
            self.read.tasks[i] = replace(
                task,
                lead=tuple(in_use(body) for body in bodies),
                support=tuple(in_use(body) for body in support) or task.support,
                matches=(*bodies, *support, *task.matches),
            )
            if task.due.kind is DueKind.UNDATED and (own := dues.own_due(node.low[end:])):
                words = node.text[end + own.start : end + own.end].strip()
                self.read.tasks[i] = replace(self.read.tasks[i], due=replace(own.due, text=words), deadline=words)
        self._pending, self._given = [], list(self._pending)

    def _assigned(self, node: Node, at: int) -> bool:
        """ "Giao (cho) X …" or "Giao (cho) X:" with a list below."""
        m = ASSIGN.match(node.low, at) or ASK.match(node.low, at)
        if not m or node.text.isupper():
            return False
        if not (begins_with_body(node.low, m.end()) or node.text[m.end()].isupper()):
            return False
        if is_heading(node) and self._names_of(node):
            return True
        if _ASSIGNS_MEMBERS.match(node.low, at) and (self._assignee or self._heading_lead(node)):
            return False  # "Phân công đảng viên …" under a body: that body acts
        end = name_end(node.text, node.low, m.end())
        written = tidy_name(node.text[m.end() : end])
        rest = node.text[end:].strip(" :")
        lead = resolved(self.names, written, "task.assigned", mode="Đề nghị" if ASK.match(node.low, at) else None)
        if not rest:
            self._assignee = replace(lead, rule="task.assignee_above", origin=node.text[at:].strip())
            return True
        self._directive(node, at, len(node.text), replace(lead, until=end))
        return True

    def _led(self, node: Node, at: int, zone: Zone) -> None:
        """A paragraph led by its subject or by what stands above it."""
        if is_heading(node) and at == 0 and node.kind not in ("dash", "plus"):
            if governed(node):
                self._await(node, at)
            return
        lead = None
        if self._assignee and node.kind in ("dash", "plus", "text"):
            lead = self._assignee
        elif at and self._audience:
            lead = self._audience
        else:
            lead = (
                (labelled(self.names, node) if at == 0 else None)
                or self._heading_lead(node)
                or subject(self.names, node, at, zone)
                or self._audience
                or self._intro
                or self._asked(node)
            )
            if lead and lead is self._intro:
                lead = replace(lead, rule="task.list_opening", origin=lead.origin or lead.written)
            if lead is None and node.kind == "text" and self._item and VERB_FIRST.match(node.low):
                lead = replace(self._item, rule="task.same_item", origin=self._item.origin or self._item.written)
        if lead is None:
            self._unled(node, at, zone)
            return
        if node.text.rstrip().endswith(":") and any(c.kind in ("dash", "plus") for c in _following(node)):
            self._intro = lead
            return
        if node.kind in ("number", "decimal", "letter"):
            self._item = lead
        self._directive(node, at, len(node.text), lead)

    def _unled(self, node: Node, at: int, zone: Zone) -> None:
        """A directive nobody is named for: it waits for a label below, else it stays unread."""
        if is_heading(node) or is_label(node) or (zone is Zone.TARGETS and not at):
            return
        if lead := bracketed(self.names, node):
            self._directive(node, at, len(node.text), lead)
            return
        directs = VERB_FIRST.match(node.low, at) or WHAT_LABEL.match(node.low) or node.kind == "plus"
        if (directs and label_follows(node)) or label_next(node):
            self._await(node, at)

    def _await(self, node: Node, at: int) -> None:
        """A directive whose body a label below names."""
        self._pending.append(len(self.read.tasks))
        self._directive(node, at, len(node.text), Lead((), "", "task.label"))
        self._pending = list(range(self._pending[0], len(self.read.tasks)))

    def _heading_lead(self, node: Node) -> Lead | None:
        """The bodies that the nearest heading above names, when it names nothing else."""
        for above in node.ancestors():
            if is_heading(above) and (lead := self._names_of(above) or opening(self.names, above)):
                return lead
            if above.kind in ("roman", "article", "annex", "capital"):
                return None
        return None

    def _asked(self, node: Node) -> Lead | None:
        """The bodies that the opening line of a letter asks, for its items that name nobody."""
        listed = node.kind in ("number", "decimal", "letter", "dash") and bool(VERB_FIRST.match(node.low))
        headed = any(is_heading(a) and zone_of(a) is not Zone.OTHER for a in node.ancestors())
        return self._opening if self._opening and listed and not headed else None

    def _names_of(self, heading: Node) -> Lead | None:
        """The bodies that a heading is nothing but; the second half of such a heading is no directive."""
        lead = heading_names(self.names, heading)
        if lead and (rest := second_half(heading)):
            self._skip.add(id(rest))
        return lead

    def _directive(self, node: Node, start: int, end: int, lead: Lead) -> None:
        """The task or tasks that `node.text[start:end]` holds."""
        found = self._owner_of(node)
        schedule = found.target.schedule if found else self._part_schedule(node)
        for first, last, own_lead in sentences(self.names, node, start, end, lead):
            self.read.tasks.append(self._task(node, first, last, own_lead, found, schedule))
            self._stands.append(node)

    def _part_schedule(self, node: Node) -> ScheduleDraft | None:
        """The time that a line of the same part gives for all of it ("b) Thời gian: Từ … đến …")."""
        return next((self._schedules[id(a)] for a in node.ancestors() if id(a) in self._schedules), None)

    def _owner_of(self, node: Node) -> Found | None:
        for above in (node, *node.ancestors()):
            if id(above) in self._owners:
                return self._owners[id(above)]
        return None

    def _task(
        self, node: Node, start: int, end: int, lead: Lead, found: Found | None, schedule: ScheduleDraft | None
    ) -> TaskDraft:
        span = node.span(start, end)
        low = undated(node)[start:end]
        time = when(low, node.text[start:end], schedule, self._year, of_one_year=self._of_one_year)
        support = supporters(self.names, node, start, end)
        report = report_to(self.names, node, start, end)
        names = ", ".join(lead.names)
        return TaskDraft(
            text=squash(self.source[span.start : span.end].replace("*", "")),
            lead=lead.names,
            support=tuple(in_use(body) for body in support),
            due=time.due,
            deadline=time.words,
            part=node.part,
            span=span,
            rule=lead.rule,
            indicator=(found.target.ordinal if found else node.part) or None,
            products=read_products(node, max(start, min(lead.until, end)), end, self.source),
            also=also(node, start, end),
            lead_as_written=lead.written if lead.written and lead.written != names and len(lead.names) == 1 else None,
            lead_from=lead.origin,
            schedule_cadence=time.rhythm,
            report_to=report.to,
            report_via_as_written=report.via,
            mode=lead.mode,
            signs=(time.sign,) if time.sign else (),
            matches=(*lead.bodies, *support, *([report.via_match] if report.via_match else [])),
        )


def _following(node: Node) -> list[Node]:
    """The nodes that stand right below a paragraph: its children, or the later ones beside it."""
    if node.children:
        return node.children
    return [s for s in (node.parent.children if node.parent else []) if s.order == node.order + 1]
