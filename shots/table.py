"""The list of pictures: one line each, and the steps that a line may take before its picture is taken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.async_api import Page

from db import sample
from shots.screens import DESKTOP, PHONE, Scheme, Screen

Step = Callable[[Page], Awaitable[Any]]


@dataclass(frozen=True)
class Shot:
    """One picture, docs/images/`name`.webp.

    `path` may name people of shots/people.py: `{invited.token}`, `{late.id}`. `login` signs in at the console first, in `locale`.
    """

    name: str
    path: str
    screen: Screen = DESKTOP
    locale: str = "zh-CN"
    scheme: Scheme = "light"
    login: str | None = None
    steps: tuple[Step, ...] = ()
    whole: bool = False


def click(role: Any, name: str = "", nth: int = 0) -> Step:
    """Press what has this ARIA role and a name that contains `name`."""

    async def step(page: Page) -> None:
        found = page.get_by_role(role, name=name) if name else page.get_by_role(role)
        await found.nth(nth).click()

    return step


def fill(label: str, text: str) -> Step:
    """Type into the field with this label."""
    return lambda page: page.get_by_label(label).fill(text)


def press(selector: str) -> Step:
    """Press what a CSS selector finds, where no role and name do."""
    return lambda page: page.locator(selector).first.click()


def pause(seconds: float) -> Step:
    """Wait, for what a page draws after it has loaded."""
    return lambda page: page.wait_for_timeout(seconds * 1000)


def _candidate(name: str, path: str, locale: str = "zh-CN", **more: Any) -> Shot:
    return Shot(f"candidate-{name}", path, PHONE, locale, whole=True, **more)


def _console(name: str, path: str = "", login: str = "zhangsan", **more: Any) -> Shot:
    return Shot(f"console-{name}", f"/console/{path or name}", login=login, **more)


_SAMPLE = f"from={sample.BEFORE.first}&to={sample.AFTER.first + timedelta(days=sample.DAYS - 1)}"

SHOTS = (
    _candidate("invited", "/c/{invited.token}"),
    _candidate("invited-en", "/c/{invited_en.token}", "en"),
    _candidate("invited-dark", "/c/{invited.token}", scheme="dark"),
    Shot("candidate-desktop", "/c/{invited.token}"),
    _candidate("reschedule", "/c/{invited.token}", steps=(press("#reschedule summary"),)),
    _candidate("cancel", "/c/{invited.token}", steps=(press("#cancel summary"),)),
    _candidate("options", "/c/{offered.token}"),
    _candidate("requested", "/c/{requested.token}"),
    _candidate("cancelled", "/c/{late.token}"),
    _candidate("survey", "/c/{withdrawn.token}"),
    _candidate("messages", "/c/{invited.token}/messages"),
    _candidate("privacy", "/c/{invited.token}/privacy"),
    _candidate("wrong-link", "/c/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    Shot("console-signin", "/console/signin"),
    _console("interviews"),
    _console("interviews-en", "interviews", locale="en"),
    _console("interviews-dark", "interviews", scheme="dark"),
    _console("interviews-phone", "interviews", screen=PHONE),
    _console("interview", "interviews/{late.id}", whole=True),
    _console("cancel", "interviews/{invited.id}", steps=(press('[hx-get$="/cancel"]'), pause(1))),
    _console("cancel-phone", "interviews/{invited.id}/cancel", screen=PHONE, whole=True),
    _console("reschedule", "interviews/{invited.id}/reschedule", whole=True),
    _console("requests"),
    _console("cancellations", login="hrops"),
    _console("messages"),
    _console("calls"),
    _console("unknown", login="hrops"),
    _console("candidate-requests", login="hrops"),
    _console("dashboard", f"dashboard?{_SAMPLE}", login=sample.HR, whole=True),
    _console("dashboard-en-dark", f"dashboard?{_SAMPLE}", login=sample.HR, locale="en", scheme="dark", whole=True),
    _console("comparison", f"comparison?change={sample.CHANGE}", login=sample.HR, whole=True),
    _console("comments", f"comments?{_SAMPLE}&recruiter={sample.RECRUITER}", login=sample.HR),
    _console("scores", login=sample.HR),
    _console("alerts", login=sample.HR),
    _console("policy", "settings/policy", login="hrops", whole=True),
    _console("templates", "settings/templates", login="hrops"),
    _console("holidays", "settings/holidays", login="hrops"),
    _console("users", "settings/users", login="hrops"),
    _console("appraisal", "settings/appraisal", login="hrops"),
)
