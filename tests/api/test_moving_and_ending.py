"""Moving an interview, recording its outcome and its survey through the API."""

from datetime import datetime, timedelta

from temporalio.testing import WorkflowEnvironment

from api.context import App
from domain.keys import workflow_id
from tests.api.desk import Desk, ahead


async def test_times_are_offered_and_the_one_told_by_phone_is_approved(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    first, second = ahead(days=4), ahead(days=5)
    offered = await zhangsan.act(id, "reschedule", {"options": [first, second]})
    assert offered["stage"] == "reschedule_requested"
    assert len((await zhangsan.page(f"/interviews/{id}"))["reschedule"]["options"]) == 2
    unclear = await zhangsan.post(f"/interviews/{id}/reschedule/approve")
    assert unclear.status_code == 409
    assert unclear.json()["type"].endswith(":nothing-picked")
    other = await zhangsan.post(f"/interviews/{id}/reschedule/approve", {"starts_at": ahead(days=8)})
    assert other.json()["type"].endswith(":not-an-option")
    moved = await zhangsan.act(id, "reschedule/approve", {"starts_at": second})
    assert (moved["stage"], moved["revision"]) == ("invited", 2)
    assert datetime.fromisoformat(moved["starts_at"]) == datetime.fromisoformat(second)
    again = await zhangsan.post(f"/interviews/{id}/reschedule/approve", {"starts_at": first})
    assert again.json()["type"].endswith(":no-request"), "the second of two approvals moves nothing"


async def test_declining_leaves_the_present_time(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    before = (await zhangsan.page(f"/interviews/{id}"))["starts_at"]
    await zhangsan.act(id, "reschedule", {"options": [ahead(days=4)]})
    declined = await zhangsan.act(id, "reschedule/decline")
    assert declined["stage"] == "invited"
    now = await zhangsan.page(f"/interviews/{id}")
    assert (now["starts_at"], now["revision"], now["reschedule"]) == (before, 1, None)


async def test_a_direct_move_keeps_the_interview_and_its_first_time(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    before = (await zhangsan.page(f"/interviews/{id}"))["starts_at"]
    await zhangsan.act(id, "reschedule", {"starts_at": ahead(days=6)})
    now = await zhangsan.page(f"/interviews/{id}")
    assert (now["id"], now["revision"], now["first_starts_at"]) == (id, 2, before)
    past = await zhangsan.post(f"/interviews/{id}/reschedule", {"starts_at": ahead(days=-1)})
    assert past.status_code == 422
    assert past.json()["type"].endswith(":starts-in-past")


async def test_a_clash_opens_the_choice_of_another_time(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    detail = "候选人临时有事：需赶回老家办理房产过户"
    row = await zhangsan.cancel(id, reason_detail=detail, party="candidate")
    assert row["next_step"] == "offer_reschedule", "R8"
    moved = await zhangsan.act(id, "reschedule", {"starts_at": ahead(days=5)})
    assert (moved["stage"], moved["revision"]) == ("invited", 2)
    assert len((await zhangsan.page("/cancellations", {"interview": id}))["items"]) == 1, "the log keeps what happened"


async def test_outcome_then_survey(zhangsan: Desk, served: App, temporal: WorkflowEnvironment) -> None:
    id = await zhangsan.arrange(starts_at=ahead(minutes=30))
    early = await zhangsan.post(f"/interviews/{id}/outcome", {"outcome": "completed"})
    assert early.json()["type"].endswith(":not-started")
    unasked = await zhangsan.post(f"/interviews/{id}/survey", {"timeliness": 5, "handling": 4})
    assert unasked.json()["type"].endswith(":survey-not-open")
    handle = served.client.get_workflow_handle(workflow_id(id))
    await temporal.fast_forward(handle, timedelta(minutes=50))
    assert (await zhangsan.act(id, "outcome", {"outcome": "completed"}))["stage"] == "completed"
    assert (await zhangsan.act(id, "outcome", {"outcome": "completed"}))["result"] == "already_recorded"
    other = await zhangsan.post(f"/interviews/{id}/outcome", {"outcome": "candidate_no_show"})
    assert other.json()["type"].endswith(":outcome-recorded")
    answered = await zhangsan.act(id, "survey", {"timeliness": 5, "handling": 4, "comment": "很及时"})
    assert answered["result"] == "answered"
    twice = await zhangsan.post(f"/interviews/{id}/survey", {"timeliness": 1, "handling": 1})
    assert twice.status_code == 409
