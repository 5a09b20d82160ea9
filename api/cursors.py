"""Pages of lists: what a page answers, and the signed cursor that continues it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from api.context import App
from api.problems import invalid
from db.paging import Place, Slice

Item = TypeVar("Item")
_MAC_BYTES = 12
_ON, _BACK = "on", "back"


class Page(BaseModel, Generic[Item]):
    """One page of a list; `next` goes into `cursor` of the next call, null on the last page."""

    items: list[Item]
    next: str | None = Field(default=None, examples=["kS0c1Y9e…"])


class TwoWays(Page[Item], Generic[Item]):
    """A page of a list that can also be read backwards; `previous` goes into `cursor`, null on the first page."""

    previous: str | None = None


def cursor_of(app: App, list_name: str, place: Sequence[str]) -> str:
    """The cursor that continues this list after the row at `place` (the values it is ordered by)."""
    content = json.dumps(list(place), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(app, list_name, content) + content).decode().rstrip("=")


def place_of(app: App, list_name: str, cursor: str) -> list[str]:
    """Where a cursor continues. Raises: Problem 422 for a cursor that this list did not give out."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise _refused() from None
    mac, content = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(app, list_name, content)):
        raise _refused()
    place: list[str] = json.loads(content)
    return place


def moment_of(app: App, list_name: str, cursor: str | None) -> tuple[datetime, UUID] | None:
    """Where a list ordered by an instant and an id continues; None at its beginning. Raises: Problem 422."""
    if cursor is None:
        return None
    at, id = place_of(app, list_name, cursor)
    return datetime.fromisoformat(at), UUID(id)


def after_moment(app: App, list_name: str, rows: Sequence[Any], limit: int, column: str) -> str | None:
    """The cursor after the page's last row, by its instant in `column` and its id; None when `rows` hold no more than the page."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return cursor_of(app, list_name, (getattr(last, column).isoformat(), str(last.id)))


def place_by(app: App, list_name: str, cursor: str | None, *read: Callable[[str], Any]) -> Place | None:
    """Where a list that goes both ways continues, its values read by `read`; None at its beginning. Raises: Problem 422."""
    if cursor is None:
        return None
    *values, way = place_of(app, list_name, cursor)
    if len(values) != len(read):
        # It was given out before the list went both ways.
        raise _refused()
    return Place([one(value) for one, value in zip(read, values, strict=True)], way == _BACK)


def ways(app: App, list_name: str, part: Slice, *columns: str) -> dict[str, str | None]:
    """`previous` and `next` of a page whose list is ordered by these columns."""

    def cursor(row: Any, way: str) -> str:
        return cursor_of(app, list_name, [*(_text(getattr(row, column)) for column in columns), way])

    return {
        "previous": cursor(part.rows[0], _BACK) if part.rows and part.earlier else None,
        "next": cursor(part.rows[-1], _ON) if part.rows and part.later else None,
    }


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _mac(app: App, list_name: str, content: bytes) -> bytes:
    secret = app.settings.secret.get_secret_value().encode()
    return hmac.new(secret, f"cursor/{list_name}/".encode() + content, hashlib.sha256).digest()[:_MAC_BYTES]


def _refused() -> Exception:
    return invalid("cursor", "cursor-invalid", "不是本列表给出的游标 / not a cursor that this list gave out")
