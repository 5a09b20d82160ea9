"""A recruiter at the bulk pages: interviews of a position of their own, the form, the preview, the progress."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.web.browser import Page
from tests.web.console.visitor import Fields, Visitor
from tests.web.people import Recruiter

NEW = "/console/bulk/new"
FROZEN = {"party": "company", "reason_detail": "该岗位已冻结，暂停招聘", "pace": "1200"}
_PATIENCE = 20.0


def position() -> str:
    """A position that no other story recruits for."""
    return f"数据分析师 {uuid4().hex[:8]}"


async def arranged(
    recruiter: Recruiter, job: str, names: str = "甲乙丙丁", hours: float = 72, **more: Any
) -> list[str]:
    """An interview of that position for each name; their ids."""
    found: list[str] = []
    for name in names:
        at = datetime.now(UTC) + timedelta(hours=hours, minutes=len(found))
        body = {
            "candidate": {"name": f"王{name}", "email": f"bulk-{uuid4().hex[:12]}@example.com"},
            "position": job,
            "starts_at": at.isoformat(),
            "duration_minutes": 45,
            "timezone": "Asia/Shanghai",
        }
        found.append(str((await recruiter.does("", body | more))["id"]))
    return found


async def stages(recruiter: Recruiter, ids: list[str]) -> list[str]:
    """Where these interviews stand."""
    return [(await recruiter.gets(f"/interviews/{id}")).json()["stage"] for id in ids]


def says(page: Page, *words: str) -> None:
    """Asserts that a person reads all of this there."""
    assert [each for each in words if each not in page.text] == [], page.text


async def previewed(visitor: Visitor, fields: Fields, place: str = NEW) -> Page:
    """Fill in a new form and go on to the preview."""
    form = await visitor.opens(place)
    return await visitor.sends(form, NEW, {**FROZEN, **fields, "step": "preview"})


async def confirmed(visitor: Visitor, preview: Page) -> Page:
    """Press the one button of a preview."""
    return await visitor.sends(preview, NEW, {"step": "confirm"})


def id_of(page: Page) -> str:
    """The bulk that a page is about."""
    found = re.search(r"/console/bulk/([0-9a-f-]{36})", page.html)
    assert found, page.text
    return found[1]


async def reached(visitor: Visitor, id: str, words: str, state: str = "") -> Page:
    """The bulk's page as soon as it says so."""
    waited = 0.0
    while words not in (page := await visitor.opens(f"/console/bulk/{id}" + (f"?state={state}" if state else ""))).text:
        assert waited < _PATIENCE, page.text
        await asyncio.sleep(0.05)
        waited += 0.05
    return page
