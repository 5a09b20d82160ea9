"""R10: scores and the cancellation log reach the appraisal system, once in effect, whatever happens on the way."""

import asyncio
import json
import re
import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, update

from activities.push import Pusher
from db import appeals, intake, people, pushing, scoring
from db.appeals import Filed
from db.tables_interview import cancellation_log
from db.tables_push import push_touched
from db.trees import tree_of
from domain import decide
from domain.appeals import AppealState
from domain.commands import Cancel
from domain.terms import Audience, Party
from gateways.appraisal import AppraisalGateway
from tests.group import SEPTEMBER, Group, busy, founded
from tests.push.conftest import Office, Receiver, cancelled, closed_port, counts

MONTH = date(2026, 9, 1)


async def scored(office: Office, group: Group, because: str) -> None:
    """September's score of the group's one recruiter is new or changed."""
    async with office.engine.begin() as conn:
        tree = await tree_of(conn, group.root, MONTH)
        assert tree is not None
        assert await scoring.score_month(conn, tree, MONTH, because, SEPTEMBER) == 1


async def test_scores_and_the_log_arrive_and_are_not_pushed_again(office: Office, receiver: Receiver) -> None:
    group = await founded(office.engine)
    await busy(group.recruiter("zhang"), 28, 2)
    await scored(office, group, "month")
    assert await office.push() == counts(pushed=3)
    score, first, _ = sorted(receiver.items, key=lambda item: (item["kind"] != "score", item["id"]))
    assert (score["id"], score["version"], score["organisation"]) == (f"{group.root}-zhang/2026-09", 1, group.team)
    assert (score["month"], score["total"], score["counted"], score["because"]) == ("2026-09", 1.0, 100, "month")
    assert score["lines"][0] == {
        "indicator": "cancellation_rate",
        "hits": 2,
        "of": 30,
        "target": 0.1,
        "weight": 60,
        "points": 1,
        "weighted": 0.6,
    }
    assert (first["recruiter"], first["code"], first["party"]) == (f"{group.root}-zhang", "E_MISTAKE", "company")
    assert first["label"].keys() == {"zh-CN", "en"}
    assert (first["operator"], first["late"], first["reason_stated"]) == (f"{group.root}-zhang", False, True)
    assert (first["notice_basis"], first["notice_hours"]) == ("decided", 71.83)
    assert {"channel": "sms", "state": "intent"} in first["notices"]
    assert await office.push() == counts(), "nothing has changed"
    assert receiver.times == [1]


async def test_nothing_personal_and_nothing_typed_leaves(office: Office, receiver: Receiver) -> None:
    """PIPL: the receiver judges recruiters; candidates' names and numbers and what people wrote are none of its business."""
    group = await founded(office.engine)
    past = await group.recruiter("zhang").arrange(SEPTEMBER, SEPTEMBER + timedelta(days=3))
    command, state = str(uuid4()), past.state
    typed = {name: f"王小明 13800000000 {name}" for name in ("reason_detail", "justification", "remark")}
    arrival = intake.Arrival(command, group.team, state.interview_id, state.recruiter, "cancel", "x", typed)
    async with office.engine.begin() as conn:
        await intake.keep_command(conn, arrival)
    how = Cancel(command, state.recruiter, Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN")
    await past._take(decide.cancelled(state, how, SEPTEMBER + timedelta(hours=1)))
    async with office.engine.connect() as conn:
        kept = (await conn.execute(select(cancellation_log).where(cancellation_log.c.interview_id == past.id))).one()
    assert kept.remark == typed["remark"], "the log has it"
    assert await office.push() == counts(pushed=1)
    [item] = receiver.items
    told = json.dumps(item, ensure_ascii=False)
    assert not re.search("王|138|@", told)
    assert item.keys() == {
        *("kind", "id", "version", "organisation", "recruiter", "interview", "revision", "cancelled_at", "starts_at"),
        *("operator", "party", "code", "label", "reason_stated", "late", "notice_hours", "notice_basis", "notices"),
    }


async def test_a_notice_that_arrives_late_is_a_new_version(office: Office, receiver: Receiver) -> None:
    past = await cancelled(await founded(office.engine))
    await office.push()
    await past.told(SEPTEMBER + timedelta(hours=20))
    assert await office.push() == counts(pushed=1)
    [item] = receiver.items
    assert (item["version"], item["notice_basis"], item["notice_hours"]) == (2, "delivered", 52)
    assert {"channel": "sms", "state": "delivered"} in item["notices"]
    assert await office.push() == counts()


async def test_a_score_that_an_appeal_changed_is_pushed_with_its_number(office: Office, receiver: Receiver) -> None:
    """R14: 10 of 30 cancelled; the appeal leaves the booking accuracy out of September."""
    group = await founded(office.engine)
    await busy(group.recruiter("zhang"), 20, 10)
    await scored(office, group, "month")
    await office.push()
    async with office.engine.begin() as conn:
        zhang = await people.user_of(conn, f"{group.root}-zhang")
        assert zhang is not None
        filed = Filed(uuid4(), "系统迁移造成重复预约", month=MONTH)
        await appeals.file(conn, zhang, filed, SEPTEMBER)
        await appeals.decide(conn, filed.id, AppealState.UPHELD, ["booking_accuracy"], "属实", "hrops", SEPTEMBER)
    await scored(office, group, "appeal")
    assert await office.push() == counts(pushed=1)
    [score] = [item for item in receiver.items if item["kind"] == "score"]
    assert (score["version"], score["because"]) == (2, "appeal")
    assert [line["indicator"] for line in score["lines"]] == ["cancellation_rate"]


@pytest.mark.parametrize("mode", ["drop_answer", "503_after"])
async def test_an_answer_that_is_lost_makes_a_repeat_and_nothing_twice(
    office: Office, receiver: Receiver, mode: str
) -> None:
    await cancelled(await founded(office.engine))
    receiver.play(mode, times=1)
    assert await office.push() == counts(pushed=1)
    assert receiver.times == [2], "the same webhook-id both times"
    assert [item["version"] for item in receiver.items] == [1]


async def test_an_answer_that_is_lost_with_the_whole_run_makes_a_repeat_too(office: Office, receiver: Receiver) -> None:
    """What changed meanwhile goes in a message of its own."""
    group = await founded(office.engine)
    await cancelled(group)
    receiver.play("drop_answer")
    assert await office.push() == counts(waiting=1)
    assert await office.numbers() == {"waiting": 1}
    receiver.behave()
    await cancelled(group, minutes=7)
    assert await office.push() == counts(pushed=2)
    assert receiver.times == [3, 1]
    assert len(receiver.items) == 2


async def test_while_the_receiver_is_away_nothing_is_lost(office: Office, receiver: Receiver) -> None:
    group = await founded(office.engine)
    for day in range(3):
        past = await cancelled(group, days=day)
        assert await office.push(appraisal_url=closed_port()) == counts(waiting=1)
    await past.told(SEPTEMBER + timedelta(days=2, hours=9))
    assert await office.numbers() == {"waiting": 3}
    assert await office.errors() == {"connection_refused"}
    assert await office.push() == counts(pushed=3)
    assert sorted(item["version"] for item in receiver.items) == [1, 1, 2]
    assert await office.errors() == {""}


async def test_more_than_a_message_holds_goes_in_several(office: Office, receiver: Receiver) -> None:
    group = await founded(office.engine)
    await busy(group.recruiter("zhang"), 0, 205)
    assert await office.push() == counts(pushed=205)
    assert len({item["id"] for item in receiver.items}) == 205
    assert receiver.times == [1, 1, 1]


async def test_a_receiver_that_asks_for_rest_is_left_alone_for_so_long(office: Office, receiver: Receiver) -> None:
    await cancelled(await founded(office.engine))
    receiver.play("429", times=1, retry_after=2)
    begun = time.monotonic()
    assert await office.push() == counts(pushed=1)
    assert time.monotonic() - begun >= 2


async def test_two_runs_at_once_push_the_same_and_nothing_older(office: Office, receiver: Receiver) -> None:
    group = await founded(office.engine)
    pasts = [await cancelled(group, hours=n) for n in range(4)]
    await asyncio.gather(*(office.push() for _ in range(3)))
    for past in pasts:
        await past.told(SEPTEMBER + timedelta(hours=20))
    await asyncio.gather(*(office.push() for _ in range(3)))
    assert [item["version"] for item in receiver.items] == [2, 2, 2, 2]
    assert await office.numbers() == {"pushed": 4}


async def test_a_message_that_was_overtaken_is_not_sent(office: Office, receiver: Receiver) -> None:
    """A worker hung between preparing and sending; meanwhile the notice arrived and another run pushed that."""
    past = await cancelled(await founded(office.engine))
    gateway = AppraisalGateway(office.config)
    hung = Pusher(office.engine, gateway)
    message = (await hung.prepare()).message
    assert message is not None
    await past.told(SEPTEMBER + timedelta(hours=20))
    await office.push()
    assert await hung.send(message) is None
    await gateway.close()
    assert [item["version"] for item in receiver.items] == [2]
    assert receiver.times == [1]


async def test_without_an_appraisal_system_changes_are_remembered_for_the_day_there_is_one(
    office: Office, receiver: Receiver
) -> None:
    past = await cancelled(await founded(office.engine))
    await past.told(SEPTEMBER + timedelta(hours=20))
    assert await office.run(Pusher(office.engine, None)) == counts()
    assert await marks(office) == 1, "one per item, however often it changed"
    assert await office.numbers() == {}
    assert await office.push() == counts(pushed=1)
    [item] = receiver.items
    assert (item["version"], item["notice_basis"]) == (1, "delivered")
    assert await marks(office) == 0


async def test_only_what_changed_lately_is_looked_at_for_doubles(office: Office, receiver: Receiver) -> None:
    """The push was turned off with two marks left of each of two items, and one of them changes."""
    group = await founded(office.engine)
    past, _ = await cancelled(group), await cancelled(group, hours=3)
    columns = (push_touched.c.organisation_id, push_touched.c.kind, push_touched.c.item_id)
    async with office.engine.begin() as conn:
        await conn.execute(delete(push_touched).where(push_touched.c.id.not_in(_newest())))
        await conn.execute(insert(push_touched).from_select(columns, select(*columns)))
        await conn.execute(update(push_touched).values(at=push_touched.c.at - timedelta(days=1)))
    await past.told(SEPTEMBER + timedelta(hours=20))
    assert await marks(office) > 4
    assert await office.run(Pusher(office.engine, None)) == counts()
    assert await marks(office) == 3, "one of what changed, two of what did not"
    assert await office.push() == counts(pushed=2)


def _newest() -> Any:
    return select(func.max(push_touched.c.id)).group_by(push_touched.c.item_id)


async def marks(office: Office) -> int:
    async with office.engine.connect() as conn:
        found: Any = (await conn.execute(select(func.count()).select_from(push_touched))).scalar_one()
    return int(found)


async def test_a_new_receiver_is_told_everything(office: Office, receiver: Receiver) -> None:
    """The company changes its appraisal system: the new one has none of what the old one took."""
    group = await founded(office.engine)
    await busy(group.recruiter("zhang"), 28, 2)
    await scored(office, group, "month")
    assert await office.push() == counts(pushed=3)
    receiver.forget()
    assert await office.push() == counts()
    async with office.engine.begin() as conn:
        assert await pushing.everything(conn) == 3
    assert await office.push() == counts(pushed=3)
    assert sorted(item["kind"] for item in receiver.items) == ["cancellation", "cancellation", "score"]
