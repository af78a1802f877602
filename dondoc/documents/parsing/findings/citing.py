"""Citations against the register of documents, field by field; lost words around a document number."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

from collections.abc import Callable, Iterator, Mapping, Sequence

from dondoc.documents.parsing.citations import symbol_key
from dondoc.documents.parsing.draft import CitationDraft, Finding, Mention
from dondoc.documents.parsing.findings.base import Context, found
from dondoc.documents.parsing.patterns import vn
from dondoc.documents.parsing.references import Reference, by_symbol, meant
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold, words

# What stands between "số" code and kind: the code in a symbol tells the kind of the document.
KIND_OF_CODE = {
    "NQ": "nghị quyết", "CT": "chỉ thị", "KL": "kết luận", "QC": "quy chế", "HD": "hướng dẫn", "TB": "thông báo", "KH": "kế hoạch", "NĐ": "nghị định",
}  # fmt: skip
_SMALL = {"trong", "va", "cac", "ve", "cua", "cong", "tac", "nhung"}
_HERE = vn(r"\s(?:trên địa bàn|tại (?:tỉnh|thành phố|xã|phường|đảng bộ))(?![^\W_])")
_HALF = vn(r"(?<![^\W_])(nghị|chỉ|kết|quy|thông|kế|hướng)\s$")


def cited_otherwise(context: Context) -> Iterator[Finding]:
    """Date, issuer and title of a citation that differ from the register or from the text's own other mentions."""
    known = by_symbol(context.register)
    for citation in context.draft.citations:
        reference = _entry(context, citation, known)
        if reference:
            yield from _against(context, citation, reference)
        else:
            yield from _inconsistent(context, citation)


Register = Mapping[str, Sequence[Reference]]


def _entry(context: Context, citation: CitationDraft, known: Register) -> Reference | None:
    dates = [m.date for m in citation.mentions if m.date]
    return meant(known.get(symbol_key(citation.symbol), ()), dates, context.draft.head.date)


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
            message = f"{citation.symbol}: văn bản ghi {name} “{value}”{more}; danh mục ghi “{right}”."
            repair = f"Đề nghị đối chiếu bản gốc; nếu danh mục đúng thì ghi “{right}”."
            yield found(code, places[0].span, message, context.part_at(places[0].span), repair)


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
        message = (
            f"{citation.symbol} được ghi hai ngày khác nhau: {format_date(dated[0].date)} và {format_date(other.date)}."
        )
        yield found("citation_inconsistent", other.span, message, context.part_at(other.span))


def same_issuer(written: str, right: str) -> bool:
    """True when the words agree, or one leaves out the level ("Ban Thường vụ Tỉnh ủy" of a province)."""
    a, b = words(written), words(right)
    return not b or a == b or a[: len(b)] == b or b[: len(a)] == a


def same_title(written: str, right: str) -> bool:
    """True when the titles agree but for small words, or the written one stops early or goes on; the place where a
    local paper carries the cited one out ("… trên địa bàn tỉnh") is no part of its title."""
    a = [w for w in words(_HERE.split(written.lower(), maxsplit=1)[0]) if w not in _SMALL]
    b = [w for w in words(right) if w not in _SMALL]
    size = min(len(a), len(b))
    return not b or a[:size] == b[:size]


def replaced(context: Context) -> Iterator[Finding]:
    """A cited document that another has replaced: since then a note, before the day of this document a doubt.

    Only the first successor is named with its day; where that one was replaced too, the one in force now is added.
    """
    known = by_symbol(context.register)
    day = context.draft.head.date
    for citation in context.draft.citations:
        reference = _entry(context, citation, known)
        if not reference or not reference.replaced_by:
            continue
        place, since = context.part_at(citation.span), reference.replaced_on
        words_ = f" từ {format_date(since)}" if since else ""
        newest = _newest(reference, known)
        more = f" (hiện hành: {newest})" if newest != reference.replaced_by else ""
        if day and since and since < day:
            message = (
                f"{citation.symbol} đã được thay bằng {reference.replaced_by}{words_}, trước ngày văn bản này{more}."
            )
            yield found("citation_outdated", citation.span, message, place)
        else:
            message = f"{citation.symbol} nay được thay bằng {reference.replaced_by}{words_}{more}."
            yield found("citation_replaced", citation.span, message, place)


def _newest(reference: Reference, known: Register) -> str:
    """The number at the end of the chain of successors; a ring ends where it meets itself."""
    seen: set[str] = set()
    number = reference.replaced_by or ""
    while (after := known.get(symbol_key(number))) and after[0].replaced_by and symbol_key(number) not in seen:
        seen.add(symbol_key(number))
        number = after[0].replaced_by
    return number


def cited_later(context: Context) -> Iterator[Finding]:
    """A cited document whose day lies after that of this document."""
    day = context.draft.head.date
    for citation in context.draft.citations if day else ():
        late = next((m for m in citation.mentions if m.date and day and m.date > day), None)
        if late and late.date and day:
            message = f"{citation.symbol} được ghi ngày {format_date(late.date)}, sau ngày của văn bản này ({format_date(day)})."
            yield found("citation_later", late.span, message, context.part_at(late.span))


def no_number_word(context: Context) -> Iterator[Finding]:
    """A document number without "số" before it."""
    for citation in context.draft.citations:
        bare = [m for m in citation.mentions if m.kind and not m.has_number_word]
        if bare:
            more = f" ({len(bare)} chỗ)" if len(bare) > 1 else ""
            message = f"Trước ký hiệu {citation.symbol} thiếu chữ “số”{more}."
            repair = f"Đề nghị ghi “{bare[0].kind.capitalize()} số {citation.symbol}”."
            yield found("citation_no_number_word", bare[0].span, message, context.part_at(bare[0].span), repair)


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
                message = f"“{half[1].capitalize()} số {mention.symbol}” thiếu chữ."
                repair = f"Đề nghị ghi “{right.capitalize()} số {mention.symbol}”."
                yield found("kind_word_lost", mention.span, message, context.part_at(mention.span), repair)


def _kind_by_code(mention: Mention) -> str | None:
    code = mention.symbol.split("/")[0].split("-")[-1]
    return KIND_OF_CODE.get(code)
