"""Gathering browser files: comments that would stop the manifest storage go, unknown icons are named."""

import pytest

from tests.repo.files import ROOT
from tools import assets

ICON = """<svg
  xmlns="http://www.w3.org/2000/svg"
  width="24"
  class="icon"
>
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M12 9v4" />
</svg>
"""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a{b:c}\n/*# sourceMappingURL=tabler.min.css.map */", "a{b:c}\n"),
        ("a{b:c}\n/*@ sourceMappingURL=x.map*/d{e:f}", "a{b:c}\nd{e:f}"),
        ("f();\n//# sourceMappingURL=htmx.js.map\ng();", "f();\n\ng();"),
        ("a{b:c} /* a plain comment */", "a{b:c} /* a plain comment */"),
    ],
)
def test_source_map_comments_go(tmp_path, written, kept):
    (tmp_path / "from").write_text(written)
    assets.copy_text(tmp_path / "from", tmp_path / "to")
    assert (tmp_path / "to").read_text() == kept


def test_icon_names_are_sorted_and_stand_once():
    assert assets.icon_names("# the list\nx\n\nbell  # rings\nx\n") == ["bell", "x"]


def test_a_symbol_keeps_the_drawing_and_leaves_the_empty_frame():
    assert assets.symbol("clock", ICON) == f'<symbol id="icon-clock" {assets.DRAWING}><path d="M12 9v4" /></symbol>'


def test_every_unknown_icon_is_named(tmp_path):
    (tmp_path / "clock.svg").write_text(ICON)
    with pytest.raises(SystemExit, match=r"no such icon: bel, clok$"):
        assets.sprite(["bel", "clock", "clok"], tmp_path)


def test_the_icon_list_is_sorted_and_has_no_doubles():
    lines = [line for line in (ROOT / "tools" / "icons.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines == sorted(set(lines))
