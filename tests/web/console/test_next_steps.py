"""What comes next with an interview, as people read it: never the system's own look at a message while somebody is waited for."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from web.console.next_steps import Ahead, ahead

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SOON = NOW + timedelta(minutes=20)


def row(**changed: Any) -> Any:
    usual = {
        "stage": "confirmed",
        "starts_at": NOW + timedelta(days=3),
        "minutes": 45,
        "cancelled_at": None,
        "request": None,
        "next_step": "pursue:invite:1",
        "next_at": SOON,
    }
    return SimpleNamespace(**(usual | changed))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"stage": "invited"}, Ahead("confirmation", "", None)),
        ({"stage": "invited", "next_step": "remind:1440"}, Ahead("confirmation", "remind:1440", SOON)),
        ({}, Ahead("interview", "", None)),
        ({"next_step": "remind:120"}, Ahead("", "remind:120", SOON)),
        ({"request": {"by": "candidate"}, "next_step": "chase_approval"}, Ahead("answer", "", None)),
        ({"request": {"by": "recruiter"}}, Ahead("choice", "", None)),
        (
            {"request": {"by": "recruiter"}, "next_step": "lapse_request"},
            Ahead("choice", "lapse_request", SOON),
        ),
        ({"starts_at": NOW - timedelta(minutes=5)}, Ahead("running", "", None)),
        ({"starts_at": NOW - timedelta(hours=2), "next_step": "ask_outcome:1"}, Ahead("outcome", "", None)),
        ({"stage": "cancelled", "cancelled_at": NOW}, Ahead("", "pursue:invite:1", SOON)),
        ({"stage": "cancelled", "cancelled_at": NOW, "next_step": "survey"}, Ahead("", "survey", SOON)),
        ({"stage": "closed", "next_step": None, "next_at": None}, Ahead("", "", None)),
    ],
)
def test_what_is_told(changed: dict[str, Any], told: Ahead) -> None:
    assert ahead(row(**changed), NOW) == told
