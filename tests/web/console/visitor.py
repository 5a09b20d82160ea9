"""Somebody who works in the console with a browser: signs in at its door, opens pages, fills in the forms that are on them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2

from tests.web.browser import Page

DOOR = "/console/signin?lang=zh"
_MOST_HOPS = 5
Fields = Mapping[str, Sequence[str]]


class Visitor:
    """One browser: a jar of cookies of its own. `htmx` asks as the page's script would, for a part of a page."""

    def __init__(self, http: httpx2.AsyncClient, login: str, password: str) -> None:
        self.http, self.login, self.password = http, login, password

    async def signs_in(self) -> Page:
        """Through the door, as everybody does."""
        door = Page(await self.http.get("/console/signin"))
        page = await self.sends(door, DOOR, {"login": self.login, "password": self.password})
        assert not page.all("input", name="password"), page.text
        return page

    async def opens(self, place: str, htmx: bool = False) -> Page:
        """GET it, going where the answer leads."""
        return await self._followed(await self.http.get(place, headers=_headers(htmx)), htmx)

    async def sends(
        self, page: Page, place: str, fields: Fields | None = None, htmx: bool = False, without: tuple[str, ...] = ()
    ) -> Page:
        """Fill in the form of that page which is sent to `place` and send it; `without` are fields that were cleared."""
        filled: dict[str, Sequence[str]] = {**page.form_to(place).every, **(fields or {})}
        return await self.posts(place, {name: value for name, value in filled.items() if name not in without}, htmx)

    async def posts(self, place: str, fields: Fields, htmx: bool = False) -> Page:
        """POST fields as they are, going where the answer leads."""
        return await self._followed(await self.http.post(place, data=dict(fields), headers=_headers(htmx)), htmx)

    async def _followed(self, answer: httpx2.Response, htmx: bool) -> Page:
        for _ in range(_MOST_HOPS):
            if not answer.has_redirect_location:
                return Page(answer)
            place = urlsplit(urljoin(str(answer.url), answer.headers["location"]))
            answer = await self.http.get(
                place.path + (f"?{place.query}" if place.query else ""), headers=_headers(htmx)
            )
        raise AssertionError(f"{answer.url} leads on and on")


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}


def said(page: Page) -> dict[str, Any]:
    """What the answer makes the page do, by event: a message in passing (`toast`), lists that look again, a dialog that closes."""
    events: dict[str, Any] = json.loads(page.answer.headers["hx-trigger"])
    return events
