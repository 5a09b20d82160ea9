"""What a candidate's link opens, and when it opens nothing any more: bound to purpose and revision, dead after its time (T2, T4)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from db.tables_interview import candidate_links, interviews
from domain.keys import link_hash, link_token
from domain.purposes import Purpose
from settings import Settings
from tests.web.people import Candidate, Recruiter
from web.app import app

FROZEN = {"reason_detail": "岗位冻结", "party": "company"}
CLOSED = timedelta(days=15)


async def _survey_link(zhangsan: Recruiter, candidate: Candidate) -> str:
    """The link in the mail that asks how it was, once the candidate knows of the cancellation."""
    assert (await candidate.calls(action="acknowledge")).status_code == 200
    await zhangsan.waits(candidate, timedelta(days=2))
    return await candidate.new_link()


async def test_the_surveys_link_opens_the_survey_and_nothing_else(
    zhangsan: Recruiter, http: httpx2.AsyncClient, config: Settings
) -> None:
    candidate = await zhangsan.invites()
    first = candidate.token
    await zhangsan.does(f"/{candidate.id}/cancel", FROZEN | {"offer_reschedule": True})
    survey = await _survey_link(zhangsan, candidate)
    assert survey != first
    assert survey == link_token(config.secret.get_secret_value(), candidate.id, 1, Purpose.SURVEY)
    page = await candidate.opens()
    assert set(page.forms) == {"survey"}
    for action, fields in (("reschedule", {"starts_at": "any"}), ("acknowledge", {}), ("ask_for_person", {})):
        refused = await candidate.sends({"action": action, **fields})
        assert refused.status_code == 403, action
        assert "未作任何更改" in refused.text
    assert (await http.get(f"/c/{survey}/privacy")).status_code == 403
    assert (await candidate.opens_messages()).status == 200
    thanks = await candidate.presses(page, "survey", timeliness="5", handling="5")
    assert (thanks.status, candidate.token) == (200, survey), "an answer must not hand out a link to everything"
    assert "谢谢您的反馈" in thanks.text
    assert thanks.forms == {}
    assert (await candidate.opens(first)).status == 200, "the invitation's own link goes on as before"


async def test_the_invitations_link_answers_the_survey_too(zhangsan: Recruiter) -> None:
    """The design's contract: GET/POST /c/{token} is confirm, cancel, reschedule, survey."""
    candidate = await zhangsan.invites()
    await zhangsan.does(f"/{candidate.id}/cancel", FROZEN)
    page = await candidate.opens()
    assert {"acknowledge", "survey"} <= set(page.forms)
    assert "感谢您的反馈" in (await candidate.presses(page, "survey", timeliness="4", handling="4")).text
    (row,) = await zhangsan.survey(candidate)
    assert row.timeliness == 4


async def test_a_mails_unsubscribe_link_opens_the_page_of_messages_alone(
    zhangsan: Recruiter, http: httpx2.AsyncClient, config: Settings
) -> None:
    candidate = await zhangsan.invites()
    token = link_token(config.secret.get_secret_value(), candidate.id, 1, Purpose.MESSAGES)
    opened = await http.get(f"/c/{token}")
    assert (opened.status_code, opened.headers["location"]) == (303, f"/c/{token}/messages?lang=zh")
    page = await http.get(opened.headers["location"])
    assert page.status_code == 200
    assert "返回面试页面" not in page.text
    for action in ("confirm", "survey"):
        assert (
            await candidate.sends({"action": action, "timeliness": "5", "handling": "5"}, token=token)
        ).status_code == 403
    assert (await zhangsan.interview(candidate))["stage"] == "invited"


async def test_interviews_that_older_code_began_go_on(
    zhangsan: Recruiter, engine: AsyncEngine, config: Settings
) -> None:
    """Their links were written without a purpose, and none for the survey: the mail that carries it writes it down."""
    candidate = await zhangsan.invites()
    async with engine.begin() as conn:
        mine = candidate_links.c.interview_id == UUID(candidate.id)
        await conn.execute(delete(candidate_links).where(mine))
        old = {"organisation_id": "mianyue-sh", "interview_id": UUID(candidate.id), "revision": 1}
        await conn.execute(
            candidate_links.insert().values(**old, hash=link_hash(candidate.token), created_at=datetime.now(UTC))
        )
    assert (await candidate.opens()).status == 200
    await zhangsan.does(f"/{candidate.id}/cancel", FROZEN)
    await _survey_link(zhangsan, candidate)
    assert set((await candidate.opens()).forms) == {"survey"}
    async with engine.connect() as conn:
        kept = set((await conn.execute(select(candidate_links.c.purpose).where(mine))).scalars())
    assert kept == {"interview", "survey", "messages"}


async def test_every_kind_of_link_dies_with_a_move(zhangsan: Recruiter, config: Settings) -> None:
    candidate = await zhangsan.invites()
    await zhangsan.does(f"/{candidate.id}/cancel", FROZEN | {"offer_reschedule": True})
    survey = await _survey_link(zhangsan, candidate)
    later = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    await zhangsan.does(f"/{candidate.id}/reschedule", {"starts_at": later})
    dead = await candidate.opens(survey)
    assert dead.status == 410
    assert "此链接已失效" in dead.text
    assert "021-50000000" in dead.text, "and whom to ask"
    posted = await candidate.sends({"action": "survey", "timeliness": "1", "handling": "1"}, token=survey)
    assert posted.status_code == 410
    assert await zhangsan.survey(candidate) == []


async def test_a_closed_interviews_link_tells_nothing_but_whom_to_ask(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(locale="en", name="Anna Smith")
    await candidate.presses(await candidate.opens(), "cancel", reason_code="C_OTHER_OFFER")
    await zhangsan.waits(candidate, CLOSED)
    await zhangsan.until(candidate, "closed")
    page = await candidate.opens()
    assert page.status == 410
    assert page.text.index("This interview is closed") < page.text.index("本次面试安排已结束"), (
        "their own language first"
    )
    assert {"Anna", "数据分析师", "Zhang San", "张三"} & set(page.html.split()) == set()
    assert "数据分析师" not in page.html
    assert page.all("a", href="tel:021-50000000")
    assert page.forms == {}
    json = await candidate.calls_for_view()
    assert json.status_code == 410
    assert json.json()["contact"] == {"company": "面约上海", "phone": "021-50000000"}
    assert (await candidate.calls(action="confirm")).status_code == 410
    assert (await candidate.opens_messages()).status == 200, "messages can be stopped for as long as we could send some"
    assert (await candidate.opens_privacy()).status == 200, "and what is kept can be asked about"


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"starts_at": timedelta(minutes=-50)}, 200),  # five minutes over: it may run late
        ({"starts_at": timedelta(minutes=-61)}, 410),  # the policy's moment to ask the recruiter how it went
        ({"next_step": "close", "next_at": timedelta(minutes=-1)}, 410),
        ({"next_step": "close", "next_at": timedelta(minutes=1)}, 200),
    ],
)
async def test_the_time_of_a_link_is_read_from_the_interview_and_its_policy(
    zhangsan: Recruiter, engine: AsyncEngine, row: dict[str, object], status: int
) -> None:
    """Also when no worker is there to close it. A row as time would leave it."""
    candidate = await zhangsan.invites()
    now = datetime.now(UTC)
    values = {name: now + value if isinstance(value, timedelta) else value for name, value in row.items()}
    async with engine.begin() as conn:
        await conn.execute(update(interviews).where(interviews.c.id == UUID(candidate.id)).values(values))
    page = await candidate.opens()
    assert page.status == status
    if status == 410:
        assert "此链接已过期" in page.text
        assert (await candidate.sends({"action": "confirm"})).status_code == 410


async def test_reading_changes_nothing_whatever_is_read(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    """T3: every page that a link has, by GET and by HEAD, with any action in its address."""
    candidate = await zhangsan.invites()
    await candidate.presses(await candidate.opens(), "ask_for_person")
    before = await zhangsan.books(candidate)
    paths = [path for path in app.openapi()["paths"] if path.startswith("/c/")]
    assert {"/c/{token}", "/c/{token}/messages", "/c/{token}/privacy"} == set(paths)
    for path in set(paths):
        for method in ("GET", "HEAD"):
            for query in (
                "",
                "?action=cancel&reason_code=C_ILLNESS",
                "?action=ask&kind=deletion",
                "?action=stop&channel=email",
            ):
                answer = await http.request(method, path.replace("{token}", candidate.token) + query)
                assert answer.status_code == 200, (method, path)
                assert "default-src 'none'" in answer.headers["content-security-policy"]
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["referrer-policy"] == "no-referrer"
                assert answer.headers["x-content-type-options"] == "nosniff"
                assert "noindex" in answer.headers["x-robots-tag"]
    assert await zhangsan.books(candidate) == before
