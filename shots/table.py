"""The list of pictures: one line each, and the steps that a line may take before its picture is taken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

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
    _candidate("wrong-link", "/c/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
)
