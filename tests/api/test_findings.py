"""What the monitor found, as HR operations read it: their own organisations, both languages, never a recruiter's business."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from api.context import App
from db.tables_notices import findings
from domain.findings import FindingKind, sentence
from domain.terms import Locale
from tests.api.conftest import Hire
from tests.api.desk import Desk
from tests.monitor import rows


async def found(engine: AsyncEngine, organisation: str | None, kind: str, subject: str = "", over: bool = False) -> str:
    """A finding as the monitor leaves it; its subject."""
    now, subject = datetime.now(UTC), subject or str(uuid4())
    row = {"organisation_id": organisation, "kind": kind, "subject": subject, "first_seen": now, "last_seen": now}
    async with engine.begin() as conn:
        await conn.execute(insert(findings).values(row | {"closed_at": now if over else None}))
    return subject


async def test_hr_operations_see_what_is_wrong_with_a_sentence_in_both_languages(served: App, sign_in: Hire) -> None:
    inside = await sign_in("watchful", "watched-one", "hrops")
    await sign_in("watched", "watched-one")
    of = await rows.interview(served.engine, "watched-one", "watched")
    late = await rows.notice(served.engine, of, "watched-one")
    await found(served.engine, "watched-one", "notice_overdue", late)
    [item] = (await inside.page("/findings"))["items"]
    assert (item["kind"], item["subject"], item["organisation"]) == ("notice_overdue", late, "watched-one")
    assert UUID(item["interview_id"]) == of
    assert item["sentence"]["zh"] == sentence(FindingKind.NOTICE_OVERDUE, Locale.ZH)
    assert item["sentence"]["en"] == sentence(FindingKind.NOTICE_OVERDUE, Locale.EN)
    assert item["closed_at"] is None


async def test_an_interview_can_be_opened_from_its_finding(served: App, sign_in: Hire) -> None:
    inside = await sign_in("watchful-2", "watched-two", "hrops")
    id = str(uuid4())
    await found(served.engine, "watched-two", "interview_stalled", id)
    await found(served.engine, "watched-two", "workflow_problem", f"interview-{id}")
    assert {item["interview_id"] for item in (await inside.page("/findings"))["items"]} >= {id}


async def test_what_is_over_is_shown_only_when_asked_for(served: App, sign_in: Hire) -> None:
    inside = await sign_in("watchful-3", "watched-three", "admin")
    over = await found(served.engine, "watched-three", "notice_unknown", over=True)
    still = await found(served.engine, "watched-three", "notice_unknown")
    await found(served.engine, "watched-three", "phone_task_overdue")
    only = await inside.page("/findings", {"kind": "notice_unknown"})
    both = await inside.page("/findings", {"kind": "notice_unknown", "open": "false"})
    assert [item["subject"] for item in only["items"]] == [still]
    assert [item["subject"] for item in both["items"]] == [still, over]


async def test_another_organisations_findings_and_the_installations_are_not_shown(
    served: App, sign_in: Hire, hrops: Desk, admin: Desk
) -> None:
    outside = await sign_in("watchful-4", "watched-four", "hrops")
    theirs = await found(served.engine, "mianyue-sh", "interview_stalled")
    whole = await found(served.engine, None, "receipts_silent", f"channel-{uuid4()}")
    assert (await outside.page("/findings", {"open": "false"}))["items"] == []
    for desk in (hrops, admin):
        seen = {item["subject"] for item in (await desk.page("/findings", {"limit": 200}))["items"]}
        assert {theirs, whole} <= seen


async def test_a_recruiter_is_told_no(zhangsan: Desk) -> None:
    answer = await zhangsan.get("/findings")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":hrops-only")


async def test_the_list_pages_newest_first_and_refuses_what_it_does_not_know(served: App, sign_in: Hire) -> None:
    inside = await sign_in("watchful-5", "watched-five", "hrops")
    subjects = [await found(served.engine, "watched-five", "notice_overdue") for _ in range(5)]
    first = await inside.page("/findings", {"limit": 3})
    second = await inside.page("/findings", {"limit": 3, "cursor": first["next"]})
    assert [item["subject"] for item in first["items"] + second["items"]] == subjects[::-1]
    assert second["next"] is None
    back = await inside.page("/findings", {"limit": 3, "cursor": second["previous"]})
    assert (back["items"], back["previous"], back["next"] is not None) == (first["items"], None, True)
    for params in ({"kind": "nonsense"}, {"open": "maybe"}, {"cursor": "x"}, {"colour": "red"}):
        answer = await inside.get("/findings", params)
        assert answer.status_code == 422, params
        assert answer.json()["errors"][0]["field"] == next(iter(params))
