"""Stories of the template pages: wording tried on every channel, saved in versions, never over somebody else's, inherited again (R3)."""

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.web.browser import Page
from tests.web.console.company import Company, founded
from tests.web.console.conftest import Door
from tests.web.console.visitor import Fields, Visitor

PLACE = "/console/settings/templates"
SEND = f"{PLACE}/edit?case=cancelled%2Fcompany&locale=zh-CN"
SMS = "{sign}{hello}抱歉，{short}的面试因我方原因取消。{sms_next}{ask}。"


@pytest_asyncio.fixture
async def company(engine: AsyncEngine, at_console: Door) -> Company:
    return await founded(engine, at_console)


async def opens(hr: Visitor, organisation: str) -> Page:
    return await hr.opens(f"{SEND}&organisation={organisation}")


async def test_a_text_is_tried_while_typing_and_saved(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    listed = await hr.opens(f"{PLACE}?organisation={company.north}")
    assert "取消通知：企业临时取消" in listed.text
    form = await opens(hr, company.north)
    assert "现在的文字来自：系统自带" in form.text
    assert "{sms_next} 下一步（短信）" in form.text

    fields: Fields = {**form.form_to(SEND).every, "sms": SMS}
    shown = await hr.posts(f"{PLACE}/preview?case=cancelled%2Fcompany&locale=zh-CN", fields, htmx=True)
    assert f"【公司{company.north}】" in shown.text
    assert "抱歉" in shown.text
    assert "条" in shown.text
    assert "主导航" not in shown.html, "only the preview"
    bad = await hr.posts(
        f"{PLACE}/preview?case=cancelled%2Fcompany&locale=zh-CN", {**fields, "sms": SMS + "{nope}{"}, True
    )
    assert "还不能预览" in bad.text

    saved = await hr.sends(form, SEND, {"sms": SMS, "step": "save"})
    assert "最新版本是第 1 版" in saved.text
    assert f"现在的文字来自：公司{company.north}第 1 版" in saved.text
    below = await opens(hr, company.office)
    assert below.form_to(SEND).fields["sms"] == SMS, "those below inherit it"
    again = await hr.sends(saved, f"{SEND}&organisation={company.north}", {"step": "inherit"})
    assert "现在的文字来自：系统自带" in again.text
    old = await hr.opens(f"{SEND}&organisation={company.north}&version=1")
    assert old.form_to(SEND).fields["sms"] == SMS


async def test_a_text_that_will_not_do_is_kept_in_the_form(company: Company) -> None:
    hr = await company.hires("hr", company.root)
    refused = await hr.sends(
        await opens(hr, company.north), SEND, {"sms": "面试取消 {nope}", "body": "好\n\n{ask}", "step": "save"}
    )
    assert refused.status == 422
    assert "没有占位符 {nope}" in refused.text
    assert "第 2 段：没有占位符 {ask}" in refused.text
    assert refused.form_to(SEND).fields["sms"] == "面试取消 {nope}"
    assert refused.form_to(SEND).fields["body"] == "好\n\n{ask}"
    assert refused.all("textarea", id="f-sms")[0]["aria-invalid"] == "true"


async def test_two_who_write_at_once_see_each_other(company: Company) -> None:
    first, second = await company.hires("wang", company.root), await company.hires("zhao", company.root)
    one, other = await opens(first, company.north), await opens(second, company.north)
    await first.sends(one, SEND, {"sms": SMS, "step": "save"})
    mine = SMS.replace("抱歉", "非常抱歉")
    stale = await second.sends(other, SEND, {"sms": mine, "step": "save"})
    assert stale.status == 409
    assert f"{first.login} 保存了第 1 版" in stale.text
    assert SMS in stale.text
    assert stale.form_to(SEND).fields["sms"] == mine
    assert "第 2 版" in (await second.sends(stale, SEND, {"step": "save"})).text
