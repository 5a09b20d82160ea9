"""One seeded run of every fault of docs/reliability.md on processes of their own: nothing lost, nothing doubled in silence (P1, P2)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
SEED = 11
SPOILT = (
    "answer dropped",
    "answer late",
    "503 after taking it",
    "answer truncated",
    "429",
    "connection lost",
    "request repeated",
    "request held",
)
FAULTS = [
    *(f"worker killed {moment}" for moment in ("before", "during", "after", "before_commit", "after_commit")),
    "all workers away 5 min",
    "Temporal killed",
    "PostgreSQL killed",
    "provider's port closed",
    *(f"{mode}, {share}" for mode in SPOILT for share in ("10 %", "all")),
    "cancel and move at once",
    "receipts early",
    "receipts doubled",
    "receipts reversed",
]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What came of one run of each: the same program that prints the figures of docs/reliability.md, on a stack of its own."""
    file = tmp_path_factory.mktemp("faults") / "figures.json"
    argv = [sys.executable, "-m", "bench.faults", "--runs", "1", "--seed", str(SEED), "--json", str(file)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=570, check=False)
    assert file.exists(), done.stdout[-3000:] + done.stderr[-3000:]
    runs: list[dict[str, Any]] = json.loads(file.read_text())
    assert done.returncode == 0, done.stdout[-3000:]
    return runs


def test_every_class_was_played(played: list[dict[str, Any]]) -> None:
    assert {run["fault"] for run in played} == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_and_nothing_is_doubled_in_silence(played: list[dict[str, Any]], fault: str) -> None:
    runs = [run for run in played if run["fault"] == fault]
    assert runs
    for run in runs:
        assert run["interviews"] > 0
        assert (run["lost"], run["silent"], run["wrong"]) == ([], [], []), run
        assert len(run["unknown"]) == run["listed"], "what nobody knows is in the list that HR settles"
