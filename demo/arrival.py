"""The demo's scenes about notices that arrive: bounced on every channel, one recruiter calls, a mail that a text message replaces."""

from typing import Any

from demo.doors import Candidate, Json, done, until
from demo.story import Play

UNREACHED, BOUNCED = 8, 10  # lines of the list


async def unreachable(play: Play) -> None:
    """Mail and SMS fail: a phone task that one recruiter takes, the second one reads who is on it (P1, P2)."""
    who, story, doors = play.people[UNREACHED], play.story, play.doors
    phone, mail = who.addresses
    story.say(
        "（沙箱设定）短信将无法送达，邮件将被退回", "the sandbox is told: the SMS will not arrive, the mail will bounce"
    )
    await doors.receipts(
        {"channel": "sms", "to": phone, "outcome": "undelivered"},
        {"channel": "email", "to": mail, "outcome": "bounced"},
    )
    await play.cancel(who, "zhangsan", "company", "该岗位已完成招聘，名额已满")
    await play.cancelled(who)
    task = await until(lambda: _task(play, "zhangsan", who), "a phone task")
    story.check(
        True, f"所有渠道未送达，生成电话任务：“{task['text']}”", "no channel reached: a phone task says what to tell"
    )
    taken = await doors.post("zhangsan", f"/phone-tasks/{task['id']}/take")
    story.check(taken["taken_by"]["login"] == "zhangsan", "张三接手电话任务", "one recruiter takes it")
    second = await doors.call("hrops", "POST", f"/phone-tasks/{task['id']}/take")
    named = second.status_code == 409 and "张三" in second.text
    story.check(
        named, "第二个人看到“张三正在跟进”，不会重复致电", f"a second one reads who is on it: {second.status_code}"
    )
    await doors.post("zhangsan", f"/phone-tasks/{task['id']}/done", outcome="reached", remark="本人已知悉")
    row = (await play.rows(who))[0]
    states = {notice["channel"]: notice["state"] for notice in row["notices"]}
    told = states.get("phone") == "delivered" and row["notice_basis"] == "delivered"
    story.check(
        told, "电话告知记入取消日志，提前时长按送达时刻计", "the call is in the log; notice hours count from it"
    )
    story.link(who)


async def bounced(play: Play) -> None:
    """The mail bounces, the text message follows at once, the candidate acknowledges: nobody has to call (P1)."""
    who, story, doors = play.people[BOUNCED], play.story, play.doors
    mail = who.addresses[-1]
    await doors.receipts({"channel": "email", "to": mail, "outcome": "bounced"})
    story.say("只用邮件通知取消，邮件将被退回", "told by mail only; the mail will bounce")
    await play.cancel(who, "zhangsan", "company", "岗位冻结，暂停招聘", channels=["email"])
    letters = await who.receives("email", "sms")
    story.letters(who, letters)
    story.check(
        {letter["channel"] for letter in letters} == {"email", "sms"},
        "自动改发短信",
        "the text message takes its place",
    )
    notices = await _notices(play, who)
    mails = [n for n in notices if n["channel"] == "email" and n["kind"] == "cancelled"]
    why = next((one["sentence"] for n in mails for one in n["decisions"]), "")
    story.check(bool(why), f"台账记下原因：{why}", "the ledger says why")
    page = done(await doors.page(who.link))
    story.check("acknowledge" in page["actions"], "页面提供“我已知悉”", "the page offers 'I have read this'")
    done(await doors.page(who.link, action="acknowledge"))
    read = await until(lambda: _acknowledged(play, who), "the acknowledgement")
    story.check(bool(read), "候选人已知悉，无需致电", "acknowledged: nobody has to call")
    await doors.receipts()
    story.link(who)


async def _task(play: Play, login: str, who: Candidate) -> Json | None:
    items = (await play.doors.get(login, "/phone-tasks", limit=200))["items"]
    return next((item for item in items if item["interview_id"] == who.id), None)


async def _notices(play: Play, who: Candidate) -> list[Any]:
    return list((await play.doors.get("zhangsan", f"/interviews/{who.id}/notices"))["items"])


async def _acknowledged(play: Play, who: Candidate) -> bool | None:
    return any(notice["acknowledged_at"] for notice in await _notices(play, who)) or None
