"""Bulks before the pictures are taken: a position that was frozen, being worked off; other days offered; one still to be asked for."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from demo.doors import Doors, Json, done, until
from shots.cast import Named, booked, soon, workdays

FROZEN, OPENED = "运营专员", "客服主管"
_SURNAMES = "钱褚卫蒋沈韩尤许吕施孔曹严华金魏"
_HEADER = "candidate_name,phone,email,locale,position,starts_at,duration_minutes,timezone,recruiter"


async def in_bulk(doors: Doors) -> dict[str, Named]:
    """A bulk that goes on for some minutes. Raises: demo.doors.Broken."""
    await _imported(doors, FROZEN, "雨辰", 16, 300)
    await _imported(doors, OPENED, "文静", 12, 340)
    await booked(doors, "wangfang", "戚薇", OPENED, soon(), minutes=30)
    days = [day.date().isoformat() for day in islice(workdays(10), 7, 9)]
    select = {"position": "法务专员"}
    offer = {"action": "offer", "party": "interviewer", "reason_detail": "面试官临时出差", "days": days}
    await doors.post("wangfang", "/bulks", select=select, per_minute=1200, **offer)
    frozen = {"action": "cancel", "party": "company", "reason_detail": "该岗位已冻结，暂停招聘"}
    bulk = await doors.post(
        "wangfang", "/bulks", select={"position": FROZEN}, per_minute=4, remark="编制冻结至下季度", **frozen
    )
    return {"bulk": Named(bulk["id"])}


async def handled(doors: Doors, bulk: Named, most: int) -> None:
    """Wait until so many interviews of the bulk are done with."""
    await until(lambda: _done(doors, bulk, most), "the bulk's progress", seconds=120)


async def _done(doors: Doors, bulk: Named, most: int) -> bool | None:
    found: Json = await doors.get("wangfang", f"/bulks/{bulk.id}")
    return found["total"] - found["counts"]["pending"] >= most or None


async def _imported(doors: Doors, position: str, name: str, number: int, phone: int) -> None:
    """So many candidates of one position, as a list that the recruiter uploads."""
    rows = [
        f"{_SURNAMES[nth]}{name},+86139001383{phone % 100 + nth:02},bulk{phone + nth}@example.com,zh-CN,"
        f"{position},{at:%Y-%m-%d %H:%M},30,Asia/Shanghai,wangfang"
        for nth, at in enumerate(_times(number))
    ]
    file = {"file": ("list.csv", "\n".join([_HEADER, *rows]).encode(), "text/csv")}
    result = done(await doors.call("wangfang", "POST", "/imports", files=file))
    assert not result["errors"], result["errors"]


def _times(number: int) -> Sequence[datetime]:
    """Six a day."""
    slots = [list(islice(workdays(9 + half // 2, half % 2 * 30), 9)) for half in range(6)]
    return [slots[nth % 6][3 + nth // 6] for nth in range(number)]
