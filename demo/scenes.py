"""The scenes of the demo: each plays one thing that users do, and checks from outside what came of it."""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.doors import Candidate, Doors, Json, command, done, press_cancel, rule_of, until
from demo.story import Play
from domain.keys import workflow_id

LIST = Path(__file__).parent.parent / "examples" / "interviews.csv"
WRONG_LINE, WRONG_COLUMN = 42, "phone"
# Lines of the list; each plays in one scene only.
EARLY, TWICE, LATE, VAGUE, CLASH, FROM_UI, LATE_EN = 3, 4, 5, 6, 7, 35, 58
OUTCOMES = {"candidate_no_show": "no_show", "completed": "completed"}  # and the stage each leads to
VAGUE_TEXT, CLEAR_TEXT = "个人原因", "候选人突发感冒，今早高烧"
# Booked for the real clock: how far ahead they start. The day and the hour are the reminder ladder's offsets (R16).
BOOKED = {
    "absent": (timedelta(seconds=10), "zhangsan", "白露", "+8613900138101", "bailu@example.com", "数据分析师"),
    "held": (timedelta(seconds=11), "zhangsan", "江枫", "+8613900138102", "jiangfeng@example.com", "数据分析师"),
    "day": (timedelta(days=1, seconds=20), "lisi", "夏沐阳", "+8613900138103", "xiamuyang@example.com", "结构工程师"),
    "hour": (timedelta(hours=1, seconds=22), "lisi", "林嘉木", "+8613900138104", "linjiamu@example.com", "结构工程师"),
}


async def import_list(play: Play) -> None:
    """Load the list; the wrong row is named, the others go on (R24)."""
    doors, story = play.doors, play.story
    story.say("./run mianyue token --user zhangsan | lisi | hrops", "signing in")
    await doors.sign_in("zhangsan", "lisi", "hrops")
    story.say("./run mianyue seed --demo：夜间也发短信，重复演示不限条数", "SMS at night too, and once more")
    await command(sys.executable, "starter.py", "seed", "--demo")
    story.say(f"POST /api/v1/imports ← examples/{LIST.name}", "uploaded by hrops")
    file = {"file": (LIST.name, LIST.read_bytes(), "text/csv")}
    key = {"Idempotency-Key": f"demo-{doors.began:%Y%m%d%H%M%S%f}"}
    result = done(await doors.call("hrops", "POST", "/imports", files=file, headers=key))
    created = {row["id"]: row["line"] for row in result["created"]}
    story.say(f"{LIST.name}：{result['total']} 行，创建 {len(created)} 场面试", f"{len(created)} interviews")
    for wrong in result["errors"]:
        story.say(f"第 {wrong['line']} 行 {wrong['column']} 列：{wrong['message_zh']}", wrong["message_en"])
    places = [(wrong["line"], wrong["column"]) for wrong in result["errors"]]
    story.check(
        places == [(WRONG_LINE, WRONG_COLUMN)], "错误行指明行号和列", "the wrong row is named by line and column"
    )
    story.check(len(created) == result["total"] - 1, "其余行全部导入", "all other rows were imported")
    play.people |= await until(lambda: _listed(doors, created), "the imported interviews in the list")
    told = await until(lambda: _invited(play), "65 invitations")
    story.check(told == len(created), "每位候选人恰好收到一份邀约", "every candidate got exactly one invitation")
    story.facts(rows=result["total"], created=len(created), wrong_rows=len(places), invitations=told)
    for who in play.people.values():
        await who.receives()


async def _listed(doors: Doors, lines: dict[str, int]) -> dict[int | str, Candidate] | None:
    """The candidates by line, once all of these interviews are in the list."""
    views: list[Json] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await doors.get("hrops", "/interviews", limit=200, cursor=cursor)
        views, cursor = [*views, *page["items"]], page["next"]
    found = {view["id"]: view for view in views}
    if not lines.keys() <= found.keys():
        return None
    return {line: Candidate(doors, found[id]) for id, line in lines.items()}


async def _invited(play: Play) -> int | None:
    """How many messages have arrived, once everybody has one."""
    counts = Counter(message["to"] for message in await play.doors.messages())
    reached = all(any(counts[to] for to in who.addresses) for who in play.people.values())
    return counts.total() if reached else None


async def book(play: Play) -> None:
    """Book the four interviews whose reminders and outcomes come in real time."""
    for name, (ahead, recruiter, person, phone, email, position) in BOOKED.items():
        view = await play.doors.post(
            "hrops",
            "/interviews",
            candidate={"name": person, "phone": phone, "email": email, "locale": "zh-CN"},
            position=position,
            starts_at=(datetime.now(UTC) + ahead).isoformat(timespec="seconds"),
            duration_minutes=5,
            timezone="Asia/Shanghai",
            recruiter=recruiter,
            join_url="https://meet.example.com/i/live",
        )
        play.people[name] = Candidate(play.doors, view)
        play.story.say(f"{play.people[name].name} · {position} · {view['starts_at'][:19]} UTC", f"in {ahead}")
    for name in BOOKED:
        letters = await play.people[name].receives("email")
        play.story.check(len(letters) == 1, f"{play.people[name].name} 收到邀约", "invited")
    play.story.say("例如最后一位收到的邀约：", "the last one's invitation, for example:")
    play.story.letters(play.people["hour"], letters)


async def early(play: Play) -> None:
    """A company cancel more than 24 h ahead: previewed, logged, told on both channels (R3–R7)."""
    who, story = play.people[EARLY], play.story
    preview = await play.doors.post(
        "zhangsan", f"/interviews/{who.id}/cancel", party="company", reason_detail="岗位冻结", dry_run=True
    )
    story.check(
        not await play.rows(who), "预览不写日志", f"previewed {len(preview['notices'])} notices, nothing logged"
    )
    said = (await play.doors.post("zhangsan", "/reasons/check", text="岗位冻结", party="company"))["wording"][
        "candidate"
    ]
    story.check(said == "该岗位招聘计划调整，面试取消", f"“岗位冻结” → “{said}”", "the standard wording (R7)")
    row = await play.cancel(who, "zhangsan", "company", "岗位冻结", remark="部门架构调整，预算冻结至下季度")
    text = await play.cancelled(who)
    story.check(not row["late"] and row["notice_hours"] >= 24, f"提前 {row['notice_hours']:.1f} 小时", "in time (R6)")
    story.check(said in text and "抱歉" not in text, "通知写明原因", "the notices give the reason")
    story.check("预算" not in text, "备注只给内部看", "the remark stays inside")
    rows = await play.rows(who)
    states = {notice["channel"]: notice["state"] for notice in rows[0]["notices"]}
    told = ", ".join(f"{channel} {state}" for channel, state in states.items())
    logged = len(rows) == 1 and {states["sms"], states["email"]} <= {"accepted", "delivered"}
    story.check(logged, "取消日志一行，附通知状态", f"one log row with its notices: {told}")
    story.link(who)


async def vague(play: Play) -> None:
    """A vague reason is refused with a suggestion; the specific one is taken, and stays private (R7)."""
    who, story = play.people[VAGUE], play.story
    body = {"party": "candidate", "reason_detail": VAGUE_TEXT}
    answer = await play.doors.call("zhangsan", "POST", f"/interviews/{who.id}/cancel", json=body)
    play.refused += answer.status_code == 422
    story.say(f"“{VAGUE_TEXT}” → {answer.status_code} {rule_of(answer)}", "refused")
    suggestion = answer.json().get("suggestion") or ""
    story.say(suggestion, "the suggestion")
    refused = answer.status_code == 422 and rule_of(answer) == "reason-vague"
    story.check(refused and bool(suggestion), "笼统的原因被拒绝并给出建议", "vague: refused, with a suggestion")
    story.check(not await play.rows(who), "拒绝不留日志，面试照旧", "nothing was logged, the interview stands")
    row = await play.cancel(who, "zhangsan", "candidate", CLEAR_TEXT)
    text = await play.cancelled(who)
    story.check(row["reason_code"] == "C_ILLNESS", f"“{CLEAR_TEXT}” → {row['reason_code']}", "accepted")
    story.check("感冒" not in text and "高烧" not in text, "通知不含病情", "the notices say nothing about health")
    story.link(who)


async def late(play: Play) -> None:
    """Company cancels inside 24 h: possible, with an apology and an offer, in the candidate's language (R6)."""
    who, story = play.people[LATE], play.story
    row = await play.cancel(who, "zhangsan", "interviewer", "面试官突发急诊，无法到场")
    text = await play.cancelled(who)
    story.check(row["late"], f"仅提前 {row['notice_hours']:.1f} 小时，记为临时取消", "logged as late")
    story.check("抱歉" in text and "改期" in text, "致歉并提供改期", "apologises and offers another time")
    story.link(who)
    abroad = play.people[LATE_EN]
    row = await play.cancel(abroad, "hrops", "company", "Hiring plan changed: the role moved to the Berlin team")
    text = (await play.cancelled(abroad)).lower()
    story.check(
        row["late"] and "sorry" in text, "英文候选人收到英文致歉", "the English candidate reads an English apology"
    )
    story.check("priority" in text or "first" in text, "并优先考虑后续岗位", "and priority for later openings")
    story.link(abroad)


async def one_click(play: Play) -> None:
    """The candidate cancels for a clash, picks a new time at once, the recruiter approves (R8)."""
    who, story = play.people[CLASH], play.story
    old, target = who.link, await _cancel_and_pick(play, who)
    await _approve(play, who)
    view = await play.stands(who)
    stands = datetime.fromisoformat(view["starts_at"]) == target and view["stage"] == "invited"
    story.check(stands and view["revision"] == 2, "日程已更新，版本 2", "the schedule is updated, revision 2")
    dead, alive = await play.doors.page(old), await play.doors.page(who.link)
    story.check(dead.status_code == 410, "旧链接已失效", f"the old link is dead: {dead.status_code}")
    story.check(alive.status_code == 200 and who.link != old, "新链接可用", "the new link works")
    story.check(len(await play.rows(who)) == 1, "取消日志仍在", "the cancellation stays in the log")
    story.link(who)


async def _cancel_and_pick(play: Play, who: Candidate) -> datetime:
    """On the page of the invitation's link: cancel, then choose another of the times that are free; the one chosen."""
    story, doors, link = play.story, play.doors, who.link
    may = done(await doors.page(link))["actions"]
    story.say(f"{who.name} 打开邀约中的链接：{'、'.join(may)}", "the link of the invitation")
    form = {"action": "cancel", "reason_code": "C_SCHEDULE", "reason_detail": "临时有事，当天要去外地出差"}
    story.say(f"{who.name} 取消：“{form['reason_detail']}”", "the candidate cancels")
    done(await doors.page(link, **form))
    await play.cancelled(who)
    page = done(await doors.page(link))
    story.check("reschedule" in page["actions"], "取消的同时打开一键改期", "the window opens with the cancellation")
    target = datetime.fromisoformat(page["next_free"][-1])
    asked = done(await doors.page(link, action="reschedule", starts_at=target.isoformat()))
    story.check(
        asked["stage"] == "reschedule_requested", "候选人选定新时间，等待审批", "a time is picked, approval pending"
    )
    await play.received(who, "email")
    return target


async def _approve(play: Play, who: Candidate) -> None:
    """The recruiter finds the request in the inbox and approves it, once."""
    wanted = await play.inbox("zhangsan", who, "approval_wanted")
    play.story.check(len(wanted) == 1, "招聘人员的系统消息请其审批", "the recruiter is asked in the inbox")
    await play.doors.post("zhangsan", f"/interviews/{who.id}/reschedule/approve")
    play.story.say("招聘人员同意", "the recruiter approves")
    again = await play.doors.call("zhangsan", "POST", f"/interviews/{who.id}/reschedule/approve")
    refused = f"a second approval: {again.status_code} {rule_of(again)}"
    play.story.check(again.status_code == 409, "重复审批被拒", refused)
    await play.received(who, "sms", "email")


async def twice(play: Play) -> None:
    """Two colleagues press cancel at the same moment, five times each: one log row, one notice per channel (P2)."""
    who, story, doors = play.people[TWICE], play.story, play.doors
    stranger = await doors.call("lisi", "GET", f"/interviews/{who.id}")
    story.check(stranger.status_code == 404, "其他招聘人员看不到这场面试", "another recruiter cannot see it")
    body = {"party": "company", "reason_detail": "该岗位已完成招聘"}
    calls = [
        doors.call(login, "POST", f"/interviews/{who.id}/cancel", json=body)
        for login in ("zhangsan", "hrops")
        for _ in range(5)
    ]
    answers = [done(answer) for answer in await asyncio.gather(*calls)]
    first = [answer["operator"] for answer in answers if not answer["already_cancelled"]]
    same = len({answer["id"] for answer in answers}) == 1 and len(first) == 1
    story.check(same, f"{len(calls)} 次请求得到同一行日志，{' '.join(first)} 先到", "one and the same log row for all")
    await play.cancelled(who)
    await asyncio.sleep(1.5)  # a duplicate would come now
    story.check(not await who.unread(), "每个渠道恰好一条通知", "exactly one notice per channel")
    story.check(len(await play.rows(who)) == 1, "取消日志一行", "one log row")
    story.facts(calls=len(calls))
    story.link(who)


async def from_ui(play: Play) -> None:
    """HR presses Request Cancellation in the Temporal UI: same log, same notices; the missing reason is asked for (R18)."""
    who, story = play.people[FROM_UI], play.story
    story.say(f"temporal workflow cancel --workflow-id {workflow_id(who.id)}", "what the UI's button sends")
    await press_cancel(workflow_id(who.id))
    await play.cancelled(who)
    rows = await play.rows(who)
    logged = len(rows) == 1 and rows[0]["operator"] == "temporal-ui"
    story.check(logged, "同样留下一行取消日志", "the same log row, operator temporal-ui")
    story.check(not rows[0]["reason_stated"], "按钮不带原因：日志标记“未写明”", "no reason given: the log says so")
    asked = await play.inbox("lisi", who, "reason_wanted")
    story.check(len(asked) == 1, "并请招聘人员补充原因", "and the recruiter is asked for it")
    story.link(who)


async def reminders(play: Play) -> None:
    """The day-before reminder asks for a confirmation and the hour-before one reminds, both when due (R16)."""
    story = play.story
    for name, offset, channels in (
        ("day", timedelta(days=1), ("sms", "email")),
        ("hour", timedelta(hours=1), ("sms",)),
    ):
        who = play.people[name]
        due = who.starts_at - offset
        story.say(
            f"{who.name} 的提醒定于 {due:%H:%M:%S} UTC", f"due in {(due - datetime.now(UTC)).total_seconds():.0f} s"
        )
        letters = await who.receives(*channels)
        story.letters(who, letters)
        lateness = max((datetime.fromisoformat(m["accepted_at"]) - due).total_seconds() for m in letters)
        story.check(0 <= lateness < 10, f"到点发出（{lateness:.1f} 秒）", "sent when due, not before")
        story.facts(**{f"lateness_seconds_{name}": round(lateness, 2)})
        asks = any("确认" in message["body"] for message in letters)
        story.check(asks == (name == "day"), "提前一天的请求确认，提前一小时的仅提醒", "only the first asks to confirm")
        story.link(who)
    who = play.people["day"]
    answer = done(await play.doors.page(who.link, action="confirm"))
    story.check(answer["result"] == "confirmed", "候选人通过邮件链接确认", "confirmed through the link of the mail")
    again = done(await play.doors.page(who.link, action="confirm"))
    story.check(again["result"] == "already_confirmed", "重复点击无妨", "a second click changes nothing")


async def outcomes(play: Play) -> None:
    """After the start the recruiter records a no-show and a completed interview; before it nobody can."""
    story, doors = play.story, play.doors
    body = {"outcome": "completed"}
    soon = await doors.call("lisi", "POST", f"/interviews/{play.people['day'].id}/outcome", json=body)
    story.check(rule_of(soon) == "not-started", "未开始的面试不能登记结果", f"before the start: {rule_of(soon)}")
    for name, outcome, zh in (("absent", "candidate_no_show", "未到场"), ("held", "completed", "已完成")):
        who = play.people[name]
        await asyncio.sleep(max((who.starts_at - datetime.now(UTC)).total_seconds() + 0.5, 0))
        result = await doors.post("zhangsan", f"/interviews/{who.id}/outcome", outcome=outcome)
        story.check(result["stage"] == OUTCOMES[outcome], f"{who.name}：{zh}", f"recorded: {outcome}")
        story.link(who)
    await play.received(play.people["absent"], "email")


async def surveys(play: Play) -> None:
    """Candidates answer through their links, once; a candidate who did not come is not asked (R12)."""
    story, doors = play.story, play.doors
    for who, timeliness, handling in ((EARLY, 5, 5), (LATE, 3, 4), (LATE_EN, 3, 5), (VAGUE, 5, 4), ("held", 5, 5)):
        person = play.people[who]
        form = {"action": "survey", "timeliness": timeliness, "handling": handling}
        answer = done(await doors.page(person.link, **form))
        story.check(answer["result"] == "answered", f"{person.name}：及时性 {timeliness}，处理 {handling}", "answered")
        again = await doors.page(person.link, **{**form, "timeliness": 1})
        story.check(again.status_code in (409, 410), "不能再答", f"not twice: {again.status_code}")
    absent = done(await doors.page(play.people["absent"].link))
    story.check("survey" not in absent["actions"], "未到场者不收问卷", "nobody asks who did not come")
