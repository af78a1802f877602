"""./don answers wrong words in plain Vietnamese, before it sets anything up."""

import re
import subprocess

import pytest

from tests.repo.files import ROOT

SOURCE = (ROOT / "don").read_text("utf-8")


def call(*words: str, home) -> tuple[int, str]:
    """Exit code and everything said, called as on a bare machine."""
    done = subprocess.run(
        ["/bin/sh", ROOT / "don", *words],
        cwd=home,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=20,
        check=False,
    )
    return done.returncode, done.stdout


def test_without_words_it_lists_every_command_it_knows(tmp_path):
    code, said = call(home=tmp_path)
    offered = set(re.findall(r"^  \./don ([a-z]+)", said, re.MULTILINE))
    understood = set(re.findall(r"^    ([a-z]+)\) ", SOURCE.partition("\ncase $word in\n")[2], re.MULTILINE))
    assert (code, offered) == (0, understood - {"help"})


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chạy"], "Không có lệnh “chạy”; gõ ./don để xem danh sách."),
        (["demo", "--port"], "--port cần một số cổng, ví dụ: ./don demo --port 8080"),
        (["demo", "--port", "tám"], "“tám” không phải là số cổng; ví dụ: ./don demo --port 8080"),
        (["demo", "--port", "0"], "Cổng phải từ 1 đến 65535; ví dụ: ./don demo --port 8080"),
        (["demo", "--port=70000"], "Cổng phải từ 1 đến 65535; ví dụ: ./don demo --port 8080"),
        (["demo", "--mới"], "Không hiểu “--mới”. Cách dùng: ./don demo [--fresh] [--port N]"),
        (["read"], "Cần tên tệp, ví dụ: ./don read ke-hoach.docx [--json]"),
        (["lint"], "Cần tên tệp, ví dụ: ./don lint du-thao.docx [--docx phieu-gop-y.docx]"),
    ],
)
def test_wrong_words_are_answered(words, says, tmp_path):
    code, said = call(*words, home=tmp_path)
    assert (code, said.startswith(f"✗ {says}"), said.count("\n")) == (2, True, 1)


def test_it_is_plain_posix_shell():
    bashisms = re.compile(r"\[\[|^\s*local\s|<<<|\bfunction \w|\$'|\bpipefail\b|&>|\bsource ")
    assert [line for line in SOURCE.splitlines() if bashisms.search(line) and not line.lstrip().startswith("#")] == []
