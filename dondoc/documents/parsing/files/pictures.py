"""A page of a PDF, or a photograph, as a small picture to look at: nothing of the file itself reaches the browser."""

import base64
import io
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageOps

from dondoc.documents.parsing.files.base import refusal
from dondoc.documents.parsing.files.kinds import Files
from dondoc.documents.parsing.files.pdf import opened, refuse_much_drawing

_MAX_PIXELS = 60_000_000  # of a photograph: more than any telephone takes


def picture_of(files: Files, options: Mapping[str, Any]) -> dict[str, str]:
    """{"jpeg": page `page` (from 1) of the first file, `width` pixels wide at most, in base64; "" for no such page}.

    Errors: UnreadableFile (damaged, locked, too large).
    """
    name, data = files[0]
    page, width = int(options["page"]), int(options["width"])
    picture = _page(name, data, page, width) if b"%PDF-" in data[:1024] else _photograph(name, data, page, width)
    if picture is None:
        return {"jpeg": ""}
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    return {"jpeg": base64.b64encode(out.getvalue()).decode()}


def _page(name: str, data: bytes, number: int, width: int) -> Image.Image | None:
    refuse_much_drawing(data, name)
    with opened(data, name) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        wide, high = page.get_size()
        if not (wide > 0 and high > 0):
            raise refusal("broken_pdf", name)
        scale = width / max(wide, high / 2)  # a page like a ribbon is drawn no longer than twice its width
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture.copy()


def _photograph(name: str, data: bytes, number: int, width: int) -> Image.Image | None:
    if number != 1:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise refusal("page_size", name)
            picture.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((width, width * 2))
            return upright.copy()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise refusal("broken_image", name) from error
