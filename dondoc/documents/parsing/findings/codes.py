"""Every kind of finding as data: its stable code, how grave it is, why it is told, what to do, and by which rule.

A code is never given another meaning. docs/FINDINGS.md is printed from this table; a committee may switch rows off.
"""

# ruff: noqa: E501 -- a table is read row by row; broken rows hide what differs

from dataclasses import dataclass
from enum import StrEnum

from dondoc.documents.parsing.draft import Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Area(StrEnum):
    """What a finding is about; the order is that of lists."""

    DOCUMENT = "document"
    FORM = "form"
    STRUCTURE = "structure"
    TARGETS = "targets"
    SIX_CLEAR = "six_clear"
    CITATIONS = "citations"
    BODIES = "bodies"
    WORDING = "wording"


AREA_WORDS = {
    Area.DOCUMENT: "Cả văn bản",
    Area.FORM: "Thể thức",
    Area.STRUCTURE: "Bố cục, đánh số",
    Area.TARGETS: "Chỉ tiêu",
    Area.SIX_CLEAR: "6 rõ",
    Area.CITATIONS: "Văn bản viện dẫn",
    Area.BODIES: "Tên cơ quan, đơn vị",
    Area.WORDING: "Câu chữ, chính tả",
}

SEVERITY_WORDS = {Severity.ERROR: "Cần sửa", Severity.WARNING: "Cần xem", Severity.NOTE: "Lưu ý"}


@dataclass(frozen=True)
class Rule:
    """One kind of finding. `suggestion` is used where the finding itself cannot say a better one."""

    code: str
    area: Area
    severity: Severity
    title: str
    why: str
    suggestion: str
    source: str


_FORM_399 = "Quy định 399-QĐ/TW (09/01/2026), Hướng dẫn 05-HD/VPTW; trước đó Quy định 66-QĐ/TW, Hướng dẫn 36-HD/VPTW"
_SIX = "Nguyên tắc “6 rõ”: rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền"
_OWN = "Đối chiếu trong chính văn bản"
_REGISTER = "Danh mục văn bản viện dẫn của hệ thống"
_SPELLING = "Quy tắc chính tả tiếng Việt"

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        # ── the whole document
        Rule("not_a_plan", Area.DOCUMENT, _ERROR, "Không thấy chỉ tiêu, nhiệm vụ", "Có lẽ tải nhầm tệp; không có gì để theo dõi.", "Đề nghị kiểm tra lại tệp.", "Cách đọc văn bản của hệ thống"),
        Rule("layout_repaired", Area.DOCUMENT, _NOTE, "Câu bị ngắt, dấu thừa", "Tệp chép từ bản in hay bị ngắt câu giữa chừng; hệ thống nối lại để đọc.", "Đề nghị xem lại các chỗ đã nối trước khi phát hành.", "Cách đọc văn bản của hệ thống"),
        Rule("not_understood", Area.DOCUMENT, _NOTE, "Câu không rõ là giao việc gì", "Câu trông như giao việc hay chỉ tiêu mà không rõ ai làm, mức nào thì không theo dõi được.", "Đề nghị ghi rõ ai làm, việc gì, xong ngày nào.", _SIX),
        Rule("number_taken", Area.DOCUMENT, _ERROR, "Số văn bản đã có", "Hai kế hoạch của một cơ quan không mang cùng số trong một nhiệm kỳ.", "Đề nghị kiểm tra có phải nhập lần thứ hai; nếu là bản sửa đổi thì dùng “Sửa đổi, bổ sung”.", "Đối chiếu với các kế hoạch đã nhập"),
        Rule("issuer_is_other", Area.DOCUMENT, _WARNING, "Văn bản của cơ quan khác", "Kế hoạch chỉ ràng buộc các tổ chức thuộc cơ quan ban hành.", "Đề nghị kiểm tra đã chọn đúng tổ chức ban hành.", "Đối chiếu với tổ chức được chọn khi nhập"),
        Rule("nearly_same_plan", Area.DOCUMENT, _WARNING, "Gần trùng kế hoạch đã có", "Nhập lại cùng nội dung làm đơn vị bị giao việc hai lần.", "Đề nghị kiểm tra; nếu là bản sửa đổi thì dùng “Sửa đổi, bổ sung”.", "Đối chiếu với các kế hoạch đã nhập"),
        Rule("recognised_text", Area.DOCUMENT, _WARNING, "Chữ nhận dạng từ bản chụp", "Máy có thể đọc sai chữ, số, dấu của bản chụp.", "Đề nghị đối chiếu từng số với bản gốc, hoặc nhập lại bằng tệp văn bản gốc.", "Cách đọc văn bản của hệ thống"),
        # ── form
        Rule("head_incomplete", Area.FORM, _WARNING, "Phần đầu văn bản còn thiếu", "Số, ngày, cơ quan ban hành là thành phần bắt buộc của văn bản.", "Đề nghị bổ sung; hệ thống không tự đoán.", _FORM_399),
        Rule("issuer_differs", Area.FORM, _WARNING, "Cơ quan ban hành không thống nhất", "Tên văn bản, phần mở đầu và chữ ký phải cùng một cơ quan ban hành.", "Đề nghị thống nhất cơ quan ban hành.", _FORM_399),
        Rule("number_form", Area.FORM, _NOTE, "Cách ghi số, ký hiệu", "Văn bản của Đảng ghi “Số” không có dấu hai chấm, số dưới 10 có số 0 ở trước, ký hiệu không có năm.", "Đề nghị ghi theo mẫu “Số 08-KH/ĐU”.", _FORM_399),
        Rule("code_unfit", Area.FORM, _WARNING, "Ký hiệu không khớp loại văn bản", "Ký hiệu cho biết loại văn bản; “CT” là chỉ thị, “CTr” là chương trình.", "Đề nghị sửa ký hiệu hoặc tên loại cho khớp.", _FORM_399),
        Rule("date_form", Area.FORM, _NOTE, "Cách ghi ngày, tháng", "Ngày dưới 10 và tháng 1, 2 có số 0 ở trước; tháng 3 đến tháng 9 thì không.", "Đề nghị ghi như “ngày 03 tháng 02 năm 2026”.", "Hướng dẫn 05-HD/VPTW (27/5/2026), đọc qua nguồn thứ cấp"),
        Rule("issuer_competence", Area.FORM, _WARNING, "Thẩm quyền ban hành", "Mỗi cấp ủy chỉ được ban hành một số thể loại văn bản.", "Đề nghị đối chiếu thẩm quyền trước khi ban hành.", "Quy định 399-QĐ/TW, Điều 11, 13 (đọc qua nguồn thứ cấp): chỉ cảnh báo, không chặn"),
        Rule("sign_form", Area.FORM, _WARNING, "Cách ghi quyền hạn ký", "Văn bản của Đảng ghi “T/M”, “K/T”, “T/L”; cấp ủy làm việc theo chế độ tập thể nên không dùng “K/T”.", "Đề nghị ghi theo mẫu “T/M BAN THƯỜNG VỤ”.", _FORM_399),
        Rule("recipients_missing", Area.FORM, _NOTE, "Không có “Nơi nhận”", "“Nơi nhận” là thành phần bắt buộc của văn bản.", "Đề nghị bổ sung “Nơi nhận:”.", _FORM_399),
        Rule("recipients_form", Area.FORM, _NOTE, "Dấu câu ở “Nơi nhận”", "Mỗi nơi nhận một dòng, cuối dòng là dấu chấm phẩy, dòng cuối là dấu chấm.", "Đề nghị ghi dấu chấm phẩy cuối mỗi dòng, dấu chấm ở dòng cuối.", _FORM_399),
        Rule("ending_form", Area.FORM, _NOTE, "Dấu “./.” cuối văn bản", "Văn bản của Đảng kết thúc bằng dấu chấm, không dùng “./.” như văn bản hành chính.", "Đề nghị bỏ “/.”, chỉ để dấu chấm.", "Hướng dẫn 05-HD/VPTW (27/5/2026), đọc qua nguồn thứ cấp"),
        # ── structure
        Rule("numbering_broken", Area.STRUCTURE, _WARNING, "Số thứ tự không liền", "Mục nhảy số hoặc trùng số làm người đọc viện dẫn nhầm.", "Đề nghị kiểm tra có thiếu mục hoặc đánh nhầm số.", _OWN),
        Rule("count_differs", Area.STRUCTURE, _WARNING, "Số lượng công bố khác số đọc được", "“Gồm 12 chỉ tiêu” mà đếm được số khác thì khi báo cáo sẽ lệch.", "Đề nghị ghi rõ tổng số.", _OWN),
        Rule("heading_empty", Area.STRUCTURE, _WARNING, "Mục không có nội dung", "Mục chỉ có tên, không có nội dung bên dưới.", "Đề nghị bổ sung nội dung hoặc bỏ mục.", _OWN),
        Rule("block_heading_missing", Area.STRUCTURE, _WARNING, "Thiếu dòng tiêu đề như các mục khác", "Các chỉ tiêu khác có dòng này; thiếu thì không rõ phần nào là nhiệm vụ.", "Đề nghị bổ sung dòng tiêu đề.", _OWN),
        Rule("block_heading_form", Area.STRUCTURE, _NOTE, "Tiêu đề viết khác các mục khác", "Trình bày các mục cùng cấp cần giống nhau.", "Đề nghị thêm dấu hai chấm cho thống nhất.", _OWN),
        Rule("schedule_missing", Area.STRUCTURE, _WARNING, "Chỉ tiêu không có tiến độ", "Các chỉ tiêu khác có dòng tiến độ; thiếu thì không biết khi nào kiểm tra.", "Đề nghị bổ sung dòng “Tiến độ thực hiện:”.", _OWN),
        Rule("schedule_unlabelled", Area.STRUCTURE, _NOTE, "Dòng tiến độ thiếu nhãn", "Các chỉ tiêu khác có nhãn “Tiến độ thực hiện:”.", "Đề nghị thêm nhãn “Tiến độ thực hiện:”.", _OWN),
        Rule("item_duplicated", Area.STRUCTURE, _WARNING, "Hai mục trùng nội dung", "Một việc ghi hai lần sẽ bị theo dõi, báo cáo hai lần.", "Đề nghị bỏ một mục hoặc ghi rõ chỗ khác nhau.", _OWN),
        # ── targets
        Rule("bound_vacuous", Area.TARGETS, _WARNING, "“Ít nhất 100%”", "Không thể vượt 100% nên “ít nhất” không thêm nghĩa.", "Đề nghị ghi “100%” hoặc một mức thấp hơn.", "Số học"),
        Rule("over_hundred", Area.TARGETS, _WARNING, "Tỷ lệ lớn hơn 100%", "Một phần không thể lớn hơn cái toàn thể.", "Đề nghị kiểm tra lại con số.", "Số học"),
        Rule("not_measurable", Area.TARGETS, _NOTE, "Chỉ tiêu không có con số", "Không đo được thì cần người đánh giá theo mức bằng lời.", "Đề nghị nêu cách đo hoặc người đánh giá.", _SIX),
        Rule("no_population", Area.TARGETS, _NOTE, "Chỉ tiêu không rõ tính trên ai", "Tỷ lệ phải rõ mẫu số: tính trên những đơn vị, con người nào.", "Đề nghị ghi rõ đối tượng.", _SIX),
        Rule("no_period", Area.TARGETS, _NOTE, "Chỉ tiêu không rõ kỳ", "Không rõ tính theo năm, theo nhiệm kỳ hay đến mốc nào.", "Đề nghị ghi rõ kỳ, ví dụ “hằng năm”, “đến hết năm 2030”.", _SIX),
        Rule("after_plan_end", Area.TARGETS, _WARNING, "Mốc nằm sau thời gian của văn bản", "Chỉ tiêu, thời hạn nằm sau khi kế hoạch kết thúc thì không còn kỳ nào để kiểm tra.", "Đề nghị kiểm tra mốc thời gian, hoặc ghi rõ tầm nhìn đến năm nào.", _OWN),
        Rule("targets_contradict", Area.TARGETS, _WARNING, "Hai chỉ tiêu trái nhau", "Cùng một nội dung, cùng kỳ mà hai mức không thể cùng đúng.", "Đề nghị thống nhất một mức.", _OWN),
        Rule("two_thresholds", Area.TARGETS, _WARNING, "Một nội dung hai mức", "Hai mức tối thiểu (tối đa) cho một việc thì mức thấp không còn ý nghĩa.", "Đề nghị chỉ giữ một mức.", _OWN),
        Rule("parts_off", Area.TARGETS, _WARNING, "Các phần cộng lại khác số chung", "Số chia theo đơn vị phải cộng lại đúng số chung, nếu không thì không rõ ai còn phải làm bao nhiêu.", "Đề nghị kiểm tra lại số chung hoặc số của từng đơn vị.", "Số học"),
        Rule("targets_overlap", Area.TARGETS, _WARNING, "Hai chỉ tiêu yêu cầu một việc", "Một kết quả bị hỏi hai lần.", "Đề nghị gộp hoặc nói rõ một sản phẩm tính cho cả hai.", _OWN),
        Rule("target_repeated", Area.TARGETS, _NOTE, "Nhiệm vụ nhắc lại chỉ tiêu", "Hệ thống chỉ tính một lần.", "Đề nghị bỏ phần nhắc lại nếu không cần.", _OWN),
        Rule("product_twice", Area.TARGETS, _WARNING, "Một sản phẩm giao hai lần", "Một cơ quan được giao hai lần cùng một văn bản.", "Đề nghị tính là một sản phẩm.", _OWN),
        Rule("quota_giver", Area.TARGETS, _WARNING, "Không rõ cấp nào phân bổ", "Chỉ tiêu và phần nhiệm vụ nêu hai cấp phân bổ khác nhau.", "Đề nghị nói rõ cấp nào phân bổ.", _OWN),
        # ── 6 rõ
        Rule("six_clear", Area.SIX_CLEAR, _NOTE, "Nhiệm vụ chưa đủ rõ", "Thiếu người làm, thời hạn hoặc sản phẩm thì không đôn đốc được.", "Đề nghị bổ sung các điểm chưa rõ.", _SIX),
        # ── citations
        Rule("citation_date", Area.CITATIONS, _WARNING, "Ngày của văn bản viện dẫn", "Ngày ghi trong văn bản khác danh mục.", "Đề nghị đối chiếu bản gốc.", _REGISTER),
        Rule("citation_issuer", Area.CITATIONS, _WARNING, "Cơ quan ban hành của văn bản viện dẫn", "Cơ quan ban hành ghi trong văn bản khác danh mục.", "Đề nghị đối chiếu bản gốc.", _REGISTER),
        Rule("citation_title", Area.CITATIONS, _WARNING, "Trích yếu của văn bản viện dẫn", "Trích yếu ghi trong văn bản khác danh mục.", "Đề nghị đối chiếu bản gốc.", _REGISTER),
        Rule("citation_inconsistent", Area.CITATIONS, _WARNING, "Một văn bản viện dẫn hai ngày", "Cùng một số, ký hiệu mà ghi hai ngày.", "Đề nghị kiểm tra lại ngày.", _OWN),
        Rule("citation_later", Area.CITATIONS, _WARNING, "Văn bản viện dẫn có ngày sau văn bản này", "Không thể viện dẫn văn bản chưa ban hành.", "Đề nghị kiểm tra lại ngày.", _OWN),
        Rule("citation_outdated", Area.CITATIONS, _WARNING, "Viện dẫn văn bản đã được thay thế trước ngày ban hành", "Vào ngày ban hành, văn bản viện dẫn đã được thay bằng văn bản khác.", "Đề nghị kiểm tra, viện dẫn văn bản đang có hiệu lực.", _REGISTER),
        Rule("citation_replaced", Area.CITATIONS, _NOTE, "Văn bản viện dẫn nay đã được thay thế", "Viện dẫn đúng lúc ban hành; khi thực hiện cần theo văn bản mới.", "Khi thực hiện, đề nghị theo văn bản mới.", _REGISTER),
        Rule("citation_no_number_word", Area.CITATIONS, _NOTE, "Thiếu chữ “số”", "Viện dẫn ghi đủ tên loại, chữ “số” rồi số, ký hiệu.", "Đề nghị ghi đủ chữ “số”.", _FORM_399),
        Rule("kind_word_lost", Area.CITATIONS, _WARNING, "Tên loại văn bản mất chữ", "“Nghị số 57-NQ/TW” thiếu chữ “quyết”.", "Đề nghị ghi đủ tên loại.", _SPELLING),
        # ── bodies
        Rule("body_old_name", Area.BODIES, _WARNING, "Tên cũ của cơ quan", "Cơ quan đã đổi tên hoặc hợp nhất.", "Đề nghị dùng tên hiện nay.", "Bảng tên cơ quan có ngày hiệu lực"),
        Rule("body_ended", Area.BODIES, _WARNING, "Cơ quan không còn vào ngày ban hành", "Cơ quan đã hợp nhất, đổi tên hoặc kết thúc hoạt động trước ngày văn bản.", "Đề nghị ghi cơ quan kế nhiệm.", "Bảng tên cơ quan có ngày hiệu lực"),
        Rule("body_name_varies", Area.BODIES, _NOTE, "Một cơ quan nhiều tên gọi", "Gọi một cơ quan bằng nhiều tên làm khó giao việc.", "Đề nghị dùng một tên.", _OWN),
        Rule("body_unknown", Area.BODIES, _WARNING, "Cơ quan không có trong danh sách", "Giao việc cho cơ quan không có thì không ai nhận.", "Đề nghị kiểm tra tên hoặc bổ sung tổ chức.", "Danh sách tổ chức của hệ thống"),
        Rule("audience_varies", Area.BODIES, _NOTE, "Một đối tượng nhiều tên gọi", "Gọi một đối tượng bằng nhiều tên làm khó đếm.", "Đề nghị dùng một tên.", _OWN),
        # ── wording
        Rule("words_doubled", Area.WORDING, _WARNING, "Viết lặp từ", "Từ viết hai lần liền nhau.", "Đề nghị bỏ một lần.", _SPELLING),
        Rule("words_glued", Area.WORDING, _NOTE, "Chữ dính liền", "Tệp chuyển từ PDF hay mất dấu cách.", "Đề nghị thêm dấu cách.", _SPELLING),
        Rule("spelling", Area.WORDING, _WARNING, "Lỗi chính tả hay gặp", "Chữ thường bị gõ, quét nhầm.", "Đề nghị sửa.", _SPELLING),
        Rule("spelling_twin", Area.WORDING, _NOTE, "Có lẽ sai dấu", "Cụm từ này chỉ viết ở đây; chỗ khác trong văn bản viết khác dấu.", "Đề nghị kiểm tra dấu.", _OWN),
        Rule("word_shape", Area.WORDING, _NOTE, "Chữ không đúng chính tả", "Không có âm tiết tiếng Việt nào viết như vậy.", "Đề nghị kiểm tra.", "Cấu tạo âm tiết tiếng Việt (phụ âm đầu, vần, thanh)"),
        Rule("spelling_mixed", Area.WORDING, _NOTE, "Hai cách viết", "Dùng lẫn hai cách viết của một từ.", "Đề nghị thống nhất một cách viết.", _OWN),
        Rule("wording_varies", Area.WORDING, _NOTE, "Một tên viết hai cách", "Một tên trong ngoặc kép viết khi số, khi chữ.", "Đề nghị thống nhất một cách viết.", _OWN),
    )
}  # fmt: skip
