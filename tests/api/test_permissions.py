"""Who may see and do what: recruiters their own, HR operations and administrators their organisations; the rest is absent."""

from uuid import uuid4

import httpx2
import pytest

from api.context import App
from tests.api.conftest import Hire, client
from tests.api.desk import Desk, ahead, wish
from web.app import app

COMMANDS = {
    "confirm": None,
    "acknowledge": None,
    "cancel": {"reason_detail": "岗位冻结", "party": "company"},
    "cancel ": {"reason_detail": "岗位冻结", "party": "company", "dry_run": True},
    "reschedule": {"starts_at": ahead(days=4)},
    "reschedule/approve": None,
    "reschedule/decline": None,
    "outcome": {"outcome": "completed"},
    "survey": {"timeliness": 5, "handling": 5},
}


def _api_routes() -> list[tuple[str, str]]:
    """Method and path of every route below /api/v1, as the application describes itself."""
    paths = app.openapi()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods if "/api/v1" in path]


@pytest.mark.parametrize(("method", "path"), _api_routes())
@pytest.mark.parametrize("token", [None, "Bearer nonsense", "Bearer ", "Basic eDp5", "Bearer \u00fc"])
async def test_nothing_below_api_v1_answers_without_a_token(
    served: App, method: str, path: str, token: str | None
) -> None:
    headers = {b"Authorization": token.encode()} if token is not None else {}
    async with client() as http:
        answer = await http.request(method, path.replace("{id}", str(uuid4())), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_the_routes_of_the_contract_are_there() -> None:
    known = set(_api_routes())
    for name in ("", "/{id}", "/{id}/timeline", "/{id}/notices"):
        assert ("GET", f"/api/v1/interviews{name}") in known
    for name in COMMANDS:
        assert ("POST", f"/api/v1/interviews/{{id}}/{name.strip()}") in known
    for name in ("take", "release", "done"):
        assert ("POST", f"/api/v1/phone-tasks/{{id}}/{name}") in known
    assert known >= {("GET", "/api/v1/phone-tasks"), ("GET", "/api/v1/unknown-sends")}
    assert known >= {
        ("POST", "/api/v1/notices/{id}/settle"),
        ("POST", "/api/v1/opt-outs"),
        ("DELETE", "/api/v1/opt-outs"),
    }
    assert known >= {("GET", "/api/v1/kpi"), ("POST", "/api/v1/imports"), ("POST", "/api/v1/reasons/check")}
    assert known >= {("GET", "/api/v1/templates"), ("POST", "/api/v1/templates/preview")}
    assert known >= {(method, "/api/v1/templates/{case}/{locale}") for method in ("GET", "PUT")}


async def test_another_recruiters_interview_is_absent(zhangsan: Desk, lisi: Desk) -> None:
    id, absent = await zhangsan.arrange(), str(uuid4())
    for path in ("", "/timeline", "/notices"):
        others, nobodys = await lisi.get(f"/interviews/{id}{path}"), await lisi.get(f"/interviews/{absent}{path}")
        assert others.status_code == nobodys.status_code == 404
        assert others.json() == nobodys.json(), "nothing tells an interview of somebody else from one that never was"
    for action, body in COMMANDS.items():
        for target in (id, absent):
            answer = await lisi.post(f"/interviews/{target}/{action.strip()}", body)
            assert answer.status_code == 404, action
    assert (await zhangsan.page(f"/interviews/{id}"))["stage"] == "invited"


async def test_lists_show_what_their_reader_may_see(zhangsan: Desk, lisi: Desk, hrops: Desk, admin: Desk) -> None:
    id = await zhangsan.arrange(position="唯一的岗位甲")
    await zhangsan.cancel(id)
    for desk, sees in ((zhangsan, 1), (lisi, 0), (hrops, 1), (admin, 1)):
        assert len((await desk.page("/interviews", {"q": "唯一的岗位甲"}))["items"]) == sees, desk.login
        assert len((await desk.page("/cancellations", {"interview": id}))["items"]) == sees, desk.login
        assert (await desk.get(f"/interviews/{id}")).status_code == (200 if sees else 404)
        names = {row["recruiter"] for row in (await desk.page("/kpi"))["items"]}
        assert ("zhangsan" in names) == bool(sees), desk.login
        csv = await desk.get("/cancellations", {"interview": id, "format": "csv"})
        assert (id in csv.text) == bool(sees)
    assert {row["recruiter"] for row in (await lisi.page("/interviews"))["items"]} <= {"lisi"}


async def test_hr_operations_of_one_subsidiary_do_not_see_another(zhangsan: Desk, sign_in: Hire) -> None:
    elsewhere = await sign_in("hr-elsewhere", "elsewhere", "hrops")
    id = await zhangsan.arrange()
    assert (await elsewhere.get(f"/interviews/{id}")).status_code == 404
    assert (await elsewhere.page("/interviews"))["items"] == []
    assert (await elsewhere.page("/kpi"))["items"] == []
    answer = await elsewhere.post("/interviews", wish(recruiter="zhangsan"))
    assert answer.status_code == 422
    assert answer.json()["type"].endswith(":unknown-recruiter")


async def test_hr_operations_act_for_a_recruiter_and_recruiters_only_for_themselves(
    zhangsan: Desk, lisi: Desk, hrops: Desk
) -> None:
    id = await hrops.arrange(recruiter="zhangsan")
    assert (await zhangsan.page(f"/interviews/{id}"))["created_by"] == "hrops"
    assert (await hrops.cancel(id))["operator"] == "hrops"
    answer = await lisi.post("/interviews", wish(recruiter="zhangsan"))
    assert answer.status_code in (403, 422)


async def test_pages_that_need_no_token_are_the_operators(served: App) -> None:
    async with client() as http:
        answers: list[httpx2.Response] = [await http.get(path) for path in ("/healthz", "/metrics", "/openapi.json")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
