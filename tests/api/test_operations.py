"""What operators look at: health, metrics, the API's own description."""

import asyncio
import json
import re
from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from structlog.testing import capture_logs

from api.context import App
from api.problems import MEDIA
from db.tables import policies
from tests.api.conftest import Hire, client
from tests.api.desk import Desk, wish


async def test_health_is_ok_when_every_part_answers(served: App) -> None:
    async with client() as http:
        # A worker that has just started is seen at its first poll.
        for _ in range(50):
            answer = await http.get("/healthz")
            if answer.status_code == 200:
                break
            await asyncio.sleep(0.1)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


async def test_metrics_count_requests_by_route_and_rows_by_state(zhangsan: Desk) -> None:
    id = await zhangsan.arrange()
    await zhangsan.get(f"/interviews/{id}")
    await zhangsan.http.get("/nowhere/in/particular")
    text = (await zhangsan.http.get("/metrics")).text
    counted = r'mianyue_http_request_seconds_count\{method="GET",route="(.+?)",status="(\d+)"\} \d'
    routes = set(re.findall(counted, text))
    assert ("/api/v1/interviews/{id}", "200") in routes
    assert ("unmatched", "404") in routes
    assert id not in text
    assert re.search(r'mianyue_interviews\{stage="invited"\} \d', text)
    assert re.search(r'mianyue_notices\{channel="email",state="\w+"\} \d', text)
    assert re.search(r'mianyue_findings\{kind="notice_overdue"\} \d', text)


async def test_the_description_documents_every_refusal_as_a_problem(served: App) -> None:
    async with client() as http:
        described = (await http.get("/openapi.json")).json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if not path.startswith("/api/v1"):
                continue
            answers = operation["responses"]
            assert {"401", "422", "503"} <= set(answers), (method, path)
            assert ("requestBody" not in operation) or "413" in answers, (method, path)
            assert operation["description"], (method, path)
            assert operation["security"] == [{"HTTPBearer": []}]
            for status, answer in answers.items():
                assert answer["description"]
                assert status < "400" or MEDIA in answer["content"], (method, path, status)
            assert "HTTPValidationError" not in json.dumps(operation)


async def test_the_description_shows_an_example_of_every_request(served: App) -> None:
    async with client() as http:
        schemas = (await http.get("/openapi.json")).json()["components"]["schemas"]
    for name in ("NewInterview", "CancelBody", "RescheduleBody", "OutcomeBody", "SurveyBody", "ReasonText"):
        assert schemas[name]["examples"], name


async def test_unknown_paths_and_methods_are_problems_too(zhangsan: Desk) -> None:
    absent = await zhangsan.get("/nothing")
    assert (absent.status_code, absent.headers["content-type"]) == (404, MEDIA)
    wrong = await zhangsan.http.delete("/api/v1/interviews")
    assert (wrong.status_code, wrong.headers["content-type"]) == (405, MEDIA)
    assert wrong.json()["type"] == "urn:mianyue:rule:method-not-allowed"


async def test_a_mistaken_policy_is_named_and_not_an_error_of_ours(sign_in: Hire, served: App) -> None:
    """Somebody typed a policy by hand: whoever books there reads why nothing can be booked, and the log names the field."""
    desk = await sign_in("mistaken", "mianyue-mistaken")
    row = {"organisation_id": "mianyue-mistaken", "version": 1, "valid_from": datetime(2020, 1, 1, tzinfo=UTC)}
    async with served.engine.begin() as conn:
        await conn.execute(insert(policies).values(**row, data={"delivery": "oops"}))
    with capture_logs() as logged:
        answer = await desk.post("/interviews", wish())
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:mianyue:rule:policy-unreadable")
    assert [line["organisation"] for line in logged if line["event"] == "policy unreadable"] == ["mianyue-mistaken"]
