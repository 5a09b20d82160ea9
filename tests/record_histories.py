"""Records tests/histories anew: `python -m tests.record_histories`; only when the workflow's commands changed on purpose.

It runs the stories of tests/workflows/paths.py on the real server through pytest, in a run of its own that no test run starts.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

HISTORIES = Path(__file__).parent / "histories"
RECORDING = "MIANYUE_RECORD_HISTORIES"
# Who and where the recording ran: process ids, host names, SDK builds; none of it matters to a replay.
_PERSONAL = frozenset({"identity", "binaryChecksum", "workerVersion", "meteringMetadata", "sdkMetadata", "requestId"})


def without_traces(node: Any) -> Any:
    """The history without the machine it was recorded on."""
    if isinstance(node, dict):
        if node.get("kind") == "TASK_QUEUE_KIND_STICKY":
            return {**node, "name": "sticky"}
        return {name: without_traces(part) for name, part in node.items() if name not in _PERSONAL}
    return [without_traces(part) for part in node] if isinstance(node, list) else node


def write(name: str, history: str) -> None:
    """Keep one recorded history."""
    file = HISTORIES / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(without_traces(json.loads(history)), ensure_ascii=False, separators=(",", ":"))
    file.write_text(text + "\n")


def main() -> int:
    """Record every path; the exit code is pytest's."""
    os.environ[RECORDING] = "1"
    story = Path(__file__).parent / "workflows" / "test_replay.py"
    told = ("test_every_path_still_ends_well", "test_every_bulk_still_ends_well")
    return int(pytest.main([*(f"{story}::{name}" for name in told), "-v"]))


if __name__ == "__main__":
    sys.exit(main())
