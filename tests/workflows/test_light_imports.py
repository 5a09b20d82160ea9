"""The workflow's module stays light: the sandbox imports it anew, and it must never see the world."""

import subprocess
import sys

import pytest

HEAVY = (
    "sqlalchemy",
    "psycopg",
    "twilio",
    "sendgrid",
    "requests",
    "db",
    "gateways",
    "activities.notify",
    "activities.monitor",
    "activities.push",
    "activities.bulk",
    "settings",
)


@pytest.mark.parametrize(
    "module", ["workflows.interview", "workflows.monitor", "workflows.push", "workflows.bulk", "connect"]
)
def test_importing_the_workflow_brings_no_database_and_no_provider(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert found.stdout.split() == []
