"""Stories of asking for a bulk in the console: whom it is about, what is wrong with it, its preview, and that it is done once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables import policies
from domain.channel_profiles import DEFAULT_PROFILES
from tests.holding import LONG_AGO
from tests.web.console.bulk_office import (
    FROZEN,
    NEW,
    arranged,
    confirmed,
    id_of,
    position,
    previewed,
    reached,
    says,
    stages,
)
from tests.web.console.company import founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter


async def test_a_frozen_position_is_cancelled_as_it_was_previewed_and_once(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲乙丙")
    ids += await arranged(zhangsan, job, "丁", hours=5)
    other = await arranged(zhangsan, position(), "戊")

    form = await zhang.opens(f"{NEW}?position={job}")
    says(form, "共 4 场", "王甲", "王丁")
    preview = await zhang.sends(form, NEW, {**FROZEN, "remark": "HRBP 已知会", "step": "preview"})
    assert "预览：还没有执行" in preview.text
    says(preview, "1 场已不足通知时限", "王丁")
    assert "取消 4 场面试并发送 8 条通知" in preview.text
    assert "HRBP 已知会" in preview.text
    assert await stages(zhangsan, ids) == ["invited"] * 4, "a preview changes nothing"

    first, second = await confirmed(zhang, preview), await confirmed(zhang, preview)
    assert id_of(first) == id_of(second), "pressing twice is one bulk"
    done = await reached(zhang, id_of(first), "已完成")
    says(done, "批量取消 · 4 场", "4 / 4")
    says(done, "发起 张三", "该岗位已冻结，暂停招聘")
    assert done.all("a", href=f"/console/interviews/{ids[0]}")
    assert await stages(zhangsan, [*ids, *other]) == ["cancelled"] * 4 + ["invited"]
    listed = await zhang.opens("/console/bulk")
    assert listed.html.count(f"<bdi>{job}</bdi>") == 1
    says(listed, f"岗位 {job}")


async def test_the_lists_filters_are_carried_on_to_the_bulk(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲乙", interviewer="钱经理")
    await arranged(zhangsan, job, "丙", interviewer="孙总监")
    day = (datetime.now(UTC) + timedelta(days=5)).date().isoformat()
    listed = await zhang.opens(f"/console/interviews?position={job}&interviewer=钱经理&to={day}&q=")
    [link] = [one["href"] for one in listed.all("a") if one.get("href", "").startswith(f"{NEW}?")]
    form = await zhang.opens(link)
    says(form, "共 2 场", "王甲", "王乙")
    filled = form.form_to(NEW).fields
    assert {name: filled[name] for name in ("position", "interviewer", "to")} == {
        "position": job,
        "interviewer": "钱经理",
        "to": day,
    }
    assert "王丙" not in form.text


async def test_what_a_bulk_cannot_be_asked_by_leads_to_none(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲")
    for query in ("", f"?q={job}", f"?position={job}&q=王", f"?position={job}&view=waiting"):
        listed = await zhang.opens(f"/console/interviews{query}")
        assert listed.all("tbody"), "there is a row"
        assert "批量处理这些面试" not in listed.text, query


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(zhang: Visitor) -> None:
    form = await zhang.opens(NEW)
    typed = {"remark": "给同事的话", "pace": "很快", "reason_detail": "有事", "step": "preview"}
    wrong = await zhang.sends(form, NEW, typed)
    assert wrong.status == 422
    says(wrong, "请指定要处理的面试", "请选择责任方", "须为整数")
    assert "过于笼统" in wrong.text, "the reason is checked all the same"
    kept = wrong.form_to(NEW).fields
    assert {name: kept[name] for name in ("remark", "pace", "reason_detail")} == {
        "remark": "给同事的话",
        "pace": "很快",
        "reason_detail": "有事",
    }
    assert kept["key"] == form.form_to(NEW).fields["key"]


async def test_a_vague_reason_goes_no_further(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲")
    wrong = await previewed(zhang, {"position": job, "reason_detail": "有事"})
    assert wrong.status == 422
    assert wrong.all("textarea", id="f-detail")[0]["aria-invalid"] == "true"
    offer = await previewed(zhang, {"position": job, "what": "offer"})
    assert offer.status == 422
    says(offer, "候选人可选的日期")


async def test_one_goes_back_from_the_preview_to_change_something(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    await arranged(zhangsan, job, "甲乙")
    typed: dict[str, str | list[str]] = {
        "position": job,
        "channels": ["email"],
        "offer": "no",
        "remark": "先看看",
        "pace": "30",
    }
    preview = await previewed(zhang, typed)
    form = await zhang.sends(preview, NEW, {"step": "back"})
    kept = form.form_to(NEW).every
    assert {name: kept[name] for name in ("position", "channels", "offer", "remark", "pace", "party")} == {
        "position": [job],
        "channels": ["email"],
        "offer": ["no"],
        "remark": ["先看看"],
        "pace": ["30"],
        "party": ["company"],
    }
    again = await zhang.sends(form, NEW, {"channels": ["email", "inbox"], "step": "preview"})
    assert "取消 2 场面试并发送 4 条通知" in again.text


async def test_an_interview_that_came_meanwhile_has_to_be_seen_first(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲乙")
    preview = await previewed(zhang, {"position": job})
    ids += await arranged(zhangsan, job, "丙")
    again = await confirmed(zhang, preview)
    assert again.status == 409
    says(again, "现为3场，与预览的2场不同", "取消 3 场面试")
    assert await stages(zhangsan, ids) == ["invited"] * 3
    await reached(zhang, id_of(await confirmed(zhang, again)), "已完成")
    assert await stages(zhangsan, ids) == ["cancelled"] * 3


async def test_picked_rows_tell_which_of_them_are_left_alone(zhang: Visitor, zhangsan: Recruiter) -> None:
    ids = await arranged(zhangsan, position(), "甲乙丙")
    await zhangsan.does(f"/{ids[0]}/cancel", {"reason_detail": "岗位冻结", "party": "company"})
    query = "&".join(f"id={id}" for id in ids)
    preview = await previewed(zhang, {}, f"{NEW}?{query}")
    says(preview, "1 场此前已取消，不会再通知", "王甲")
    assert "取消 2 场面试" in preview.text
    done = await reached(zhang, id_of(await confirmed(zhang, preview)), "已完成")
    says(done, "逐场勾选", "此前已取消 1")
    only = await zhang.opens(f"/console/bulk/{id_of(done)}?state=already")
    assert "王乙" not in only.text
    says(only, "王甲")


async def test_picked_rows_tell_whose_search_for_another_time_ends_in_both_languages(
    at_console: Door, zhangsan: Recruiter
) -> None:
    zhang, ids = await at_console("zhangsan"), await arranged(zhangsan, position(), "甲乙丙")
    times = [(datetime.now(UTC) + timedelta(days=days)).isoformat() for days in (6, 7)]
    for id in ids[:2]:
        await zhangsan.does(f"/{id}/cancel", {"reason_detail": "岗位冻结", "party": "company"})
    await zhangsan.does(f"/{ids[0]}/reschedule", {"options": times})
    query = "&".join(f"id={id}" for id in ids)
    preview = await previewed(zhang, {}, f"{NEW}?{query}")
    says(preview, "1 场此前已取消，正在另约时间：将不再另约，并通知候选人", "1 场此前已取消，不会再通知")
    says(preview, "改期未获同意", "取消 1 场面试")
    only = await previewed(zhang, {}, f"{NEW}?id={ids[0]}")
    says(only, "结束 1 场的另约并通知候选人")
    await zhang.sends(only, "/console/language", {"lang": "en"})
    try:
        english = await previewed(zhang, {}, f"{NEW}?{query}")
    finally:
        await zhang.sends(await zhang.opens(NEW), "/console/language", {"lang": "zh"})
    says(english, "1 were cancelled before, and another time is being looked for", "move declined")
    await reached(zhang, id_of(await confirmed(zhang, only)), "已完成")
    assert await stages(zhangsan, ids) == ["cancelled", "cancelled", "invited"]


async def test_a_form_that_was_sent_is_one_bulk_whatever_is_changed_in_it(zhang: Visitor, zhangsan: Recruiter) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲")
    preview = await previewed(zhang, {"position": job})
    sent = await confirmed(zhang, preview)
    await reached(zhang, id_of(sent), "已完成")
    again = await zhang.sends(preview, NEW, {"remark": "另一件事", "step": "confirm"})
    assert again.status == 422
    assert id_of(again) == id_of(sent)
    says(again, "这张表单已经提交过")
    assert await stages(zhangsan, ids) == ["cancelled"]


async def test_an_interviewer_s_day_off_offers_other_days_and_warns_of_sundays(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    job = position()
    ids = await arranged(zhangsan, job, "甲乙", interviewer="周老师")
    today = datetime.now(UTC).date()
    sunday = today + timedelta(days=(6 - today.weekday()) % 7 + 14)
    fields: dict[str, str | list[str]] = {
        "position": job,
        "interviewer": "周老师",
        "what": "offer",
        "days": [f"{sunday}", f"{sunday + timedelta(days=30)}"],
        "party": "interviewer",
        "reason_detail": "面试官临时出差",
    }
    preview = await previewed(zhang, fields)
    says(preview, "请 2 位候选人另选时间并发送", f"这些日期不上班：{sunday}")
    done = await reached(zhang, id_of(await confirmed(zhang, preview)), "已完成")
    says(done, "批量改期 · 2 场", "周老师")
    assert await stages(zhangsan, ids) == ["reschedule_requested"] * 2


async def test_a_preview_at_night_says_how_many_text_messages_wait(
    engine: AsyncEngine, at_console: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await founded(engine, at_console)
    row = {"organisation_id": company.office, "version": 1, "valid_from": LONG_AGO}
    async with engine.begin() as conn:
        await conn.execute(insert(policies).values(**row, data={"channel_rules": DEFAULT_PROFILES}))
    staff = await company.hires("staff", company.office, "recruiter")
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=6)
    for phone in ("139 5550 1101", "139 5550 1102"):
        page = await staff.opens("/console/interviews/new")
        when = {"date": f"{day:%Y-%m-%d}", "time": "10:00", "timezone": "Asia/Shanghai", "minutes": "45"}
        fields = (
            page.form_to("/console/interviews/new").fields | when | {"name": "夜里", "phone": phone, "position": "夜班"}
        )
        made = await staff.http.post("/console/interviews/new", data=fields)
        assert made.status_code == 303, made.text
    evening = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=21, minute=36)
    monkeypatch.setattr("api.bulks.now", lambda: evening)
    preview = await previewed(staff, {"position": "夜班"})
    says(preview, "取消 2 场面试", "2 条短信现在不会发出", "08:30起补发")
    monkeypatch.setattr("api.bulks.now", lambda: evening.replace(hour=12))
    assert "夜间免打扰" not in (await previewed(staff, {"position": "夜班"})).text


async def test_the_form_says_what_the_policy_would_send_on(zhang: Visitor) -> None:
    says(await zhang.opens(NEW), "都不选即按组织策略：短信、邮件")


async def test_nobody_reaches_for_interviews_or_bulks_of_others(
    zhang: Visitor, zhangsan: Recruiter, at_console: Door
) -> None:
    [id] = await arranged(zhangsan, position(), "甲")
    li = await at_console("lisi")
    form = await li.opens(f"{NEW}?id={id}")
    assert "王甲" not in form.text
    says(form, "没有该面试")
    refused = await li.sends(form, NEW, {**FROZEN, "step": "preview"})
    assert refused.status == 404
    says(refused, "没有该面试")
    bulk = id_of(await confirmed(zhang, await previewed(zhang, {}, f"{NEW}?id={id}")))
    await reached(zhang, bulk, "已完成")
    assert (await li.opens(f"/console/bulk/{bulk}")).status == 404
    assert bulk not in (await li.opens("/console/bulk")).html


async def test_the_page_asks_whom_and_whether_the_reason_will_do_as_one_types(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    job = position()
    await arranged(zhangsan, job, "甲乙丙丁戊己庚辛壬癸")
    csrf = (await zhang.opens(NEW)).form_to(NEW).fields["csrf"]
    whom = await zhang.posts("/console/bulk/whom", {"csrf": csrf, "position": job}, htmx=True)
    says(whom, "共 10 场", "另有 2 场")
    nobody = await zhang.posts("/console/bulk/whom", {"csrf": csrf, "position": position()}, htmx=True)
    assert "没有符合条件" in nobody.text
    assert "invalid-feedback" not in nobody.html, "half a word is no mistake"
    wrong = {"csrf": csrf, "from": "2027-02-02", "to": "2027-02-01"}
    assert "须晚于" in (await zhang.posts("/console/bulk/whom", wrong, htmx=True)).text
    checked = {"csrf": csrf, "reason_detail": "有事", "party": "company", "what": "cancel"}
    assert "过于笼统" in (await zhang.posts("/console/bulk/check", checked, htmx=True)).text
    good = await zhang.posts("/console/bulk/check", checked | {"reason_detail": "岗位冻结"}, htmx=True)
    says(good, "可以使用", "候选人看到")
    offer = checked | {"reason_detail": "岗位冻结", "what": "offer"}
    assert "候选人看到" not in (await zhang.posts("/console/bulk/check", offer, htmx=True)).text
    forged = await zhang.http.post(NEW, data=FROZEN | {"position": job, "step": "confirm"})
    assert forged.status_code == 403, "another site's form does nothing"
