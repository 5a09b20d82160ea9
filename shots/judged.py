"""How the company's figures are judged before the pictures are taken: scores, alerts, appeals, a policy that waits for a second person."""

import sys
from datetime import UTC, date, datetime, timedelta

from db import sample
from demo.doors import Doors, Json, command
from shots import company, past
from shots.cast import Named

STAFF = (company.HR, company.MANAGER, company.FIRST, company.HASTY, company.CAREFUL)
_MOVED = "候选人两次改期后由系统记为取消，\n我已在当天重新约好时间，这一场不应算作我的原因。"
_OUTAGE = "当月日历系统迁移，有三场是系统重复建立的，\n截图已发给主管。"
_MISTAKEN = "面试官临时要求取消，并非安排有误。"
_COMMENT = "这两周接手了离职同事的 40 场面试，\n日历没有同步过来，重复预约都集中在那几天。\n现在已核对完毕。"


async def judged(doors: Doors) -> dict[str, Named]:
    """What the nights would have made of the months, and what people say to it. Raises: demo.doors.Broken."""
    # The nights that would have judged the sample's months and the company's.
    firsts = [date(sample.CHANGE.year, 5, 1), *past.months(datetime.now(UTC).date())[-3:]]
    for day in firsts:
        await command(sys.executable, "starter.py", "appraise", "--from", f"{day}", "--to", f"{day}")
    month = f"{past.months(datetime.now(UTC).date())[-2]:%Y-%m}"
    alert = await _alerts(doors)
    appeals = await _appeals(doors, month)
    scores = (await doors.get(company.HASTY, "/scores", month=month))["items"]
    proposal = await _proposal(doors)
    return {
        "alert": alert,
        "appeal": appeals[-1],
        "score": Named(str(scores[0]["id"])),
        "proposal": Named(str(proposal["id"])),
    }


async def _alerts(doors: Doors) -> Named:
    """One review that a manager has decided, and one that waits with the recruiter's comment."""
    for alert in (await doors.get(company.MANAGER, "/alerts", reviews=True))["items"]:
        if alert["recruiter"] == company.HASTY:
            await doors.post(company.HASTY, f"/alerts/{alert['id']}/comment", comment=_COMMENT)
            waiting = Named(alert["id"])
        else:
            decision = {"decision": "coaching", "remark": "已一起梳理约面前的核对步骤，下月再看。"}
            await doors.post(company.MANAGER, f"/alerts/{alert['id']}/decide", **decision)
    return waiting


async def _appeals(doors: Doors, month: str) -> list[Named]:
    """One that was upheld and counted anew, one that was rejected, two that wait."""
    upheld = await doors.post(company.HASTY, "/appeals", text=_OUTAGE, month=month)
    decision = {"remark": "已与 IT 核对，重复建立属实。", "left_out": ["booking_accuracy"]}
    await doors.post(company.HR, f"/appeals/{upheld['id']}/uphold", **decision)
    first = await doors.post(company.FIRST, "/appeals", text=_MOVED, **await _row(doors, company.FIRST))
    await doors.post(company.HR, f"/appeals/{first['id']}/reject", remark="记录显示由我方取消，改约在次日。")
    waiting = await doors.post(
        company.CAREFUL, "/appeals", text="当月有一周休假，\n由同事代办的面试不应计入。", month=month
    )
    last = await doors.post(company.HASTY, "/appeals", text=_MISTAKEN, **await _row(doors, company.HASTY))
    return [Named(one["id"]) for one in (upheld, first, waiting, last)]


async def _row(doors: Doors, login: str) -> Json:
    """A cancelled interview of this recruiter's."""
    since, until = _span()
    items = (await doors.get(login, "/kpi/rows", of="cancelled", **{"from": since, "to": until}))["items"]
    return {"interview_id": items[0]["interview_id"], "revision": items[0]["revision"]}


async def _proposal(doors: Doors) -> Json:
    """Other weights from the month after next on."""
    standing = (await doors.get(company.HR, "/appraisal/policies"))["items"][0]["policy"]
    items = standing["scoring"]["items"]
    items[0]["weight"], items[2]["weight"] = items[0]["weight"] + 5, items[2]["weight"] - 5
    ahead = (datetime.now(UTC).date().replace(day=1) + timedelta(days=63)).replace(day=1)
    why = "取消率已连续四个月下降，\n把 5% 的权重移到候选人更看重的指标。"
    body = {"policy": standing, "valid_from": f"{ahead}", "why": why}
    proposal: Json = await doors.post(company.HR, "/appraisal/policies", **body)
    return proposal


def _span() -> tuple[str, str]:
    """The whole months before this one."""
    known = past.months(datetime.now(UTC).date())
    return f"{known[-3]}", f"{known[-1] - timedelta(days=1)}"
