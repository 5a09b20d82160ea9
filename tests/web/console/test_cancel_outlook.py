"""Stories of what the cancel dialog weighs up: the way to another time instead, the recruiter's month so far, what the texts cost."""

import math
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.terms import Party
from tests.api.desk import hire
from tests.group import founded
from tests.web.browser import Page
from tests.web.console.bulk_office import FROZEN, arranged, position, previewed, says
from tests.web.console.conftest import Door
from tests.web.console.teams import with_whole_policy
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter

_INSTEAD = "能改期的，请优先改期"


def at(candidate: Candidate, more: str = "/cancel") -> str:
    return f"/console/interviews/{candidate.id}{more}"


async def checks(visitor: Visitor, candidate: Candidate, **fields: str | list[str]) -> Page:
    """What the open dialog shows after these fields were filled in."""
    dialog = await visitor.opens(at(candidate), htmx=True)
    filled = {**dialog.form_to(at(candidate)).every, **fields}
    return await visitor.posts(at(candidate, "/cancel/check"), filled, htmx=True)


async def test_a_late_one_is_offered_another_time_instead(zhang: Visitor, zhangsan: Recruiter) -> None:
    """R6, R8: one click from the warning to the form that offers times, inside the dialog and on the page."""
    candidate = await zhangsan.invites(timedelta(hours=5))
    way = at(candidate, "/reschedule")
    for htmx in (True, False):
        dialog = await zhang.opens(at(candidate), htmx=htmx)
        assert f"{_INSTEAD}： 提供可选时间" in dialog.text
        (link,) = dialog.all("a", href=way)
        assert (link.get("hx-get"), link.get("hx-target")) == ((way, "#dialog-body") if htmx else (None, None))
        form = await zhang.opens(link["href"], htmx=htmx)
        assert form.form_to(way)
        assert "请候选人选择" in form.text


async def test_one_in_good_time_is_not_pressed_to_move(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=3))
    dialog = await zhang.opens(at(candidate), htmx=True)
    assert _INSTEAD not in dialog.text
    assert not dialog.all("a", href=at(candidate, "/reschedule"))


async def test_a_bulk_with_late_ones_says_that_moving_comes_first(zhang: Visitor, zhangsan: Recruiter) -> None:
    late, early = position(), position()
    await arranged(zhangsan, late, "甲", hours=5)
    await arranged(zhangsan, late, "乙")
    await arranged(zhangsan, early, "丙")
    preview = await previewed(zhang, {"position": late})
    says(preview, "1 场已不足通知时限", f"{_INSTEAD}。", "其中临时取消 1")
    assert preview.all("textarea", name="justification")
    assert _INSTEAD not in (await previewed(zhang, {"position": early})).text
    days = [str((datetime.now(UTC) + timedelta(days=ahead)).date()) for ahead in (6, 7)]
    offered = await previewed(zhang, {"position": late, "what": "offer", "days": days})
    says(offered, "1 场已不足通知时限")
    assert _INSTEAD not in offered.text, "they are being moved"


async def test_the_dialog_tells_the_recruiters_month_so_far(at_console: Door, engine: AsyncEngine) -> None:
    """Cancelled, decided and still open, of this month alone and of nobody else (R5)."""
    group = await with_whole_policy(await founded(engine))
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    last_month = now.replace(day=1, hour=0, minute=0) - timedelta(hours=1)
    own, other = group.recruiter("zhang"), group.recruiter("li")
    for _ in range(4):
        await (await own.arrange(now - timedelta(hours=3), now - timedelta(hours=2))).end(now)
    for code, party in (("E_MISTAKE", Party.COMPANY), ("C_SCHEDULE", Party.CANDIDATE)):
        await (await own.arrange(now - timedelta(hours=3), now + timedelta(days=3))).cancel(now, code, party)
        await (await own.arrange(last_month - timedelta(days=1), last_month)).cancel(last_month, code, party)
        await (await other.arrange(now - timedelta(hours=3), now + timedelta(days=3))).cancel(now, code, party)
    hr = f"{group.root}-hr"
    await hire(engine, hr, group.root, "hrops")
    visitor = await at_console(own.login)
    id = await _booked(visitor)
    for reader in (visitor, await at_console(hr)):
        dialog = await reader.opens(f"/console/interviews/{id}/cancel", htmx=True)
        assert f"{own.login} 本月至今：取消 2 场，面试 7 场，取消率 28.6 %。" in dialog.text, reader.login


async def _booked(visitor: Visitor) -> str:
    new = "/console/interviews/new"
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)
    when = {"date": f"{day:%Y-%m-%d}", "time": "10:00", "timezone": "Asia/Shanghai", "minutes": "45"}
    who = {"name": "月中", "phone": "139 5550 1109", "position": "数据分析师"}
    made = await visitor.sends(await visitor.opens(new), new, when | who)
    return made.answer.url.path.rpartition("/")[2]


def _sms(page: Page) -> tuple[int, int, str]:
    """Parts and signs as the dialog tells them, and the text itself."""
    letter = page.html.split('id="letter-sms"')[1].split("</details>")[0]
    parts, signs = re.search(r"计 (\d+) 条短信，(\d+) 字", letter).groups()  # type: ignore[union-attr]
    (body,) = re.findall(r'<div lang="[a-zA-Z-]+">(.*)</div>', letter, re.DOTALL)
    return int(parts), int(signs), unescape(body)


@pytest.mark.parametrize(("locale", "offer", "parts"), [("zh-CN", "no", 1), ("zh-CN", "yes", 2), ("en", "yes", 3)])
async def test_what_a_text_message_costs_is_told_to_the_part(
    zhang: Visitor, zhangsan: Recruiter, locale: str, offer: str, parts: int
) -> None:
    """As operators bill: 70 signs in one part, 67 in each of several; the company's name makes an English text cost the same."""
    candidate = await zhangsan.invites(phone="+86 139 0013 8001", locale=locale, name="Jane Smith")
    page = await checks(zhang, candidate, **FROZEN, channels=["sms"], offer=offer)
    told, signs, body = _sms(page)
    assert signs == len(body)
    assert told == (1 if signs <= 70 else math.ceil(signs / 67)) == parts
