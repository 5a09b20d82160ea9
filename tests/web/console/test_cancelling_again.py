"""Stories of 取消面试 sent again: when the answer was lost, and when the worker died between its commit and its answer."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from api.arrivals import fingerprint
from db import intake, recording
from db.bulk_selection import states_of
from domain import decide
from domain.commands import Cancel
from domain.keys import command_id
from domain.terms import Audience, Channel, Locale, Party
from starter import Unanswered, send
from tests.web.console.test_cancelling import FROZEN, SICK, at
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter
from web.console.cancel_draft import Draft, body_of
from web.console.forms import key_of


async def test_a_lost_answer_keeps_the_form_and_sending_it_again_is_the_same_command(
    zhang: Visitor, zhangsan: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(*sent: Any) -> None:
        await send(*sent)
        raise Unanswered

    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate), htmx=True)
    monkeypatch.setattr("api.cancelling.send", lose)
    away = await zhang.sends(dialog, at(candidate), SICK, htmx=True)
    assert away.status == 503
    assert "重复提交不会重复执行" in away.text
    assert away.form_to(at(candidate)).fields["reason_detail"] == SICK["reason_detail"]
    monkeypatch.undo()
    done = await zhang.sends(away, at(candidate), htmx=True)
    assert "close-dialog" in done.answer.headers["hx-trigger"]
    assert len(await zhangsan.log(candidate)) == 1


async def test_a_cancellation_whose_worker_died_reaches_the_candidate_when_the_form_is_sent_again(
    zhang: Visitor, zhangsan: Recruiter, engine: AsyncEngine
) -> None:
    """The step was written down, then Temporal never heard of it: the row says cancelled, and nobody was told."""
    candidate = await zhangsan.invites()
    dialog = await zhang.opens(at(candidate), htmx=True)
    fields = {**dialog.form_to(at(candidate)).every, **FROZEN, "channels": ["email"]}
    said = {"party": "company", "detail": FROZEN["reason_detail"]}
    draft = Draft(seen=fields["seen"][0], key=fields["key"][0], channels=("email",), **said)
    body = body_of(draft, Locale.ZH)
    command = command_id(candidate.id, "zhangsan", "cancel", key_of(draft.key, body))
    await lost(engine, intake.Arrival(command, "mianyue-sh", candidate.id, "zhangsan", "cancel", fingerprint(body), {}))
    assert (await zhangsan.interview(candidate))["stage"] == "cancelled"
    assert len(await zhangsan.mails(candidate)) == 1, "the invitation"
    again = await zhang.posts(at(candidate), fields, htmx=True)
    assert again.status == 204
    for _ in range(100):
        if len(mails := await zhangsan.mails(candidate)) == 2:
            break
        await asyncio.sleep(0.1)
    assert "取消" in mails[-1]["subject"]
    assert len(await zhangsan.log(candidate)) == 1


async def lost(engine: AsyncEngine, command: intake.Arrival) -> None:
    """What a worker leaves behind that dies between its commit and its answer to Temporal."""
    id = UUID(command.interview)
    async with engine.begin() as conn:
        state = (await states_of(conn, [id]))[id]
        email = [Channel.EMAIL]
        cancel = Cancel(command.id, command.actor, Audience.RECRUITER, Party.COMPANY, "E_REQ_FROZEN", email, None)
        change = decide.cancelled(state, cancel, datetime.now(UTC)).change
        assert change is not None
        await intake.keep_command(conn, command)
        assert await recording.write(conn, change, "") is None
