"""Many interviews at once through the API: a frozen position, an interviewer's day off, a withdrawn candidate; one reason, one click."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.service import RPCError

from api.cancelling import LINK_SHOWN
from api.context import App
from db import bulks as store
from db.tables import commands
from db.tables_bulk import bulks
from db.tables_interview import notices
from domain.bulk import BulkState, Came, ItemState
from tests.api.conftest import instead
from tests.api.desk import Desk, Json, ahead
from tests.processes import nobody
from tests.workflows.life import eventually

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
FROZEN: Json = {"action": "cancel", "reason_detail": "岗位冻结", "party": "company", "per_minute": 1200}


def position() -> str:
    """A position that no other story recruits for."""
    return f"数据分析师 {uuid4().hex[:8]}"


async def asked(desk: Desk, body: Json, key: str | None = None) -> Json:
    """The answer to a request for a bulk that is accepted."""
    answer = await desk.post("/bulks", body, key)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def finished(desk: Desk, id: str, state: str = "finished") -> Json:
    """The bulk, once it stands there."""

    async def reached() -> bool:
        return bool((await desk.page(f"/bulks/{id}"))["state"] == state)

    await eventually(reached, f"a bulk that is {state}")
    return await desk.page(f"/bulks/{id}")


async def written(engine: AsyncEngine, ids: list[str], kind: str) -> Counter[tuple[str, str, str, str]]:
    """The notices of a kind that the ledger has, by audience, kind, channel and language."""
    query = select(notices).where(notices.c.interview_id.in_(ids), notices.c.kind == kind)
    async with engine.connect() as conn:
        rows = (await conn.execute(query)).all()
    return Counter((row.audience, row.kind, row.channel, row.locale) for row in rows)


def foretold(preview: Json, kind: str) -> Counter[tuple[str, str, str, str]]:
    """The same as a preview counts them."""
    found = [n for n in preview["notices"] if n["kind"] == kind]
    return Counter({(n["audience"], n["kind"], n["channel"], n["locale"]): n["count"] for n in found})


async def test_a_frozen_position_is_cancelled_as_it_was_previewed(
    zhangsan: Desk, engine: AsyncEngine, sandbox_url: str
) -> None:
    job = position()
    ids = [await zhangsan.arrange(position=job) for _ in range(4)]
    ids.append(await zhangsan.arrange(position=job, candidate={"name": "Anna Smith", "locale": "en", "phone": None}))
    ids.append(await zhangsan.arrange(position=job, starts_at=ahead(hours=5)))
    before = await zhangsan.arrange(position=job)
    await zhangsan.cancel(before)
    other = await zhangsan.arrange()

    body = FROZEN | {"select": {"position": job}}
    preview = await asked(zhangsan, body | {"dry_run": True})
    assert (preview["total"], preview["done"], preview["already"], preview["refused"]) == (6, 6, 0, [])
    assert (preview["late"], preview["late_ids"], preview["unreachable"]) == (1, [ids[-1]], 0)
    sorts = {(n["channel"], n["locale"]) for n in preview["notices"]}
    assert sorts == {("sms", "zh-CN"), ("email", "zh-CN"), ("inbox", "zh-CN"), ("email", "en"), ("inbox", "en")}
    assert {(s["channel"], s["locale"]) for s in preview["samples"]} == sorts
    assert all("岗位冻结" not in s["body"] for s in preview["samples"]), "candidates read the neutral wording"
    assert (await zhangsan.page(f"/interviews/{ids[0]}"))["stage"] == "invited", "a preview changes nothing"

    key = uuid4().hex
    bulk = await asked(zhangsan, body | {"expected": 6}, key)
    done = await finished(zhangsan, bulk["id"])
    assert done["counts"] == {"pending": 0, "done": 6, "already": 0, "refused": 0, "failed": 0, "skipped": 0}
    assert (done["selected"], done["reason_code"], done["created_by"]) == (
        {"position": job},
        "E_REQ_FROZEN",
        "zhangsan",
    )
    assert await written(engine, ids, "cancelled") == foretold(preview, "cancelled")
    async with engine.connect() as conn:
        sms = (
            await conn.execute(select(notices).where(notices.c.interview_id.in_(ids), notices.c.kind == "cancelled"))
        ).all()
    assert sum(row.sms_parts or 0 for row in sms) == preview["sms_parts"]
    assert {row.body.replace("{link}", LINK_SHOWN[row.locale]) for row in sms} >= {
        s["body"] for s in preview["samples"]
    }
    assert (await zhangsan.page(f"/interviews/{other}"))["stage"] == "invited"

    again = await asked(zhangsan, body | {"expected": 6}, key)
    assert again["id"] == bulk["id"], "the same key is the same bulk"
    reused = await zhangsan.post("/bulks", body | {"remark": "另一个请求"}, key)
    assert (reused.status_code, reused.json()["type"]) == (422, "urn:mianyue:rule:idempotency-key-reused")


async def test_each_interview_tells_of_the_bulk_that_cancelled_it(zhangsan: Desk, engine: AsyncEngine) -> None:
    ids = [await zhangsan.arrange() for _ in range(3)]
    await zhangsan.cancel(ids[0])
    bulk = await asked(zhangsan, FROZEN | {"select": {"ids": ids}, "remark": "预算冻结，HRBP 已知会"})
    assert bulk["selected"] == {"ids": 3}
    done = await finished(zhangsan, bulk["id"])
    assert (done["counts"]["done"], done["counts"]["already"]) == (2, 1)
    rows = (await zhangsan.page(f"/bulks/{bulk['id']}/items"))["items"]
    assert {row["interview_id"]: row["state"] for row in rows} == {ids[0]: "already", ids[1]: "done", ids[2]: "done"}
    [row] = (await zhangsan.page("/cancellations", {"interview": ids[1]}))["items"]
    assert (row["reason_detail"], row["remark"], row["operator"]) == ("岗位冻结", "预算冻结，HRBP 已知会", "zhangsan")
    told = (await zhangsan.page(f"/interviews/{ids[1]}/timeline"))["items"]
    assert [item["bulk"] for item in told if item["action"] == "cancelled"] == [bulk["id"]]
    assert [item["bulk"] for item in told if item["action"] == "opened"] == [None]
    async with engine.connect() as conn:
        kinds = select(commands.c.kind).where(commands.c.interview_id == ids[1]).order_by(commands.c.received_at)
        assert list((await conn.execute(kinds)).scalars()) == ["create", "bulk_cancel"]


async def test_an_interviewer_s_day_off_offers_everybody_their_own_time_of_day(zhangsan: Desk) -> None:
    who = f"李雷 {uuid4().hex[:8]}"
    day = "2027-03-02"
    hours = [f"{day}T{hour:02}:30:00+08:00" for hour in (9, 14)]
    ids = [await zhangsan.arrange(interviewer=who, starts_at=hour) for hour in hours]
    abroad = f"{day}T15:00:00+01:00"
    ids.append(await zhangsan.arrange(interviewer=who, starts_at=abroad, timezone="Europe/Berlin"))
    await zhangsan.arrange(interviewer=who, starts_at="2027-03-03T09:30:00+08:00")
    await zhangsan.arrange(starts_at=hours[0])
    body = {
        "action": "offer",
        "select": {"interviewer": who, "from": day, "to": day},
        "reason_detail": "面试官临时出差，无人替换",
        "party": "interviewer",
        "days": ["2027-03-05", "2027-03-04"],
        "per_minute": 1200,
    }
    preview = await asked(zhangsan, body | {"dry_run": True})
    assert (preview["total"], preview["done"]) == (3, 3)
    assert {n["kind"] for n in preview["notices"]} == {"options_offered"}
    bulk = await asked(zhangsan, body)
    done = await finished(zhangsan, bulk["id"])
    assert (done["counts"]["done"], done["days"]) == (3, ["2027-03-04", "2027-03-05"])
    offered = [(await zhangsan.page(f"/interviews/{id}"))["reschedule"]["options"] for id in ids]
    assert offered == [
        ["2027-03-04T01:30:00Z", "2027-03-05T01:30:00Z"],
        ["2027-03-04T06:30:00Z", "2027-03-05T06:30:00Z"],
        ["2027-03-04T14:00:00Z", "2027-03-05T14:00:00Z"],
    ]


async def test_a_withdrawn_candidate_is_found_by_number_whatever_they_applied_for(zhangsan: Desk) -> None:
    mine = {"phone": "+8613977770001", "email": None}
    ids = [await zhangsan.arrange(position=position(), candidate=mine) for _ in range(2)]
    body = FROZEN | {"reason_detail": "已接受其他公司的录用", "party": "candidate", "dry_run": True}
    for candidate in ("139 7777 0001", "+8613977770001", ids[1]):
        assert (await asked(zhangsan, body | {"select": {"candidate": candidate}}))["total"] == 2, candidate
    bulk = await asked(zhangsan, body | {"select": {"candidate": "13977770001"}, "dry_run": False})
    assert bulk["selected"] == {"candidate": "phone"}, "the record keeps no number"
    assert (await finished(zhangsan, bulk["id"]))["counts"]["done"] == 2


async def test_what_a_rule_refuses_is_foretold_and_left_alone(zhangsan: Desk) -> None:
    open_one, held = await zhangsan.arrange(), await zhangsan.arrange()
    await zhangsan.cancel(held)
    body = {
        "action": "offer",
        "select": {"ids": [open_one, held]},
        "reason_detail": "岗位冻结",
        "party": "company",
        "days": ["2027-05-06"],
        "per_minute": 1200,
    }
    far = await asked(zhangsan, body | {"days": ["2029-05-06"], "dry_run": True})
    assert (far["done"], [one["rule"] for one in far["refused"]]) == (0, ["too-far-ahead"])
    assert sorted(far["refused"][0]["ids"]) == sorted([open_one, held])
    bulk = await asked(zhangsan, body | {"days": ["2029-05-06"]})
    assert (await finished(zhangsan, bulk["id"]))["counts"]["refused"] == 2
    rows = (await zhangsan.page(f"/bulks/{bulk['id']}/items", {"state": "refused"}))["items"]
    assert {(row["rule"], "超出" in row["detail"]) for row in rows} == {("too-far-ahead", True)}


async def test_paused_resumed_and_stopped(zhangsan: Desk, lisi: Desk, hrops: Desk) -> None:
    ids = [await zhangsan.arrange() for _ in range(4)]
    bulk = await asked(zhangsan, FROZEN | {"select": {"ids": ids}, "per_minute": 1})
    path = f"/bulks/{bulk['id']}"
    assert (await lisi.get(path)).status_code == 404
    assert (await lisi.post(f"{path}/stop")).status_code == 404
    paused = (await zhangsan.post(f"{path}/pause")).json()
    assert (paused["state"], paused["state_by"]) == ("paused", "zhangsan")
    assert (await hrops.post(f"{path}/resume")).json()["state"] == "running"
    stopped = (await zhangsan.post(f"{path}/stop")).json()
    assert stopped["state"] == "stopped"
    done = await finished(zhangsan, bulk["id"], "stopped")
    assert done["counts"]["done"] + done["counts"]["skipped"] == 4
    assert done["counts"]["skipped"] >= 2
    late = await zhangsan.post(f"{path}/resume")
    assert (late.status_code, late.json()["type"]) == (409, "urn:mianyue:rule:bulk-over")
    assert bulk["id"] in {row["id"] for row in (await hrops.page("/bulks"))["items"]}
    assert bulk["id"] not in {row["id"] for row in (await lisi.page("/bulks"))["items"]}
    assert bulk["id"] not in {row["id"] for row in (await zhangsan.page("/bulks", {"open": True}))["items"]}


async def test_a_recruiter_reaches_only_their_own_interviews(zhangsan: Desk, lisi: Desk, hrops: Desk) -> None:
    job = position()
    mine, theirs = await zhangsan.arrange(position=job), await lisi.arrange(position=job)
    body = FROZEN | {"dry_run": True}
    assert (await asked(zhangsan, body | {"select": {"position": job}}))["total"] == 1
    assert (await asked(hrops, body | {"select": {"position": job}}))["total"] == 2
    foreign = await zhangsan.post("/bulks", body | {"select": {"ids": [mine, theirs]}})
    assert (foreign.status_code, foreign.json()["type"]) == (404, "urn:mianyue:rule:interview-not-found")
    assert [error["detail"].split(":")[0] for error in foreign.json()["errors"]] == [theirs]
    told = await asked(hrops, body | {"select": {"position": job}})
    assert ("recruiter", 2) in {(n["audience"], n["count"]) for n in told["notices"]}, "their recruiters hear of it"


@pytest.mark.parametrize(
    ("changes", "status", "field", "rule"),
    [
        ({"reason_detail": "个人原因"}, 422, "reason_detail", "vague"),
        ({"reason_code": "E_NONSENSE"}, 422, "reason_code", "unknown_code"),
        ({"select": {}}, 422, "select", "nothing-selected"),
        ({"select": {"ids": []}}, 422, "select.ids", "too_short"),
        ({"select": {"ids": [str(uuid4())], "position": "x"}}, 422, "select", "one-of"),
        ({"select": {"position": "没有这个岗位"}}, 422, "select", "selection-empty"),
        ({"select": {"candidate": "nobody"}}, 422, "select.candidate", None),
        ({"select": {"from": "2027-01-02", "to": "2027-01-01"}}, 422, "to", "period-empty"),
        ({"select": {"ids": [str(uuid4())]}}, 404, "select.ids", "interview-not-found"),
        ({"days": ["2027-01-04"]}, 422, "days", "misplaced"),
        ({"action": "offer"}, 422, "days", "missing"),
        ({"action": "offer", "days": ["2027-01-04"], "channels": ["sms"]}, 422, "channels", "misplaced"),
        ({"action": "offer", "days": ["2027-01-04", "2027-01-04"]}, 422, "days", "doubled"),
        ({"per_minute": 0}, 422, "per_minute", "greater_than_equal"),
        ({"per_minute": 1201}, 422, "per_minute", "less_than_equal"),
        ({"action": "delete"}, 422, "action", "enum"),
        ({"colour": "red"}, 422, "colour", "extra_forbidden"),
    ],
)
async def test_a_bad_request_is_named(zhangsan: Desk, changes: Json, status: int, field: str, rule: str | None) -> None:
    answer = await zhangsan.post("/bulks", FROZEN | {"select": {"recruiter": "zhangsan"}, "dry_run": True} | changes)
    assert answer.status_code == status, answer.text
    error = answer.json()["errors"][0]
    assert error["field"] == field
    assert rule is None or error["rule"] == rule


async def test_a_selection_that_has_grown_since_its_preview_is_not_acted_on(
    zhangsan: Desk, engine: AsyncEngine
) -> None:
    job = position()
    await zhangsan.arrange(position=job)
    body, key = FROZEN | {"select": {"position": job}, "expected": 1}, uuid4().hex
    assert (await asked(zhangsan, body | {"dry_run": True}))["total"] == 1
    await zhangsan.arrange(position=job)
    changed = await zhangsan.post("/bulks", body, key)
    assert (changed.status_code, changed.json()["type"]) == (409, "urn:mianyue:rule:selection-changed")
    async with engine.connect() as conn:
        assert (await conn.execute(select(bulks).where(bulks.c.selected["position"].astext == job))).all() == []


async def test_two_clicks_at_once_are_one_bulk(zhangsan: Desk) -> None:
    ids, key = [await zhangsan.arrange() for _ in range(3)], uuid4().hex
    both = await asyncio.gather(*(asked(zhangsan, FROZEN | {"select": {"ids": ids}}, key) for _ in range(5)))
    assert len({bulk["id"] for bulk in both}) == 1
    assert (await finished(zhangsan, both[0]["id"]))["counts"]["done"] == 3


async def test_a_bulk_that_is_over_is_not_begun_again_when_temporal_has_forgotten_it(
    zhangsan: Desk, served: App
) -> None:
    """Temporal keeps what is over for its namespace's retention; one that it never heard of is the same to it."""
    ids, key = [await zhangsan.arrange() for _ in range(2)], uuid4().hex
    body = FROZEN | {"select": {"ids": ids}}
    with instead(App(served.engine, await nobody(), served.settings)):
        assert (await zhangsan.post("/bulks", body, key)).status_code == 503
    [bulk] = [one for one in (await zhangsan.page("/bulks"))["items"] if one["state"] == "waiting"]
    async with served.engine.begin() as conn:
        await store.settle(conn, UUID(bulk["id"]), UUID(ids[0]), Came(ItemState.FAILED, "no-answer-yet"), AT)
        await store.mark(conn, UUID(bulk["id"]), BulkState.STOPPED, "zhangsan", AT)
    before = await asked(zhangsan, body, key)
    assert (before["id"], before["state"]) == (bulk["id"], "stopped")
    for steering in ("pause", "resume", "stop"):
        late = await zhangsan.post(f"/bulks/{bulk['id']}/{steering}")
        assert (late.status_code, late.json()["type"]) == (409, "urn:mianyue:rule:bulk-over")
    with pytest.raises(RPCError, match="not found"):
        await served.client.get_workflow_handle(bulk["workflow_id"]).describe()
    assert await zhangsan.page(f"/bulks/{bulk['id']}") == before
