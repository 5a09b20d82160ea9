"""What `./run bench web` asks for, one line each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.web.crowd import HR, MANAGER, RECRUITER

EVERYBODY = (RECRUITER, MANAGER, HR)
OFFICE = (MANAGER, HR)
NOBODY = ("",)


@dataclass(frozen=True)
class Ask:
    """One address for each of `logins` (empty: nobody is signed in).

    The path may hold `{open}` and `{cancelled}`, interviews that the asker sees, and `{fresh}`, for each request another one with a
    running workflow (of zhangsan, whom only HR operations see here), with its candidate's `{link}`. `hops`: so many pages further by
    the link of the next page. A `form` is posted: to the API as JSON, to the console with the hidden fields that the page `opens` has in
    its form for this path. `partial`: as htmx asks. `paints`: a page that a browser opens.
    """

    name: str
    path: str
    logins: tuple[str, ...] = EVERYBODY
    hops: int = 0
    form: Mapping[str, Any] | None = None
    opens: str = ""
    partial: bool = False
    paints: bool = False

    @property
    def api(self) -> bool:
        """Whether this is a call of the API and not of a page."""
        return self.path.startswith("/api/")


_CANCEL = {"party": "company", "reason_detail": "岗位冻结，暂停招聘"}
_DRAFT = {**_CANCEL, "channels": ["sms", "email"]}
_LIST = "/console/interviews"
_FRESH = f"{_LIST}/{{fresh}}"
_YEAR = "from=2025-10-01&to=2026-09-30"


@dataclass(frozen=True)
class _Page:
    name: str
    query: str = ""
    hops: int = 0
    paints: bool = False


_LISTS = (
    _Page("list", paints=True),
    _Page("list, waiting", "?view=waiting"),
    _Page("list, requests", "?view=requests"),
    _Page("list, over", "?view=over"),
    _Page("list, cancelled", "?view=cancelled"),
    _Page("list, done", "?view=done"),
    _Page("list, all", "?view=all", paints=True),
    _Page("list, all, page 6", "?view=all", 5),
    _Page("list, search a name", "?view=all&q=王伟"),
    _Page("list, search one letter", "?view=all&q=王"),
    _Page("list, search a phone", "?view=all&q=13900001234"),
    _Page("list, search nobody", "?view=all&q=zzzzzz"),
    _Page("list, position", "?view=all&position=岗位7"),
    _Page("list, a month", "?view=all&from=2026-03-01&to=2026-03-31"),
)
ASKS = (
    Ask("health", "/healthz", NOBODY),
    Ask("sign-in form", "/console/signin", NOBODY, paints=True),
    Ask("candidate's page", "/c/{link}", NOBODY, paints=True),
    *(Ask(page.name, _LIST + page.query, EVERYBODY, page.hops, paints=page.paints) for page in _LISTS),
    Ask("one row", f"{_LIST}/{{open}}/row", partial=True),
    Ask("menu counts", "/console/counts", partial=True),
    Ask("interview", f"{_LIST}/{{open}}", paints=True),
    Ask("interview, cancelled", f"{_LIST}/{{cancelled}}"),
    Ask("dialog: cancel", f"{_LIST}/{{open}}/cancel", partial=True),
    Ask("dialog: reschedule", f"{_LIST}/{{open}}/reschedule", partial=True),
    Ask("new interview", f"{_LIST}/new", paints=True),
    Ask("reschedule requests", "/console/requests", paints=True),
    Ask("cancellation log", "/console/cancellations", paints=True),
    Ask("cancellation log, page 6", "/console/cancellations", hops=5),
    Ask("cancellation log, filters", "/console/cancellations?party=company&from=2026-01-01&to=2026-03-31"),
    Ask("messages", "/console/messages", paints=True),
    Ask("phone tasks", "/console/calls", paints=True),
    Ask("unknown sends", "/console/unknown"),
    Ask("candidate requests", "/console/candidate-requests", OFFICE),
    Ask("dashboard", "/console/dashboard", paints=True),
    Ask("dashboard, a year", f"/console/dashboard?{_YEAR}"),
    Ask("rows of a figure", f"/console/figures/rows?of=cancelled&{_YEAR}"),
    Ask("before and after", "/console/comparison?change=2026-04-01"),
    Ask("comments", "/console/comments"),
    Ask("scores", "/console/scores"),
    Ask("alerts", "/console/alerts", OFFICE),
    Ask("appeals", "/console/appeals"),
    Ask("settings: policy", "/console/settings/policy", (HR,)),
    Ask("settings: templates", "/console/settings/templates", (HR,)),
    Ask("settings: holidays", "/console/settings/holidays", (HR,)),
    Ask("settings: users", "/console/settings/users", (HR,)),
    Ask("settings: appraisal", "/console/settings/appraisal", (HR,)),
    Ask(
        "act: check a cancellation",
        f"{_FRESH}/cancel/check",
        (HR,),
        form=_DRAFT,
        opens=f"{_FRESH}/cancel",
        partial=True,
    ),
    Ask("act: cancel", f"{_FRESH}/cancel", (HR,), form=_DRAFT, opens=f"{_FRESH}/cancel"),
    Ask("act: confirm", f"{_FRESH}/confirm", (HR,), form={}, opens=_FRESH),
    Ask("own account", "/console/account", (RECRUITER,), paints=True),
    Ask("API: list", "/api/v1/interviews?limit=50"),
    Ask("API: one interview", "/api/v1/interviews/{open}"),
    Ask("API: timeline", "/api/v1/interviews/{cancelled}/timeline"),
    Ask("API: cancellations", "/api/v1/cancellations?limit=50"),
    Ask("API: figures of a year", "/api/v1/kpi?from=2025-10-01&to=2026-09-30"),
    Ask("API: confirm", "/api/v1/interviews/{fresh}/confirm", (HR,), form={}),
    Ask(
        "API: preview of a cancellation",
        "/api/v1/interviews/{fresh}/cancel",
        (HR,),
        form={**_CANCEL, "dry_run": True},
    ),
    Ask("API: cancel", "/api/v1/interviews/{fresh}/cancel", (HR,), form=_CANCEL),
)
