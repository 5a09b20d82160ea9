"""Asks for everything in `./run bench web` and times it: what an ask is about is found or made before, what it did is checked after."""

import asyncio
import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any

import httpx2
from openpyxl import load_workbook
from playwright.async_api import Browser
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.web import things
from bench.web.arrivals import Arrivals
from bench.web.ask import Ask
from bench.web.painting import paints
from bench.web.visitors import Refused, Visitor
from demo.doors import Broken

_WARM = 2
_PAINTS = 3
_AHEAD = timedelta(days=14)
_MOST_HOURS = 48
_LOOKS, _MOST_REST, _MOST_PATIENCE = 0.2, 15.0, 2.0


@dataclass
class Found:
    """Seconds of one address for one login: its answers, and where a browser opened it, first and later visits' first paint; `rows` of
    a file."""

    name: str
    login: str
    bytes: int = 0
    rows: int | None = None
    answers: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    refused: str = ""


@dataclass
class Round:
    """Everything that is there to ask with; `numbers` counts up, so that what is typed is always new."""

    engine: AsyncEngine
    arrivals: Arrivals
    browser: Browser | None
    base: str
    repeats: int
    numbers: int = 10_000_000


async def asked(at: Round, ask: Ask, who: Visitor) -> Found:
    """One ask by one login, so often as it is to be. A refused one ends it, and says why."""
    found = Found(ask.name, who.login)
    try:
        await _answers(at, ask, who, found)
        if at.browser is not None and who.login in ask.paints:
            path = ask.path.format(**await _known(at, ask, who))
            found.first, found.later = await paints(at.browser, at.base, who.http.cookies, path, _PAINTS)
    except (Refused, Broken) as no:
        found.refused = str(no)
    except things.Lacking as none:
        found.refused = f"there is no {none}"
    return found


async def _answers(at: Round, ask: Ask, who: Visitor, found: Found) -> None:
    warm = 1 if ask.form is not None or ask.rows else _WARM
    number = warm + ask.answers(at.repeats)
    if ask.form is not None:
        await _stocked(at, ask, number)
    path = ""
    for _ in range(number):
        if ask.form is not None:
            seconds, answer = await _done(at, ask, who)
        else:
            if not path:
                path = await who.further(ask, ask.path.format(**await _known(at, ask, who)))
            seconds, answer = await who.ask(ask, path)
            if ask.shows and ask.shows not in await who.shown(answer):
                raise Refused(f"{path} does not say {ask.shows}")
        found.answers.append(seconds)
        found.bytes = len(answer.content)
    del found.answers[:warm]
    if ask.rows:
        found.rows = _rows(answer)


async def _stocked(at: Round, ask: Ask, number: int) -> None:
    """So many of each thing that is made; and what their making set going, letters and all, has come to rest."""
    made = [name for name in _names(ask) if at.arrivals.makes(name)]
    for name in made:
        await at.arrivals.stock(name, number)
    waited = 0.0
    while made and waited < _MOST_REST and await things.state(at.engine, "on_their_way", {}):
        await asyncio.sleep(_LOOKS)
        waited += _LOOKS


async def _done(at: Round, ask: Ask, who: Visitor) -> tuple[float, httpx2.Response]:
    """Do it once, only the sending timed. Raises: Refused when it did not happen."""
    assert ask.form is not None
    if not who.login:
        who.http.cookies.clear()
    if ask.anew:
        await who.signs_in()
    known = await _known(at, ask, who)
    told: Callable[[str], str] = lambda text: text.format(**known)  # noqa: E731
    path, shows = told(ask.path), told(ask.shows)
    for call in ask.before:
        await who.before(told(call))
    file = told(ask.file)
    form = _filled(ask.form, known)
    before = await _state(at, ask, known)
    if ask.opens:
        first = _filled(ask.first, known) if ask.first is not None else None
        page, form = await who.filled(path, told(ask.opens), told(ask.via), form, first, file)
        if shows and shows in page.text:
            raise Refused(f"{shows} stood there before")
    seconds, answer = await who.ask(ask, path, form, file)
    if shows and shows not in (said := await who.shown(answer)):
        raise Refused(f"{path} does not say {shows}: {said[:200]}")
    if ask.changes and not await _changed(at, ask, known, before):
        raise Refused(f"{path} changed no {ask.changes}")
    if "newer" in _names(ask):
        who.password = known["newer"]
    return seconds, answer


async def _state(at: Round, ask: Ask, known: Mapping[str, str]) -> Any:
    return await things.state(at.engine, ask.changes, known) if ask.changes else None


async def _changed(at: Round, ask: Ask, known: Mapping[str, str], before: Any) -> bool:
    """Whether it is another one, soon: an import answers when its workflows have begun, not when their rows are written."""
    waited = 0.0
    while await _state(at, ask, known) == before:
        if waited >= _MOST_PATIENCE:
            return False
        await asyncio.sleep(_LOOKS)
        waited += _LOOKS
    return True


async def _known(at: Round, ask: Ask, who: Visitor) -> dict[str, str]:
    """What every name in the ask's braces stands for; `at` is what its path is about."""
    at.numbers += 1
    some_day = (datetime.now(UTC) + _AHEAD).date()
    known = {
        "login": who.login,
        "open": who.open,
        "cancelled": who.cancelled,
        "number": str(at.numbers),
        "someday": some_day.isoformat(),
        "hours": str(1 + at.numbers % _MOST_HOURS),
        "secret": who.password,
        "newer": f"only-for-the-benchmark-{at.numbers}",
    }
    for name in _names(ask):
        if at.arrivals.makes(name):
            known[name] = await at.arrivals.next(name)
        elif name not in known:
            known[name] = await things.found(at.engine, name, known)
    about = _in(ask.path)
    return known | {"at": known[about[0]] if about else ""}


def _names(ask: Ask) -> list[str]:
    """Every name in braces, once."""
    typed = [value for form in (ask.form, ask.first) if form is not None and not ask.api for value in form.values()]
    texts = [one for value in typed for one in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(name for text in (ask.path, ask.opens, ask.file, *texts) for name in _in(text)))


def _in(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def _filled(form: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    return {name: _value(value, known) for name, value in form.items()}


def _value(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_value(one, known) for one in value]
    return value.format(**known) if isinstance(value, str) else value


def _rows(file: httpx2.Response) -> int:
    """The rows of a table below its heading."""
    if "csv" in file.headers["content-type"]:
        return sum(1 for _ in csv.reader(io.StringIO(file.text))) - 1
    sheet = load_workbook(io.BytesIO(file.content), read_only=True).worksheets[0]
    return sum(1 for _ in sheet.rows) - 1


async def everything(
    at: Round, asks: Sequence[Ask], visitors: Mapping[str, Visitor], tell: Callable[[Found], None]
) -> list[Found]:
    """All asks, one after the other; each is told as it is done."""
    found = []
    for ask in asks:
        for login in ask.logins:
            found.append(await asked(at, ask, visitors[login]))
            tell(found[-1])
    return found
