"""POST /hooks/…: delivery receipts of the providers, verified by their signatures; they answer 2xx unless the provider should know."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Request, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import ClientDisconnect

from api.context import App, Connected, now
from api.documented import hook
from api.metrics import RECEIPTS
from api.problems import Problem
from db import receipts
from db.receipts import News
from domain.receipts import SENDGRID, TWILIO, Receipt
from gateways import sendgrid_receipts, twilio_receipts
from gateways.receipts import Forged, Heard, Malformed
from starter import look

router = APIRouter(prefix="/hooks", tags=["providers"])
_TELLING_SECONDS = 5.0
_FORGED = "签名无效 / the signature is missing, wrong or too old"
_MALFORMED = "回执内容无法识别 / signed, but not a receipt as the provider sends it"
_AGAIN = "暂时无法记录，请稍后重发 / cannot be recorded now: send it again"


@router.post("/twilio/{notice_id}", status_code=204, response_class=Response, **hook("x-www-form-urlencoded"))
async def twilio(notice_id: str, request: Request, app: Connected, after: BackgroundTasks) -> None:
    """Twilio's status callback for one notice; X-Twilio-Signature proves it."""
    body = await _body(request)
    # The address as it was given to Twilio: configured, never what a request says of its host (ASVS 4.1.3).
    query = f"?{request.url.query}" if request.url.query else ""
    url = f"{app.settings.web_url}/hooks/twilio/{quote(notice_id, safe='')}{query}"
    token = app.settings.twilio_auth_token.get_secret_value()
    signatures = request.headers.getlist(twilio_receipts.SIGNATURE)
    heard = _heard(TWILIO, lambda: twilio_receipts.read(body, signatures, url, token, _uuid(notice_id), now()))
    await _applied(app, TWILIO, heard, after)


@router.post("/sendgrid", status_code=204, response_class=Response, **hook("json"))
async def sendgrid(request: Request, app: Connected, after: BackgroundTasks) -> None:
    """SendGrid's event webhook: an array of events, signed as a whole.

    What belongs to one notice is one transaction, so an odd event loses no other one, and a batch that breaks off is repeated
    without doing anything twice.
    """
    body = await _body(request)
    signatures = request.headers.getlist(sendgrid_receipts.SIGNATURE)
    timestamps = request.headers.getlist(sendgrid_receipts.TIMESTAMP)
    key = app.settings.sendgrid_webhook_key
    heard = _heard(SENDGRID, lambda: sendgrid_receipts.read(body, signatures, timestamps, key, now()))
    await _applied(app, SENDGRID, heard, after)


async def _body(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect:
        raise Problem(400, "unreadable-body", _MALFORMED) from None


def _uuid(text: str) -> UUID | None:
    try:
        id = UUID(text)
    except ValueError:
        return None
    return id if str(id) == text else None


def _heard(provider: str, read: Callable[[], Heard]) -> Heard:
    """What was read. Raises: Problem 403, 400."""
    try:
        return read()
    except Forged:
        RECEIPTS.labels(provider, "forged").inc()
        raise Problem(403, "signature-invalid", _FORGED) from None
    except Malformed as malformed:
        RECEIPTS.labels(provider, "malformed").inc()
        raise Problem(400, "receipt-malformed", f"{_MALFORMED}: {malformed.rule}") from None


async def _applied(app: App, provider: str, heard: Heard, after: BackgroundTasks) -> None:
    """Everything that was heard in the ledger, counted, and the interviews told once we have answered."""
    RECEIPTS.labels(provider, "unknown_notice").inc(heard.strangers)
    RECEIPTS.labels(provider, "malformed").inc(heard.malformed)
    told: dict[UUID, list[Receipt]] = defaultdict(list)
    for receipt in heard.receipts:
        told[receipt.notice_id].append(receipt)
    interviews = set()
    # In one order for every request, so that two batches never wait for each other.
    for _, mine in sorted(told.items()):
        news = await _recorded(app, mine)
        _count(provider, news, len(mine))
        if news.tell:
            interviews.add(news.interview_id)
    if interviews:
        after.add_task(_tell, app, [str(interview) for interview in interviews])


async def _recorded(app: App, mine: list[Receipt]) -> News:
    async with _recordable(), app.engine.begin() as conn:
        return await receipts.apply(conn, mine, now(), app.settings.checked_secret())


@asynccontextmanager
async def _recordable() -> AsyncIterator[None]:
    """Raises: Problem 503 when the database does not answer; what was recorded before is not recorded again."""
    try:
        yield
    except (OperationalError, PoolTimeout):
        raise Problem(503, "not-recorded", _AGAIN) from None


def _count(provider: str, news: News, came: int) -> None:
    if news.new is None:
        RECEIPTS.labels(provider, "unknown_notice").inc(came)
        return
    RECEIPTS.labels(provider, "applied").inc(news.new)
    RECEIPTS.labels(provider, "repeated").inc(came - news.new)


async def _tell(app: App, interviews: Iterable[str]) -> None:
    """After the answer, and not for long: an interview that is not told looks by itself later."""
    looks = asyncio.gather(*(look(app.client, interview) for interview in interviews))
    await asyncio.wait({looks}, timeout=_TELLING_SECONDS)
    looks.cancel()
