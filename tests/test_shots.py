"""Pictures: every page has one, what their table names exists, the READMEs show them; lacking browsers are told of."""

import re
import string
from collections.abc import Iterable
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Match, Route

from shots import chromium
from shots.cast import Named
from shots.chromium import lacking, program
from shots.people import NAMED
from shots.table import SHOTS, Shot
from web.app import app
from web.candidate import privacy, routes, stopping
from web.console import CONSOLE

_ROOT = Path(__file__).resolve().parent.parent
MOST_TOGETHER = 3_000_000  # bytes: whoever clones the project gets them all

_ID = "0f7f6a86-52a1-5a58-9d2b-3f6f3f6a1c55"
_FOUND = {name: Named(_ID, "x" * 32) for name in NAMED} | {"score": Named("1"), "proposal": Named("1")}
PARTS = "fetched by a page that is open, never looked at alone"
FILE = "a file"
NO_PICTURE = {
    "/console": "leads to the list",
    "/console/{place:path}": "an address at which there is nothing",
    "/console/live": PARTS,
    "/console/counts": PARTS,
    "/console/interviews/views": PARTS,
    "/console/interviews/{id}/row": PARTS,
    "/console/interviews/{id}/now": PARTS,
    "/console/bulk/now": PARTS,
    "/console/bulk/{id}/now": PARTS,
    "/console/settings/policy/rung": PARTS,
    "/console/interviews/import/sample.csv": FILE,
    "/console/cancellations.{kind}": FILE,
    "/console/dashboard/figures.{kind}": FILE,
    "/console/candidate-requests/{id}/copy.json": FILE,
}


def _answers(routes: Iterable[BaseRoute], path: str) -> BaseRoute | None:
    """The first route that answers this address."""
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0], "root_path": "", "headers": []}
    return next((route for route in routes if route.matches(scope)[0] is Match.FULL), None)


def _leads_somewhere(path: str) -> bool:
    known = (route for route in app.routes if ":path}" not in getattr(route, "path", ""))
    return _answers(known, path) is not None


def _addresses(shot: Shot) -> list[str]:
    return [address.format(**_FOUND) for address in (shot.path, shot.dialog) if address]


def test_every_picture_has_a_name_of_its_own_a_page_and_known_people() -> None:
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
    used = set()
    for shot in SHOTS:
        used |= {
            field.partition(".")[0] for _, field, _, _ in string.Formatter().parse(shot.path + shot.dialog) if field
        }
        assert all(map(_leads_somewhere, _addresses(shot))), shot.name
        assert (shot.login is not None) == (shot.path.startswith("/console/") and "signin" not in shot.path), shot.name
    assert used == NAMED


def test_every_page_and_dialog_has_a_picture_or_a_reason_for_none() -> None:
    areas = (*CONSOLE, routes, stopping, privacy)
    every = [route for area in areas for route in area.router.routes if isinstance(route, Route)]
    pages = {route.path for route in every if "GET" in (route.methods or ())}
    found = [_answers(every, address) for shot in SHOTS for address in _addresses(shot)]
    pictured = {route.path for route in found if isinstance(route, Route)}
    assert "/console/interviews/{id}/cancel" in pictured
    assert sorted(pages - pictured) == sorted(NO_PICTURE)


def test_the_readmes_show_pictures_that_are_there_and_none_is_left_over() -> None:
    known = {f"{shot.name}.webp" for shot in SHOTS}
    for name in ("README.md", "README.zh.md"):
        shown = set(re.findall(r"docs/images/([\w-]+\.webp)", (_ROOT / name).read_text(encoding="utf-8")))
        assert shown, name
        assert shown <= known, name
    there = {file.name: file.stat().st_size for file in (_ROOT / "docs" / "images").glob("*.webp")}
    assert set(there) == known
    assert sum(there.values()) < MOST_TOGETHER


def test_a_browser_that_is_named_wins_and_a_wrong_name_is_lacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setattr(chromium, "_runs", lambda node: True)
    monkeypatch.setenv("MIANYUE_CHROMIUM", str(browser))
    assert (program(), lacking()) == (str(browser), "")
    monkeypatch.setenv("MIANYUE_CHROMIUM", str(tmp_path / "none"))
    assert program() is None
    assert "no chromium" in lacking()
    monkeypatch.delenv("MIANYUE_CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == str(browser)
    monkeypatch.setattr(chromium, "_runs", lambda node: False)
    assert "libatomic1" in lacking()
