"""What goes wrong before the pictures are taken: nobody reached, answers lost; played by the sandbox as it plays them for everybody."""

from datetime import UTC, datetime, timedelta

import httpx2

from demo.doors import Candidate, Doors, Json, done, until
from demo.story import Play
from shots.cast import Named, booked, named, next_hour, soon, workday

_REASON = "该岗位招聘计划调整，暂停招聘"


async def in_trouble(play: Play, sandbox: str) -> dict[str, Named]:
    """Phone tasks that wait, one that somebody is on, and sends nobody can be sure of. Raises: demo.doors.Broken."""
    doors = play.doors
    unreached = await _unreached(doors)
    unsure = await _unsure(doors, sandbox)
    late = await booked(doors, "zhangsan", "郝思雨", "后端开发工程师", soon())
    at_once = datetime.now(UTC) + timedelta(seconds=8)
    begun = await booked(doors, "zhangsan", "黎晨", "产品经理", at_once, minutes=60)
    tasks = [await until(lambda who=who: _task(doors, who), "a phone task") for who in unreached]  # type: ignore[misc]
    await doors.post("zhangsan", f"/phone-tasks/{tasks[0]['id']}/take")
    await doors.post("wangfang", f"/phone-tasks/{tasks[1]['id']}/take")
    sends = await until(lambda: _sends(doors, len(unsure)), "sends nobody can be sure of")
    await late.receives("email")
    done(await doors.page(late.link, action="confirm"))
    return {
        "call": Named(tasks[0]["id"]),
        "unknown": Named(sends[0]["id"]),
        "soon": named(late),
        "begun": named(begun),
    }


async def _unreached(doors: Doors) -> list[Candidate]:
    """Cancelled, and neither mail nor text message arrives; the last one's interview is near."""
    who = [
        await booked(doors, "zhangsan", "罗一鸣", "算法工程师", workday(2, 11)),
        await booked(doors, "wangfang", "向晚晴", "市场经理", workday(1, 9, 30)),
        await booked(doors, "zhangsan", "田甜", "测试开发工程师", workday(1, 15)),
        await booked(doors, "zhangsan", "顾清和", "数据分析师", next_hour()),
    ]
    for one in who:
        await one.receives("email")
    rules: list[Json] = []
    for one in who:
        phone, mail = one.addresses
        rules.append({"channel": "sms", "to": phone, "outcome": "undelivered"})
        rules.append({"channel": "email", "to": mail, "outcome": "bounced"})
    await doors.receipts(*rules)
    for one in who:
        body = {"party": "company", "reason_detail": _REASON}
        await doors.post("hrops", f"/interviews/{one.id}/cancel", **body)
    return who


async def _unsure(doors: Doors, sandbox: str) -> list[Candidate]:
    """Cancelled; the provider takes the text message, its answer is lost, and it does not say afterwards what became of it."""
    who = [
        await booked(doors, "zhangsan", "白如冰", "用户研究员", workday(2, 15, 30)),
        await booked(doors, "lisi", "史明远", "供应链经理", workday(3, 10)),
        await booked(doors, "wangfang", "方小满", "品牌设计师", workday(4, 14)),
    ]
    for one in who:
        await one.receives("email")
    rules = [{"channel": "sms", "to": one.addresses[0], "outcome": "none"} for one in who]
    rules[:0] = [{"channel": "email", "to": who[1].addresses[1], "outcome": "none"}]
    kept = await _rules(sandbox, "receipts")
    await doors.receipts(*rules, *kept)
    faults = [{"channel": "sms", "to": one.addresses[0], "mode": "drop_answer"} for one in who]
    faults += [{"channel": "sms", "to": one.addresses[0], "on": "lookup", "mode": "503"} for one in who]
    async with httpx2.AsyncClient(trust_env=False) as http:
        done(await http.put(f"{sandbox}/sandbox/faults", json=faults))
    for one in who:
        body = {"party": "company", "reason_detail": _REASON}
        await doors.post("hrops", f"/interviews/{one.id}/cancel", **body)
    return who


async def _rules(sandbox: str, kind: str) -> list[Json]:
    """Those in force."""
    async with httpx2.AsyncClient(trust_env=False) as http:
        found: list[Json] = done(await http.get(f"{sandbox}/sandbox/{kind}"))["items"]
    return found


async def _task(doors: Doors, who: Candidate) -> Json | None:
    items = (await doors.get("hrops", "/phone-tasks", limit=200))["items"]
    return next((item for item in items if item["interview_id"] == who.id), None)


async def _sends(doors: Doors, most: int) -> list[Json] | None:
    items: list[Json] = (await doors.get("hrops", "/unknown-sends", limit=200))["items"]
    return items if len(items) >= most else None
