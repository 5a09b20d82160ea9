"""Runs ./run of a checkout, and writes the programs that stand in for those of the machine."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    known = {key: value for key, value in os.environ.items() if not key.startswith("MIANYUE_")}
    known["MIANYUE_CHROMIUM"] = "/bin/sh"  # so that no test asks this machine's distribution for a browser
    argv = ["sh", str(folder / "run"), *words]
    return subprocess.run(argv, env=known | env, capture_output=True, text=True, timeout=30, check=False)


def script(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def calls(checkout: Path) -> list[str]:
    file = checkout / "calls"
    return file.read_text().splitlines() if file.exists() else []
