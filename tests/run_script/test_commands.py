"""./run: its commands, their words, and how they find a running stack."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run_script.checkout import ROOT, run


@pytest.mark.parametrize("name", ["run", ".ci/run"])
def test_shellcheck_finds_nothing(name: str) -> None:
    shellcheck = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run([shellcheck, ROOT / name], capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.returncode) == ("", 0)
    assert os.access(ROOT / name, os.X_OK)


def test_help_names_every_command_and_needs_no_set_up(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    told = run(checkout, "help").stdout
    assert all(f"./run {name}" in told for name in ("demo", "up", "mianyue", "test", "shots", "bench", "lock"))


def test_an_unknown_command_is_one_line(checkout: Path) -> None:
    done = run(checkout, "demmo")
    assert done.returncode == 1
    assert done.stderr == "run: unknown command 'demmo' 未知命令; see ./run help\n"


def test_the_command_line_finds_the_running_stack(checkout: Path) -> None:
    (checkout / ".mianyue").mkdir()
    (checkout / ".mianyue/env").write_text(
        "MIANYUE_DATABASE_URL=p://x?host=/a b/$(id)\nMIANYUE_SECRET=kept\nbad-key=1\n"
    )
    done = run(checkout, "mianyue", "token", "--user", "zhang san")
    assert done.stdout == "starter.py token --user zhang san|p://x?host=/a b/$(id)|kept\n"
    assert done.stderr == ""


def test_what_the_caller_has_set_wins_over_the_running_stack(checkout: Path) -> None:
    (checkout / ".mianyue").mkdir()
    (checkout / ".mianyue/env").write_text("MIANYUE_DATABASE_URL=theirs\nMIANYUE_SECRET=theirs\n")
    assert run(checkout, "mianyue", MIANYUE_DATABASE_URL="mine").stdout == "starter.py|mine|theirs\n"


def test_a_relative_state_folder_is_the_callers_not_the_projects(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state/env").write_text("MIANYUE_SECRET=relative\n")
    argv = ["sh", "mian yue/run", "mianyue"]
    env = {**os.environ, "MIANYUE_HOME": "state"}
    done = subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.endswith("|relative\n")


def test_without_a_running_stack_it_says_so(checkout: Path) -> None:
    assert "no stack is running" in run(checkout, "mianyue", "token").stderr


def test_the_first_failing_part_ends_the_tests(checkout: Path) -> None:
    done = run(checkout, "test", FAILS="mypy")
    assert done.returncode == 1
    assert "run: mypy failed (exit code 3)" in done.stderr
    assert "ruff check" in done.stderr
    assert "-m pytest" not in done.stdout


def test_all_parts_are_summed_up_with_their_seconds(checkout: Path) -> None:
    done = run(checkout, "test")
    assert done.returncode == 0
    parts = ("ruff check", "ruff format", "mypy", "lint-imports", "pytest")
    assert all(f"{part} 0 s" in done.stderr or f"{part} 1 s" in done.stderr for part in parts)


def test_arguments_go_to_pytest_alone(checkout: Path) -> None:
    assert run(checkout, "test", "-k", "late notice").stdout == "-m pytest -k late notice||\n"
