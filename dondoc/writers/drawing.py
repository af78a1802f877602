"""Charts as pictures for paper, drawn by the file that draws them on the screen.

ECharts runs without a browser in a JavaScript engine of its own process (docs/decisions/0024): the picture is the one
of the screen, the engine's memory is given back, and nothing is fetched from anywhere. PNG: every Word shows it.
"""

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from dondoc.lib.charts import Chart, height_mm, option

ROOT = Path(__file__).parents[2]
ECHARTS = ROOT / "dondoc" / "web" / "static" / "vendor" / "echarts.common.min.js"
FONTS = Path(__file__).parent / "fonts"
WIDTH_PX = 640  # of the drawing; words in it have 12 px, about 9 pt on a line of 170 mm
_DOTS = 2.5  # of the picture for each of these: about 240 dpi
_LIMIT_S = 60
_DRAW = """(function (option, width, height) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
})"""


class DrawingError(RuntimeError):
    """The engine did not draw; the message says what it said."""


@lru_cache(maxsize=16)  # one report is fetched again and again
def picture(chart: Chart, width_mm: float) -> bytes:
    """A PNG of `chart`, as wide as `width_mm` of paper. Errors: DrawingError."""
    wanted = {"option": option(chart, on_paper=True), "height": round(height_mm(chart) / width_mm * WIDTH_PX)}
    done = subprocess.run(
        [sys.executable, "-m", "dondoc.writers.drawing"],
        input=json.dumps(wanted).encode(),
        capture_output=True,
        timeout=_LIMIT_S,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise DrawingError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _draw(wanted: dict[str, Any]) -> bytes:
    """In the child."""
    import resvg_py  # noqa: PLC0415 -- only in the child
    from py_mini_racer import MiniRacer  # noqa: PLC0415 -- only in the child, 60 MB

    engine = MiniRacer()
    engine.eval(f"var self = globalThis; {ECHARTS.read_text(encoding='utf-8')}; 0")
    svg = engine.eval(f"{_DRAW}({json.dumps(wanted['option'])}, {WIDTH_PX}, {wanted['height']})")
    width = round(WIDTH_PX * _DOTS)
    return bytes(
        resvg_py.svg_to_bytes(svg_string=str(svg), width=width, font_dirs=[str(FONTS)], skip_system_fonts=True)
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(json.load(sys.stdin)))
