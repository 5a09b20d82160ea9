"""What `./run bench web` asks for beside the console: health, the candidate's page, and what other systems ask of the API."""

from bench.web.ask import NOBODY, Ask
from bench.web.dialogs import REASON

_AT = "/api/v1/interviews"
OUTSIDE = (
    Ask("health", "/healthz", NOBODY),
    Ask("candidate's page", "/c/{link}", NOBODY, paints=NOBODY),
    Ask("API: list", f"{_AT}?limit=50"),
    Ask("API: one interview", f"{_AT}/{{open}}"),
    Ask("API: timeline", f"{_AT}/{{cancelled}}/timeline"),
    Ask("API: cancellations", "/api/v1/cancellations?limit=50"),
    Ask("API: figures of a year", "/api/v1/kpi?from=2025-10-01&to=2026-09-30"),
    Ask("API: confirm", f"{_AT}/{{fresh}}/confirm", form={}, changes="stage"),
    Ask("API: preview of a cancellation", f"{_AT}/{{fresh}}/cancel", form={**REASON, "dry_run": True}, shows="notices"),
    Ask("API: cancel", f"{_AT}/{{fresh}}/cancel", form=REASON, changes="stage"),
)
