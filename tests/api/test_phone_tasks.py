"""Stories of calls that people make when no message reached the candidate: the article's two recruiters never call the same one (P2)."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from api.context import App
from tests.api.calls import SAY, decided, left, listed, row, touch
from tests.api.conftest import Hire
from tests.api.desk import Desk, ahead


@pytest.fixture
async def wangfang(sign_in: Hire) -> Desk:
    """Zhang San's colleague in Shanghai."""
    return await sign_in("wangfang")


async def test_the_articles_two_recruiters(served: App, zhangsan: Desk, wangfang: Desk) -> None:
    """Both see the task, one takes it, the other reads who is on it, and there is one call."""
    id = await zhangsan.arrange(candidate={"phone": "+8613922220001"})
    task = await left(served.engine, id)
    [seen] = await listed(wangfang, id)
    assert (seen["id"], seen["candidate"], seen["number"]) == (task, "王小明", "+8613922220001")
    assert (seen["text"], seen["state"], seen["taken_by"], seen["attempts"]) == (SAY, "open", None, 0)
    answers = await asyncio.gather(*(desk.post(f"/phone-tasks/{task}/take") for desk in (zhangsan, wangfang)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, loser = (zhangsan, wangfang) if answers[0].status_code == 200 else (wangfang, zhangsan)
    refused = next(answer for answer in answers if answer.status_code == 409).json()
    name, name_en = {"zhangsan": ("张三", "Zhang San"), "wangfang": ("王芳", "Wang Fang")}[winner.login]
    assert refused["type"] == "urn:mianyue:rule:phone-task-taken"
    assert refused["taken_by"] == {"login": winner.login, "name": name}
    assert datetime.fromisoformat(refused["taken_at"]) > datetime.now(UTC) - timedelta(minutes=1)
    assert f"{name}（{winner.login}）" in refused["detail"]
    assert name_en in refused["detail"]
    assert await listed(loser, id) == [], "not open to the other any more"
    [taken] = await listed(loser, id, "taken")
    assert taken["taken_by"]["login"] == winner.login
    assert (await winner.post(f"/phone-tasks/{task}/take")).status_code == 200, "the same person again is fine"
    other = await loser.post(f"/phone-tasks/{task}/done", {"outcome": "reached"})
    assert other.json()["type"].endswith(":phone-task-taken")
    done = await winner.post(f"/phone-tasks/{task}/done", {"outcome": "reached", "remark": "本人接听，已知悉"})
    assert (done.status_code, done.json()["state"], done.json()["attempts"]) == (200, "reached", 1)
    assert await decided(served.engine, task) == [(winner.login, "taken"), (winner.login, "reached")]
    stored = await row(served.engine, task)
    assert (stored.state, stored.remark) == ("delivered", "本人接听，已知悉")
    assert stored.delivered_at is not None
    late = await loser.post(f"/phone-tasks/{task}/take")
    assert late.json()["type"] == "urn:mianyue:rule:phone-task-closed"


async def test_two_tasks_for_the_same_person_are_not_called_by_two_people(
    served: App, zhangsan: Desk, wangfang: Desk, sign_in: Hire
) -> None:
    """Two interviews, two recruiters, one telephone: whoever takes one has both or waits."""
    person = {"phone": "+8613922220002", "name": "赵敏"}
    first = await left(served.engine, await zhangsan.arrange(candidate=person))
    second = await left(served.engine, await wangfang.arrange(candidate=person))
    takes = ((zhangsan, first), (wangfang, second))
    answers = await asyncio.gather(*(desk.post(f"/phone-tasks/{task}/take") for desk, task in takes))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (winner, mine), (loser, other) = takes if answers[0].status_code == 200 else takes[::-1]
    refused = (await loser.post(f"/phone-tasks/{other}/take")).json()
    assert refused["type"] == "urn:mianyue:rule:phone-task-taken"
    assert refused["taken_by"]["login"] == winner.login
    assert (await winner.post(f"/phone-tasks/{other}/take")).status_code == 200, "one call may settle both"
    for task in (mine, other):
        await winner.post(f"/phone-tasks/{task}/done", {"outcome": "no_answer"})
    assert (await loser.post(f"/phone-tasks/{mine}/take")).status_code == 200
    elsewhere = await sign_in("subsidiary", "mianyue-calls-2")
    theirs = await left(served.engine, await elsewhere.arrange(candidate=person))
    assert (await elsewhere.post(f"/phone-tasks/{theirs}/take")).status_code == 200, "another company's own affair"


async def test_a_hundred_takes_at_once_have_one_winner(
    served: App, zhangsan: Desk, wangfang: Desk, hrops: Desk, admin: Desk
) -> None:
    id = await zhangsan.arrange()
    task = await left(served.engine, id)
    desks = [zhangsan, wangfang, hrops, admin] * 25
    answers = await asyncio.gather(*(desk.post(f"/phone-tasks/{task}/take") for desk in desks))
    won = {desk.login for desk, answer in zip(desks, answers, strict=True) if answer.status_code == 200}
    assert len(won) == 1
    lost = [a.json() for desk, a in zip(desks, answers, strict=True) if desk.login not in won]
    assert {body["type"] for body in lost} == {"urn:mianyue:rule:phone-task-taken"}
    assert {body["taken_by"]["login"] for body in lost} == won
    assert await decided(served.engine, task) == [(won.pop(), "taken")]


async def test_nobody_answers_twice_then_the_candidate_is_reached(served: App, zhangsan: Desk, wangfang: Desk) -> None:
    id = await zhangsan.arrange()
    task = await left(served.engine, id)
    calls = [
        (zhangsan, "no_answer", "无人接听，上午再打"),
        (wangfang, "no_answer", ""),
        (zhangsan, "reached", "已告知"),
    ]
    for nth, (desk, outcome, remark) in enumerate(calls, 1):
        assert (await desk.post(f"/phone-tasks/{task}/take")).status_code == 200
        body = {"outcome": outcome, "remark": remark}
        answer = (await desk.post(f"/phone-tasks/{task}/done", body)).json()
        assert answer["attempts"] == nth
        again = await desk.post(f"/phone-tasks/{task}/done", body)
        assert again.status_code == 200, "saying the same twice is one"
        assert again.json() == answer
        if outcome == "no_answer":
            assert (answer["state"], answer["taken_by"]) == ("open", None)
            assert answer["remark"] == "无人接听，上午再打", "what was said before stays"
    assert (await row(served.engine, task)).state == "delivered"
    assert [what for _, what in await decided(served.engine, task)] == [
        *("taken", "no_answer", "taken", "no_answer"),
        *("taken", "reached"),
    ]
    [notice] = [n for n in (await zhangsan.page(f"/interviews/{id}/notices"))["items"] if n["id"] == task]
    assert [one["sentence"] for one in notice["decisions"]][1] == "致电无人接听，电话任务重新开放"
    assert notice["taken_by"] == "zhangsan"


async def test_a_repeat_with_the_same_key_is_the_same_call(served: App, zhangsan: Desk) -> None:
    id, key = await zhangsan.arrange(), uuid4().hex
    task, other = await left(served.engine, id), await left(served.engine, id)
    for one in (task, other):
        await zhangsan.post(f"/phone-tasks/{one}/take")
    missed = {"outcome": "no_answer"}
    answers = [await zhangsan.post(f"/phone-tasks/{task}/done", missed, key) for _ in range(2)]
    assert [answer.json()["attempts"] for answer in answers] == [1, 1]
    await zhangsan.post(f"/phone-tasks/{task}/take")
    assert (await zhangsan.post(f"/phone-tasks/{task}/done", missed, key)).json()["attempts"] == 1
    assert (await row(served.engine, task)).state == "attempting", "an old answer does not end the new call"
    changed = await zhangsan.post(f"/phone-tasks/{task}/done", {"outcome": "reached"}, key)
    assert changed.json()["type"].endswith(":idempotency-key-reused")
    elsewhere = await zhangsan.post(f"/phone-tasks/{other}/done", missed, key)
    assert elsewhere.json()["attempts"] == 1, "the key belongs to its own task"


async def test_who_goes_home_gives_it_back_and_who_forgets_it_is_relieved(
    served: App, zhangsan: Desk, wangfang: Desk, hrops: Desk
) -> None:
    id = await zhangsan.arrange()
    task = await left(served.engine, id)
    await zhangsan.post(f"/phone-tasks/{task}/take")
    assert (await wangfang.post(f"/phone-tasks/{task}/release")).json()["type"].endswith(":phone-task-taken")
    for _ in range(2):
        given = await zhangsan.post(f"/phone-tasks/{task}/release")
        assert (given.status_code, given.json()["state"]) == (200, "open")
    assert (await wangfang.post(f"/phone-tasks/{task}/release")).json()["type"].endswith(":phone-task-not-taken")
    await wangfang.post(f"/phone-tasks/{task}/take")
    await touch(served.engine, task, taken_at=datetime.now(UTC) - timedelta(minutes=31))
    [forgotten] = await listed(zhangsan, id)
    assert (forgotten["state"], forgotten["taken_by"]["login"]) == ("open", "wangfang")
    over = await zhangsan.post(f"/phone-tasks/{task}/take")
    assert over.json()["taken_by"] == {"login": "zhangsan", "name": "张三"}
    late = await wangfang.post(f"/phone-tasks/{task}/done", {"outcome": "no_answer"})
    assert late.json()["taken_by"]["login"] == "zhangsan"
    assert (await hrops.post(f"/phone-tasks/{task}/release")).json()["state"] == "open"
    assert await decided(served.engine, task) == [
        ("zhangsan", "taken"),
        ("zhangsan", "released"),
        ("wangfang", "taken"),
        ("zhangsan", "taken_over"),
        ("hrops", "released"),
    ]


async def test_who_forgot_it_may_still_say_what_came_of_it(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    task = await left(served.engine, id)
    await zhangsan.post(f"/phone-tasks/{task}/take")
    await touch(served.engine, task, taken_at=datetime.now(UTC) - timedelta(hours=5))
    done = await zhangsan.post(f"/phone-tasks/{task}/done", {"outcome": "reached"})
    assert done.json()["state"] == "reached"


async def test_fifty_relieve_one_who_forgot_and_one_of_them_does(served: App, zhangsan: Desk, wangfang: Desk) -> None:
    id = await zhangsan.arrange()
    task = await left(served.engine, id)
    await zhangsan.post(f"/phone-tasks/{task}/take")
    await touch(served.engine, task, taken_at=datetime.now(UTC) - timedelta(minutes=31))
    desks = [zhangsan, wangfang] * 25
    answers = await asyncio.gather(*(desk.post(f"/phone-tasks/{task}/take") for desk in desks))
    won = {desk.login for desk, answer in zip(desks, answers, strict=True) if answer.status_code == 200}
    assert len(won) == 1
    assert len(await decided(served.engine, task)) == 2


async def test_a_call_about_a_time_that_has_moved_is_not_begun(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    early, begun = await left(served.engine, id, kind="invite"), await left(served.engine, id, kind="invite")
    await zhangsan.post(f"/phone-tasks/{begun}/take")
    await zhangsan.act(id, "reschedule", {"starts_at": ahead(days=8)})
    assert (await zhangsan.post(f"/phone-tasks/{early}/take")).json()["type"].endswith(":phone-task-closed")
    missed = await zhangsan.post(f"/phone-tasks/{begun}/done", {"outcome": "no_answer"})
    assert missed.json()["state"] == "called_off", "a call that was going on ends without being open again"


async def test_a_call_that_became_needless_meanwhile_is_not_open_again(served: App, zhangsan: Desk) -> None:
    """The text message arrived while the recruiter was dialling."""
    id = await zhangsan.arrange()
    for step in ("release", "done"):
        task = await left(served.engine, id)
        await zhangsan.post(f"/phone-tasks/{task}/take")
        await touch(served.engine, task, detail="no_longer_wanted")
        assert [one["id"] for one in await listed(zhangsan, id, "taken")] == [task]
        answer = await zhangsan.post(
            f"/phone-tasks/{task}/{step}", {"outcome": "no_answer"} if step == "done" else None
        )
        assert answer.json()["state"] == "called_off"
        assert await listed(zhangsan, id) == []


@pytest.mark.parametrize("outcome", ["wrong_number", "asked_not_to_call"])
async def test_a_call_that_cannot_succeed_ends_the_task(served: App, zhangsan: Desk, outcome: str) -> None:
    number = {"wrong_number": "+8613922220011", "asked_not_to_call": "+8613922220012"}[outcome]
    id = await zhangsan.arrange(candidate={"phone": number})
    task = await left(served.engine, id)
    await zhangsan.post(f"/phone-tasks/{task}/take")
    answer = (await zhangsan.post(f"/phone-tasks/{task}/done", {"outcome": outcome})).json()
    assert (answer["state"], answer["detail"]) == ("failed", outcome)
    another = await left(served.engine, await zhangsan.arrange(candidate={"phone": number}))
    warned = (await zhangsan.post(f"/phone-tasks/{another}/take")).json()["asked_not_to_call"]
    assert warned == (outcome == "asked_not_to_call"), "the next one to call reads it first"
