"""Who may do what about notices: every route of calls, unknown sends and opt-outs for every role, near and far; the rest is absent."""

from typing import Any
from uuid import uuid4

import pytest

from api.context import App
from tests.api.calls import left, listed, row
from tests.api.conftest import Hire
from tests.api.desk import Desk

DONE, CAME = {"outcome": "reached"}, {"came": True}
NEAR = {"zhangsan": "the recruiter", "hrops": "above", "admin": "above"}
HELPS = NEAR | {"wangfang": "a colleague of the same organisation"}
EVERYBODY = [*HELPS, "lisi", "hr-far", "admin-far"]


@pytest.fixture
async def desks(sign_in: Hire) -> dict[str, Desk]:
    """Everybody at their desks: of the interview's organisation, above it, and elsewhere."""
    far = {
        "hr-far": await sign_in("hr-far", "far-away", "hrops"),
        "admin-far": await sign_in("admin-far", "far-away", "admin"),
    }
    return {login: await sign_in(login) for login in EVERYBODY if login not in far} | far


async def _take(served: App, desk: Desk, id: str) -> int:
    return (await desk.post(f"/phone-tasks/{await left(served.engine, id)}/take")).status_code


async def _release(served: App, desk: Desk, id: str) -> int:
    task = await left(served.engine, id)
    await desk.post(f"/phone-tasks/{task}/take")
    return (await desk.post(f"/phone-tasks/{task}/release")).status_code


async def _done(served: App, desk: Desk, id: str) -> int:
    task = await left(served.engine, id)
    await desk.post(f"/phone-tasks/{task}/take")
    return (await desk.post(f"/phone-tasks/{task}/done", DONE)).status_code


async def _settle(served: App, desk: Desk, id: str) -> int:
    notice = await left(served.engine, id, channel="sms", state="unknown")
    return (await desk.post(f"/notices/{notice}/settle", CAME)).status_code


async def _acknowledge(served: App, desk: Desk, id: str) -> int:
    return (await desk.post(f"/interviews/{id}/acknowledge")).status_code


@pytest.mark.parametrize(
    ("act", "may"),
    [(_take, HELPS), (_release, HELPS), (_done, HELPS), (_settle, NEAR), (_acknowledge, NEAR)],
    ids=["take", "release", "done", "settle", "acknowledge"],
)
async def test_each_role_near_and_far(
    served: App, zhangsan: Desk, desks: dict[str, Desk], act: Any, may: dict[str, str]
) -> None:
    for login, desk in desks.items():
        id = await zhangsan.arrange()
        assert await act(served, desk, id) == (200 if login in may else 404), login


async def test_lists_show_what_their_reader_may_act_on(served: App, zhangsan: Desk, desks: dict[str, Desk]) -> None:
    id = await zhangsan.arrange()
    await left(served.engine, id)
    await left(served.engine, id, channel="sms", state="unknown")
    for login, desk in desks.items():
        assert len(await listed(desk, id)) == (login in HELPS), login
        doubts = (await desk.page("/unknown-sends", {"limit": 200}))["items"]
        assert len([item for item in doubts if item["interview_id"] == id]) == (login in NEAR), login


async def test_what_is_somebody_elses_looks_as_if_it_never_was(
    served: App, zhangsan: Desk, desks: dict[str, Desk]
) -> None:
    id = await zhangsan.arrange()
    task, lost = await left(served.engine, id), await left(served.engine, id, channel="sms", state="unknown")
    routes = {
        "/phone-tasks/{}/take": (task, None),
        "/phone-tasks/{}/release": (task, None),
        "/phone-tasks/{}/done": (task, DONE),
        "/notices/{}/settle": (lost, CAME),
        "/interviews/{}/acknowledge": (id, None),
    }
    for route, (there, body) in routes.items():
        for login, desk in desks.items():
            absent = await desk.post(route.format(uuid4()), body)
            assert absent.status_code == 404, (route, login)
            if login in ("lisi", "hr-far", "admin-far"):
                others = await desk.post(route.format(there), body)
                assert (others.status_code, others.json()) == (404, absent.json()), (route, login)
    assert (await row(served.engine, task)).state == "intent"
    assert (await row(served.engine, lost)).state == "unknown"


async def test_a_notice_is_no_phone_task_and_a_message_to_staff_is_nobodys_to_settle(
    served: App, zhangsan: Desk
) -> None:
    id = await zhangsan.arrange()
    text = await left(served.engine, id, channel="sms", state="unknown")
    staff = await left(served.engine, id, channel="inbox", audience="recruiter", recipient="zhangsan", state="unknown")
    assert (await zhangsan.post(f"/phone-tasks/{text}/take")).status_code == 404
    assert (await zhangsan.post(f"/notices/{staff}/settle", CAME)).status_code == 404
    for wrong in ("1", "x" * 40, "%00"):
        assert (await zhangsan.post(f"/phone-tasks/{wrong}/take")).status_code in (404, 422)


async def test_opt_outs_are_for_hr_operations_and_administrators(desks: dict[str, Desk]) -> None:
    for login, desk in desks.items():
        allowed = 200 if login in ("hrops", "admin", "hr-far", "admin-far") else 403
        for method in ("POST", "DELETE"):
            answer = await desk.http.request(method, "/api/v1/opt-outs", json={"email": "matrix@example.com"})
            assert answer.status_code == allowed, (login, method)
