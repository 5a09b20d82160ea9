"""What `./run bench web` asks for: the console's pages that list things, with their filters, and what such a page fetches by itself."""

from dataclasses import dataclass

from bench.web.ask import EVERYBODY, NOBODY, OFFICE, Ask
from bench.web.people import CLERK, HR, RECRUITER

_LIST = "/console/interviews"
_YEAR = "from=2025-10-01&to=2026-09-30"


@dataclass(frozen=True)
class _Page:
    name: str
    query: str = ""
    hops: int = 0
    paints: tuple[str, ...] = ()


_LISTS = (
    _Page("list", paints=EVERYBODY),
    _Page("list, waiting", "?view=waiting"),
    _Page("list, requests", "?view=requests"),
    _Page("list, over", "?view=over"),
    _Page("list, cancelled", "?view=cancelled"),
    _Page("list, done", "?view=done"),
    _Page("list, all", "?view=all", paints=EVERYBODY),
    _Page("list, all, page 6", "?view=all", 5),
    _Page("list, search a name", "?view=all&q=王伟"),
    _Page("list, search one letter", "?view=all&q=王"),
    _Page("list, search a phone", "?view=all&q=13900001234"),
    _Page("list, search nobody", "?view=all&q=zzzzzz"),
    _Page("list, position", "?view=all&position=岗位7"),
    _Page("list, a month", "?view=all&from=2026-03-01&to=2026-03-31"),
)
_INTERVIEWS = (
    *(Ask(page.name, _LIST + page.query, EVERYBODY, page.hops, paints=page.paints) for page in _LISTS),
    Ask("list: views", f"{_LIST}/views", partial=True),
    Ask("one row", f"{_LIST}/{{open}}/row", partial=True),
    Ask("menu counts", "/console/counts", partial=True),
    Ask("reschedule requests", "/console/requests", paints=EVERYBODY),
    Ask("bulks", "/console/bulk", paints=(HR,)),
    Ask("bulks: now", "/console/bulk/now", partial=True),
)
_FOLLOWING = (
    Ask("cancellation log", "/console/cancellations", paints=EVERYBODY),
    Ask("cancellation log, page 6", "/console/cancellations", hops=5),
    Ask("cancellation log, filters", "/console/cancellations?party=company&from=2026-01-01&to=2026-03-31"),
    Ask("messages", "/console/messages", paints=EVERYBODY),
    Ask("messages, all", "/console/messages?view=all"),
    Ask("messages, all, page 6", "/console/messages?view=all", hops=5),
    Ask("phone tasks", "/console/calls", paints=(HR,)),
    Ask("phone tasks, all", "/console/calls?state=all"),
    Ask("unknown sends", "/console/unknown", paints=(HR,)),
    Ask("candidate requests", "/console/candidate-requests", paints=(HR,)),
    Ask("candidate requests, answered", "/console/candidate-requests?state=done"),
    Ask("findings", "/console/findings", (HR,), paints=(HR,)),
)
_APPRAISAL = (
    Ask("dashboard", "/console/dashboard", paints=EVERYBODY),
    Ask("dashboard, a year", f"/console/dashboard?{_YEAR}", paints=(HR,)),
    Ask("rows of a figure", f"/console/figures/rows?of=cancelled&{_YEAR}", paints=EVERYBODY),
    Ask("before and after", "/console/comparison?change=2026-04-01", paints=EVERYBODY),
    Ask("comments", f"/console/comments?recruiter={RECRUITER}&{_YEAR}", paints=(HR,)),
    Ask("scores", "/console/scores", paints=EVERYBODY),
    Ask("scores, a month", "/console/scores?month=2026-08"),
    Ask("alerts", "/console/alerts", paints=(HR,)),
    Ask("alerts, all reviews", "/console/alerts?view=reviews", OFFICE),
    Ask("appeals", "/console/appeals", paints=(HR,)),
)
_FRAME = (
    Ask("where the console begins", "/console", NOBODY, shows="/console/interviews"),
    Ask("an address that leads nowhere", "/console/nothing-here", (CLERK,), status=404),
)
LISTS = (*_FRAME, *_INTERVIEWS, *_FOLLOWING, *_APPRAISAL)
