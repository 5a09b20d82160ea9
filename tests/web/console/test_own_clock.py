"""Stories of clocks: an interview is shown at its own place's time and, to whoever lives by another one, at theirs as well (R1)."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.clock import day_text
from domain.terms import Locale
from tests.web.browser import Page
from tests.web.console.company import founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter

_DAY = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=40)
_NEXT = _DAY + timedelta(days=1)
_LATE_IN_BEIJING = datetime.combine(_DAY, time(23, 30), ZoneInfo("Asia/Shanghai"))
_AT_ITS_PLACE = f"{day_text(_DAY, Locale.ZH)} 23:30 北京时间"
_IN_TOKYO = f"您的时间 {day_text(_NEXT, Locale.ZH)} 00:30 东京时间"


@pytest_asyncio.fixture
async def traveller(engine: AsyncEngine, at_console: Door) -> Visitor:
    """Somebody new at HR operations of the group, so that nobody else's clock is changed."""
    return await (await founded(engine, at_console)).hires(f"t{uuid4().hex[:8]}", "mianyue")


async def lives_in(visitor: Visitor, zone: str) -> Page:
    """Choose the zone on the page of one's account."""
    return await visitor.sends(await visitor.opens("/console/account"), "/console/zone", {"zone": zone})


async def _pages(visitor: Visitor, candidate: Candidate, name: str) -> dict[str, Page]:
    own = f"/console/interviews/{candidate.id}"
    return {
        "the list": await visitor.opens(f"/console/interviews?view=all&q={name}"),
        "its row": await visitor.opens(f"{own}/row", htmx=True),
        "its page": await visitor.opens(own),
        "the cancel dialog": await visitor.opens(f"{own}/cancel", htmx=True),
        "the dialog of a new time": await visitor.opens(f"{own}/reschedule", htmx=True),
    }


async def test_times_are_shown_at_the_interviews_place_and_on_ones_own_clock(
    traveller: Visitor, zhangsan: Recruiter
) -> None:
    name = f"时{uuid4().hex[:8]}"
    candidate = await zhangsan.invites(starts_at=_LATE_IN_BEIJING, name=name)
    for place, page in (await _pages(traveller, candidate, name)).items():
        assert _AT_ITS_PLACE in page.text, place
        assert "您的时间" not in page.text, place
    account = await lives_in(traveller, "Asia/Tokyo")
    assert "现在：Asia/Tokyo" in account.text
    assert account.form_to("/console/zone").fields["zone"] == "Asia/Tokyo"
    for place, page in (await _pages(traveller, candidate, name)).items():
        assert f"{_AT_ITS_PLACE} {_IN_TOKYO}" in page.text, place
    back = await lives_in(traveller, "")
    assert "现在：Asia/Shanghai" in back.text
    assert "您的时间" not in (await traveller.opens(f"/console/interviews/{candidate.id}")).text


async def test_what_happened_is_told_on_ones_own_clock(traveller: Visitor, zhangsan: Recruiter) -> None:
    """When an interview was arranged has no place of its own."""
    candidate = await zhangsan.invites()
    place = f"/console/interviews/{candidate.id}"
    at_home = await traveller.opens(place)
    assert "时间为北京时间" in at_home.text
    await lives_in(traveller, "America/New_York")
    abroad = await traveller.opens(place)
    assert "时间为纽约时间" in abroad.text
    events = [[each["datetime"] for each in page.all("time", **{"class": "event-time"})] for page in (at_home, abroad)]
    assert events[0] == events[1], "the same instants"
    shown = [
        page.html.split('class="event-time"')[1].split("</time>")[0].rpartition(" ")[2] for page in (at_home, abroad)
    ]
    assert shown[0] != shown[1]


async def test_a_day_of_the_filters_is_a_day_of_ones_own_clock(traveller: Visitor, zhangsan: Recruiter) -> None:
    name = f"日{uuid4().hex[:8]}"
    candidate = await zhangsan.invites(starts_at=_LATE_IN_BEIJING, name=name)
    day = f"/console/interviews?view=all&q={name}&from={_NEXT}&to={_NEXT}"
    assert f"i-{candidate.id}" not in (await traveller.opens(day)).html
    await lives_in(traveller, "Asia/Tokyo")
    assert f"i-{candidate.id}" in (await traveller.opens(day)).html


async def test_the_same_time_by_another_name_is_not_told_twice(traveller: Visitor, zhangsan: Recruiter) -> None:
    """Singapore's clocks show what Beijing's do."""
    candidate = await zhangsan.invites(starts_at=_LATE_IN_BEIJING)
    await lives_in(traveller, "Asia/Singapore")
    page = await traveller.opens(f"/console/interviews/{candidate.id}")
    assert _AT_ITS_PLACE in page.text
    assert "您的时间" not in page.text
