"""HR operations of a subsidiary word their own notices: previewed with parts, saved in versions, used by the next cancellation."""

import asyncio
import json
from typing import Any

import pytest

from tests.api.conftest import Hire
from tests.api.desk import Desk, Json, ahead

LATE, EARLY = "cancelled/late", "cancelled/company"
SHORT = "{sign}{hello}{short}的面试取消，敬请谅解。{sms_next}。"


async def template(desk: Desk, case: str = EARLY, locale: str = "zh-CN", **params: str) -> Json:
    return await desk.page(f"/templates/{case}/{locale}", params)


async def put(desk: Desk, draft: Json | None, version: Any, case: str = EARLY, locale: str = "zh-CN") -> Any:
    path = f"/api/v1/templates/{case}/{locale}"
    body = json.dumps({"draft": draft, "version": version})  # in ASCII: it carries also what UTF-8 cannot
    return await desk.http.put(path, content=body, headers={"Content-Type": "application/json"})


async def preview(desk: Desk, id: str, case: str = EARLY, **more: Any) -> Json:
    answer = await desk.post("/templates/preview", {"interview_id": id, "case": case} | more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def by_channel(shown: Json) -> dict[str, Json]:
    return {text["channel"]: text for text in shown["texts"]}


async def texted(desk: Desk, id: str) -> str:
    """The cancellation's text message, once the ledger has it."""
    for _ in range(100):
        notices = (await desk.page(f"/interviews/{id}/notices"))["items"]
        found = [notice for notice in notices if notice["kind"] == "cancelled" and notice["channel"] == "sms"]
        if found:
            return str(found[0]["body"])
        await asyncio.sleep(0.05)
    raise AssertionError("no text message")


async def test_a_subsidiary_shortens_its_text_message_and_its_sister_keeps_the_old_one(sign_in: Hire) -> None:
    hr = await sign_in("hr-north", "north", "hrops")
    north, south = await sign_in("rec-north", "north"), await sign_in("rec-south", "south")
    mine, theirs = await north.arrange(), await south.arrange()

    before = await template(hr)
    assert (before["source"], before["version"], before["history"]) == ("default", 0, [])
    assert "sms_next" in before["placeholders"]["sms"]
    assert "internal" not in before["placeholders"]["body"]

    draft = before["draft"] | {"sms": SHORT}
    seen = by_channel(await preview(hr, mine, draft=draft))
    assert seen["sms"]["body"].startswith("【north】王小明您好，")
    assert (seen["sms"]["sms_parts"], seen["sms"]["stops"]) == (1, [])
    assert seen["sms"]["chars"] == len(seen["sms"]["body"])
    assert (await template(hr))["version"] == 0, "a preview saves nothing"

    saved = await put(hr, draft, 0)
    assert saved.status_code == 200, saved.text
    assert (saved.json()["source"], saved.json()["version"]) == ("north", 1)
    assert saved.json()["history"][0]["created_by"] == "hr-north"

    await north.cancel(mine)
    await south.cancel(theirs)
    assert "敬请谅解。后续如有合适岗位" in await texted(north, mine)
    assert "AI云面试" not in await texted(north, mine)
    assert "AI云面试" in await texted(south, theirs)

    listed = {(one["case"], one["locale"]): one for one in (await hr.page("/templates"))["items"]}
    assert listed[EARLY, "zh-CN"]["draft"]["sms"] == SHORT
    assert listed[EARLY, "en"]["source"] == "default"
    assert len(listed) == 2 * len({case for case, _ in listed})
    assert all(one["source"] == "default" for one in (await south.page("/templates"))["items"])


async def test_the_dry_run_of_a_cancellation_shows_the_organisations_own_words(sign_in: Hire) -> None:
    hr, recruiter = await sign_in("hr-dry", "dry", "hrops"), await sign_in("rec-dry", "dry")
    id = await recruiter.arrange()
    draft = (await template(hr))["draft"] | {"sms": SHORT}
    assert (await put(hr, draft, 0)).status_code == 200
    shown = await recruiter.act(id, "cancel", {"reason_detail": "岗位冻结", "party": "company", "dry_run": True})
    told = {notice["channel"]: notice["body"] for notice in shown["notices"] if notice["audience"] == "candidate"}
    await recruiter.cancel(id)
    assert await texted(recruiter, id) == told["sms"]
    assert "AI云面试" not in told["sms"]


async def test_null_goes_back_to_the_inherited_wording(sign_in: Hire) -> None:
    hr = await sign_in("hr-back", "back", "hrops")
    own = (await template(hr))["draft"] | {"lead": "很遗憾，{post}的面试取消。"}
    assert (await put(hr, own, 0)).json()["draft"]["lead"] == own["lead"]
    back = (await put(hr, None, 1)).json()
    assert (back["source"], back["version"]) == ("default", 2)
    assert [entry["draft"] is None for entry in back["history"]] == [True, False]


async def test_a_bad_placeholder_is_refused_by_name_and_nothing_is_saved(sign_in: Hire) -> None:
    hr, recruiter = await sign_in("hr-bad", "bad", "hrops"), await sign_in("rec-bad", "bad")
    draft = (await template(hr))["draft"] | {
        "sms": "{sign}{naam}{short}的面试取消。{sms_next}。",
        "lead": "因{internal}",
    }
    answers = [
        await put(hr, draft, 0),
        await hr.post("/templates/preview", {"interview_id": await recruiter.arrange(), "case": EARLY, "draft": draft}),
    ]
    for answer in answers:
        assert answer.status_code == 422
        problem = answer.json()
        assert problem["type"] == "urn:mianyue:rule:invalid-template"
        rules = {error["field"]: (error["rule"], error["detail"]) for error in problem["errors"]}
        assert rules["draft.sms"][0] == "unknown-placeholder"
        assert "{naam}" in rules["draft.sms"][1]
        assert rules["draft.lead"][0] == "private-placeholder"
    assert (await template(hr))["version"] == 0


async def test_who_saves_on_an_old_version_is_shown_the_newest(sign_in: Hire) -> None:
    hr, other = await sign_in("hr-one", "shared", "hrops"), await sign_in("hr-two", "shared", "admin")
    draft = (await template(hr))["draft"]
    first, second = draft | {"button": "查看"}, draft | {"button": "查看详情"}
    assert (await put(hr, first, 0)).status_code == 200
    late = await put(other, second, 0)
    assert late.status_code == 409
    assert late.json()["type"] == "urn:mianyue:rule:template-changed"
    assert (late.json()["newest"]["version"], late.json()["newest"]["draft"]["button"]) == (1, "查看")
    assert (await put(other, second, 1)).json()["version"] == 2
    assert (await put(other, second, 1)).status_code == 200, "the same again, after an answer that was lost"
    assert len((await template(hr))["history"]) == 2
    at_once = await asyncio.gather(*(put(hr, draft | {"button": f"第{n}"}, 2) for n in range(8)))
    assert sorted(answer.status_code for answer in at_once) == [200] + [409] * 7


async def test_only_hr_operations_of_the_organisation_or_above_may_save(
    zhangsan: Desk, hrops: Desk, admin: Desk, sign_in: Hire
) -> None:
    elsewhere = await sign_in("hr-apart", "apart", "hrops")
    draft = (await template(zhangsan))["draft"]
    assert (await put(zhangsan, draft, 0)).json()["type"].endswith(":hrops-only")
    assert (await put(zhangsan, draft, 0)).status_code == 403
    assert (await elsewhere.get("/templates", {"organisation": "mianyue-sh"})).status_code == 404
    assert (await zhangsan.get("/templates", {"organisation": "mianyue-sz"})).status_code == 404
    assert (await elsewhere.get("/templates", {"organisation": "nowhere"})).status_code == 404
    path = "/api/v1/templates/survey/finished/en"
    english = (await template(hrops, "survey/finished", "en", organisation="apart"))["draft"]
    for desk, version in ((hrops, 0), (admin, 1)):
        body = {"draft": english | {"button": f"Answer {version}"}, "version": version}
        answer = await desk.http.put(path, params={"organisation": "apart"}, json=body)
        assert answer.status_code == 200, answer.text
    assert (await template(elsewhere, "survey/finished", "en"))["source"] == "apart"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/templates/nonsense/zh-CN", 404), ("/templates/cancelled/zh-CN", 404), ("/templates/invite/fr", 422)],
)
async def test_a_template_that_no_notice_has_is_absent(hrops: Desk, path: str, status: int) -> None:
    assert (await hrops.get(path)).status_code == status
    assert (await hrops.http.put(f"/api/v1{path}", json={"draft": None, "version": 0})).status_code == status


# The preview.


async def test_a_preview_says_which_facts_it_made_up(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    invite = await preview(zhangsan, id, "invite")
    assert invite["samples"] == []
    assert set(by_channel(invite)) == {"sms", "email", "inbox", "phone"}
    assert "href" in by_channel(invite)["email"]["html"]
    assert "{" not in by_channel(invite)["email"]["body"]
    late = await preview(zhangsan, id, LATE, locale="en", channel="email")
    assert (late["locale"], [text["channel"] for text in late["texts"]]) == ("en", ["email"])
    assert set(late["samples"]) == {"reason_candidate", "next_step"}
    assert "short notice" in late["texts"][0]["body"]
    moved = await preview(zhangsan, id, "moved/company")
    assert moved["samples"] == ["old_starts_at"]


async def test_every_case_can_be_previewed_for_an_interview_in_any_state(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    cases = sorted({one["case"] for one in (await zhangsan.page("/templates"))["items"]})
    await zhangsan.act(id, "reschedule", {"starts_at": ahead(days=5)})
    await zhangsan.act(id, "reschedule", {"options": [ahead(days=6), ahead(days=7)]})
    moved, offered = await preview(zhangsan, id, "moved/company"), await preview(zhangsan, id, "options_offered/kept")
    assert (moved["samples"], offered["samples"]) == ([], [])
    await zhangsan.cancel(id, reason_detail="突发感冒发烧", party="candidate")
    for case in cases:
        for locale in ("zh-CN", "en"):
            shown = await preview(zhangsan, id, case, locale=locale)
            assert all(text["body"] and "{" not in text["body"] for text in shown["texts"]), case
    told = await preview(zhangsan, id, "cancelled/candidate")
    assert told["samples"] == []
    assert "您因故无法参加本次面试" in by_channel(told)["email"]["body"]
    assert not any("感冒" in str(text) for text in told["texts"])
    staff = await preview(zhangsan, id, "candidate_cancelled/candidate")
    assert set(by_channel(staff)) == {"inbox", "email"}
    assert "突发感冒发烧" in by_channel(staff)["inbox"]["body"]
    assert "感冒" not in str(by_channel(staff)["email"])


async def test_settings_show_every_text_before_there_is_an_interview(sign_in: Hire, lisi: Desk) -> None:
    hr = await sign_in("hr-fresh", "fresh", "hrops")
    listed = (await hr.page("/templates"))["items"]
    for one in listed:
        assert one["kind"] == one["case"].partition("/")[0]
        body = {"case": one["case"], "locale": one["locale"]}
        shown = (await hr.post("/templates/preview", body)).json()
        assert [text["channel"] for text in shown["texts"]] == one["channels"]
        assert ("sms" in one["channels"]) is not one["staff"]
        assert shown["samples"][0] == "interview"
        assert all(text["body"] and "{" not in text["body"] for text in shown["texts"]), one
    sms = by_channel((await hr.post("/templates/preview", {"case": EARLY})).json())["sms"]
    assert sms["body"].startswith("【fresh】王小明您好")
    assert (sms["sms_parts"], sms["stops"]) == (1, [])
    english = (await hr.post("/templates/preview", {"case": "invite", "locale": "en", "channel": "email"})).json()
    assert "Anna Smith" in english["texts"][0]["body"]
    for desk, organisation, status in ((hr, "fresh", 200), (hr, "mianyue", 404), (lisi, "fresh", 404)):
        body = {"case": "invite", "organisation": organisation}
        assert (await desk.post("/templates/preview", body)).status_code == status
    both = {"case": "invite", "organisation": "mianyue-sz", "interview_id": await lisi.arrange()}
    assert (await lisi.post("/templates/preview", both)).json()["errors"][0]["field"] == "organisation"


async def test_a_preview_keeps_to_what_its_reader_may_see_and_to_the_cases_channels(zhangsan: Desk, lisi: Desk) -> None:
    id = await zhangsan.arrange()
    body = {"interview_id": id, "case": "invite"}
    assert (await lisi.post("/templates/preview", body)).status_code == 404
    assert (await zhangsan.post("/templates/preview", body | {"case": "nonsense"})).status_code == 404
    wrong = await zhangsan.post("/templates/preview", body | {"case": "approval_wanted", "channel": "sms"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["rule"] == "not-on-this-channel"


async def test_whatever_is_typed_as_a_template_is_answered_with_a_problem(hrops: Desk) -> None:
    draft = (await template(hrops))["draft"]
    odds: tuple[Any, ...] = ("\ud800", "{\ud800}", "\x00", "{", "{0.__class__}", "x" * 100_000, None, 1, [], {})
    for odd in odds:
        for part in ("subject", "lead", "button", "sms", "rows", "body"):
            answer = await put(hrops, draft | {part: odd if part not in ("rows", "body") else [odd]}, 0)
            assert answer.status_code == 422, (part, odd)
            assert len(answer.content) < 20_000
    for version in (-1, 10**30, "1", 1.5, None):
        assert (await put(hrops, draft, version)).status_code == 422
    assert (await template(hrops))["version"] == 0
