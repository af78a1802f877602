"""The printed page about the states says what the tables say; `./don golden` prints it anew."""

from dondoc.submissions.diagram import _RIGHTS, PAGE, states_page
from dondoc.submissions.models import MOVE_EVENT, STATUS_EVENT, TRANSITIONS
from tests.repo.files import ROOT


def test_the_printed_page_is_not_stale(request):
    page = ROOT / PAGE
    if request.config.getoption("--golden-rewrite"):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(states_page(), encoding="utf-8")
    assert page.read_text("utf-8") == states_page()


def test_every_move_is_drawn_and_has_its_roles():
    drawn = [line.strip() for line in states_page().splitlines() if "-->" in line and "[*]" not in line]
    assert len(drawn) == sum(len(ends) for ends in TRANSITIONS.values())
    assert set(_RIGHTS) == {*STATUS_EVENT.values(), *MOVE_EVENT.values()}
