"""A checkout that is set up, and the PATH of a bare machine."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.run_script.checkout import ROOT, script

TOOLS = [
    "awk",
    "basename",
    "cat",
    "cksum",
    "cmp",
    "cp",
    "cut",
    "date",
    "df",
    "dirname",
    "env",
    "flock",
    "grep",
    "id",
    "mktemp",
]
TOOLS += ["rm", "sed", "sh", "sleep", "tail", "tr"]
PYTHON = """#!/bin/sh
[ "$1" = -c ] && case $2 in *version_info*) exit 0 ;; esac
[ "$2" = "${FAILS-nothing}" ] && exit 3
echo "$*|$MIANYUE_DATABASE_URL|$MIANYUE_SECRET"
"""
SOURCES = "cat package-lock.json build_assets.py frontend/* | cksum"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project folder, with a space in its name, that is already set up with a stand-in for Python."""
    folder = tmp_path / "mian yue"
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "run", folder)
    (folder / "requirements.lock").write_text("one==1\n")
    (folder / ".venv/.installed").write_text("one==1\n")
    (folder / ".venv/bin/python").write_text(PYTHON)
    (folder / ".venv/bin/python").chmod(0o755)
    (folder / "requirements-node.lock").write_text("node==1\n")
    (folder / "requirements-e2e.lock").write_text("driver==1\n")
    (folder / ".venv/.installed-e2e").write_text("driver==1\n")
    for name in ("package-lock.json", "build_assets.py", "frontend/icons.txt", "web/static/built/.stamp"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    stamp = subprocess.run(["sh", "-c", SOURCES], cwd=folder, capture_output=True, text=True, check=True).stdout
    (folder / "web/static/built/.stamp").write_text(stamp)
    return folder


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the essential tools of a bare Debian and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    return folder


@pytest.fixture
def tools(bare_path: Path) -> Path:
    """A bare Debian's PATH of an ordinary user, with what the front-end set-up needs besides Node.js."""
    for tool in ("env", "mkdir", "ls"):
        (bare_path / tool).unlink(missing_ok=True)
        (bare_path / tool).symlink_to(shutil.which(tool) or "")
    script(bare_path / "id", '[ "$1" = -u ] && echo 1000 || echo hr')
    return bare_path
