"""Code that a workflow replays looks neither at the clock, nor at chance, nor outside: serving workers run without the sandbox."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REPLAYED = sorted([*ROOT.glob("workflows/*.py"), *ROOT.glob("domain/*.py"), ROOT / "activities/names.py"])
OUTSIDE = {
    "os",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "time",
    "requests",
    "httpx2",
    "pathlib",
    "sys",
}
CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "open", "input", "print", "uuid1", "uuid4"}


def forbidden(source: str) -> Iterator[str]:
    """What of this source would give another result when it is replayed."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] in OUTSIDE)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OUTSIDE:
            yield str(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS | {f"uuid.{name}" for name in CALLS}:
            yield ast.unparse(node.func)
        elif isinstance(node, ast.Global):
            yield f"global {node.names}"


@pytest.mark.parametrize("file", REPLAYED, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_replayed_code_depends_on_nothing_but_its_input(file: Path) -> None:
    assert list(forbidden(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source", ["import time", "from random import choice", "at = datetime.now(UTC)", "id = uuid.uuid4()", "open('x')"]
)
def test_what_would_differ_on_replay_is_found(source: str) -> None:
    assert list(forbidden(source))
