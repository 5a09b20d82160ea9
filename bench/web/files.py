"""What `./run bench web` downloads: the console's tables as files, of a month as people ask for them, and as much as one file takes."""

from bench.web.ask import EVERYBODY, Ask
from bench.web.people import HR, MANAGER

_LOG, _FIGURES = "/console/cancellations", "/console/dashboard/figures"
_MONTH, _YEAR = "from=2026-08-01&to=2026-08-31", "from=2025-10-01&to=2026-09-30"


def _file(name: str, path: str, logins: tuple[str, ...], share: int) -> Ask:
    return Ask(f"file: {name}", path, logins, rows=True, share=share)


FILES = (
    *(_file(f"log of a month, {kind}", f"{_LOG}.{kind}?{_MONTH}", EVERYBODY, 4) for kind in ("csv", "xlsx")),
    *(_file(f"log of a year, {kind}", f"{_LOG}.{kind}?{_YEAR}", (MANAGER, HR), 10) for kind in ("csv", "xlsx")),
    *(_file(f"figures of a month, {kind}", f"{_FIGURES}.{kind}?{_MONTH}", EVERYBODY, 4) for kind in ("csv", "xlsx")),
    _file("scores of a month, csv", "/console/scores?month=2026-08&format=csv", EVERYBODY, 4),
)
