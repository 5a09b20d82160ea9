"""Every page of the console in a real browser: at both sizes, in both languages, light and dark, without an axe violation."""

import pytest
import pytest_asyncio

from shots.screens import DESKTOP, PHONE, Screen
from tests.browser.staff import Staff
from tests.browser.tabs import sound
from tests.web.people import Candidate, Recruiter

RECRUITERS = (
    "/console/interviews?view=all",
    "/console/interviews/{id}",
    "/console/interviews/{id}/reschedule",
    "/console/interviews/new",
    "/console/interviews/import",
    "/console/requests",
    "/console/cancellations",
    "/console/messages",
    "/console/calls",
    "/console/unknown",
    "/console/dashboard",
    "/console/figures/rows",
    "/console/comparison",
    "/console/comments",
    "/console/scores",
    "/console/appeals",
    "/console/account",
    "/console/password",
)
OFFICES = (
    "/console/candidate-requests",
    "/console/alerts",
    "/console/findings",
    "/console/settings/policy",
    "/console/settings/templates",
    "/console/settings/holidays",
    "/console/settings/users",
    "/console/settings/users/new",
    "/console/settings/appraisal",
    "/console/settings/appraisal/new",
)
WAYS = ((DESKTOP, "zh-CN"), (PHONE, "zh-CN"), (PHONE, "en"))
PAGES = [*(("zhangsan", path) for path in RECRUITERS), *(("hrops", path) for path in OFFICES)]


@pytest_asyncio.fixture(scope="module")
async def cancelled(zhangsan: Recruiter) -> Candidate:
    """Something to be seen in lists, log and figures."""
    candidate = await zhangsan.invites(name="韩清扬")
    await candidate.calls(action="cancel", reason_code="C_SCHEDULE")
    return candidate


@pytest.mark.parametrize(("screen", "locale"), WAYS, ids=[f"{screen.name} {locale}" for screen, locale in WAYS])
@pytest.mark.parametrize(("login", "path"), PAGES, ids=[f"{login} {path}" for login, path in PAGES])
async def test_every_page_is_sound(
    staff: Staff, cancelled: Candidate, screen: Screen, locale: str, login: str, path: str
) -> None:
    page = await staff.at(path.format(id=cancelled.id), login, screen, locale)
    assert await page.get_by_role("heading", level=1).count() == 1
    await sound(page)
