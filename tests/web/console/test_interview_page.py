"""Stories of the page of one interview: what it tells, what can be done on it, and who may see it."""

from datetime import timedelta

from domain import narrative
from domain.terms import Locale, NoticeKind
from tests.web.browser import Page
from tests.web.console.conftest import Door
from tests.web.console.visitor import Visitor
from tests.web.people import Candidate, Recruiter
from web.console import words_happened

PHONE = "+86 139 0013 8001"


def at(candidate: Candidate, more: str = "") -> str:
    return f"/console/interviews/{candidate.id}{more}"


def offered(page: Page, candidate: Candidate) -> set[str]:
    """The commands that the page offers, by the last part of their address."""
    links = [link.get("href", "") for link in page.all("a")]
    buttons = list(page.places)
    own = at(candidate) + "/"
    return {place.removeprefix(own) for place in [*links, *buttons] if place.startswith(own)}


async def test_the_page_tells_everything_about_an_interview(
    zhang: Visitor, zhangsan: Recruiter, at_console: Door
) -> None:
    candidate = await zhangsan.invites(name="王小明", phone=PHONE, source="内推", interviewer="赵工")
    page = await zhang.opens(at(candidate))
    for told in (
        "王小明",
        "+8613900138001",
        candidate.email,
        "数据分析师",
        "赵工",
        "张三",
        "内推",
        "北京时间",
        "45 分钟",
    ):
        assert told in page.text, told
    assert page.all("a", href="https://meet.example/room")
    assert "/workflows/" not in page.html, "the run is for those who look after it"
    hr = await (await at_console("hrops")).opens(at(candidate))
    runs = [link["href"] for link in hr.all("a") if "/workflows/" in link["href"]]
    assert [run.rpartition("/")[2] for run in runs] == [f"interview-{candidate.id}"]
    assert "张三 创建面试并发出邀约" in page.text
    assert "邀约 邮件 · 发给候选人" in page.text
    assert candidate.token not in page.html, "the candidate's link is nobody else's"
    assert "[候选人的专属链接]" in page.text
    assert page.all("div", **{"data-live": candidate.id})
    assert offered(page, candidate) - {"acknowledge"} == {"confirm", "reschedule", "cancel"}


async def test_everything_that_happens_stands_there_in_order_in_both_languages(
    at_console: Door, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(name="Jane Smith", position="Data analyst")
    await candidate.presses(await candidate.opens(), "reschedule", starts_at="any")
    await zhangsan.does(f"/{candidate.id}/reschedule/decline")
    await zhangsan.does(f"/{candidate.id}/confirm")
    body = {"reason_detail": "岗位冻结，暂停招聘", "party": "company", "remark": "总部通知"}
    await zhangsan.does(f"/{candidate.id}/cancel", body)
    visitor = await at_console("zhangsan")
    page = await visitor.opens(at(candidate))
    told = ("创建面试并发出邀约", "候选人 申请改期", "张三 未同意改期", "张三 确认参加", "张三 取消面试")
    places = [page.text.index(one) for one in told]
    assert places == sorted(places)
    for one in ("该岗位已冻结，暂停招聘，面试取消 岗位冻结，暂停招聘", "总部通知", "取消通知", "改期未获同意"):
        assert one in page.text, one
    assert page.text.count("张三 取消面试") == 1
    await visitor.sends(page, "/console/language", {"lang": "en"})
    try:
        english = await visitor.opens(at(candidate))
    finally:
        await visitor.sends(english, "/console/language", {"lang": "zh"})
    for one in ("asked for another time", "declined the other time", "cancellation notice", "Timeline"):
        assert one in english.text, one


async def test_the_candidate_confirmed_on_the_phone(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    page = await zhang.opens(at(candidate))
    shown = await zhang.sends(page, at(candidate, "/confirm"), htmx=True)
    assert "已确认" in shown.text
    assert "toast" in shown.answer.headers["hx-trigger"]
    assert "confirm" not in offered(shown, candidate)
    assert (await zhangsan.interview(candidate))["stage"] == "confirmed"
    traces = await zhangsan.traces(candidate)
    await zhang.sends(page, at(candidate, "/confirm"), htmx=True)
    assert await zhangsan.traces(candidate) == traces


async def test_who_looked_at_the_old_time_does_not_confirm_the_new_one(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    page = await zhang.opens(at(candidate))
    await zhangsan.does(f"/{candidate.id}/reschedule", {"starts_at": "2027-03-03T10:00:00+08:00"})
    shown = await zhang.sends(page, at(candidate, "/confirm"), htmx=True)
    assert shown.status == 409
    assert "3月3日" in shown.text
    assert (await zhangsan.interview(candidate))["stage"] == "invited"


async def test_a_cancelled_interview_offers_what_still_makes_sense(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    await zhangsan.does(f"/{candidate.id}/cancel", {"reason_detail": "岗位冻结，暂停招聘", "party": "company"})
    page = await zhang.opens(at(candidate))
    assert {"reschedule", "survey"} <= offered(page, candidate)
    assert not {"cancel", "confirm", "outcome"} & offered(page, candidate)
    dialog = await zhang.opens(at(candidate, "/survey"), htmx=True)
    wrong = await zhang.sends(dialog, at(candidate, "/survey"), {"timeliness": "4", "comment": "打电话问的"}, htmx=True)
    assert wrong.status == 422
    assert "请选择 1 至 5 分。" in wrong.text
    assert wrong.form_to(at(candidate, "/survey")).fields["comment"] == "打电话问的"
    done = await zhang.sends(wrong, at(candidate, "/survey"), {"handling": "5"}, htmx=True)
    told = done.answer.headers["hx-trigger"]
    assert "renew" in told, "the page looks again: an answer alone is no news of the interview"
    assert "close-dialog" in told
    assert page.all("div", id="interview", **{"hx-trigger": "live, live-many, renew", "data-live-any": ""})
    (answer,) = await zhangsan.survey(candidate)
    assert (answer.timeliness, answer.handling, answer.comment) == (4, 5, "打电话问的")
    again = await zhang.sends(wrong, at(candidate, "/survey"), {"handling": "1"}, htmx=True)
    assert again.status == 409
    assert "survey" not in offered(await zhang.opens(at(candidate)), candidate)


async def test_the_outcome_is_recorded_once_the_interview_has_begun(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(seconds=2))
    early = await zhangsan.invites()
    assert "outcome" not in offered(await zhang.opens(at(early)), early)
    refused = await zhang.sends(
        await zhang.opens(at(early, "/outcome")), at(early, "/outcome"), {"outcome": "completed"}
    )
    assert "尚未开始" in refused.text
    await zhangsan.waits(candidate, timedelta(hours=1))
    dialog = await zhang.opens(at(candidate, "/outcome"), htmx=True)
    nothing = await zhang.sends(dialog, at(candidate, "/outcome"), htmx=True)
    assert "请选择面试结果。" in nothing.text
    await zhang.sends(nothing, at(candidate, "/outcome"), {"outcome": "completed"}, htmx=True)
    assert (await zhangsan.interview(candidate))["outcome"] == "completed"
    other = await zhang.sends(dialog, at(candidate, "/outcome"), {"outcome": "candidate_no_show"}, htmx=True)
    assert other.status == 409
    assert "面试结果已登记" in other.text


async def test_what_a_candidate_asks_for_stands_on_the_page(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    assert (await candidate.sends({"action": "ask_for_person"})).status_code == 303
    page = await zhang.opens(at(candidate))
    assert "申请人工面试" in page.text


async def test_the_part_that_changes_is_fetched_by_itself(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    await candidate.presses(await candidate.opens(), "confirm")
    part = await zhang.opens(at(candidate, "/now"), htmx=True)
    assert "候选人 确认参加" in part.text
    assert not part.all("html")


async def test_somebody_elses_interview_is_a_page_that_is_not_found(
    at_console: Door, chief: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites(name="王小明")
    li = await at_console("lisi")
    for place in ("", "/now", "/outcome", "/survey", "/cancel"):
        page = await li.opens(at(candidate, place))
        assert page.status == 404, place
        assert "王小明" not in page.html
    assert "没有该面试" in (await li.opens(at(candidate))).text
    assert "王小明" in (await chief.opens(at(candidate))).text


def test_every_kind_of_notice_and_every_change_has_words() -> None:
    for locale in Locale:
        assert all(words_happened.kind(kind, locale) for kind in NoticeKind)
        for action in narrative.ACTIONS:
            assert words_happened.change(action, by_candidate=False, locale=locale) != action or action == "remind"
