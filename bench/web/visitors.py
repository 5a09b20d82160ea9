"""Who asks in `./run bench web`: signed in at the console and with an API token, filling in the forms of its pages; and whether what was
asked for has been done."""

import html
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.web.ask import Ask
from bench.web.people import PASSWORD
from db.interviews import visible
from db.people import keep_token, user_of
from db.tables_interview import cancellation_log, interviews
from tests.web.browser import Page

_NEXT = re.compile(r'rel="next" href="([^"]+)"')
_ALERTS = re.compile(r'(?:role="alert"|invalid-feedback[^>]*)>([^<]+)<')
_TOKEN_DAYS = 1
_CHOSEN = "@"
Fields = dict[str, Any]


class Refused(Exception):
    """An answer that is not what was asked for."""


@dataclass
class Visitor:
    """One client, its login (empty: nobody) and password, and ids of interviews that it sees."""

    login: str
    http: httpx2.AsyncClient
    open: str = ""
    cancelled: str = ""
    password: str = PASSWORD

    async def ask(
        self, ask: Ask, path: str, fields: Fields | None = None, file: str = ""
    ) -> tuple[float, httpx2.Response]:
        """One request: seconds until its whole answer is here. Raises: Refused for an answer that is none."""
        headers = {"HX-Request": "true"} if ask.partial else {}
        begun = time.perf_counter()
        if fields is None:
            answer = await self.http.get(path, headers=headers)
        elif ask.api:
            answer = await self.http.post(path, json=fields)
        elif file:
            answer = await self.http.post(path, data=fields, headers=headers, files=_upload(file))
        else:
            answer = await self.http.post(path, data=fields, headers=headers)
        seconds = time.perf_counter() - begun
        _answered(ask, answer)
        return seconds, answer

    async def filled(
        self, path: str, opens: str, via: str, form: Fields, first: Fields | None, file: str
    ) -> tuple[Page, Fields]:
        """The page that opens with the form for this path, and all the fields that it would send, with these on top; after it was sent
        with `first`. Raises: Refused."""
        page = opened = await self._page(opens)
        if first is not None:
            upload = _upload(file) if file else None
            answer = await self.http.post(path, data=filled(page, via or path, first), files=upload)
            if answer.status_code != 200:
                raise Refused(f"first: POST {path}: {answer.status_code}")
            page = Page(answer)
        return opened, filled(page, via or path, form)

    async def shown(self, answer: httpx2.Response) -> str:
        """All that this answer tells: where it leads, what it says in passing, its own text and that of the page it leads to."""
        told = [answer.headers.get(name, "") for name in ("location", "hx-redirect")]
        told.append(str(_toast(answer).get("text", "")))
        told.append(Page(answer).text if "html" in answer.headers.get("content-type", "html") else answer.text)
        place = answer.headers.get("location", "")
        if answer.request.method == "POST" and place:
            told.append(_words(await self._page(place)))
        return " ".join(told)

    async def before(self, path: str) -> None:
        """A call of the API that makes something possible. Raises: Refused."""
        answer = await self.http.post(path)
        if not answer.is_success:
            raise Refused(f"before: POST {path}: {answer.status_code}")

    async def signs_in(self) -> None:
        """At the door, anew. Raises: Refused."""
        self.http.cookies.clear()
        fields = {"login": self.login, "password": self.password}
        answer = await self.http.post("/console/signin", data=fields)
        if answer.status_code != 303:
            raise Refused(f"{self.login} cannot sign in: {answer.status_code}")

    async def further(self, ask: Ask, path: str) -> str:
        """The address that is `ask.hops` pages on, or the last page."""
        for _ in range(ask.hops):
            found = _NEXT.search((await self.ask(ask, path))[1].text)
            if found is None:
                break
            path = html.unescape(found[1])
        return path

    async def _page(self, place: str) -> Page:
        answer = await self.http.get(place)
        if answer.status_code != 200:
            raise Refused(f"GET {place}: {answer.status_code}")
        return Page(answer)


def filled(page: Page, action: str, form: Mapping[str, Any]) -> Fields:
    """All fields of that form of the page, with these on top; `@NAME` is the first choice under that name. Raises: Refused."""
    if action not in page.places:
        raise Refused(f"no form to {action} on {page.answer.url}: {sorted(page.places)}")
    chosen = {name: _first(page, value) for name, value in form.items()}
    return {**page.places[action].every, **chosen}


def _first(page: Page, value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(_CHOSEN):
        return value
    offered = page.all("input", name=value.removeprefix(_CHOSEN))
    if not offered:
        raise Refused(f"{page.answer.url} offers no {value}")
    return offered[0]["value"]


def _answered(ask: Ask, answer: httpx2.Response) -> None:
    """Raises: Refused for another status than that of a success, and for a no in passing."""
    wanted: tuple[int, ...] = (ask.status,)
    if answer.request.method == "POST":
        wanted = (200, 201, 204, 303)
    elif ask.shows:
        wanted = (200, 303)
    told = _toast(answer)
    if answer.status_code not in wanted or told.get("kind") == "danger":
        why = told.get("text", "") or " ".join(_ALERTS.findall(answer.text))
        raise Refused(f"{answer.request.method} {answer.url.path}: {answer.status_code} {why}".strip())


def _toast(answer: httpx2.Response) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.headers.get("hx-trigger", "{}")).get("toast", {})
    return found


def _words(page: Page) -> str:
    """The text of a page and of its form's fields."""
    return " ".join([page.text, *(value for form in page.places.values() for _, value in form.sent)])


def _upload(text: str) -> dict[str, tuple[str, bytes, str]]:
    return {"file": ("table.csv", text.encode(), "text/csv")}


async def visitor(base: str, engine: AsyncEngine, login: str) -> Visitor:
    """Signed in at both doors. Raises: Refused when the console does not let in."""
    http = httpx2.AsyncClient(base_url=base, timeout=60, trust_env=False)
    made = Visitor(login, http)
    if not login:
        return made
    await made.signs_in()
    token = f"bench-{uuid4().hex}"
    http.headers["Authorization"] = f"Bearer {token}"
    async with engine.begin() as conn:
        user = await user_of(conn, login)
        assert user is not None
        await keep_token(conn, user, token, datetime.now(UTC), _TOKEN_DAYS)
        first = visible(user, interviews.c.id).order_by(interviews.c.stage != "confirmed", interviews.c.id).limit(1)
        cancelled = first.where(interviews.c.id.in_(select(cancellation_log.c.interview_id)))
        ahead, gone = [(await conn.execute(one)).scalar_one_or_none() for one in (first, cancelled)]
    made.open, made.cancelled = str(ahead), str(gone)
    return made
