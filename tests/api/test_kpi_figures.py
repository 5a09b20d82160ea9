"""The figures that the API shows, from real interviews, traceable to the rows behind them (P3, R5, R10–R13)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from temporalio.testing import WorkflowEnvironment

from api.context import App
from domain.keys import workflow_id
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json, ahead
from tests.api.post_office import PostOffice
from tests.db.past import Recruiter
from tests.signing import event


async def figures(desk: Desk, **params: str) -> Json:
    items = (await desk.page("/kpi", params))["items"]
    return dict(items[0]) if items else {}


def share(found: Json, name: str) -> tuple[int, int]:
    """A rate's numerator and denominator."""
    parts = found["fractions"][name]
    return parts["numerator"], parts["denominator"]


async def told(served: App, id: str) -> UUID:
    """Wait until the cancellation's mail has been accepted, and let SendGrid report that it was delivered; the mail's id."""
    office = PostOffice(served)
    mail = await office.sent(id, "cancelled", "email")
    assert await office.sendgrid(event(mail)) == 204
    return mail


async def basis(desk: Desk, id: str) -> str:
    """What the log's notice hours run from."""
    return str((await desk.page("/cancellations", {"interview": id}))["items"][0]["notice_basis"])


async def test_a_recruiters_figures(sign_in: Hire, served: App, temporal: WorkflowEnvironment) -> None:
    desk = await sign_in("figures", "mianyue-figures")
    early, late, sick, held, kept, moved, _ = [
        await desk.arrange(starts_at=ahead(hours=hours)) for hours in (72, 5, 50, 0.5, 60, 70, 80)
    ]
    await desk.cancel(early, reason_detail="背景调查未通过，面试取消")
    await desk.cancel(late)
    await desk.cancel(sick, reason_detail="突发感冒", party="candidate")
    await temporal.fast_forward(served.client.get_workflow_handle(workflow_id(held)), timedelta(hours=1))
    await desk.act(held, "outcome", {"outcome": "candidate_no_show"})
    await desk.act(kept, "confirm")
    await desk.act(moved, "reschedule", {"starts_at": ahead(hours=90)})
    await desk.act(early, "survey", {"timeliness": 1, "handling": 1})
    await asyncio.gather(told(served, early), told(served, late))

    found = await figures(desk)
    assert (found["interviews"], found["cancelled"], found["cancellations"]) == (7, 3, 3)
    assert found["cancellation_rate"] == 3 / 7
    assert share(found, "cancellation_rate") == (3, 7)
    assert found["open"] == 3
    assert (found["attributable_cancelled"], found["late_cancelled"]) == (1, 1)
    assert found["reason_quality_rate"] == 1
    assert share(found, "advance_notice_rate") == (1, 2), "one of two was late"
    assert share(found, "compliance_rate") == (2, 3)
    assert (found["confirmed"], found["rescheduled"], found["completed"]) == (1, 1, 0)
    assert (found["candidate_no_show"], found["interviewer_no_show"]) == (1, 0)
    assert (found["survey_answers"], found["satisfaction"]) == (0, None), "an answer that staff entered does not count"
    assert len((await desk.page("/cancellations"))["items"]) == found["cancellations"], "P3: figures have their rows"
    assert (await desk.page("/kpi"))["team"]["cancelled"] == 3


async def test_a_notice_that_reached_nobody_in_time_is_no_advance_notice(sign_in: Hire, served: App) -> None:
    desk = await sign_in("unreached", "mianyue-figures")
    id = await desk.arrange()
    await desk.cancel(id)
    office = PostOffice(served)
    text, mail = await office.sent(id, "cancelled", "sms"), await office.sent(id, "cancelled", "email")
    found = await figures(desk)
    assert (found["advance_notice_rate"], found["compliance_rate"]) == (0, 0), (
        "accepted by a provider reached nobody yet"
    )
    assert await basis(desk, id) == "accepted"
    assert await office.twilio(text, "undelivered", ErrorCode="30003") == 204
    assert (await figures(desk))["advance_notice_rate"] == 0
    assert await office.sendgrid(event(mail)) == 204
    found = await figures(desk)
    assert (found["advance_notice_rate"], found["compliance_rate"]) == (1, 1)
    assert await basis(desk, id) == "delivered"
    start = datetime.now(UTC) + timedelta(days=3)
    await office.put(mail, delivered_at=start - timedelta(hours=23))
    assert (await figures(desk))["advance_notice_rate"] == 0, "what counts is when it arrived, not the click"


async def test_a_call_or_the_candidates_own_word_is_notice_too(sign_in: Hire, served: App) -> None:
    desk, office = await sign_in("reached", "mianyue-reached"), PostOffice(served)
    called, read = await desk.arrange(), await desk.arrange()
    for id in (called, read):
        await desk.cancel(id)
    unsent = await office.sent(called, "cancelled", "sms")
    await office.sent(read, "cancelled", "sms")
    inbox = await office.inbox(read, "cancelled")
    assert await basis(desk, read) == "accepted", "an in-app message waits to be opened"
    await office.put(unsent, channel="phone", state="delivered", delivered_at=datetime.now(UTC))
    await office.put(inbox, acknowledged_at=datetime.now(UTC))
    assert share(await figures(desk), "advance_notice_rate") == (2, 2)
    assert await basis(desk, called) == await basis(desk, read) == "delivered"


async def test_a_failed_notice_is_not_shown_as_accepted(sign_in: Hire, served: App) -> None:
    desk, office = await sign_in("bounced", "mianyue-bounced"), PostOffice(served)
    id = await desk.arrange(candidate={"phone": None})
    await desk.cancel(id)
    mail = await office.sent(id, "cancelled", "email")
    assert await office.sendgrid(event(mail, "bounce", reason="550 5.1.1 no such mailbox", type="bounce")) == 204
    assert await basis(desk, id) == "decided"


async def test_a_candidates_own_answers_are_the_satisfaction(sign_in: Hire, served: App) -> None:
    """R12: told by month, once there are five of a recruiter's; an answer that staff entered does not count."""
    recruiter = Recruiter(served.engine, "satisfied", "mianyue-figures")
    start = datetime(2026, 9, 7, 2, tzinfo=UTC)
    for nth, scores in enumerate([(5, 4), (4, 4), (1, 2), (5, 5), (4, 3)]):
        one = await recruiter.arrange(start, start + timedelta(days=1, minutes=nth))
        await one.end(start + timedelta(days=1, hours=2))
        await one.answer(start + timedelta(days=1, hours=3), *scores)
    desk = await sign_in("satisfied")
    found = await figures(desk, **{"from": "2026-09-01", "to": "2026-09-30"})
    assert (found["survey_answers"], found["satisfaction"], share(found, "satisfaction")) == (5, 3 / 5, (3, 5))
    interval = found["fractions"]["satisfaction"]
    assert interval["low"] == pytest.approx(0.2307, abs=1e-4), "Wilson's interval of 3 of 5"
    assert interval["high"] == pytest.approx(0.8824, abs=1e-4)
    assert interval["enough"] is False, "数据不足"
    found = await figures(desk, **{"from": "2026-09-01", "to": "2026-09-20"})
    assert (found["survey_answers"], found["satisfaction"]) == (0, None), "a part of a month tells nothing"


async def test_an_interview_counts_in_the_period_that_decided_it(sign_in: Hire) -> None:
    desk = await sign_in("periods", "mianyue-figures")
    decided, still_open = await desk.arrange(), await desk.arrange()
    border = datetime.now(UTC).isoformat()
    await desk.cancel(decided)
    found = await figures(desk, **{"from": border})
    assert (found["interviews"], found["cancelled"], found["cancellation_rate"]) == (1, 1, 1)
    assert await figures(desk, to=border) == {}, "that period is over: what happens later never changes it"
    found = await figures(desk)
    assert (found["open"], found["cancellation_rate"]) == (1, 0.5)
    assert await figures(desk, **{"from": ahead(days=5)}) == {}
    await desk.cancel(still_open)
    assert (await figures(desk, **{"from": border}))["interviews"] == 2
    assert await figures(desk, to=border) == {}


async def test_every_figure_lists_its_rows(sign_in: Hire) -> None:
    """P3."""
    desk = await sign_in("traced", "mianyue-traced")
    late, early, _ = [await desk.arrange(starts_at=ahead(hours=hours)) for hours in (5, 72, 80)]
    await desk.cancel(late)
    await desk.cancel(early, reason_detail="突发感冒", party="candidate")

    async def behind(of: str, **params: Any) -> list[Json]:
        return list((await desk.page("/kpi/rows", {"of": of, **params}))["items"])

    assert {row["interview_id"] for row in await behind("cancelled")} == {late, early}
    [one] = await behind("late_cancelled")
    assert (one["interview_id"], one["ending"], one["code"], one["ours"]) == (late, "cancelled", "E_REQ_FROZEN", True)
    found = await figures(desk)
    for name in ("interviews", "cancelled", "late_cancelled", "candidate_cancelled", "company_side", "stated", "freed"):
        assert len(await behind(name)) == found[name], name
    for name in ("cancellation_rate", "advance_notice_rate", "reschedule_rate"):
        assert len(await behind(name)) == share(found, name)[1], name
    for one in (await desk.get("/kpi/indicators")).json():
        if one["name"] != "satisfaction":
            parts = [len(await behind(name)) for name in one["denominator"]]
            assert sum(parts) == share(found, one["name"])[1], "a denominator's words are those that list rows"
    first = await desk.page("/kpi/rows", {"of": "cancelled", "limit": 1})
    second = await desk.page("/kpi/rows", {"of": "cancelled", "limit": 1, "cursor": first["next"]})
    assert [row["interview_id"] for row in first["items"] + second["items"]] == [early, late]
    assert second["next"] is None


@pytest.mark.parametrize("of", ["nonsense", "satisfaction", "answers"])
async def test_what_lists_no_rows_is_refused(zhangsan: Desk, of: str) -> None:
    answer = await zhangsan.get("/kpi/rows", {"of": of})
    assert answer.status_code == 422
    assert answer.json()["errors"][0] | {"detail": ""} == {"field": "of", "rule": "unknown-count", "detail": ""}
    assert "cancellation_rate" in answer.json()["errors"][0]["detail"]


async def test_a_subsidiary_counts_with_all_below_it(sign_in: Hire, hrops: Desk, served: App) -> None:
    """R23: three levels; each organisation for itself, and together from above."""
    north, south = await sign_in("north", "mianyue-region"), await sign_in("south", "mianyue-region-south")
    async with served.engine.begin() as conn:
        await conn.exec_driver_sql(
            "UPDATE organisations SET parent_id = 'mianyue-region',"
            " path = ARRAY['mianyue', 'mianyue-region', 'mianyue-region-south'] WHERE id = 'mianyue-region-south'"
        )
    for desk in (north, south, south):
        await desk.cancel(await desk.arrange())
    found = await hrops.page("/kpi", {"organisation": "mianyue-region", "by": "organisation"})
    assert {row["key"]: row["cancelled"] for row in found["items"]} == {"mianyue-region": 1, "mianyue-region-south": 2}
    assert found["team"]["cancelled"] == 3
    below = await hrops.page("/kpi", {"organisation": "mianyue-region-south"})
    assert [row["recruiter"] for row in below["items"]] == ["south"]
    manager = await sign_in("south-hr", "mianyue-region-south", "hrops")
    assert (await manager.page("/kpi", {"organisation": "mianyue-region"}))["team"]["cancelled"] == 2, (
        "only what is below them"
    )
    assert (await manager.page("/kpi", {"organisation": "mianyue-sh"}))["items"] == []
    month = (await hrops.page("/kpi", {"organisation": "mianyue-region", "by": "month"}))["items"]
    assert [row["cancelled"] for row in month] == [3]


async def test_the_middle_of_the_notice_hours(sign_in: Hire, served: App) -> None:
    desk, office = await sign_in("median", "mianyue-median"), PostOffice(served)
    assert (await desk.page("/kpi"))["team"]["median_notice_hours"] is None
    hours = {30: 29.0, 60: 50.0, 90: None}
    for ahead_by, delivered in hours.items():
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=ahead_by)
        id = await desk.arrange(starts_at=start.isoformat())
        await desk.cancel(id)
        mail = await office.sent(id, "cancelled", "email")
        if delivered is not None:
            await office.put(mail, delivered_at=start - timedelta(hours=delivered))
    found = (await desk.page("/kpi"))["team"]["median_notice_hours"]
    assert found == 29.0, "of 29, 50 and none: one that never arrived had 0 hours"


async def test_a_subsidiarys_own_notice_hours_decide_what_is_in_time(sign_in: Hire, served: App) -> None:
    desk = await sign_in("strict", "mianyue-strict")
    before = await desk.arrange(starts_at=ahead(hours=30))
    async with served.engine.begin() as conn:
        await conn.exec_driver_sql(
            "INSERT INTO policies (organisation_id, version, valid_from, data) VALUES"
            " ('mianyue-strict', 1, now(), '{\"notice_hours\": 48}'), ('mianyue-strict', 2, now() + interval '1 day', '{}')"
        )
    after = await desk.arrange(starts_at=ahead(hours=30))
    for id in (before, after):
        await desk.cancel(id)
        await told(served, id)
    found = await figures(desk)
    assert share(found, "advance_notice_rate") == (1, 2)
    assert found["late_cancelled"] == 1


async def test_the_figures_of_another_recruiter_stay_theirs(zhangsan: Desk) -> None:
    assert (await zhangsan.page("/kpi", {"recruiter": "lisi"}))["items"] == []


async def test_a_recruiter_does_not_answer_for_the_reason_that_hr_left_out(
    sign_in: Hire, served: App, temporal: WorkflowEnvironment
) -> None:
    """R11, R18: HR operations press "Request Cancellation" in the Temporal UI, which asks for no reason."""
    desk = await sign_in("unasked", "mianyue-unasked")
    own, pressed = [await desk.arrange(starts_at=ahead(hours=hours)) for hours in (72, 74)]
    await desk.cancel(own)
    await served.client.get_workflow_handle(workflow_id(pressed)).cancel()
    await told(served, own)
    await told(served, pressed)
    found = await figures(desk)
    assert found["cancellations"] == 2
    assert share(found, "reason_quality_rate") == (1, 1)
    assert share(found, "compliance_rate") == (2, 2)
