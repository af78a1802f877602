"""Citations against the register of documents, field by field; lost words around a document number."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from collections.abc import Callable, Iterator

from dondoc.documents.parsing.citations import symbol_key
from dondoc.documents.parsing.draft import CitationDraft, Finding, Mention
from dondoc.documents.parsing.findings.base import Context, note, warning
from dondoc.documents.parsing.patterns import vn
from dondoc.documents.parsing.references import Reference, by_symbol
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold, words

# What stands between "số" code and kind: the code in a symbol tells the kind of the document.
KIND_OF_CODE = {
    "NQ": "nghị quyết", "CT": "chỉ thị", "KL": "kết luận", "QC": "quy chế", "HD": "hướng dẫn", "TB": "thông báo", "KH": "kế hoạch", "NĐ": "nghị định",
}  # fmt: skip
_SMALL = {"trong", "va", "cac", "ve", "cua", "cong", "tac", "nhung"}
_HALF = vn(r"(?<![^\W_])(nghị|chỉ|kết|quy|thông|kế|hướng)\s$")


def cited_otherwise(context: Context) -> Iterator[Finding]:
    """Date, issuer and title of a citation that differ from the register or from the text's own other mentions."""
    known = by_symbol(context.register)
    for citation in context.draft.citations:
        reference = known.get(symbol_key(citation.symbol))
        if reference:
            yield from _against(context, citation, reference)
        else:
            yield from _inconsistent(context, citation)


def _against(context: Context, citation: CitationDraft, reference: Reference) -> Iterator[Finding]:
    fields: tuple[tuple[str, str, Callable[[Mention], str | None], str], ...] = (
        ("citation_date", "ngày", lambda m: _other_date(m, reference), format_date(reference.date)),
        ("citation_issuer", "cơ quan ban hành", lambda m: _other_issuer(m, reference), reference.issuer),
        ("citation_title", "trích yếu", lambda m: _other_title(m, reference), f"về {reference.title}"),
    )
    for code, name, differs, right in fields:
        wrong = [(m, differs(m)) for m in citation.mentions if differs(m)]
        for value in {fold(v): v for _, v in reversed(wrong) if v}.values():
            places = [m for m, v in wrong if v and fold(v) == fold(value)]
            more = f" ({len(places)} chỗ)" if len(places) > 1 else ""
            message = (
                f"{citation.symbol}: văn bản ghi {name} “{value}”{more}; danh mục ghi “{right}”. Đề nghị kiểm tra lại."
            )
            yield warning(code, places[0].span, message, context.part_at(places[0].span))


def _other_date(m: Mention, reference: Reference) -> str | None:
    return format_date(m.date) if m.date and m.date != reference.date else None


def _other_issuer(m: Mention, reference: Reference) -> str | None:
    return m.issuer if m.issuer and not same_issuer(m.issuer, reference.issuer) else None


def _other_title(m: Mention, reference: Reference) -> str | None:
    return f"về {m.title}" if m.title and not same_title(m.title, reference.title) else None


def _inconsistent(context: Context, citation: CitationDraft) -> Iterator[Finding]:
    """Two mentions of one document that give two dates."""
    dated = [m for m in citation.mentions if m.date]
    other = next((m for m in dated if m.date != dated[0].date), None)
    if other and other.date and dated[0].date:
        message = f"{citation.symbol} được ghi hai ngày khác nhau: {format_date(dated[0].date)} và {format_date(other.date)}. Đề nghị kiểm tra lại."
        yield warning("citation_inconsistent", other.span, message, context.part_at(other.span))


def same_issuer(written: str, right: str) -> bool:
    """True when the words agree, or one leaves out the level ("Ban Thường vụ Tỉnh ủy" of a province)."""
    a, b = words(written), words(right)
    return not b or a == b or a[: len(b)] == b or b[: len(a)] == a


def same_title(written: str, right: str) -> bool:
    """True when the titles agree but for small words, or the written one stops early or goes on."""
    a = [w for w in words(written) if w not in _SMALL]
    b = [w for w in words(right) if w not in _SMALL]
    size = min(len(a), len(b))
    return not b or a[:size] == b[:size]


def replaced(context: Context) -> Iterator[Finding]:
    """A cited document that another has replaced since; right at its time, so only a note."""
    known = by_symbol(context.register)
    for citation in context.draft.citations:
        reference = known.get(symbol_key(citation.symbol))
        if reference and reference.replaced_by:
            since = f" từ {format_date(reference.replaced_on)}" if reference.replaced_on else ""
            message = f"{citation.symbol} nay được thay bằng {reference.replaced_by}{since}. Khi thực hiện, đề nghị theo văn bản mới."
            yield note("citation_replaced", citation.span, message, context.part_at(citation.span))


def no_number_word(context: Context) -> Iterator[Finding]:
    """A document number without "số" before it."""
    for citation in context.draft.citations:
        bare = [m for m in citation.mentions if m.kind and not m.has_number_word]
        if bare:
            more = f" ({len(bare)} chỗ)" if len(bare) > 1 else ""
            message = f"Trước ký hiệu {citation.symbol} thiếu chữ “số”{more}. Đề nghị ghi đủ: “{bare[0].kind.capitalize()} số {citation.symbol}”."
            yield note("citation_no_number_word", bare[0].span, message, context.part_at(bare[0].span))


def lost_kind_word(context: Context) -> Iterator[Finding]:
    """Half of the kind is gone before a number ("Nghị số 57-NQ/TW")."""
    source = context.draft.source
    for citation in context.draft.citations:
        for mention in citation.mentions:
            right = _kind_by_code(mention)
            if mention.kind or not right:
                continue
            before = source[max(0, mention.span.start - 12) : mention.span.start].lower()
            half = _HALF.search(before)
            if half:
                message = f"“{half[1].capitalize()} số {mention.symbol}” mất chữ: đúng ra là “{right.capitalize()} số {mention.symbol}”. Đề nghị sửa."
                yield warning("kind_word_lost", mention.span, message, context.part_at(mention.span))


def _kind_by_code(mention: Mention) -> str | None:
    code = mention.symbol.split("/")[0].split("-")[-1]
    return KIND_OF_CODE.get(code)
