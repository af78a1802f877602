"""What looks like a directive and is none: enforcement clauses, what to do about difficulties, references to annexes."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from dondoc.documents.parsing.patterns import vn

NO_TASK = vn(
    r"trong quá trình (?:triển khai|tổ chức)?\s?(?:thực hiện)?[^.;]{0,60}(?:nếu (?:có|phát sinh)|gặp|có (?:khó khăn|vướng mắc|vấn đề|phát sinh))|[^.]{0,900}?(?:chịu trách nhiệm (?:thi hành|thực hiện) (?:quyết định|nghị quyết|kế hoạch|chương trình|chỉ thị)(?: này|\\s?\\.)|có hiệu lực (?:kể )?từ)|(?:quyết định|nghị quyết|kế hoạch|chương trình(?: hành động)?|chỉ thị|quy định|quy chế|văn bản) này (?:thay thế|có hiệu lực|được phổ biến|được (?:hội đồng|quốc hội|ban)|đã được|áp dụng)|[^.:;]{3,120}\sphân công(?: nhiệm vụ)?(?: cụ thể)? (?:như sau|sau đây)\s?:$|ban hành kèm theo|bãi bỏ|trên đây là|nơi nhận"
)
ATTACHED = vn(r"^\W*(?:\(?(?:chi tiết|có|kèm|kèm theo|theo)\s(?:tại )?(?:phụ lục|danh mục|biểu)|trong đó\s?:|\(kèm)")
