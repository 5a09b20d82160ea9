"""Hostile texts: each is refused by field and rule with nothing half-written, or kept and handed on without harm."""

import asyncio
import csv
import io
import json
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from openpyxl import load_workbook
from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.context import App
from api.spreadsheet import XLSX_TYPE
from bench import fuzz_hostile as hostile
from db.tables import audit, candidates, commands
from db.tables_interview import cancellation_log, interviews, kpi_facts, notices, surveys
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json, wish

_TABLES = (candidates, commands, interviews, notices, audit, cancellation_log, kpi_facts, surveys)
_SETTLED_AFTER = (
    0.3  # seconds; the invitation's own rows are written by then, and nobody else writes in this organisation
)
_DEEP = 10_000


class Ledger:
    """The rows of one organisation."""

    def __init__(self, engine: AsyncEngine, organisation: str) -> None:
        self._engine, self._organisation = engine, organisation

    async def rows(self) -> dict[str, int]:
        """How many there are, once the invitations on their way have left."""
        while (found := await self._counted()) != await self._after(_SETTLED_AFTER):
            pass
        return found

    async def _after(self, seconds: float) -> dict[str, int]:
        await asyncio.sleep(seconds)
        return await self._counted()

    async def _counted(self) -> dict[str, int]:
        async with self._engine.connect() as conn:
            return {table.name: int((await conn.execute(self._count(table))).scalar_one()) for table in _TABLES}

    def _count(self, table: Table) -> Any:
        return select(func.count()).select_from(table).where(table.c.organisation_id == self._organisation)


@pytest_asyncio.fixture(scope="module")
async def victim(sign_in: Hire) -> Desk:
    """A recruiter of an organisation where nobody else works."""
    return await sign_in("victim", "mianyue-hostile")


@pytest.fixture(scope="module")
def ledger(served: App) -> Ledger:
    """That organisation's rows."""
    return Ledger(served.engine, "mianyue-hostile")


async def send(desk: Desk, path: str, body: Any) -> httpx2.Response:
    """POST a body as it is, with what Python's JSON takes and standard JSON does not."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await desk.http.post(f"/api/v1{path}", content=content, headers={"Content-Type": "application/json"})


def refused(answer: httpx2.Response, field: str | None = None) -> Json:
    """The problem document; it names the field and the rule, and does not repeat what was sent."""
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: Json = answer.json()
    assert problem["type"].startswith("urn:mianyue:rule:")
    assert problem["detail"]
    assert len(answer.content) < 5000
    if field is not None:
        assert [error["field"] for error in problem["errors"]] == [field]
        assert all(error["rule"] and error["detail"] for error in problem["errors"])
    return problem


def changed(place: str, value: Any) -> Json:
    """A wish with one value gone bad."""
    body = wish()
    target = body["candidate"] if place.startswith("candidate.") else body
    target[place.rpartition(".")[2]] = value
    return body


async def test_texts_that_cannot_be_shown_or_steer_a_header_are_refused_without_a_trace(
    victim: Desk, ledger: Ledger
) -> None:
    before = await ledger.rows()
    bad = (
        hostile.NUL,
        hostile.HALF_PAIR,
        hostile.TURNED,
        hostile.HIDDEN,
        hostile.HEADERS,
        "\t=1+1",
        "a\u2028b",
        "\x1b[2J",
    )
    for place in ("candidate.name", "position"):
        for text in bad:
            problem = refused(await send(victim, "/interviews", changed(place, text)), place)
            assert problem["errors"][0]["rule"] in ("hidden-characters", "string_unicode")
        for text in (hostile.EMOJI, hostile.COMBINING, hostile.MEGABYTE[:100_000]):
            rule = refused(await send(victim, "/interviews", changed(place, text)), place)["errors"][0]["rule"]
            assert rule in ("too-long", "string_too_long")
    assert await ledger.rows() == before


@pytest.mark.parametrize(
    ("mail", "rule"),
    [
        (mail, "email-lookalike" if mail.isprintable() and not mail.isascii() else "email-format")
        for mail in hostile.LOOKALIKE_MAILS
        if "＠" not in mail and "王" not in mail
    ],
    ids=ascii,
)
async def test_a_mail_address_that_poses_as_another_is_refused(
    victim: Desk, ledger: Ledger, mail: str, rule: str
) -> None:
    before = await ledger.rows()
    problem = refused(await send(victim, "/interviews", changed("candidate.email", mail)), "candidate.email")
    assert problem["errors"][0]["rule"] == rule
    assert await ledger.rows() == before


async def test_a_number_is_kept_in_one_form_however_it_is_written(victim: Desk) -> None:
    for phone in hostile.PHONES:
        answer = await send(victim, "/interviews", changed("candidate.phone", phone))
        if answer.status_code == 201:
            assert answer.json()["candidate"]["phone"] == "+8613900138001", phone
        else:
            assert refused(answer, "candidate.phone")["errors"][0]["rule"].startswith("phone-"), phone


async def test_numbers_no_clock_can_show_are_refused_without_a_trace(victim: Desk, ledger: Ledger) -> None:
    before = await ledger.rows()
    for number in hostile.NUMBERS:
        refused(await send(victim, "/interviews", changed("duration_minutes", number)), "duration_minutes")
        refused(await send(victim, "/interviews", changed("starts_at", number)), "starts_at")
    for time in hostile.TIMES:
        refused(await send(victim, "/interviews", changed("starts_at", time)))
    assert await ledger.rows() == before


@pytest.mark.parametrize("field", ["candidate", "position", "join_url", "unknown"])
async def test_a_value_ten_thousand_levels_deep_is_refused(victim: Desk, ledger: Ledger, field: str) -> None:
    before = await ledger.rows()
    whole = json.dumps(wish() | {field: "HERE"})
    for opened, closed in (("[", "]"), ('{"a":', "}")):
        deep = whole.replace('"HERE"', opened * _DEEP + "1" + closed * _DEEP)
        refused(await send(victim, "/interviews", deep.encode()))
    assert await ledger.rows() == before


async def test_bodies_that_are_no_request_leave_no_trace_on_any_command(victim: Desk, ledger: Ledger) -> None:
    id = await victim.arrange()
    before = await ledger.rows()
    for action in ("cancel", "reschedule", "outcome", "survey"):
        for body in hostile.BODIES:
            refused(await send(victim, f"/interviews/{id}/{action}", body))
    assert await ledger.rows() == before


@pytest.mark.parametrize("text", hostile.VAGUE, ids=ascii)
async def test_a_vague_reason_stays_vague_in_any_disguise(victim: Desk, ledger: Ledger, text: str) -> None:
    id = await victim.arrange()
    before = await ledger.rows()
    for party in ("company", "candidate", "interviewer", "system"):
        verdict = (await send(victim, "/reasons/check", {"text": text, "party": party})).json()
        assert not verdict["acceptable"]
        problem = refused(await send(victim, f"/interviews/{id}/cancel", {"reason_detail": text, "party": party}))
        assert [error["field"] for error in problem["errors"]] == ["reason_detail"]
        assert problem.get("suggestion") or problem["errors"][0]["rule"] == "unprintable"
    assert await ledger.rows() == before
    assert (await victim.page(f"/interviews/{id}"))["stage"] == "invited"


@pytest.mark.parametrize("field", ["reason_detail", "remark", "justification"])
async def test_free_text_that_cannot_be_shown_cancels_nothing(victim: Desk, ledger: Ledger, field: str) -> None:
    id = await victim.arrange()
    before = await ledger.rows()
    for text in (hostile.NUL, hostile.HALF_PAIR, hostile.TURNED, hostile.HIDDEN, "a\x0bb", "a\x1cb", "a\x85b"):
        body = {"reason_detail": "岗位冻结", "party": "company"} | {field: f"岗位冻结{text}"}
        rule = refused(await send(victim, f"/interviews/{id}/cancel", body), field)["errors"][0]["rule"]
        assert rule == ("string_unicode" if text == hostile.HALF_PAIR else "unprintable")
    long = {"reason_detail": "岗位冻结", "party": "company"} | {field: "长" * 2001}
    refused(await send(victim, f"/interviews/{id}/cancel", long), field)
    refused(await send(victim, f"/interviews/{id}/cancel", long | {field: hostile.MEGABYTE}))
    assert await ledger.rows() == before


async def test_line_ends_and_joined_emoji_are_what_people_type(victim: Desk) -> None:
    id = await victim.arrange()
    row = await victim.cancel(id, remark="第一行\r\n第二行\r第三行 🤦‍♀️")
    assert row["remark"] == "第一行\n第二行\n第三行 🤦‍♀️"


async def test_names_made_of_formulas_and_markup_reach_letters_and_spreadsheets_as_text(
    victim: Desk, sandbox_url: str
) -> None:
    texts = [text for text in hostile.FORMULAS if text.isprintable()]
    texts += [hostile.MARKUP, hostile.TEMPLATE[:80], hostile.SQL, hostile.EMOJI[:60], hostile.COMBINING[:60]]
    arranged: dict[str, str] = {}
    for at, text in enumerate(texts):
        address = f"hostile-{at}@example.com"
        id = await victim.arrange(candidate={"name": text, "email": address}, position=text)
        await _letters(sandbox_url, address, 1)
        await victim.cancel(id, remark=text, justification=text)
        arranged[id] = text
        await _letters_are_harmless(victim, id, await _letters(sandbox_url, address, 2))
    await _spreadsheets_hold_text(victim, arranged)


async def _letters_are_harmless(desk: Desk, id: str, sent: list[Json]) -> None:
    for letter in sent:
        assert "\n" not in letter["subject"]
        assert "\r" not in letter["subject"]
        assert letter["body"].count("/c/") <= 1, "a name never becomes a second link"
    for notice in (await desk.page(f"/interviews/{id}/notices"))["items"]:
        assert notice["body"].count("{link}") <= (notice["audience"] == "candidate")


async def _letters(sandbox_url: str, address: str, wanted: int) -> list[Json]:
    """The candidate's mail, once so many letters have come."""
    async with httpx2.AsyncClient(base_url=sandbox_url, trust_env=False, timeout=5) as sandbox:
        for _ in range(200):
            sent: list[Json] = (await sandbox.get("/sandbox/messages", params={"to": address})).json()["items"]
            if len(sent) >= wanted:
                return sent
            await asyncio.sleep(0.05)
    raise TimeoutError("a letter is missing")


async def _spreadsheets_hold_text(desk: Desk, arranged: dict[str, str]) -> None:
    """No cell would be run by a spreadsheet, and nothing of what was said is lost."""
    text = (await desk.get("/cancellations", Accept="text/csv")).content.decode("utf-8-sig")
    rows = {row["面试编号"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    content = (await desk.get("/cancellations", Accept=XLSX_TYPE)).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    for id, said in arranged.items():
        for column in ("候选人", "岗位", "备注", "临时取消的说明"):
            cell = rows[id][column]
            assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠"), (column, cell)
            assert cell in (said, f"'{said}")
            assert cell in cells


@pytest.mark.parametrize("comment", [hostile.NUL, hostile.HALF_PAIR, hostile.TURNED, "长" * 2001])
async def test_a_survey_with_a_comment_that_cannot_be_kept_counts_nothing(
    victim: Desk, ledger: Ledger, comment: str
) -> None:
    id = await victim.arrange()
    await victim.cancel(id)
    before = await ledger.rows()
    body = {"timeliness": 5, "handling": 5, "comment": comment}
    refused(await send(victim, f"/interviews/{id}/survey", body), "comment")
    assert await ledger.rows() == before


async def test_an_import_keeps_good_rows_and_names_the_hostile_ones(victim: Desk, ledger: Ledger) -> None:
    starts = wish()["starts_at"]
    bad = [hostile.TURNED, hostile.HIDDEN, hostile.EMOJI, "a\u2028b"]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["候选人姓名", "邮箱", "语言", "岗位", "面试时间", "时长", "时区"])
    for at, name in enumerate(["=cmd|' /C calc'!A0", *bad]):
        table.writerow([name, f"import-{at}@example.com", "zh-CN", "后端", starts, "45", "Asia/Shanghai"])
    before = await ledger.rows()
    answer = await victim.http.post(
        "/api/v1/imports", content=out.getvalue().encode(), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert [row["line"] for row in said["created"]] == [2]
    assert {row["line"] for row in said["errors"]} == {3, 4, 5, 6}
    assert all(row["rule"] and row["message_zh"] and row["message_en"] for row in said["errors"])
    after = await ledger.rows()
    assert (after["candidates"] - before["candidates"], after["commands"] - before["commands"]) == (1, 1)
