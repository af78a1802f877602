"""A one-page PDF that stands for an issued document in the made-up city."""

from dondoc.lib.text import fold


def paper(title: str) -> bytes:
    """A small valid PDF saying `title` (without marks: the built-in font has none) and that it is made up."""
    lines = [fold(title).upper()[:90], "TAI LIEU MAU - DU LIEU GIA DINH"]
    text = "BT /F1 12 Tf 60 760 Td 18 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}").encode("ascii", "replace")


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "()\\" else c for c in text)
