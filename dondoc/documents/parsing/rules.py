"""Why the reader drafted an item, and how sure it is: one table of rules, one of what else was seen, one of doubts.

A rule says how an item was found and how often that is right; each further thing seen ("the body is known by an old
name", "the time comes from the block above") takes a share of that. Codes are stored with items and never reused.
`explain` turns a code into a plain Vietnamese sentence for the person who confirms.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What was seen, as a sentence. `weight`: how sure an item found so is (a rule), or its share of that (a sign)."""

    sentence: str
    weight: float


# How an item was found.
RULES: dict[str, Rule] = {
    "task.assigned": Rule("Câu bắt đầu bằng “Giao …”, “Phân công …” hoặc “Đề nghị …” kèm tên cơ quan.", 0.97),
    "task.assignee_above": Rule("Đoạn nằm trong danh sách ngay dưới câu “Giao …:”.", 0.93),
    "task.audience": Rule("Đoạn mở đầu bằng “Đối với …:”, hoặc nằm ngay dưới đoạn như vậy.", 0.95),
    "task.asked": Rule("Câu ghi cơ quan này yêu cầu, giao cho cơ quan khác; việc thuộc cơ quan được giao.", 0.85),
    "task.label_amid": Rule("Cơ quan ghi sau chữ “cơ quan chủ trì:” ở giữa đoạn.", 0.88),
    "task.given_amid": Rule("Cơ quan nhận việc ghi ở giữa đoạn, sau việc phải làm.", 0.85),
    "task.bracket": Rule("Cơ quan chủ trì ghi trong ngoặc ở sau việc.", 0.85),
    "task.heading": Rule("Đoạn nằm dưới đề mục chỉ ghi tên cơ quan.", 0.9),
    "task.label": Rule("Dòng “Cơ quan chủ trì: …” hoặc “Đơn vị thực hiện: …” ở ngay dưới việc.", 0.9),
    "task.subject": Rule("Cơ quan là chủ ngữ của câu, sau đó là động từ giao việc.", 0.85),
    "task.list_opening": Rule("Đoạn nằm trong danh sách dưới câu mở đầu có tên cơ quan.", 0.85),
    "task.same_item": Rule("Câu không có chủ ngữ, đi tiếp đoạn trên của cùng một mục.", 0.6),
    "task.dated": Rule("Câu giao việc có thời hạn nhưng không ghi ai làm.", 0.7),
    "task.table_row": Rule("Một dòng của bảng phân công; cột được hiểu theo tên ở đầu bảng.", 0.95),
    "task.loose_row": Rule("Một dòng của bảng đã mất đường kẻ; ô được đoán theo thứ tự các dòng chữ.", 0.7),
    "target.labelled": Rule("Đoạn ghi rõ “Chỉ tiêu …”.", 0.98),
    "target.under_heading": Rule("Đoạn có con số, nằm dưới đề mục mục tiêu hoặc chỉ tiêu.", 0.9),
    "target.heading": Rule("Đề mục tự nó nêu mức phải đạt, bên dưới là việc phải làm.", 0.85),
    "target.inline": Rule("Một mức phải đạt trong câu liệt kê nhiều chỉ tiêu.", 0.8),
    "target.promise": Rule("Câu hứa một con số (“phấn đấu”, “bảo đảm” …) nằm ngoài phần chỉ tiêu.", 0.7),
    "target.counted_line": Rule("Dòng có tên gọi, dấu hai chấm và một con số.", 0.75),
    "target.table_row": Rule("Một dòng của bảng chỉ tiêu.", 0.9),
    "measure.cell": Rule("Con số trong ô của bảng chỉ tiêu.", 0.9),
    "measure.count": Rule("Một số đếm có đơn vị tính.", 0.9),
    "measure.covers": Rule("Đối tượng đứng sau con số phần trăm (“phủ trên 80% hộ gia đình”).", 0.85),
    "measure.each": Rule("Câu nói “mỗi …” kèm một số đếm.", 0.85),
    "measure.elliptic": Rule("Con số nối tiếp vế trước, phần chữ lấy của vế trước.", 0.75),
    "measure.grade": Rule("Câu nêu một mức xếp loại.", 0.85),
    "measure.level": Rule("Một mức ghi bằng lời (“mức khá”, “nhóm dẫn đầu”).", 0.75),
    "measure.listed": Rule("Con số trong danh sách dưới một nhãn chung.", 0.85),
    "measure.nested": Rule("Con số nằm trong phần phải làm của một chỉ tiêu khác.", 0.75),
    "measure.none_of": Rule("Câu nói “không có …”, hiểu là bằng 0.", 0.85),
    "measure.part": Rule("Con số là một phần của tổng ghi trước đó.", 0.8),
    "measure.percent_of": Rule("Tỷ lệ phần trăm của một tổng.", 0.9),
    "measure.quota": Rule("Chỉ tiêu do cấp trên phân bổ, văn bản không ghi con số.", 0.8),
    "measure.rank": Rule("Câu nêu thứ hạng phải đạt.", 0.85),
    "measure.reaches": Rule("Câu nói “đạt …” kèm con số.", 0.9),
    "measure.share": Rule("Tỷ lệ phần trăm, có đối tượng và việc phải làm.", 0.9),
    "measure.share_within": Rule("Tỷ lệ phần trăm tính trong nhóm vừa nêu.", 0.8),
    "measure.size": Rule("Một mức độ lớn (tiền, diện tích, tốc độ …).", 0.9),
    "measure.words": Rule("Văn bản chỉ ghi bằng lời, không có con số.", 0.7),
    "amend.reword": Rule("Câu ghi “Sửa đổi … như sau:”, lời mới ở trong ngoặc kép.", 0.97),
    "amend.add": Rule("Câu ghi “Bổ sung … như sau:”, lời mới ở trong ngoặc kép.", 0.95),
    "amend.unquoted": Rule("Lời mới ghi sau dấu hai chấm hoặc ở đoạn dưới, không trong ngoặc kép.", 0.85),
    "amend.repeal": Rule("Câu ghi “Bãi bỏ …” hoặc “Không thực hiện …”.", 0.95),
    "amend.replace": Rule("Câu ghi thay, bỏ hoặc thêm một cụm từ trong ngoặc kép.", 0.97),
    "amend.due": Rule("Câu ghi lùi, gia hạn hoặc điều chỉnh thời hạn.", 0.93),
    "amend.level": Rule("Câu ghi nâng, giảm một mức từ số này sang số khác.", 0.93),
    "amend.lead": Rule("Câu ghi chuyển việc từ cơ quan này sang cơ quan khác.", 0.9),
    "amend.row": Rule("Một dòng của bảng đối chiếu nội dung cũ và nội dung sửa đổi.", 0.93),
    "amend.unclear": Rule("Đoạn không hiểu được; cần đọc và quyết định.", 0.0),
}

# What else was seen of an item; its share of the rule's weight.
SIGNS: dict[str, Rule] = {
    "body.exact": Rule("Tên cơ quan đúng như trong danh sách tổ chức.", 1.0),
    "body.as_written": Rule("Tên cơ quan giữ như trong văn bản.", 1.0),
    "body.variant": Rule("Văn bản viết tên cơ quan theo nhiều cách; lấy cách viết nhiều nhất.", 1.0),
    "body.alias": Rule("Tên cơ quan viết theo tên gọi khác đã khai.", 0.99),
    "body.abbreviation": Rule("Tên cơ quan viết tắt, được viết lại đầy đủ.", 0.99),
    "body.old_name": Rule("Tên cơ quan là tên cũ; lấy tên hiện nay.", 0.95),
    "body.fuzzy": Rule("Tên cơ quan gần giống một tổ chức trong danh sách; cần chọn lại.", 0.8),
    "body.unlisted": Rule("Không có cơ quan tên này trong danh sách tổ chức.", 0.9),
    "body.none": Rule("Không thấy ghi ai làm.", 0.75),
    "row.taken_over": Rule("Ô của dòng này trống hoặc ghi “nt”; lấy theo dòng trên.", 0.95),
    "due.inherited": Rule("Thời hạn lấy theo dòng tiến độ chung của mục.", 0.98),
    "due.days_without_year": Rule("Ngày không ghi năm; lấy năm của văn bản.", 0.9),
    "due.after_event": Rule("Thời hạn tính từ một việc khác, chưa có ngày.", 0.97),
    "due.working_days": Rule("Thời hạn tính bằng số ngày kể từ một việc khác, chưa có ngày.", 0.97),
    "due.periodic": Rule("Chỉ ghi “định kỳ”, không ghi kỳ nào.", 0.93),
    "due.unclear": Rule("Ô thời gian có chữ nhưng chưa hiểu.", 0.85),
    "figure.bare": Rule("Con số không có “ít nhất”, “trên” …; hiểu là bằng đúng số đó.", 1.0),
    "figure.two_readings": Rule("Con số có thể hiểu theo hai cách.", 0.95),
    "figure.approximate": Rule("Con số ghi “khoảng”.", 0.95),
    "population.missing": Rule("Không thấy rõ đối tượng của chỉ tiêu.", 0.75),
    "measure.missing": Rule("Không đọc được mức phải đạt.", 0.75),
    "place.whole": Rule("Sửa ở mọi mục có cụm từ này.", 0.95),
    "place.section": Rule("Vị trí là một phần gồm nhiều mục.", 0.9),
    "place.bullet": Rule("Vị trí tính theo thứ tự gạch đầu dòng, đoạn của văn bản cũ.", 0.9),
    "place.like": Rule("Không có mục đúng số này; lấy mục có số gần nhất.", 0.7),
    "place.several": Rule("Có nhiều mục cùng khớp với vị trí này.", 0.6),
    "place.words": Rule("Tìm được theo lời mà văn bản dẫn.", 0.95),
    "place.likeness": Rule("Lời chỉ gần giống; cần xem có đúng mục này không.", 0.75),
    "place.body": Rule("Không thấy nội dung giao cơ quan này ở đó.", 0.6),
    "place.none": Rule("Không tìm thấy vị trí này trong bản trước.", 0.3),
    "words.absent": Rule("Không thấy cụm từ hoặc con số này ở mục đó.", 0.4),
    "words.unread": Rule("Lời mới không đọc được thành chỉ tiêu hay nhiệm vụ; chỉ thay lời.", 0.85),
    "due.day_of_year": Rule("Ngày hằng năm chỉ giữ ngày của tháng cuối kỳ; cần xem lại hạn.", 0.7),
    "due.differs": Rule("Hạn cũ mà văn bản nêu khác với hạn của mục.", 0.6),
    "lead.differs": Rule("Cơ quan cũ mà văn bản nêu khác với cơ quan của mục.", 0.6),
    "reword.not_said": Rule("Lời mới của cả phần không còn nội dung này.", 0.7),
}

# Why a paragraph stays on the list "chưa hiểu được".
DOUBTS: dict[str, Rule] = {
    "unread.no_body": Rule("Đoạn giống một nhiệm vụ nhưng không thấy ghi ai làm.", 0.0),
    "unread.dated": Rule("Đoạn có thời hạn nhưng không đọc được thành nhiệm vụ.", 0.0),
    "unread.body": Rule("Đoạn có tên cơ quan và việc phải làm nhưng không đọc được thành nhiệm vụ.", 0.0),
    "unread.figure": Rule("Đoạn nằm trong phần chỉ tiêu, có con số nhưng không đọc được thành chỉ tiêu.", 0.0),
    "unread.row": Rule("Dòng của bảng không hiểu được các cột.", 0.0),
}


def explain(code: str) -> str:
    """The plain Vietnamese sentence of a rule, a sign or a doubt. Errors: KeyError for a code that no table has."""
    return next(table for table in (RULES, SIGNS, DOUBTS) if code in table or table is DOUBTS)[code].sentence


def because(rule: str, signs: Iterable[str] = ()) -> list[str]:
    """The sentences for an item: its rule, then each sign that a person should know of."""
    return [explain(rule), *(explain(sign) for sign in signs if SIGNS[sign].weight < 1.0)]


def confidence(rule: str, signs: Iterable[str] = ()) -> float:
    """How sure an item is: the weight of its rule times the shares of its signs, 0 to 1, two places."""
    sure = RULES[rule].weight
    for sign in dict.fromkeys(signs):
        sure *= SIGNS[sign].weight
    return round(sure, 2)
