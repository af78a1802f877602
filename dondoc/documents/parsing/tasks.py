"""Directives → tasks: who leads, who supports, what comes out, by when, how often, reported to whom.

Where the responsible body stands decides the rule: before a colon ("Đối với cấp ủy cơ sở: …"), after "Giao (cho)",
in a heading that is nothing but bodies, in a label ("Cơ quan thực hiện: …"), as the subject of the sentence, or in a
clause above a list. A paragraph is one task; a further sentence is one of its own when its actor or its fixed day differ.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import VERBS, Names, begins_with_body, name_end, split_names, tidy_name
from dondoc.documents.parsing.citations import masked, symbol_places
from dondoc.documents.parsing.draft import Product, ScheduleDraft, Span, TaskDraft, schedule_cadence
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.documents.parsing.products import read_products
from dondoc.documents.parsing.tables import LooseRow, Row, is_row, loose_rows, piped_rows
from dondoc.documents.parsing.targets import BLOCK_HEADING, Found, schedule_at
from dondoc.documents.parsing.zones import Zone, is_heading, zone_of, zone_of_heading
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.lib.text import squash

_AUDIENCE = vn(r"đối với\s(?P<who>[^:.;]{3,200}?)\s?:\s?")
_ASSIGN = vn(
    r"(?P<ask>đề nghị\s|yêu cầu\s|phân công\s)?(?:giao|giao nhiệm vụ|phân công)\s(?:nhiệm vụ\s)?(?:cho\s)?(?=[^\W\d_])"
)
_ASK = vn(r"(?:đề nghị|yêu cầu|kính đề nghị)\s?:?\s(?=[^\W\d_])")
_WHO_LABEL = vn(
    r"(?:cơ quan|đơn vị|bộ phận)(?: (?:chủ trì|thực hiện|chịu trách nhiệm|đầu mối|chủ trì thực hiện|chủ trì, phối hợp))+\s?:\s?"
    r"|(?:phân công thực hiện|phân công|chủ trì(?: thực hiện)?|đơn vị chủ trì|trách nhiệm(?: thực hiện)?|người thực hiện)\s?:\s?"
)
_SUPPORT_LABEL = vn(r"(?:cơ quan|đơn vị)?\s?phối hợp(?: thực hiện)?\s?:\s?")
_WHAT_LABEL = vn(r"(?:nội dung(?: thực hiện)?|nhiệm vụ|công việc)\s?:\s?")
_PRODUCT_LABEL = vn(r"(?:sản phẩm|kết quả)(?: đầu ra| dự kiến| cần đạt| hoàn thành)?\s?:\s?")
_SUPPORT = vn(
    r"phối hợp(?: (?:chặt chẽ|tốt|thực hiện|cùng|triển khai|hiệu quả|đồng bộ))*(?: với| cùng)?\s?:?\s(?=(?:(?:các|những|chính|toàn thể) )?[^\W\d_])"
)
_REPORT = vn(
    r"báo cáo(?: [^.;:()]{0,110}?)?\s(?:về|với|cho|lên|gửi|tới)\s(?=(?:ban|đảng|thành|tỉnh|thường|văn phòng|ủy ban|ubnd|sở|hội đồng|bộ|cấp|các|chính|quốc)\b)"
    r"|(?:gửi|báo cáo)(?: kết quả)?\s(?:(?:về|cho) )?(?=(?:ban (?:thường|chấp|tuyên|tổ|chỉ)|đảng (?:ủy|đoàn)|thành ủy|tỉnh ủy|thường trực|văn phòng|ủy ban|ubnd|sở|hội đồng|bộ (?=[a-zđ])|ubtvqh|cấp có)\b)"
)
_VIA = vn(r"\(\s?(?:thông )?qua\s([^()]{3,80})\)")
_REPORT_END = vn(
    r"[.;:()]|,|\s(?:để|theo|trước|sau|trong|khi|kết quả|về|hàng|hằng|định kỳ|chậm|xem xét|và có|chỉ đạo|tổng hợp|tình hình|đúng|những|việc)(?![^\W_])"
)
_OPENER = vn(
    r"(?:căn cứ|trên cơ sở|trong phạm vi|theo chức năng|trong quá trình|định kỳ|hàng|hằng|sau khi|khi|để|nhằm|với|từ|trước|trong|theo|đến|thực hiện)(?![^\W_])"
)
_NO_TASK = vn(
    r"trong quá trình (?:triển khai|tổ chức)?\s?(?:thực hiện)?[^.;]{0,60}(?:nếu (?:có|phát sinh)|gặp|có (?:khó khăn|vướng mắc|vấn đề|phát sinh))|[^.;]{0,260}?(?:chịu trách nhiệm (?:thi hành|thực hiện) (?:quyết định|nghị quyết|kế hoạch) này|có hiệu lực (?:kể )?từ)|ban hành kèm theo|bãi bỏ|trên đây là|nơi nhận"
)
_ATTACHED = vn(r"^\W*(?:\(?(?:chi tiết|có|kèm|kèm theo|theo)\s(?:tại )?(?:phụ lục|danh mục|biểu)|trong đó\s?:|\(kèm)")
_DOCUMENT_VERB = vn(
    r"(?:xây dựng|ban hành|soạn thảo|lập)(?:\s?(?:,|và)\s?(?:xây dựng|ban hành|triển khai))*\s(?:các |những )?(?:chương trình|kế hoạch|quy chế|quy định|hướng dẫn|nghị quyết|đề án|phương án|văn bản|quy trình|chỉ thị|báo cáo|bộ tiêu chí|danh mục)(?![^\W_])"
)
_SENTENCE = re.compile(r"(?<=[^\s.][.])\s+(?=[^\W\d_a-zà-ỹđ])")
_VERB_FIRST = vn(r"(?:" + "|".join(sorted(VERBS, key=len, reverse=True)) + r")(?![^\W_])")
_TRUE_SUBJECT = vn(
    r"(?:các |những |từng |mỗi )|(?:tổ chức|lãnh đạo|báo|đoàn|bộ|tổ|đài|phòng|ngành|trường|trưởng|đơn vị|cán bộ|chánh|vụ|cục|viện)\s(?:đảng|cơ sở|chính trị|ban|các|cơ quan|sở|ủy ban|viên|văn phòng|đoàn)|tổ công tác"
)
_ACTS_LATER = vn(
    r"(?:trong phạm vi|theo (?:chức năng|thẩm quyền|nhiệm vụ))[^.;:]{0,120}?\s(?:"
    + "|".join(sorted(VERBS, key=len, reverse=True))
    + r")(?![^\W_])"
)
_IN_BRACKETS = vn(r"\((?:giao )?(?P<who>[^();]{3,120}?),?\s(?:chủ trì|thực hiện|chịu trách nhiệm|phụ trách)(?![^\W_])")
_EXHORT = vn(r"\s?(?:cần|phải)(?![^\W_])")
_SHORT_RHYTHM = {Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.SEMIANNUAL}


@dataclass(frozen=True)
class Lead:
    """Who a directive is for. `written`: the words; `origin`: the sentence that they come from when inherited."""

    names: tuple[str, ...]
    written: str
    rule: str
    confidence: float
    origin: str | None = None
    mode: str | None = None
    until: int = 0  # where the body's name ends in the words of the directive


@dataclass
class Reading:
    """What has been read: tasks, audiences as written, directives without a body, and what was not understood."""

    tasks: list[TaskDraft] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    unassigned: list[Span] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)


class TaskReader:
    """Walks the outline once and keeps who was named last and for what."""

    def __init__(self, source: str, names: Names, targets: Sequence[Found], year: int | None = None) -> None:
        self.source = source
        self._year = year
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
        self._pending: list[int] = []
        self._given: list[int] = []
        self._skip: set[int] = set()

    def walk(self, nodes: Sequence[Node]) -> Reading:
        """Read every paragraph in order, then the rows of tables."""
        rows = piped_rows(nodes)
        loose, taken = loose_rows(nodes)
        self._skip |= taken | {id(n) for n in nodes if is_row(n)}
        self._paragraphs(nodes)
        for row in rows:
            self._row(row)
        self._loose(loose)
        return self.read

    def _row(self, row: Row) -> None:
        """A row of an assignment table as a task."""
        what = row.cells.get("task")
        if what is None or not ({"lead", "due", "support", "product"} & set(row.cells)):
            return
        low = lowered(row.text("due"))
        match = dues.schedule(row.text("due"), low) if low else None
        span = row.node.span(what.start, what.end)
        lead = split_names(row.text("lead"))
        self.read.tasks.append(
            TaskDraft(
                text=squash(self.source[span.start : span.end].replace("*", "")),
                lead=tuple(self.names.resolve(n).name for n in lead),
                support=split_names(row.text("support")),
                due=match.due if match else Due(DueKind.UNDATED, text=row.text("due")),
                deadline=row.text("due") or None,
                part=f"{row.node.part}{'.' if row.node.part else ''}{row.text('number')}".strip("."),
                span=span,
                rule="task.table_row",
                confidence=0.95 if lead else 0.7,
                indicator=row.node.part or None,
                products=self._row_products(row) or read_products(row.node, what.start, what.end, self.source),
            )
        )

    def _row_products(self, row: Row) -> tuple[Product, ...]:
        """What the column of products says."""
        cell = row.cells.get("product")
        if cell is None:
            return ()
        span = row.node.span(cell.start, cell.end)
        text = squash(self.source[span.start : span.end].replace("*", ""))
        return (Product(text, lowered(text)[:40], span),)

    def _loose(self, rows: Sequence[LooseRow]) -> None:
        """Rows of a flattened table; an empty cell of bodies was merged with the row above."""
        above: tuple[str, ...] = ()
        for row in rows:
            span = Span(row.text[0].paragraph.span.start, row.text[-1].paragraph.span.end)
            when = " ".join(dict.fromkeys(n.paragraph.text.strip() for n in row.due))
            first = row.due[0].paragraph.text.strip()
            match = dues.schedule(first, lowered(first)) or dues.schedule(when, lowered(when))
            who = " ".join(n.paragraph.text.strip() for n in row.bodies if not _REST_OF_TEXT.match(n.paragraph.text))
            lead, support = _lead_and_support(who)
            lead = lead or above
            above = lead
            self.read.tasks.append(
                TaskDraft(
                    text=squash(self.source[span.start : span.end].replace("*", "")),
                    lead=tuple(self.names.resolve(n).name for n in lead),
                    support=support,
                    due=match.due if match else Due(DueKind.UNDATED, text=when),
                    deadline=when,
                    part=row.text[0].part,
                    span=span,
                    rule="task.loose_row",
                    confidence=0.7,
                    indicator=row.text[0].part or None,
                )
            )

    def _paragraphs(self, nodes: Sequence[Node]) -> None:
        first_part = next((i for i, n in enumerate(nodes) if n.kind not in ("text", "dash", "plus")), 0)
        for node in nodes[first_part:]:
            if id(node) in self._skip:
                continue
            if node.kind not in ("text", "dash", "plus"):
                self._audience = self._assignee = self._intro = self._item = None
                self._pending, self._given = [], []
                self._part_begins = len(self.read.tasks)
                self._open_heading(node)
            if id(node) in self._target_nodes and not _AUDIENCE.match(node.low):
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
        if self._heading_names(node) is None and node.text.rstrip().endswith(":"):
            self._intro = self._subject(node, 0)

    def _visit(self, node: Node) -> None:
        zone = zone_of(node)
        if zone in (Zone.PURPOSE, Zone.STATE) or BLOCK_HEADING.match(node.low) or _ATTACHED.match(node.low):
            return
        if schedule := schedule_at(node):
            self._late_schedule(node, schedule)
            return
        if m := _PRODUCT_LABEL.match(node.low):
            self._late_product(node, m.end())
            return
        if _NO_TASK.match(node.low):
            return
        at = 0
        if m := _AUDIENCE.match(node.low):
            who = tidy_name(node.text[m.start("who") : m.end("who")])
            self._audience = Lead(split_names(who), who, "task.audience", 0.95, None)
            self._assignee = None
            self.read.audiences += [n for n in split_names(who) if n not in self.read.audiences]
            at = m.end()
            if not node.text[at:].strip():
                return
        elif m := _WHAT_LABEL.match(node.low):
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
                self.read.tasks[i] = replace(self.read.tasks[i], due=schedule.due, deadline=schedule.text)

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
        """The tasks read last that stand in the same part as `node`."""
        found: list[int] = []
        for i in range(len(self.read.tasks) - 1, -1, -1):
            if self.read.tasks[i].part != node.part or i < self._part_begins:
                break
            found.insert(0, i)
        return found

    def _labelled(self, node: Node) -> bool:
        """A label that says who does what stands above it in the same part: "Cơ quan thực hiện: X chủ trì, …"."""
        who, support = _WHO_LABEL.match(node.low), _SUPPORT_LABEL.match(node.low)
        if support:
            names = split_names(node.text[support.end() :])
            for i in self._pending or self._given:
                self.read.tasks[i] = replace(self.read.tasks[i], support=(*self.read.tasks[i].support, *names))
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
        lead = self._subject(child, 0)
        if lead:
            self._directive(child, 0, len(child.text), lead)

    def _give(self, node: Node, at: int) -> None:
        """Give the tasks that wait above the body named from `at` on."""
        end = name_end(node.text, node.low, at)
        names = split_names(node.text[at:end])
        support = self._support(node, at, len(node.text))
        for i in self._pending:
            task = self.read.tasks[i]
            self.read.tasks[i] = replace(
                task, lead=names, support=support or task.support, rule="task.label", confidence=0.9
            )
        self._pending, self._given = [], list(self._pending)

    def _assigned(self, node: Node, at: int) -> bool:
        """ "Giao (cho) X …" or "Giao (cho) X:" with a list below."""
        m = _ASSIGN.match(node.low, at) or _ASK.match(node.low, at)
        if not m:
            return False
        if not (begins_with_body(node.low, m.end()) or node.text[m.end()].isupper()):
            return False
        if is_heading(node) and self._heading_names(node):
            return True
        end = name_end(node.text, node.low, m.end())
        written = tidy_name(node.text[m.end() : end])
        rest = node.text[end:].strip(" :")
        lead = self._resolved(written, "task.assigned", 0.97, mode="Đề nghị" if _ASK.match(node.low, at) else None)
        if not rest:
            self._assignee = replace(lead, rule="task.assignee_above", confidence=0.93, origin=node.text[at:].strip())
            return True
        self._directive(node, at, len(node.text), replace(lead, until=end))
        return True

    def _led(self, node: Node, at: int, zone: Zone) -> None:
        """A paragraph led by its subject or by what stands above it."""
        if is_heading(node) and at == 0 and node.kind not in ("dash", "plus"):
            return
        lead = None
        if self._assignee and node.kind in ("dash", "plus", "text"):
            lead = self._assignee
        elif at and self._audience:
            lead = self._audience
        else:
            lead = self._heading_lead(node) or self._subject(node, at, zone) or self._audience or self._intro
            if lead is None and node.kind == "text" and self._item and _VERB_FIRST.match(node.low):
                lead = replace(self._item, confidence=0.6, origin=self._item.origin or self._item.written)
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
        """A directive nobody is named for: it waits for a label below, else it is counted as unassigned."""
        if is_heading(node) or (
            not _VERB_FIRST.match(node.low, at) and not _WHAT_LABEL.match(node.low) and node.kind != "plus"
        ):
            return
        if zone is Zone.TARGETS and not at:
            return
        if lead := self._bracketed(node):
            self._directive(node, at, len(node.text), lead)
            return
        if _label_follows(node):
            self._pending.append(len(self.read.tasks))
            self._directive(node, at, len(node.text), Lead((), "", "task.label", 0.6))
            self._pending = list(range(self._pending[0], len(self.read.tasks)))
            return
        self.read.unassigned.append(node.span())

    def _bracketed(self, node: Node) -> Lead | None:
        """The body in a bracket behind the work: "… (Sở Nội vụ chủ trì; hoàn thành trước 30/9/2026)"."""
        for m in _IN_BRACKETS.finditer(node.low):
            if begins_with_body(node.low, m.start("who")):
                return self._resolved(tidy_name(node.text[m.start("who") : m.end("who")]), "task.bracket", 0.85)
        return None

    def _heading_lead(self, node: Node) -> Lead | None:
        """The bodies that the nearest heading above names, when it names nothing else."""
        for above in node.ancestors():
            if is_heading(above) and (lead := self._heading_names(above)):
                return lead
            if above.kind in ("roman", "article", "annex", "capital"):
                return None
        return None

    def _heading_names(self, heading: Node) -> Lead | None:
        rest_of_it = _second_half(heading)
        text = f"{heading.text} {rest_of_it.text}" if rest_of_it else heading.text
        low = lowered(text)
        at = 0
        mode = None
        if m := _ASK.match(low) or _ASSIGN.match(low):
            at, mode = m.end(), "Đề nghị" if low.startswith(("đề nghị", "de nghi")) else None
        if not begins_with_body(low, at) or (
            zone_of_heading(heading) is Zone.ASSIGNMENT and not at and heading.kind == "roman"
        ):
            return None
        end = name_end(text, low, at)
        rest = re.sub(r"\([^)]*\)", "", text[end:]).strip(" :.")
        if rest:
            return None
        if rest_of_it:
            self._skip.add(id(rest_of_it))
        written = tidy_name(re.sub(r"\s?\([^)]*\)", "", text[at:end]))
        names = tuple(self.names.resolve(n).name for n in split_names(written))
        return Lead(names, written, "task.heading", 0.9, heading.text, mode)

    def _subject(self, node: Node, at: int, zone: Zone = Zone.OTHER) -> Lead | None:
        """The body that is the subject of the sentence at `at`, also behind an opening clause.

        In a part that lists work, "X cần …", "X phải …" is an exhortation, not an assignment.
        """
        low, text = node.low, node.text
        places = [at]
        if _OPENER.match(low, at):
            places += [m.end() for m in re.finditer(r",\s", low[: at + 320]) if m.end() > at][:8]
        for place in places:
            lead = self._subject_at(text, low, place)
            if lead:
                exhorted = zone is Zone.WORK and _EXHORT.match(low, place + len(lead.written))
                return None if exhorted else lead
            if place > at and not _OPENER.match(low, at):
                break
        return None

    def _subject_at(self, text: str, low: str, place: int) -> Lead | None:
        if not begins_with_body(low, place):
            return None
        if _VERB_FIRST.match(low, place) and not _TRUE_SUBJECT.match(low, place):
            return None
        end = name_end(text, low, place)
        after = low[end : end + 200].lstrip(" ,-–")
        acts = _VERB_FIRST.match(after) or after.startswith(":") or _ACTS_LATER.match(after)
        if end - place > 400 or not acts:
            return None
        written = tidy_name(text[place:end])
        if low.startswith(("cán bộ", "đảng viên", "đoàn kết"), place):
            return None
        return replace(self._resolved(written, "task.subject", 0.85), until=end)

    def _resolved(self, written: str, rule: str, confidence: float, mode: str | None = None) -> Lead:
        names = []
        for name in split_names(written):
            full = self.names.resolve(name)
            if full.why:
                self.read.aliases[name] = full.name
            names.append(full.name)
        return Lead(tuple(names), written, rule, confidence, mode=mode)

    def _directive(self, node: Node, start: int, end: int, lead: Lead) -> None:
        """The task or tasks that `node.text[start:end]` holds."""
        found = self._owner_of(node)
        schedule = found.target.schedule if found else self._part_schedule(node)
        for first, last, own_lead in self._sentences(node, start, end, lead):
            self.read.tasks.append(self._task(node, first, last, own_lead, found, schedule))

    def _sentences(self, node: Node, start: int, end: int, lead: Lead) -> list[tuple[int, int, Lead]]:
        """The directive cut where another body acts or another fixed day holds."""
        pieces: list[tuple[int, int, Lead]] = []
        first, current = start, lead
        bare = self._undated(node)
        cuts = [start, *(m.end() for m in _SENTENCE.finditer(node.text, start, end))]
        for at, stop in zip(cuts[1:], [*cuts[2:], end], strict=False):
            other = self._subject_at(node.text, node.low, at)
            fixed = dues.own_due(bare[at:stop])
            split_day = (
                fixed is not None
                and fixed.due.on is not None
                and dues.own_due(bare[first:at]) is None
                and bool(_VERB_FIRST.match(node.low, at))
            )
            if (other and other.names != current.names) or split_day:
                pieces.append((first, at, current))
                first, current = at, other or current
        return [*pieces, (first, end, current)]

    def _part_schedule(self, node: Node) -> ScheduleDraft | None:
        """The time that a line of the same part gives for all of it ("b) Thời gian: Từ … đến …")."""
        return next((self._schedules[id(a)] for a in node.ancestors() if id(a) in self._schedules), None)

    @staticmethod
    def _undated(node: Node) -> str:
        """The lower-case words with cited symbols and their dates blotted out."""
        return masked(node.paragraph.low, symbol_places(node.paragraph.words))[node.start :]

    def _owner_of(self, node: Node) -> Found | None:
        for above in (node, *node.ancestors()):
            if id(above) in self._owners:
                return self._owners[id(above)]
        return None

    def _task(
        self, node: Node, start: int, end: int, lead: Lead, found: Found | None, schedule: ScheduleDraft | None
    ) -> TaskDraft:
        span = node.span(start, end)
        low = self._undated(node)[start:end]
        due, deadline, other = _when(low, node.text[start:end], schedule, self._year)
        report_to, via = self._report_to(node, start, end)
        names = ", ".join(lead.names)
        return TaskDraft(
            text=squash(self.source[span.start : span.end].replace("*", "")),
            lead=lead.names,
            support=self._support(node, start, end),
            due=due,
            deadline=deadline,
            part=node.part,
            span=span,
            rule=lead.rule,
            confidence=lead.confidence,
            indicator=(found.target.ordinal if found else node.part) or None,
            products=read_products(node, max(start, min(lead.until, end)), end, self.source),
            also=self._also(node, start, end),
            lead_as_written=lead.written if lead.written and lead.written != names and len(lead.names) == 1 else None,
            lead_from=lead.origin,
            schedule_cadence=other,
            report_to=report_to,
            report_via_as_written=via,
            mode=lead.mode,
        )

    def _support(self, node: Node, start: int, end: int) -> tuple[str, ...]:
        """The bodies after "phối hợp (với)"."""
        for m in _SUPPORT.finditer(node.low, start, end):
            if not begins_with_body(node.low, m.end()):
                continue
            stop = name_end(node.text, node.low, m.end(), end)
            names = tuple(self.names.resolve(n).name for n in split_names(node.text[m.end() : stop]))
            if names:
                return names
        return ()

    def _report_to(self, node: Node, start: int, end: int) -> tuple[str | None, str | None]:
        """To whom it is reported, and through whom as written: ("Đảng ủy (qua Ban X)", "Ban Tuyên giáo …")."""
        for m in _REPORT.finditer(node.low, start, end):
            stop = _REPORT_END.search(node.low, m.end(), end)
            at = stop.start() if stop else end
            to = tidy_name(node.text[m.end() : at])
            via = _VIA.match(node.low, at, end) or _VIA.match(node.low, at + 1, end)
            if not via:
                return self.names.resolve(to).name, None
            written = node.text[via.start(1) : via.end(1)].strip()
            full = self.names.resolve(written)
            if full.why:
                self.read.aliases[written] = full.name
            return f"{to} (qua {full.name})", written if full.name != written else None
        return None, None

    def _also(self, node: Node, start: int, end: int) -> tuple[str, ...]:
        """Further sentences of one task that ask for a document of their own."""
        cuts = [m.end() for m in _SENTENCE.finditer(node.text, start, end)]
        pieces = zip(cuts, [*cuts[1:], end], strict=False)
        return tuple(node.text[a:b].strip(" .") for a, b in pieces if _DOCUMENT_VERB.match(node.low, a))


_REST_OF_TEXT = re.compile(r"[a-zà-ỹđ].*\.$")  # text that a page break put after the other cells
_LEADS = vn(r"\s?,?\s?chủ trì\s?,?\s?")
_HELPS = vn(r"\s?,?\s?phối hợp(?: với)?\s?:?\s?")


def _lead_and_support(who: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """ "X chủ trì, phối hợp Y" as (X, Y)."""
    m = _HELPS.search(lowered(who))
    left, right = (who[: m.start()], who[m.end() :]) if m else (who, "")
    left_low = lowered(left)
    if led := _LEADS.search(left_low):
        left = left[: led.start()] + left[led.end() :]
    return split_names(left), split_names(right)


def _second_half(heading: Node) -> Node | None:
    """The rest of a heading of bodies that was cut over two paragraphs, with its list below; None if it is whole."""
    nearest = heading.children[0] if heading.children else None
    if nearest is None or nearest.kind != "text" or heading.text.rstrip().endswith((":", ".")):
        return None
    listed = any(c.kind in ("dash", "plus") for c in heading.children)
    short = len(nearest.text) < 120 and not nearest.text.rstrip().endswith((".", ":", ";"))
    return nearest if listed and short else None


def _following(node: Node) -> list[Node]:
    """The nodes that stand right below a paragraph: its children, or the later ones beside it."""
    if node.children:
        return node.children
    return [s for s in (node.parent.children if node.parent else []) if s.order == node.order + 1]


def _label_follows(node: Node) -> bool:
    """True when a label that names the body stands below in the same part."""
    if any(_WHO_LABEL.match(child.low) for child in node.children):
        return True
    above = node.parent
    while above is not None:
        for sibling in above.children:
            if sibling.order > node.order and (_WHO_LABEL.match(sibling.low)):
                return True
        if above.kind not in ("dash", "plus"):
            return False
        above = above.parent
    return False


def _when(low: str, text: str, schedule: ScheduleDraft | None, year: int | None) -> tuple[Due, str | None, str | None]:
    """(due, its words, the schedule's rhythm where the task has another).

    A fixed day or a rhythm shorter than a year in the task's own words wins over the schedule of its block; a
    yearly rhythm is kept as the cadence, while the schedule stays the deadline.
    """
    own = dues.own_due(low) or dues.days_without_year(low, year)
    own_words = _own_words(own, text, low) if own else None
    if schedule is None:
        return (replace(own.due, text=own_words or ""), own_words, None) if own else (Due(DueKind.UNDATED), None, None)
    rhythm = schedule_cadence(schedule.due)
    if own is None or own.due.kind is schedule.due.kind or own.due.kind is DueKind.AFTER_EVENT:
        return schedule.due, schedule.text, None
    if own.due.on is not None or own.due.cadence in _SHORT_RHYTHM:
        return replace(own.due, text=own_words or ""), own_words, rhythm
    if schedule.due.on is not None or own.due.cadence is not Cadence.ANNUAL:
        return schedule.due, schedule.text, None
    if schedule.due.kind is DueKind.AS_DIRECTED:
        return replace(schedule.due, cadence=Cadence.ANNUAL), schedule.text, rhythm
    return replace(own.due, text=schedule.text), schedule.text, rhythm


def _own_words(own: dues.DueMatch, text: str, low: str) -> str:
    """The words of an own due time; "định kỳ" with the rest of its clause."""
    if own.rule != "due.periodic":
        return text[own.start : own.end].strip()
    stop = re.compile(r"[.;:(]|$").search(low, own.end)
    return text[own.start : stop.start() if stop else own.end].strip(" ,")
