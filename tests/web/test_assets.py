"""Styles and scripts as a browser fetches them: addresses that name their content, long kept, compressed; none of it missing in silence."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.routing import Mount

from web import assets
from web.assets import Assets, NoAssets, asset

_FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder like web/static after a build."""
    folder = tmp_path.resolve() / "static"
    (folder / "built").mkdir(parents=True)
    (folder / "console.css").write_text("body{color:black}")
    (folder / "built/htmx-0123456789.js").write_text("plain")
    (folder / "built/htmx-0123456789.js.gz").write_bytes(gzip.compress(b"plain"))
    (folder / "built/manifest.json").write_text(json.dumps({"htmx.js": "htmx-0123456789.js"}))
    monkeypatch.setattr(assets, "STATIC", folder)
    monkeypatch.setattr(assets, "BUILT", folder / "built")
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    assets.built.cache_clear()
    assets._digest.cache_clear()


@pytest_asyncio.fixture
async def browser(static: Path) -> AsyncIterator[httpx2.AsyncClient]:
    app = Starlette(routes=[Mount("/static", Assets())])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://testserver") as client:
        yield client


async def test_our_own_style_is_kept_for_ever_under_the_address_of_this_content(browser: httpx2.AsyncClient) -> None:
    found = await browser.get(asset("console.css"))
    assert (found.status_code, found.text) == (200, "body{color:black}")
    assert found.headers["cache-control"] == _FOR_EVER
    assert found.headers["content-type"].startswith("text/css")
    assert found.headers["x-content-type-options"] == "nosniff"


async def test_another_version_of_it_is_not_kept_for_this_one(browser: httpx2.AsyncClient, static: Path) -> None:
    """While two versions of the web process answer, a page of the new one may fetch its style from the old one."""
    for address in ("/static/console.css?v=0000000000", "/static/console.css", "/static/console.css?v=1&v=2"):
        assert (await browser.get(address)).headers["cache-control"] == "no-cache"
    before = asset("console.css")
    (static / "console.css").write_text("body{color:white}")
    _forget()
    assert asset("console.css") != before


async def test_built_files_are_found_by_their_plain_name_and_come_compressed(browser: httpx2.AsyncClient) -> None:
    assert asset("htmx.js") == "/static/built/htmx-0123456789.js"
    packed = await browser.get(asset("htmx.js"), headers={"Accept-Encoding": "br, gzip"})
    plain = await browser.get(asset("htmx.js"), headers={"Accept-Encoding": "gzip;q=0, br"})
    assert (packed.headers["content-encoding"], packed.text) == ("gzip", "plain")
    assert ("content-encoding" in plain.headers, plain.text) == (False, "plain")
    for answer in (packed, plain):
        assert answer.headers["cache-control"] == _FOR_EVER
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert packed.headers["etag"] != plain.headers["etag"]


async def test_a_browser_that_has_it_is_told_so(browser: httpx2.AsyncClient) -> None:
    first = await browser.get(asset("htmx.js"))
    again = await browser.get(asset("htmx.js"), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == _FOR_EVER


@pytest.mark.parametrize("path", ["nothing.css", "built/htmx-9999999999.js", "../app.py", "%2e%2e/app.py", "built", ""])
async def test_what_is_not_there_is_not_found(browser: httpx2.AsyncClient, path: str) -> None:
    answer = await browser.get(f"/static/{path}")
    assert answer.status_code == 404
    assert "cache-control" not in answer.headers


async def test_only_reading_is_allowed(browser: httpx2.AsyncClient) -> None:
    assert (await browser.post(asset("htmx.js"))).status_code == 405


def test_without_a_build_the_process_says_what_to_do(static: Path) -> None:
    (static / "built/manifest.json").unlink()
    with pytest.raises(NoAssets, match=r"run \./run up once"):
        asset("htmx.js")
    assert asset("console.css")


def test_a_name_that_nobody_builds_is_a_mistake_in_a_template() -> None:
    with pytest.raises(KeyError):
        asset("htmx.css")


async def test_the_web_process_does_not_start_without_them(static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from web import app

    (static / "built/manifest.json").unlink()
    monkeypatch.setattr(app, "configure", lambda _: None)
    monkeypatch.setattr(app, "settings", _Settled)
    with pytest.raises(NoAssets):
        async with app.lifespan(app.app):
            pass


class _Settled:
    """Settings that are in order."""

    def checked_secret(self) -> str:
        return ""

    def check_hooks(self) -> None:
        return None
