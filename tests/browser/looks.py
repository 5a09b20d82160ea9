"""What is looked at beside the pictures: the states, dialogs and refusals that the documentation does not show; lines of the same kind."""

from collections.abc import Iterable
from dataclasses import replace

from playwright.async_api import Page

from shots import company
from shots.steps import Step, fill, press, see, tick
from shots.table import SHOTS, Shot

_NOBODY = "00000000-0000-0000-0000-000000000000"
LOCKED, DISABLED, SHUT_OUT = "sulan", "xutian", "guomei"
PASSWORD = "guessed-at-the-door"


def _candidate(name: str, path: str, *steps: Step) -> Shot:
    return Shot(f"look-candidate-{name}", f"/c/{path}", steps=steps)


def _console(name: str, path: str, *steps: Step, login: str = "hrops", dialog: str = "") -> Shot:
    place = f"/console/{dialog}" if dialog else ""
    return Shot(f"look-{name}", f"/console/{path}", login=login, dialog=place, steps=steps)


def _door(name: str, path: str, *steps: Step) -> Shot:
    return Shot(f"look-signin-{name}", path, steps=steps)


async def _the_session_ends(page: Page) -> None:
    await page.context.clear_cookies()


def _follow(selector: str) -> Step:
    """Open a dialog's link as without scripts: a page."""

    async def follow(page: Page) -> None:
        await page.goto(str(await page.locator(selector).first.get_attribute("href")))

    return follow


def _enters(login: str) -> tuple[Step, ...]:
    typed = (fill('[name="login"]', login), fill('[name="password"]', PASSWORD))
    return (*typed, press('form[action^="/console/signin"] button'), see("#wrong"))


def _pages_of_dialogs(shots: Iterable[Shot]) -> list[Shot]:
    """Every dialog of these as the page that opens without scripts, or in a new tab."""
    return [
        replace(shot, name=f"{shot.name}-page", path=shot.dialog, dialog="", steps=())
        for shot in shots
        # What an appeal is about stands in the rest of the link's address.
        if shot.dialog and "appeals/new" not in shot.dialog
    ]


_CANDIDATE = (
    _candidate("stopped", "{stopped.token}"),
    _candidate("stopped-messages", "{stopped.token}/messages"),
    _candidate("asked-for-a-copy", "{copied.token}/privacy"),
    _candidate("asked-for-deletion", "{deleted.token}/privacy"),
    _candidate("person-refused", "{answered.token}"),
    _candidate("survey-only", "{surveyed.token}"),
    _candidate("survey-incomplete", "{surveyed.token}", press("main form button"), see('[role="alert"]')),
    _candidate("of-the-survey-only", "{surveyed.token}/privacy"),
    _candidate("moved", "{moved.token}"),
    _candidate("vague", "{offered.token}", press("#cancel summary"), press("#cancel button"), see('[role="alert"]')),
)
_FRAME = (
    _door("over", "/console/signin?over=yes"),
    _door("unsaved", "/console/signin?over=unsaved"),
    _door("wrong", "/console/signin", *_enters("zhangsan ")),
    _door("locked", "/console/signin", *_enters(SHUT_OUT)),
    Shot("look-nowhere-signed-out", "/console/nowhere"),
    _console("nowhere", "nowhere"),
    _console("no-interview", f"interviews/{_NOBODY}"),
    _console("not-yours", "findings", login="zhangsan"),
    _console("odd-filter", "interviews?from=yesterday"),
    _console("nothing-found", "interviews?q=没有这个人"),
    _console(
        "session-over",
        "interviews",
        fill("#f-detail", "该岗位已冻结，暂停招聘"),
        _the_session_ends,
        press("#dialog .dialog-foot .btn-danger, #dialog .dialog-foot .btn-primary"),
        see("#session-over[open]"),
        login="zhangsan",
        dialog="interviews/{invited.id}/cancel",
    ),
)
_FOLLOWED = (
    _console("call-open", "calls", dialog="calls/{waiting.id}"),
    _console("call-of-another", "calls?state=taken", dialog="calls/{call.id}"),
    _console("person-declined", "candidate-requests", dialog="candidate-requests/{person_request.id}/decline"),
    _console("copy-done", "candidate-requests", dialog="candidate-requests/{copy_request.id}/done"),
    _console("copy-declined", "candidate-requests", dialog="candidate-requests/{copy_request.id}/decline"),
    _console("deletion-declined", "candidate-requests", dialog="candidate-requests/{deletion_request.id}/decline"),
    _console(
        "deletion-unsure",
        "candidate-requests",
        press("#dialog .btn-danger"),
        see('#dialog [name="sure"][aria-invalid]'),
        dialog="candidate-requests/{deletion_request.id}/done",
    ),
    _console(
        "deletion-too-early",
        "candidate-requests",
        tick('[name="sure"]'),
        press("#dialog .btn-danger"),
        see("#dialog .alert-danger"),
        dialog="candidate-requests/{deletion_request.id}/done",
    ),
    _console("requests-handled", "candidate-requests?state=all"),
    _console("offer-withdrawn", "requests?kind=offered", login="zhangsan", dialog="requests/{offered.id}/decline"),
    _console("offer-other-times", "requests", login="zhangsan", dialog="interviews/{requested.id}/reschedule"),
    _console(
        "outcome-missing",
        "interviews/{begun.id}",
        press("#dialog .btn-primary"),
        see('#dialog [aria-invalid], #dialog [role="alert"]'),
        login="zhangsan",
        dialog="interviews/{begun.id}/outcome",
    ),
    _console(
        "survey-missing",
        "interviews/{withdrawn.id}",
        press("#dialog .btn-primary"),
        see('#dialog [aria-invalid], #dialog [role="alert"]'),
        login="zhangsan",
        dialog="interviews/{withdrawn.id}/survey",
    ),
    _console("interview-bounced", "interviews/{acknowledged.id}"),
    _console("interview-with-person", "interviews/{person.id}"),
    _console("interview-unsure", "interviews/{requested.id}"),
)
_JUDGED = (
    _console("alerts-own", "alerts", login=company.HASTY),
    _console("alert-own", "alerts/{alert.id}", login=company.HASTY),
    _console("appeals-own", "appeals", login=company.HASTY),
    _console("appeal-own", "appeals/{appeal.id}", login=company.HASTY),
    _console("appeal-upheld", "appeals/{upheld.id}", login=company.HASTY),
    _console("appeal-month", "scores", login=company.HASTY, dialog="appeals/new?month"),
    _console("appeal-new-page", "scores", _follow('[hx-get^="/console/appeals/new"]'), login=company.HASTY),
    _console("scores-of-all", "scores", login=company.MANAGER),
    _console("dashboard-own", "dashboard?period=6-months", login=company.FIRST),
    _console("comments-of-all", "comments?period=6-months", login=company.MANAGER),
    _console("appraisal-own", "settings/appraisal/{proposal.id}", login=company.HR),
)
_SET = (
    _console("user-locked", f"settings/users/{LOCKED}"),
    _console("user-disabled", f"settings/users/{DISABLED}"),
    _console("user-enable", f"settings/users/{DISABLED}", dialog=f"settings/users/{DISABLED}/enable"),
    _console("user-password", f"settings/users/{LOCKED}", dialog=f"settings/users/{LOCKED}/password"),
    _console(
        "user-new-password",
        f"settings/users/{LOCKED}",
        press("#dialog .btn-primary"),
        see("#secret"),
        dialog=f"settings/users/{LOCKED}/password",
    ),
    _console("user-mistaken", "settings/users/-/new", press("main form .btn-primary"), see(".alert-danger")),
    _console(
        "policy-preview",
        "settings/policy",
        fill("#f-notice_hours", "48"),
        press(".dialog-foot .btn-primary"),
        see("#preview"),
    ),
    _console(
        "policy-mistaken",
        "settings/policy",
        fill("#f-notice_hours", "-1"),
        press(".dialog-foot .btn-primary"),
        see(".alert-danger"),
    ),
    _console("file-too-large", "interviews/import?refused=too-large", login="zhangsan"),
)
_ONCE = (*_CANDIDATE, *_FRAME, *_FOLLOWED, *_JUDGED, *_SET)
LOOKS: tuple[Shot, ...] = (*_ONCE, *_pages_of_dialogs([*SHOTS, *_ONCE]))
REFUSED = {
    "candidate-wrong-link": 404,
    "look-candidate-survey-incomplete": 422,
    "look-candidate-of-the-survey-only": 403,
    "look-candidate-moved": 410,
    "look-candidate-vague": 422,
    "look-signin-wrong": 422,
    "look-signin-locked": 422,
    "look-nowhere-signed-out": 404,
    "look-nowhere": 404,
    "look-no-interview": 404,
    "look-not-yours": 403,
    "look-odd-filter": 422,
    "look-session-over": 401,
    "look-deletion-unsure": 422,
    "look-deletion-too-early": 409,
    "look-outcome-missing": 422,
    "look-survey-missing": 422,
    "look-user-mistaken": 422,
    "look-policy-mistaken": 422,
    "look-file-too-large": 422,
}
"""The answers of 400 and above that are meant, by name."""
