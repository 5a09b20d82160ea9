"""What a candidate asks for beside the interview's own steps: written down, told to staff, taken back; never a command to the workflow."""

from datetime import UTC, datetime

from fastapi.responses import RedirectResponse, Response

from api.context import App
from db import candidate_requests, request_notices
from domain.requests import RequestKind, due_at
from web.candidate import answers
from web.candidate.opening import as_json, gone, refuse_outdated
from web.candidate.pages import Opened
from web.candidate.receiving import Visit
from web.candidate.words import SHORT

PERSON = {"ask_for_person": "person_asked", "keep_the_ai": "person_withdrawn"}
"""The main page's actions about who interviews, and what each comes to."""


async def person(app: App, asked: Visit, page: Opened, action: str) -> Response:
    """Ask for a person as interviewer, or take that back. Again changes nothing. Raises: NoPage 410."""
    refuse_outdated(page)
    if not page.now.human:
        raise gone(page)
    await carried_out(app, page, RequestKind.HUMAN_INTERVIEW, wanted=action == "ask_for_person")
    return back(asked, page, RequestKind.HUMAN_INTERVIEW, PERSON[action], "")


async def carried_out(app: App, page: Opened, kind: RequestKind, *, wanted: bool) -> None:
    """Write the request and the staff's messages in one transaction, or take the open one back."""
    at, seen = datetime.now(UTC), page.now.seen
    async with app.engine.begin() as conn:
        if not wanted:
            await candidate_requests.withdraw(conn, seen.id, kind, at)
        elif page.may_ask(kind):
            due = due_at(kind, page.now.policy.requests, at, seen.starts_at)
            made = await candidate_requests.ask(conn, seen.organisation, seen.id, kind, at, due)
            if made is not None:
                await request_notices.tell(conn, seen.id, made, kind, at)


def back(asked: Visit, page: Opened, kind: RequestKind, result: str, place: str) -> Response:
    """To the page that the form was on; for a script the result."""
    if asked.json:
        return as_json(answers.RequestResult(kind=kind, result=result))
    return RedirectResponse(f"/c/{page.token}{place}?done={result}&lang={SHORT[page.locale]}", 303)
