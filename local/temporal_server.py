"""The Temporal dev server of the one-machine stack: which program, which arguments, which search attributes."""

import os
import shutil
import sys
from pathlib import Path

from local.process import StackError

SEARCH_ATTRIBUTES = {
    "InterviewStage": "Keyword",
    "InterviewAt": "Datetime",
    "RecruiterId": "Keyword",
    "Tenant": "Keyword",
    "CancelParty": "Keyword",
    "CancelReason": "Keyword",
    "LateNotice": "Bool",
    "Revision": "Int",
}
# Two failed workflow tasks in a row make a workflow findable in the UI under "task failures".
DYNAMIC_CONFIG = (
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2",
    # Measured: beyond the default of 10 updates in flight the task is dropped; 50 cancels at once then take 1.4-4.7 s, not 0.4.
    "history.maxInFlightUpdates=1000",
    # The priority of a cancellation over reminders and surveys is exact within one partition only.
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)
# Measured: with the defaults a workflow takes 66-82 ms on a file, with these 41-45 ms; both survive kill -9.
SQLITE_PRAGMAS = ("journal_mode=wal", "synchronous=normal")


def program() -> str:
    """TEMPORAL_CLI, else the one pinned in this environment, else that on PATH. Raises StackError for none."""
    if named := os.environ.get("TEMPORAL_CLI"):
        if found := shutil.which(named):
            return found
        raise StackError(f"TEMPORAL_CLI={named} is not a program 不是可执行程序")
    pinned = Path(sys.executable).with_name("temporal")
    found = str(pinned) if pinned.exists() else shutil.which("temporal")
    if not found:
        raise StackError(
            "no temporal program 未找到 temporal: set TEMPORAL_CLI, or TEMPORAL_ADDRESS to a server of yours"
        )
    return found


def argv(database: Path, port: int, ui_port: int) -> list[str]:
    """The command of a server on 127.0.0.1 that keeps its state in `database`."""
    words = [program(), "server", "start-dev", "--ip", "127.0.0.1", "--log-level", "error", "--ui-disable-news-fetch"]
    words += ["--port", str(port), "--ui-port", str(ui_port), "--db-filename", str(database)]
    words += [word for pragma in SQLITE_PRAGMAS for word in ("--sqlite-pragma", pragma)]
    words += [word for name, kind in SEARCH_ATTRIBUTES.items() for word in ("--search-attribute", f"{name}={kind}")]
    words += [word for value in DYNAMIC_CONFIG for word in ("--dynamic-config-value", value)]
    return words


def is_ready_argv(address: str) -> list[str]:
    """A command that ends with 0 once the gRPC health check of the front end says SERVING."""
    return [program(), "operator", "cluster", "health", "--address", address]
