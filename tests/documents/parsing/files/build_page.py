"""Web pages as a public legal-document site serves them: the document among menus, scripts and links."""

# ruff: noqa: E501 -- markup is read as it stands

from html import escape

_TOP = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Kế hoạch mẫu - Trang văn bản</title>
<style>.x { color: red }</style><script>var a = "1. Giao Ban Mẫu thực hiện";</script></head><body>
<header class="site-header"><div class="logo">Trang văn bản mẫu</div><form action="/tim"><input name="q"><button>Tìm</button></form></header>
<nav id="main-menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/vb">Văn bản mới</a></li><li><a href="/l">Liên hệ</a></li></ul></nav>
<div class="breadcrumb"><a href="/">Trang chủ</a> &raquo; <a href="/kh">Kế hoạch</a></div>
<div class="wrapper"><div class="left-col"><ul>
<li><a href="/1">Kế hoạch 01 về giao thông nông thôn</a></li><li><a href="/2">Nghị quyết 02 về giáo dục</a></li>
<li><a href="/3">Quyết định 03 về y tế cơ sở</a></li></ul></div>
<div class="main-col"><div class="toolbar"><a href="#">Tải về</a> | <a href="#">In</a></div><div id="noi-dung"><div class="doc">
"""
_END = """
</div></div><div style="display:none">Giao Sở Ẩn thực hiện trước ngày 01/01/2030.</div></div></div>
<div class="related-docs"><h3>Văn bản liên quan</h3><ul><li><a href="/4">Kế hoạch số 04/KH-UBND</a></li>
<li><a href="/5">Kế hoạch số 05/KH-UBND</a></li><li><a href="/6">Kế hoạch số 06/KH-UBND</a></li></ul></div>
<div id="comments">Bình luận: Giao ai thực hiện trước 31/12/2025?</div>
<footer>Bản quyền thuộc về Trang văn bản mẫu. 1. Điều khoản</footer><script src="/a.js"></script></body></html>
"""


def page(body: str) -> str:
    return _TOP + body + _END


def page_of(lines: list[str], centred: int, charset: str = "utf-8") -> bytes:
    """A saved page of `lines`, the first `centred` of them centred, with tables."""
    body: list[str] = []
    rows: list[str] = []
    for at, line in enumerate([*lines, ""]):
        if line.startswith("| "):
            cells = "".join(f"<td><p>{escape(cell.strip())}</p></td>" for cell in line.strip("|").split("|"))
            rows.append(f"<tr>\n{cells}\n</tr>")
            continue
        if rows:
            body.append(f'<table border="1">\n<tbody>{"".join(rows)}</tbody></table>')
            rows = []
        style = ' style="text-align: center"' if at < centred else ""
        words = escape(line).split(" ")
        middle = len(words) // 2
        body.append(f"<p{style}><span>{' '.join(words[:middle])}\n  </span><b>{' '.join(words[middle:])}</b></p>")
    return page("\n".join(body)).encode(charset)
