"""The table of pictures and the benchmark's table of pages: what they name exists; and why a browser is lacking is said."""

import string
from pathlib import Path

import pytest
from starlette.routing import Match

from bench.web.asks import ASKS
from shots import chromium
from shots.chromium import lacking, program
from shots.people import Person
from shots.table import SHOTS
from web.app import app

PEOPLE = {"invited", "invited_en", "offered", "requested", "withdrawn", "late"}
_ID = "0f7f6a86-52a1-5a58-9d2b-3f6f3f6a1c55"


def _leads_somewhere(path: str, method: str = "GET") -> bool:
    scope = {"type": "http", "method": method, "path": path.partition("?")[0], "root_path": "", "headers": []}
    return any(
        route.matches(scope)[0] is Match.FULL for route in app.routes if "{path" not in getattr(route, "path", "")
    )


def test_every_picture_has_a_name_of_its_own_a_page_and_known_people() -> None:
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
    people = dict.fromkeys(PEOPLE, Person(_ID, "x" * 32))
    for shot in SHOTS:
        named = {field.partition(".")[0] for _, field, _, _ in string.Formatter().parse(shot.path) if field}
        assert named <= PEOPLE, shot.name
        assert _leads_somewhere(shot.path.format(**people)), shot.name
        assert (shot.login is not None) == (shot.path.startswith("/console/") and "signin" not in shot.path), shot.name


def test_every_page_that_is_measured_exists() -> None:
    assert len({ask.name for ask in ASKS}) == len(ASKS)
    known = {"open": _ID, "cancelled": _ID, "fresh": _ID, "link": "x" * 32}
    for ask in ASKS:
        method = "GET" if ask.form is None else "POST"
        assert _leads_somewhere(ask.path.format(**known), method), ask.name
        assert not ask.opens or _leads_somewhere(ask.opens.format(**known)), ask.name


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
