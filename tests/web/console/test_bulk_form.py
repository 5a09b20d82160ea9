"""Stories of what the form of a bulk asks: whose, which day's, whose recruiter's interviews, and how far it has come."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.web.browser import Page
from tests.web.console.bulk_office import FROZEN, NEW, arranged, confirmed, id_of, position, previewed, reached, says
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter

_SHANGHAI = ZoneInfo("Asia/Shanghai")


async def chosen(visitor: Visitor, **conditions: str) -> Page:
    """The preview of a form in which these fields, which have to be on it, were filled in."""
    form = await visitor.opens(NEW)
    on_it = {each["name"] for tag in ("input", "select") for each in form.all(tag) if "name" in each}
    assert conditions.keys() <= on_it
    whom = await visitor.posts("/console/bulk/whom", {**form.form_to(NEW).every, **conditions}, htmx=True)
    preview = await visitor.sends(form, NEW, {**FROZEN, **conditions, "step": "preview"})
    if "预览：还没有执行" in preview.text:
        total = preview.text.split("所选共 ")[1].split(" 场")[0]
        assert f"共 {total} 场" in whom.text, "as it was told while one typed"
    return preview


async def test_everything_of_a_candidate_who_took_another_offer(zhang: Visitor, zhangsan: Recruiter) -> None:
    email, other = f"offer-{uuid4().hex[:8]}@example.com", f"stays-{uuid4().hex[:8]}@example.com"
    for nth, address in enumerate((email, email, other)):
        person = {"name": f"王{'甲乙丙'[nth]}", "email": address}
        await arranged(zhangsan, position(), "甲", hours=72 + 2 * nth, candidate=person)
    preview = await chosen(zhang, candidate=email.upper())
    says(preview, "所选共 2 场", "取消 2 场面试")
    done = await reached(zhang, id_of(await confirmed(zhang, preview)), "已完成")
    says(done, "王甲", "王乙", "2 / 2")
    assert "王丙" not in done.text


async def test_one_day_of_a_position(zhang: Visitor, zhangsan: Recruiter) -> None:
    """From and to count whole, on the reader's own clock."""
    job = position()
    day = datetime.now(_SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=6)
    minutes = {"甲": -1, "乙": 0, "丙": 24 * 60 - 1, "丁": 24 * 60}
    for name, offset in minutes.items():
        await arranged(zhangsan, job, name, starts_at=(day + timedelta(minutes=offset)).isoformat())
    says(await chosen(zhang, position=job), "所选共 4 场")
    says(await chosen(zhang, position=job, **{"from": f"{day:%F}"}), "所选共 3 场")
    says(await chosen(zhang, position=job, to=f"{day:%F}"), "所选共 3 场")
    preview = await chosen(zhang, position=job, **{"from": f"{day:%F}", "to": f"{day:%F}"})
    says(preview, "所选共 2 场", "取消 2 场面试")
    done = await reached(zhang, id_of(await confirmed(zhang, preview)), "已完成")
    says(done, "王乙", "王丙")
    assert "王甲" not in done.text
    assert "王丁" not in done.text


async def test_those_of_one_recruiter_and_of_one_interviewer(
    chief: Visitor, zhang: Visitor, zhangsan: Recruiter
) -> None:
    job, teacher = position(), f"赵老师{uuid4().hex[:6]}"
    await arranged(zhangsan, job, "甲乙", interviewer=teacher)
    await arranged(zhangsan, job, "丙")
    says(await chosen(chief, position=job, recruiter="zhangsan"), "所选共 3 场")
    nobodys = await chosen(chief, position=job, recruiter="wangfang")
    assert nobodys.status == 422
    says(nobodys, "没有符合条件")
    says(await chosen(chief, position=job, recruiter="zhangsan", interviewer=teacher), "所选共 2 场")
    says(await chosen(chief, interviewer=teacher), "所选共 2 场")
    assert not (await zhang.opens(NEW)).all("select", name="recruiter"), "a recruiter has their own alone"


def _bar(page: Page) -> tuple[str, str]:
    (bar,) = page.all("progress")
    return bar["value"], bar["max"]


async def test_the_bar_shows_how_far_it_has_come(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲乙丙")
    id = id_of(await confirmed(zhang, await previewed(zhang, {"position": job, "pace": "1"})))
    page = await reached(zhang, id, "1 / 3")
    assert _bar(page) == ("1", "3")
    await zhang.sends(page, f"/console/bulk/{id}/pause")
    await zhang.sends(await zhang.opens(f"/console/bulk/{id}"), f"/console/bulk/{id}/resume")
    assert _bar(await reached(zhang, id, "2 / 3")) == ("2", "3")
    await zhang.sends(await zhang.opens(f"/console/bulk/{id}/stop"), f"/console/bulk/{id}/stop")
    fast = position()
    await arranged(zhangsan, fast, "甲乙")
    whole = id_of(await confirmed(zhang, await previewed(zhang, {"position": fast})))
    assert _bar(await reached(zhang, whole, "已完成")) == ("2", "2")


async def test_the_lists_days_are_the_bulks_days_for_somebody_with_a_zone_of_their_own(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    """Else "handle these together" cancels others than those that were on the page."""
    job = position()
    noon = datetime.now(_SHANGHAI).replace(hour=12, minute=0, second=0, microsecond=0)
    until_noon = (noon - datetime.now(UTC)) / timedelta(hours=1)
    await arranged(zhangsan, job, "甲", hours=until_noon + 96)  # the evening before in Los Angeles
    await arranged(zhangsan, job, "乙", hours=until_noon + 104)
    day = (noon + timedelta(days=4)).date().isoformat()
    account = await zhang.opens("/console/account")
    await zhang.sends(account, "/console/zone", {"zone": "America/Los_Angeles"})
    try:
        listed = await zhang.opens(f"/console/interviews?position={job}&from={day}&to={day}")
        assert "王乙" in listed.text
        assert "王甲" not in listed.text
        [link] = [one["href"] for one in listed.all("a") if one.get("href", "").startswith(f"{NEW}?")]
        form = await zhang.opens(link)
        says(form, "共 1 场", "王乙")
        assert form.form_to(NEW).fields["from"] == day
        preview = await previewed(zhang, {}, link)
        says(preview, "取消 1 场面试", "王乙")
        done = await reached(zhang, id_of(await confirmed(zhang, preview)), "已完成")
        says(done, f"{day} 00:00-0")
    finally:
        await zhang.sends(account, "/console/zone", {"zone": ""})
