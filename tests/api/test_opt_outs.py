"""People who want no more messages: recorded by HR operations, withdrawn when the candidate asks for it."""

from sqlalchemy import select

from api.context import App
from db import opt_outs
from db.tables_notices import opt_outs as kept
from domain.keys import address_hash
from domain.terms import Channel
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json


async def _delete(desk: Desk, body: Json) -> Json:
    answer = await desk.http.request("DELETE", "/api/v1/opt-outs", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _asked(served: App, organisation: str, channel: Channel, address: str) -> bool:
    hashed = address_hash(served.settings.secret.get_secret_value(), address)
    async with served.engine.connect() as conn:
        return await opt_outs.opted_out(conn, organisation, channel, hashed)


async def test_the_groups_word_counts_in_every_subsidiary_until_withdrawn(served: App, hrops: Desk) -> None:
    for _ in range(2):
        answer = await hrops.post("/opt-outs", {"phone": "139 3333 0001"})
        assert (answer.status_code, answer.json()) == (200, {"opted_out": ["sms"]})
    assert await _asked(served, "mianyue-sh", Channel.SMS, "+8613933330001")
    assert not await _asked(served, "mianyue-sh", Channel.PHONE, "+8613933330001"), "a call is still possible"
    async with served.engine.connect() as conn:
        rows = (await conn.execute(select(kept).where(kept.c.source == "hrops"))).all()
    assert all("139" not in row.address_hash[:4] and len(row.address_hash) == 64 for row in rows)
    assert await _delete(hrops, {"phone": "+8613933330001"}) == {"opted_out": []}
    assert not await _asked(served, "mianyue-sh", Channel.SMS, "+8613933330001")


async def test_a_subsidiary_speaks_for_itself_only(served: App, hrops: Desk, sign_in: Hire) -> None:
    below = await sign_in("hr-below", "mianyue-below", "hrops")
    mail = {"email": "quiet@example.com"}
    await below.post("/opt-outs", mail)
    assert await _asked(served, "mianyue-below", Channel.EMAIL, "quiet@example.com")
    assert not await _asked(served, "mianyue-sh", Channel.EMAIL, "quiet@example.com")
    await hrops.post("/opt-outs", mail)
    assert await _delete(below, mail) == {"opted_out": ["email"]}, "the group's word stays"
    assert await _delete(hrops, mail) == {"opted_out": []}


async def test_calls_are_a_channel_of_their_own(served: App, hrops: Desk) -> None:
    number = {"phone": "+8613933330002"}
    assert (await hrops.post("/opt-outs", number | {"channel": "phone"})).json() == {"opted_out": ["phone"]}
    assert (await hrops.post("/opt-outs", number)).json() == {"opted_out": ["sms", "phone"]}
    assert await _delete(hrops, number | {"channel": "phone"}) == {"opted_out": ["sms"]}
    assert await _delete(hrops, number) == {"opted_out": []}


async def test_a_wrong_contact_is_refused_by_name(hrops: Desk) -> None:
    wrong: list[tuple[Json, str]] = [
        ({}, "body"),
        ({"phone": "123"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"phone": "+8613933330003", "email": "a@example.com"}, "body"),
        ({"phone": "+8613933330003", "channel": "email"}, "body"),
        ({"email": "a@example.com", "name": "x"}, "name"),
    ]
    for body, field in wrong:
        answer = await hrops.post("/opt-outs", body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == field
        assert "+86139" not in answer.text


async def test_recruiters_neither_stop_nor_resume_messages(zhangsan: Desk) -> None:
    for method in ("POST", "DELETE"):
        answer = await zhangsan.http.request(method, "/api/v1/opt-outs", json={"phone": "+8613933330004"})
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:mianyue:rule:hrops-only")
